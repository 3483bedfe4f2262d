use burn::module::Module;
use burn::tensor::{Device, Int, Tensor};

use crate::attention::{Projected, Reading, attend};
use crate::side::Side;
use crate::{DfafConfig, Features};

/// Inter-modality attention flow: each modality reads the other, both at once
/// (section 3.2 of the paper).
#[derive(Module, Debug)]
pub struct InterMaf {
    regions: Side,
    words: Side,
}

/// What an [`InterMaf`] gives.
#[derive(Debug, Clone)]
pub struct InterMafOutput {
    /// The regions after they have read the words.
    pub regions: Features,
    /// The words after they have read the regions.
    pub words: Features,
    /// Which words a region reads, `[batch, heads, regions, words]`.
    pub regions_from_words: Tensor<4>,
    /// Which regions a word reads, `[batch, heads, words, regions]`.
    pub words_from_regions: Tensor<4>,
}

/// One modality as an [`InterMaf`] reads it: what of the flow the other one does
/// not change.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    normed: Features,
    projected: Projected,
}

impl InterMaf {
    /// A flow with the sizes of `config`.
    pub fn new(config: &DfafConfig, device: &Device) -> Self {
        Self {
            regions: Side::inter(config, device),
            words: Side::inter(config, device),
        }
    }

    /// Lets both modalities read each other; both read what the other one was
    /// before the flow.
    ///
    /// # Shapes
    /// - regions: `[batch, regions, dim]`
    /// - words: `[batch, words, dim]`
    pub fn forward(&self, regions: Features, words: Features) -> InterMafOutput {
        let known = self.know(&regions);
        self.forward_known(regions, &known, words)
    }

    /// What of the flow depends on the regions alone.
    pub(crate) fn know(&self, regions: &Features) -> Known {
        known(&self.regions, regions)
    }

    pub(crate) fn forward_known(
        &self,
        regions: Features,
        of_regions: &Known,
        words: Features,
    ) -> InterMafOutput {
        let of_words = known(&self.words, &words);
        let (new_regions, regions_from_words) =
            receive(&self.regions, &regions, of_regions, &of_words);
        let (new_words, words_from_regions) = receive(&self.words, &words, &of_words, of_regions);
        InterMafOutput {
            regions: new_regions,
            words: new_words,
            regions_from_words,
            words_from_regions,
        }
    }
}

fn known(side: &Side, features: &Features) -> Known {
    let normed = side.normed(features);
    Known {
        projected: side.project(&normed),
        normed,
    }
}

/// `own <- Linear([own ; attention over other])`, and the map.
fn receive(side: &Side, own: &Features, of_own: &Known, of_other: &Known) -> (Features, Tensor<4>) {
    let Reading { values, map } = attend(
        of_own.projected.query.clone(),
        of_other.projected.key.clone(),
        of_other.projected.value.clone(),
        &of_other.normed.padding,
        side.n_heads(),
    );
    let joined = Tensor::cat(vec![of_own.normed.values.clone(), values], 2); // [batch, items, 2 * dim]
    (side.update(own, joined), map)
}

impl InterMafOutput {
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

impl Known {
    /// Those of `index`, `[questions]`.
    pub(crate) fn select(&self, index: &Tensor<1, Int>) -> Self {
        let of = |values: &Tensor<3>| values.clone().select(0, index.clone());
        Self {
            normed: self.normed.select(index),
            projected: Projected {
                query: of(&self.projected.query),
                key: of(&self.projected.key),
                value: of(&self.projected.value),
            },
        }
    }
}
