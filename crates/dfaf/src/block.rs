use burn::module::Module;
use burn::tensor::{Device, Tensor};

use crate::{DfafConfig, Features, InterFlow, InterMaf, IntraFlow, IntraMaf};

/// One inter flow and one intra flow; an ablation leaves out one of them.
#[derive(Module, Debug)]
pub struct Block {
    inter: Option<InterMaf>,
    intra: Option<IntraMaf>,
    n_heads: usize,
}

/// Every attention map and gate of one block. Maps of a flow that is left out
/// are all 0.
#[derive(Debug, Clone)]
pub struct BlockFlows {
    /// Which words a region reads, `[batch, heads, regions, words]`.
    pub regions_from_words: Tensor<4>,
    /// Which regions a word reads, `[batch, heads, words, regions]`.
    pub words_from_regions: Tensor<4>,
    /// Which regions a region reads, `[batch, heads, regions, regions]`.
    pub within_regions: Tensor<4>,
    /// Which words a word reads, `[batch, heads, words, words]`.
    pub within_words: Tensor<4>,
    /// The question's gate on the regions, `[batch, dim]` in 0..1.
    pub region_gate: Option<Tensor<2>>,
    /// The photo's gate on the words, `[batch, dim]` in 0..1.
    pub word_gate: Option<Tensor<2>>,
}

/// Both modalities after a block, and how they got there.
pub(crate) struct BlockOutput {
    pub regions: Features,
    pub words: Features,
    pub flows: BlockFlows,
}

impl Block {
    /// A block with the sizes of `config`.
    pub fn new(config: &DfafConfig, device: &Device) -> Self {
        Self {
            inter: config.inter.then(|| InterMaf::new(config, device)),
            intra: config.intra.then(|| IntraMaf::new(config, device)),
            n_heads: config.n_heads,
        }
    }

    pub(crate) fn forward(&self, regions: Features, words: Features) -> BlockOutput {
        let inter = match &self.inter {
            Some(flow) => flow.forward(regions, words),
            None => InterFlow::left_out(regions, words, self.n_heads),
        };
        let (regions, words) = (inter.regions, inter.words);
        let intra = match &self.intra {
            Some(flow) => flow.forward(regions, words),
            None => IntraFlow::left_out(regions, words, self.n_heads),
        };
        BlockOutput {
            regions: intra.regions,
            words: intra.words,
            flows: BlockFlows {
                regions_from_words: inter.regions_from_words,
                words_from_regions: inter.words_from_regions,
                within_regions: intra.within_regions,
                within_words: intra.within_words,
                region_gate: intra.region_gate,
                word_gate: intra.word_gate,
            },
        }
    }
}
