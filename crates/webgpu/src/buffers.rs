use dfaf::DfafConfig;

use crate::bindings::{GpuBuffer, usage};
use crate::device::{Device, GpuError};
use crate::thought::{MOST_ASKED, threes};
use crate::weights::Weights;

/// Rows are the regions, and from `first_word` on the words.
pub(crate) struct Buffers {
    pub(crate) weights: GpuBuffer,
    pub(crate) vectors: GpuBuffer,
    pub(crate) projected: GpuBuffer,
    pub(crate) states: GpuBuffer,
    pub(crate) plain: GpuBuffer,
    /// What flows through the blocks, `[rows, dim]`.
    pub(crate) state: GpuBuffer,
    /// Normed, and beside it what was read, `[rows, 2 * dim]`.
    pub(crate) joined: GpuBuffer,
    /// Queries, keys and values, `[rows, 3 * dim]`.
    pub(crate) asking: GpuBuffer,
    pub(crate) scores: GpuBuffer,
    pub(crate) gates: Vec<GpuBuffer>,
    pub(crate) maps: GpuBuffer,
    pub(crate) fused: GpuBuffer,
    pub(crate) each: GpuBuffer,
    pub(crate) hidden: GpuBuffer,
    pub(crate) parts: GpuBuffer,
    pub(crate) logits: GpuBuffer,
    pub(crate) asked: GpuBuffer,
    pub(crate) evidence: GpuBuffer,
    pub(crate) back: GpuBuffer,
}

/// What decides how large they are.
pub(crate) struct Sizes<'a> {
    pub(crate) config: &'a DfafConfig,
    pub(crate) n_regions: usize,
    pub(crate) max_words: usize,
    pub(crate) answers: usize,
}

impl Sizes<'_> {
    pub(crate) fn buffers(&self, device: &Device, mind: Weights) -> Result<Buffers, GpuError> {
        let (config, n, words) = (self.config, self.n_regions, self.max_words);
        let (dim, heads) = (config.dim, config.n_heads);
        let rows = n.next_multiple_of(4) + words;
        let most = n.max(words);
        let maps = heads * config.n_blocks * (n + words) * (threes(words) + threes(n));
        let gates = (0..config.n_blocks).map(|_| device.storage(2 * dim));
        let back = self.answers + MOST_ASKED * (n + 1) + maps + config.n_blocks * 2 * dim;
        Ok(Buffers {
            weights: mind.upload(device)?,
            vectors: device.storage(words * config.word_dim)?,
            projected: device.storage(words * 3 * config.gru_dim)?,
            states: device.storage(words * config.gru_dim)?,
            plain: device.storage(words * dim)?,
            state: device.storage(rows * dim)?,
            joined: device.storage(rows * 2 * dim)?,
            asking: device.storage(rows * 3 * dim)?,
            scores: device.storage((n + words) * heads * most)?,
            gates: gates.collect::<Result<_, _>>()?,
            maps: device.storage(maps)?,
            fused: device.storage(2 * dim)?,
            each: device.storage(n * dim)?,
            hidden: device.storage(config.hidden_dim)?,
            parts: device.storage(n * config.hidden_dim)?,
            logits: device.storage(self.answers)?,
            asked: device.storage(MOST_ASKED)?,
            evidence: device.storage(n * MOST_ASKED)?,
            back: device.buffer(back, usage::MAP_READ | usage::COPY_DST)?,
        })
    }
}
