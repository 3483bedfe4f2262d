use burn::module::Module;
use burn::nn::{Dropout, DropoutConfig, LayerNorm, LayerNormConfig, Linear, LinearConfig};
use burn::tensor::activation::sigmoid;
use burn::tensor::{Device, Tensor};

use crate::attention::{Attention, read};
use crate::product::product;
use crate::{DfafConfig, Features};

/// Dynamic intra-modality attention flow: each modality reads itself, through
/// gates that the other one sets (section 3.3 of the paper).
#[derive(Module, Debug)]
pub struct IntraMaf {
    regions: IntraSide,
    words: IntraSide,
}

/// What an [`IntraMaf`] gives.
#[derive(Debug, Clone)]
pub struct IntraFlow {
    /// The regions after they have read each other.
    pub regions: Features,
    /// The words after they have read each other.
    pub words: Features,
    /// Which regions a region reads, `[batch, heads, regions, regions]`.
    pub within_regions: Tensor<4>,
    /// Which words a word reads, `[batch, heads, words, words]`.
    pub within_words: Tensor<4>,
    /// The question's gate on the regions, `[batch, dim]` in 0..1; none in a
    /// static flow.
    pub region_gate: Option<Tensor<2>>,
    /// The photo's gate on the words, `[batch, dim]` in 0..1; none in a static
    /// flow.
    pub word_gate: Option<Tensor<2>>,
}

/// The weights of one modality in an [`IntraMaf`].
#[derive(Module, Debug)]
struct IntraSide {
    attention: Attention,
    gate: Option<Linear>,
    output: Linear,
    dropout: Dropout,
    norm: Option<LayerNorm>,
}

/// One modality after it has read itself.
struct Renewed {
    features: Features,
    map: Tensor<4>,
    gate: Option<Tensor<2>>,
}

impl IntraMaf {
    /// A flow with the sizes of `config`.
    pub fn new(config: &DfafConfig, device: &Device) -> Self {
        Self {
            regions: IntraSide::new(config, device),
            words: IntraSide::new(config, device),
        }
    }

    /// Lets both modalities read themselves; both gates are set by what the
    /// other one was before the flow.
    pub fn forward(&self, regions: Features, words: Features) -> IntraFlow {
        let normed_regions = regions.with_values(regions.normed(&self.regions.norm));
        let normed_words = words.with_values(words.normed(&self.words.norm));
        let new_regions = self.regions.renew(&regions, &normed_regions, &normed_words);
        let new_words = self.words.renew(&words, &normed_words, &normed_regions);
        IntraFlow {
            regions: new_regions.features,
            words: new_words.features,
            within_regions: new_regions.map,
            within_words: new_words.map,
            region_gate: new_regions.gate,
            word_gate: new_words.gate,
        }
    }
}

impl IntraFlow {
    /// Nothing is read, and nothing changes.
    pub(crate) fn left_out(regions: Features, words: Features, n_heads: usize) -> Self {
        Self {
            within_regions: regions.reads_nothing_of(&regions, n_heads),
            within_words: words.reads_nothing_of(&words, n_heads),
            region_gate: None,
            word_gate: None,
            regions,
            words,
        }
    }
}

impl IntraSide {
    fn new(config: &DfafConfig, device: &Device) -> Self {
        let dim = config.dim;
        let linear = || LinearConfig::new(dim, dim).init(device);
        Self {
            attention: Attention::new(dim, config.n_heads, device),
            gate: config.dynamic.then(linear),
            output: linear(),
            dropout: DropoutConfig::new(config.dropout).init(),
            norm: config
                .residual_norm
                .then(|| LayerNormConfig::new(dim).init(device)),
        }
    }

    /// `own <- Linear(own + attention over own)`, queries and keys gated.
    fn renew(&self, own: &Features, normed: &Features, other: &Features) -> Renewed {
        let mut projected = self.attention.project(normed.values.clone());
        let gate = self
            .gate
            .as_ref()
            .map(|gate| sigmoid(product(gate, other.mean())));
        if let Some(gate) = &gate {
            let amplify = gate.clone().unsqueeze_dim::<3>(1) + 1.0; // [batch, 1, dim]
            projected.query = projected.query * amplify.clone();
            projected.key = projected.key * amplify;
        }
        let reading = read(
            projected.query,
            projected.key,
            projected.value,
            &own.padding,
            self.attention.n_heads(),
        );
        let update = product(&self.output, normed.values.clone() + reading.values);
        let update = self.dropout.forward(update);
        let values = match &self.norm {
            Some(_) => own.values.clone() + update,
            None => update,
        };
        Renewed {
            features: own.with_values(values),
            map: reading.map,
            gate,
        }
    }
}
