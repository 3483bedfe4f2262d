use burn::module::Module;
use burn::tensor::{Device, Tensor};

use crate::inter::Known;
use crate::{
    BlockMaps, DfafConfig, Features, InterMaf, InterMafOutput, IntraFlow, IntraMaf, IntraMafOutput,
};

/// One inter flow and one intra flow; an ablation leaves out one of them.
#[derive(Module, Debug)]
pub struct Block {
    inter: Option<InterMaf>,
    intra: Option<IntraMaf>,
    n_heads: usize,
}

/// The maps and gates of one block on the device: maps `[batch, heads, ..]`,
/// gates `[batch, dim]`.
pub type BlockFlows = BlockMaps<Tensor<4>, Tensor<2>>;

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
            intra: (config.intra != IntraFlow::Off).then(|| IntraMaf::new(config, device)),
            n_heads: config.n_heads,
        }
    }

    /// What of the block depends on the regions alone.
    pub(crate) fn know(&self, regions: &Features) -> Option<Known> {
        Some(self.inter.as_ref()?.know(regions))
    }

    /// `known` is what [`know`](Self::know) says of these regions.
    pub(crate) fn forward(
        &self,
        regions: Features,
        known: Option<&Known>,
        words: Features,
    ) -> BlockOutput {
        let inter = match (&self.inter, known) {
            (Some(flow), Some(known)) => flow.forward_known(regions, known, words),
            (Some(flow), None) => flow.forward(regions, words),
            (None, _) => InterMafOutput::left_out(regions, words, self.n_heads),
        };
        let (regions, words) = (inter.regions, inter.words);
        let ([_, n_regions], [_, n_words]) = (regions.padding.dims(), words.padding.dims());
        let intra = match &self.intra {
            Some(flow) => flow.forward(regions, words),
            None => IntraMafOutput::left_out(regions, words, self.n_heads),
        };
        BlockOutput {
            regions: intra.regions,
            words: intra.words,
            flows: BlockMaps {
                heads: self.n_heads,
                regions: n_regions,
                words: n_words,
                words_from_regions: inter.words_from_regions,
                regions_from_words: inter.regions_from_words,
                within_regions: intra.within_regions,
                within_words: intra.within_words,
                region_gate: intra.region_gate,
                word_gate: intra.word_gate,
            },
        }
    }
}
