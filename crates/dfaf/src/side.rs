use burn::module::Module;
use burn::nn::{Dropout, DropoutConfig, LayerNorm, LayerNormConfig, Linear, LinearConfig};
use burn::tensor::activation::sigmoid;
use burn::tensor::{Device, Tensor};

use crate::attention::{Attention, Projected};
use crate::product::product;
use crate::{DfafConfig, Features, IntraFlow};

/// What one modality needs in a flow: its projections, a gate where the other
/// modality sets one, and the way back into its own values.
#[derive(Module, Debug)]
pub(crate) struct Side {
    attention: Attention,
    gate: Option<Linear>,
    output: Linear,
    dropout: Dropout,
    norm: Option<LayerNorm>,
}

impl Side {
    /// A side of an inter flow, whose update comes from its own values beside
    /// what it has read.
    pub fn inter(config: &DfafConfig, device: &Device) -> Self {
        Self::new(config, 2 * config.dim, false, device)
    }

    /// A side of an intra flow, whose update comes from the sum of the two.
    pub fn intra(config: &DfafConfig, device: &Device) -> Self {
        let is_gated = config.intra == IntraFlow::Dynamic;
        Self::new(config, config.dim, is_gated, device)
    }

    fn new(config: &DfafConfig, input_dim: usize, gated: bool, device: &Device) -> Self {
        let dim = config.dim;
        let gate = LinearConfig::new(dim, dim);
        Self {
            attention: Attention::new(dim, config.n_heads, device),
            gate: gated.then(|| gate.init(device)),
            output: LinearConfig::new(input_dim, dim).init(device),
            dropout: DropoutConfig::new(config.dropout).init(),
            norm: config
                .residual_norm
                .then(|| LayerNormConfig::new(dim).init(device)),
        }
    }

    /// The values as the flow reads them: normed where it has a norm.
    pub fn normed(&self, own: &Features) -> Features {
        match &self.norm {
            Some(norm) => own.with_values(norm.forward(own.values.clone())),
            None => own.clone(),
        }
    }

    /// Queries, keys and values of what the flow reads.
    pub fn project(&self, normed: &Features) -> Projected {
        self.attention.project(normed.values.clone())
    }

    /// The gate that the other modality sets, `[batch, dim]` in 0..1; none in a
    /// static flow.
    pub fn gate(&self, other: &Features) -> Option<Tensor<2>> {
        let gate = self.gate.as_ref()?;
        Some(sigmoid(product(gate, other.mean())))
    }

    /// The modality after its update: with a norm it is added to what was there,
    /// a residual; in the paper it takes its place.
    pub fn update(&self, own: &Features, input: Tensor<3>) -> Features {
        let update = self.dropout.forward(product(&self.output, input));
        match self.norm {
            Some(_) => own.with_values(own.values.clone() + update),
            None => own.with_values(update),
        }
    }

    /// How many heads share the width.
    pub fn n_heads(&self) -> usize {
        self.attention.n_heads()
    }
}
