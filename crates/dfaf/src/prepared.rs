use crate::{BlockMaps, DfafConfig};

mod answering;
mod block;
mod inter;
mod intra;
mod layers;
mod reading;

use answering::Answering;
use block::{Block, Known};
use kernels::{Norm, Packed};
use layers::{EPSILON, Matrix, Source};
use reading::Reading;

/// A [`Dfaf`](crate::Dfaf) whose weights lie in the order in which the processor reads them:
/// it answers one question about one photo as the network does, on the CPU,
/// without burn. Nothing is padded; what no answer needs is not computed.
///
/// - What of the first block no question changes is known once the photo is
///   looked at ([`Seen`]), up to the queries and keys of the regions.
/// - What regions read from words is a sum over the words of all heads, of which
///   there are fewer than numbers in a region: the words are projected instead.
/// - The answerer wants the mean of what the last block makes, and what of it
///   points in the direction of the answers that are asked about: both are
///   linear, so they are taken before the last layers, not behind them.
#[derive(Debug)]
pub struct Prepared {
    reading: Reading,
    regions: Packed,
    region_norm: Option<Norm>,
    blocks: Vec<Block>,
    answering: Answering,
    n_heads: usize,
}

/// Whoever gives the numbers of a tensor by its name and shape.
pub type Take<'a, E> = &'a mut dyn FnMut(&str, &[usize]) -> Result<Vec<f32>, E>;

/// A photo that was looked at.
#[derive(Debug, Clone)]
pub struct Seen {
    n_regions: usize,
    first: Known,
}

/// The answers that evidence is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Asked<'a> {
    /// So many of the best, at least one.
    Best(usize),
    /// Those in these places.
    These(&'a [usize]),
}

/// What came of a question, as numbers.
#[derive(Debug, Clone)]
pub struct Thought {
    /// One for each answer.
    pub logits: Vec<f32>,
    /// The places of the answers that evidence was asked for, best first.
    pub asked: Vec<usize>,
    /// What each region adds to each of their logits, `[asked, regions]`.
    pub from_regions: Vec<f32>,
    /// The maps and gates of each block.
    pub blocks: Vec<BlockMaps<Vec<f32>>>,
}

impl Prepared {
    /// A network of the sizes of `config`, which have to be valid; `take` gives
    /// the numbers of each of its tensors by the name and shape that it has in
    /// [`Dfaf`](crate::Dfaf).
    ///
    /// # Errors
    /// The first of `take`.
    pub fn new<E>(config: &DfafConfig, take: Take<'_, E>) -> Result<Self, E> {
        let shape = [config.region_dim, config.dim];
        let regions = Matrix {
            weights: take("regions.weight", &shape)?,
            bias: take("regions.bias", &shape[1..])?,
            shape,
        };
        let region_norm = match config.input_norm {
            true => Some(Norm::new(
                take("region_norm.gamma", &shape[1..])?,
                take("region_norm.beta", &shape[1..])?,
                EPSILON,
            )),
            false => None,
        };
        let blocks = (0..config.n_blocks)
            .map(|at| Block::new(Source::new(&mut *take, &format!("blocks.{at}")), config))
            .collect::<Result<_, E>>()?;
        Ok(Self {
            regions: regions.packed(),
            region_norm,
            blocks,
            reading: Reading::new(Source::new(&mut *take, "question"), config)?,
            answering: Answering::new(Source::new(take, "answerer"), config)?,
            n_heads: config.n_heads,
        })
    }

    /// Looks at the regions of a photo, `[regions, region_dim]`, as often as
    /// will be asked about it. `None` where there are none, or of another
    /// length.
    pub fn look(&self, regions: &[f32]) -> Option<Seen> {
        let n_regions = regions.len() / self.regions.inputs();
        if n_regions == 0 || !regions.len().is_multiple_of(self.regions.inputs()) {
            return None;
        }
        let values = self.regions.product(regions);
        let values = match &self.region_norm {
            Some(norm) => norm.apply(&values).0,
            None => values,
        };
        let first = self.blocks.first()?.know(values);
        Some(Seen { n_regions, first })
    }

    /// Answers a question, the ids of its words. `None` where it has no words,
    /// or one that there is not.
    pub fn think(&self, seen: &Seen, ids: &[u32], asked: Asked<'_>) -> Option<Thought> {
        let (mut words, whole) = self.reading.question(ids)?;
        let mut maps = Vec::with_capacity(self.blocks.len());
        let (last, others) = self.blocks.split_last()?;
        let mut known = None;
        for (block, next) in others.iter().zip(&self.blocks[1..]) {
            let known_now = known.as_ref().unwrap_or(&seen.first);
            let flowed = block.run(known_now, words);
            known = Some(next.know(flowed.regions.values()));
            words = flowed.words.values();
            maps.push(flowed.maps);
        }
        let flowed = last.run(known.as_ref().unwrap_or(&seen.first), words);
        let thought = self.answering.answer(&flowed, &whole, asked);
        maps.push(flowed.maps);
        let blocks = maps.into_iter().map(|maps| BlockMaps {
            heads: self.n_heads,
            regions: seen.n_regions,
            words: ids.len(),
            words_from_regions: maps.words_from_regions,
            regions_from_words: maps.regions_from_words,
            within_regions: maps.within_regions,
            within_words: maps.within_words,
            region_gate: maps.region_gate,
            word_gate: maps.word_gate,
        });
        Some(Thought {
            blocks: blocks.collect(),
            ..thought
        })
    }
}
