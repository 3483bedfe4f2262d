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
    /// Threes of shares of all maps.
    pub(crate) fn n_maps(&self, words: usize) -> usize {
        let (n, heads) = (self.n_regions, self.config.n_heads);
        let of = |flow: &Option<Flow>, n: usize| flow.as_ref().map_or(0, |_| heads * n);
        let inter = n * threes(words) + words * threes(n);
        let intra = n * threes(n) + words * threes(words);
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
        let packed = next(self.n_maps(words));
        let map = |start: usize, readers: usize, read: usize| {
            let width = threes(read);
            let part = &packed[start..start + config.n_heads * readers * width];
            let rows = part.chunks_exact(width);
            rows.flat_map(|row| shares(row, read)).collect::<Vec<f32>>()
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

/// How many threes hold a row.
pub(crate) fn threes(shares: usize) -> usize {
    shares.div_ceil(3)
}

/// A row of `n` shares, as `shaders/attention.wgsl` packs them. What rounding left
/// over is given back to all of them alike, so that they sum to 1.
fn shares(row: &[u32], n: usize) -> Vec<f32> {
    let bits = row
        .iter()
        .flat_map(|three| [three & 1023, three >> 10 & 1023, three >> 20 & 1023]);
    let scale = 1.0 / (1023 << (row[0] >> 30)) as f32;
    let mut shares: Vec<f32> = bits.take(n).map(|share| share as f32 * scale).collect();
    let over = 1.0 - shares.iter().sum::<f32>();
    let gains = |share: &f32| over > 0.0 || *share > 0.0;
    let each = over / shares.iter().filter(|share| gains(share)).count().max(1) as f32;
    for share in shares.iter_mut().filter(|share| gains(share)) {
        *share += each;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the shader does it.
    fn packed(row: &[f32]) -> Vec<u32> {
        let largest = row.iter().copied().fold(0.0, f32::max);
        let doubled = ((1.0 / largest).log2() as u32).min(3);
        let units = (1023 << doubled) as f32;
        let bits = |share: &f32| ((share * units + 0.5) as u32).min(1023);
        let threes = row.chunks(3).enumerate().map(|(at, three)| {
            let packed = three
                .iter()
                .rev()
                .fold(0, |sum, share| sum << 10 | bits(share));
            packed | if at == 0 { doubled << 30 } else { 0 }
        });
        threes.collect()
    }

    #[test]
    fn a_packed_row_sums_to_one_and_is_near() {
        for (n, sharpness) in [
            (1, 1.0),
            (2, 0.1),
            (7, 3.0),
            (50, 0.5),
            (82, 0.0),
            (82, 9.0),
        ] {
            let scores = (0..n).map(|at| (sharpness * (at as f32 * 1.7).sin()).exp());
            let scores: Vec<f32> = scores.collect();
            let whole: f32 = scores.iter().sum();
            let row: Vec<f32> = scores.iter().map(|score| score / whole).collect();
            let back = shares(&packed(&row), n);
            assert_eq!(back.len(), n);
            assert!((back.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{back:?}");
            let largest = row.iter().copied().fold(0.0, f32::max);
            for (share, back) in row.iter().zip(&back) {
                assert!(
                    (share - back).abs() < largest.max(0.125) * 1e-3,
                    "{share} {back}"
                );
                assert!(*back >= 0.0);
            }
        }
    }

    #[test]
    fn many_small_shares_beside_a_large_one_are_not_lost() {
        let mut row = vec![0.03 / 81.0; 82];
        row[5] = 0.97;
        let back = shares(&packed(&row), 82);
        for (share, back) in row.iter().zip(&back) {
            assert!((share - back).abs() < 6e-4, "{share} {back}");
        }
    }
}
