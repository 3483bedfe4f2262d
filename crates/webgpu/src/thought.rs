use crate::flows::Flow;
use crate::thinking::Thinking;

/// The most answers whose evidence is asked for at once.
pub(crate) const MOST_ASKED: usize = 64;

/// The answers that evidence is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Asked<'a> {
    /// So many of the best.
    Best(usize),
    /// Those in these places.
    These(&'a [u32]),
}

/// What came of a question.
#[derive(Debug, Clone)]
pub struct Thought {
    /// One for each answer.
    pub logits: Vec<f32>,
    /// The places of the answers that were asked for.
    pub asked: Vec<u32>,
    /// What each region adds to each of them, `[asked, regions]`.
    pub from_regions: Vec<f32>,
    /// The maps and gates of each block.
    pub blocks: Vec<Maps>,
}

/// The maps of a block, `[heads, readers, read]`, and its gates, `[dim]`; empty
/// where a flow is left out.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "named as in dfaf::BlockFlows")]
pub struct Maps {
    pub words_from_regions: Vec<f32>,
    pub regions_from_words: Vec<f32>,
    pub within_regions: Vec<f32>,
    pub within_words: Vec<f32>,
    pub region_gate: Vec<f32>,
    pub word_gate: Vec<f32>,
}

impl Thinking {
    /// Pairs of 16-bit floats of all maps.
    pub(crate) fn n_maps(&self, words: usize) -> usize {
        let (n, heads) = (self.n_regions, self.config.n_heads);
        let of = |flow: &Option<Flow>, pairs: usize| flow.as_ref().map_or(0, |_| heads * pairs);
        let inter = n * words.div_ceil(2) + words * n.div_ceil(2);
        let intra = n * n.div_ceil(2) + words * words.div_ceil(2);
        let flows = self.flows.iter();
        flows.map(|(a, b)| of(a, inter) + of(b, intra)).sum()
    }

    pub(crate) fn thought(
        &self,
        read: &[u8],
        (words, n_asked): (usize, usize),
        maps: &[[usize; 4]],
    ) -> Thought {
        let whole: Vec<u32> = read
            .as_chunks::<4>()
            .0
            .iter()
            .map(|bytes| u32::from_le_bytes(*bytes))
            .collect();
        let (n, config) = (self.n_regions, &self.config);
        let mut rest = whole.as_slice();
        let mut next = |n: usize| {
            let (part, after) = rest.split_at(n.min(rest.len()));
            rest = after;
            part
        };
        let real = |part: &[u32]| {
            part.iter()
                .map(|x| f32::from_bits(*x))
                .collect::<Vec<f32>>()
        };
        let mut logits = real(next(self.output.outputs * 4));
        logits.truncate(config.n_answers);
        let asked = next(MOST_ASKED)[..n_asked].to_vec();
        let from_regions = real(next(n * n_asked));
        let pairs = next(self.n_maps(words));
        let map = |start: usize, readers: usize, read: usize| {
            let rows = config.n_heads * readers;
            let width = read.div_ceil(2);
            let part = &pairs[start..start + rows * width];
            let rows = part.chunks_exact(width);
            rows.flat_map(|row| {
                let halves = row.iter().flat_map(|pair| [half(*pair), half(pair >> 16)]);
                halves.take(read).collect::<Vec<f32>>()
            })
            .collect::<Vec<f32>>()
        };
        let mut blocks = Vec::with_capacity(maps.len());
        for (at, (inter, intra)) in self.flows.iter().enumerate() {
            let places = maps[at];
            let gates = real(next(2 * config.dim));
            let mut block = Maps::default();
            if inter.is_some() {
                block.regions_from_words = map(places[0], n, words);
                block.words_from_regions = map(places[1], words, n);
            }
            if let Some(flow) = intra {
                block.within_regions = map(places[2], n, n);
                block.within_words = map(places[3], words, words);
                if flow.gate.is_some() {
                    block.region_gate = gates[..config.dim].to_vec();
                    block.word_gate = gates[config.dim..].to_vec();
                }
            }
            blocks.push(block);
        }
        Thought {
            logits,
            asked,
            from_regions,
            blocks,
        }
    }
}

/// A 16-bit float in the lower half of a number; shares are never below 0, nor
/// infinite.
fn half(bits: u32) -> f32 {
    let (exponent, fraction) = (bits >> 10 & 0x1f, bits & 0x3ff);
    match exponent {
        0 => fraction as f32 / 16_777_216.0,
        _ => f32::from_bits((exponent + 112) << 23 | fraction << 13),
    }
}
