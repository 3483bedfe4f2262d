use burn::module::Module;
use burn::tensor::{Device, Tensor};

use crate::attention::attend;
use crate::side::Side;
use crate::{DfafConfig, Features};

/// Dynamic intra-modality attention flow: each modality reads itself, through
/// gates that the other one sets (section 3.3 of the paper).
#[derive(Module, Debug)]
pub struct IntraMaf {
    regions: Side,
    words: Side,
}

/// What an [`IntraMaf`] gives.
#[derive(Debug, Clone)]
pub struct IntraMafOutput {
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
            regions: Side::intra(config, device),
            words: Side::intra(config, device),
        }
    }

    /// Lets both modalities read themselves; both gates are set by what the
    /// other one was before the flow.
    ///
    /// # Shapes
    /// - regions: `[batch, regions, dim]`
    /// - words: `[batch, words, dim]`
    pub fn forward(&self, regions: Features, words: Features) -> IntraMafOutput {
        let normed_regions = self.regions.normed(&regions);
        let normed_words = self.words.normed(&words);
        let new_regions = renew(&self.regions, &regions, &normed_regions, &normed_words);
        let new_words = renew(&self.words, &words, &normed_words, &normed_regions);
        IntraMafOutput {
            regions: new_regions.features,
            words: new_words.features,
            within_regions: new_regions.map,
            within_words: new_words.map,
            region_gate: new_regions.gate,
            word_gate: new_words.gate,
        }
    }
}

/// `own <- Linear(own + attention over own)`, queries and keys gated.
fn renew(side: &Side, own: &Features, normed: &Features, other: &Features) -> Renewed {
    let mut projected = side.project(normed);
    let gate = side.gate(other);
    if let Some(gate) = &gate {
        let amplify = gate.clone().unsqueeze_dim::<3>(1) + 1.0; // [batch, 1, dim]
        projected.query = projected.query * amplify.clone();
        projected.key = projected.key * amplify;
    }
    let reading = attend(
        projected.query,
        projected.key,
        projected.value,
        &own.padding,
        side.n_heads(),
    );
    Renewed {
        features: side.update(own, normed.values.clone() + reading.values),
        map: reading.map,
        gate,
    }
}

impl IntraMafOutput {
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
