use burn::module::Module;
use burn::tensor::{Device, Tensor};

use crate::{DfafConfig, Features, InterMaf, IntraMaf};

/// One inter flow and one intra flow.
#[derive(Module, Debug)]
pub struct Block {
    inter: InterMaf,
    intra: IntraMaf,
}

/// Every attention map and gate of one block.
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
            inter: InterMaf::new(config, device),
            intra: IntraMaf::new(config, device),
        }
    }

    pub(crate) fn forward(&self, regions: Features, words: Features) -> BlockOutput {
        let inter = self.inter.forward(regions, words);
        let intra = self.intra.forward(inter.regions, inter.words);
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
