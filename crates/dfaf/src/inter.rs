use burn::module::Module;
use burn::nn::{Dropout, DropoutConfig, LayerNorm, LayerNormConfig, Linear, LinearConfig};
use burn::tensor::{Bool, Device, Tensor};

use crate::attention::{Attention, Projected, read};
use crate::product::product;
use crate::{DfafConfig, Features};

/// Inter-modality attention flow: each modality reads the other, both at once
/// (section 3.2 of the paper).
#[derive(Module, Debug)]
pub struct InterMaf {
    regions: InterSide,
    words: InterSide,
}

/// What an [`InterMaf`] gives.
#[derive(Debug, Clone)]
pub struct InterFlow {
    /// The regions after they have read the words.
    pub regions: Features,
    /// The words after they have read the regions.
    pub words: Features,
    /// Which words a region reads, `[batch, heads, regions, words]`.
    pub regions_from_words: Tensor<4>,
    /// Which regions a word reads, `[batch, heads, words, regions]`.
    pub words_from_regions: Tensor<4>,
}

/// The weights of one modality in an [`InterMaf`].
#[derive(Module, Debug)]
struct InterSide {
    attention: Attention,
    output: Linear,
    dropout: Dropout,
    norm: Option<LayerNorm>,
}

impl InterMaf {
    /// A flow with the sizes of `config`.
    pub fn new(config: &DfafConfig, device: &Device) -> Self {
        Self {
            regions: InterSide::new(config, device),
            words: InterSide::new(config, device),
        }
    }

    /// Lets both modalities read each other; both read what the other one was
    /// before the flow.
    pub fn forward(&self, regions: Features, words: Features) -> InterFlow {
        let normed_regions = regions.normed(&self.regions.norm);
        let normed_words = words.normed(&self.words.norm);
        let of_regions = self.regions.attention.project(normed_regions.clone());
        let of_words = self.words.attention.project(normed_words.clone());

        let (update, regions_from_words) =
            self.regions
                .receive(normed_regions, &of_regions, &of_words, &words.padding);
        let new_regions = self.regions.close(&regions, update);
        let (update, words_from_regions) =
            self.words
                .receive(normed_words, &of_words, &of_regions, &regions.padding);
        let new_words = self.words.close(&words, update);
        InterFlow {
            regions: new_regions,
            words: new_words,
            regions_from_words,
            words_from_regions,
        }
    }
}

impl InterFlow {
    /// Nothing is read, and nothing changes.
    pub(crate) fn left_out(regions: Features, words: Features, n_heads: usize) -> Self {
        Self {
            regions_from_words: regions.reads_nothing_of(&words, n_heads),
            words_from_regions: words.reads_nothing_of(&regions, n_heads),
            regions,
            words,
        }
    }
}

impl InterSide {
    fn new(config: &DfafConfig, device: &Device) -> Self {
        let dim = config.dim;
        Self {
            attention: Attention::new(dim, config.n_heads, device),
            output: LinearConfig::new(2 * dim, dim).init(device),
            dropout: DropoutConfig::new(config.dropout).init(),
            norm: config
                .residual_norm
                .then(|| LayerNormConfig::new(dim).init(device)),
        }
    }

    /// `Linear([own ; attention over other])`, and the map.
    fn receive(
        &self,
        own: Tensor<3>,
        of_own: &Projected,
        of_other: &Projected,
        padding: &Tensor<2, Bool>,
    ) -> (Tensor<3>, Tensor<4>) {
        let reading = read(
            of_own.query.clone(),
            of_other.key.clone(),
            of_other.value.clone(),
            padding,
            self.attention.n_heads(),
        );
        let joined = Tensor::cat(vec![own, reading.values], 2); // [batch, items, 2 * dim]
        let update = self.dropout.forward(product(&self.output, joined));
        (update, reading.map)
    }

    /// The modality after its update.
    fn close(&self, own: &Features, update: Tensor<3>) -> Features {
        match self.norm {
            Some(_) => own.with_values(own.values.clone() + update),
            None => own.with_values(update),
        }
    }
}
