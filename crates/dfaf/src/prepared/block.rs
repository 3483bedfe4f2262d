use kernels::{Heads, OfHeads, rows};

use super::inter::{Inter, Projected};
use super::intra::{Ending, Intra};
use super::layers::Source;
use crate::{DfafConfig, IntraFlow};

/// One block.
#[derive(Debug)]
pub(super) struct Block {
    heads: Heads,
    inter: Option<Inter>,
    intra: Option<Intra>,
}

/// What of a block the question does not change.
#[derive(Debug, Clone)]
pub(super) struct Known {
    /// As the inter flow projects the regions, and their values as words read them.
    projected: Option<(Projected, OfHeads)>,
    /// The regions but for what they read from words, and beside them what their
    /// queries and keys in the intra flow become of it.
    kept: Vec<f32>,
}

/// The maps and gates of a block; without a flow its maps are all 0.
#[derive(Debug)]
pub(super) struct Maps {
    pub words_from_regions: Vec<f32>,
    pub regions_from_words: Vec<f32>,
    pub within_regions: Vec<f32>,
    pub within_words: Vec<f32>,
    pub region_gate: Option<Vec<f32>>,
    pub word_gate: Option<Vec<f32>>,
}

/// Both modalities at the end of a block.
pub(super) struct Flowed<'a> {
    pub regions: Ending<'a>,
    pub words: Ending<'a>,
    pub maps: Maps,
}

impl Block {
    pub fn new<E>(mut from: Source<'_, E>, config: &DfafConfig) -> Result<Self, E> {
        let heads = Heads {
            heads: config.n_heads,
            dim: config.dim,
        };
        let intra = match config.intra {
            IntraFlow::Off => None,
            _ => Some(Intra::new(from.below("intra"), config, heads)?),
        };
        let ahead = intra.as_ref().map(Intra::ahead);
        let inter = match config.inter {
            true => Some(Inter::new(from.below("inter"), config, heads, ahead)?),
            false => None,
        };
        Ok(Self {
            heads,
            inter,
            intra,
        })
    }

    /// Numbers beside a region in [`Known`], those of the region included.
    fn kept_width(&self) -> usize {
        self.heads.dim * if self.intra.is_some() { 3 } else { 1 }
    }

    /// What the block makes of regions, `[regions, dim]`, before it knows a
    /// question.
    pub fn know(&self, regions: Vec<f32>) -> Known {
        let (projected, kept) = match &self.inter {
            Some(inter) => {
                let (projected, kept) = inter.regions.know(self.heads, &regions);
                let values = self.heads.values(&projected.value);
                (Some((projected, values)), kept)
            }
            None => (None, regions),
        };
        let kept = match &self.intra {
            Some(intra) => {
                let dim = self.heads.dim;
                let ahead = intra.ahead().product(&kept);
                rows::joined((&kept, dim), (&ahead, 2 * dim))
            }
            None => kept,
        };
        Known { projected, kept }
    }

    pub fn run(&self, known: &Known, words: Vec<f32>) -> Flowed<'_> {
        let (heads, dim, width) = (self.heads, self.heads.dim, self.kept_width());
        let (n_regions, n_words) = (known.kept.len() / width, words.len() / dim);
        let mut kept = known.kept.clone();
        let mut words = words;
        let nothing = |pairs: usize| vec![0.0; heads.heads * pairs];
        let mut maps = Maps {
            words_from_regions: nothing(0),
            regions_from_words: nothing(0),
            within_regions: nothing(0),
            within_words: nothing(0),
            region_gate: None,
            word_gate: None,
        };
        match (&self.inter, &known.projected) {
            (Some(inter), Some((of_regions, values))) => {
                let (of_words, own) = inter.words.know(heads, &words);
                maps.regions_from_words = heads.map(&of_regions.query, &of_words.keys);
                maps.words_from_regions = heads.map(&of_words.query, &of_regions.keys);
                inter.spread(&maps.regions_from_words, &of_words.value, &mut kept);
                let read = heads.read(&maps.words_from_regions, values);
                words = inter.words.receive(&read, &own);
            }
            _ => {
                maps.regions_from_words = nothing(n_regions * n_words);
                maps.words_from_regions = nothing(n_regions * n_words);
            }
        }
        let Some(intra) = &self.intra else {
            maps.within_regions = nothing(n_regions * n_regions);
            maps.within_words = nothing(n_words * n_words);
            return Flowed {
                regions: Ending::plain(kept, dim),
                words: Ending::plain(words, dim),
                maps,
            };
        };
        let ahead_of_words = intra.words.ahead.product(&words);
        let ahead_of_regions = rows::columns(&kept, width, dim..width);
        let regions = rows::columns(&kept, width, 0..dim);
        let (normed_regions, spread_regions) = intra.regions.normed(&regions);
        let (normed_words, spread_words) = intra.words.normed(&words);
        let region_gate = intra.regions.gate(&normed_words, dim);
        let word_gate = intra.words.gate(&normed_regions, dim);
        let gate = region_gate.as_deref();
        let of_regions = (ahead_of_regions, spread_regions);
        maps.within_regions = intra.regions.map(heads, of_regions, gate);
        let of_words = (ahead_of_words, spread_words);
        maps.within_words = intra.words.map(heads, of_words, word_gate.as_deref());
        let regions = intra
            .regions
            .ending(heads, regions, normed_regions, &maps.within_regions);
        let words = intra
            .words
            .ending(heads, words, normed_words, &maps.within_words);
        maps.region_gate = region_gate;
        maps.word_gate = word_gate;
        Flowed {
            regions,
            words,
            maps,
        }
    }
}
