use burn::module::Module;
use burn::nn::{Linear, LinearConfig};
use burn::tensor::activation::sigmoid;
use burn::tensor::{Device, Tensor};

use crate::product::product;

/// A one-layer gated recurrent unit (Cho et al. 2014, in the form of cuDNN,
/// where the reset gate acts after the recurrent product).
///
/// The input of all steps is projected in one product and the three gates
/// share one matrix: a GPU is asked for a dozen small things a step instead of
/// thirty.
#[derive(Module, Debug)]
pub struct Gru {
    input: Linear,
    state: Linear,
    dim: usize,
}

impl Gru {
    /// A unit that reads vectors of `input_dim` and keeps a state of `dim`.
    pub fn new(input_dim: usize, dim: usize, device: &Device) -> Self {
        Self {
            input: LinearConfig::new(input_dim, 3 * dim).init(device),
            state: LinearConfig::new(dim, 3 * dim).init(device),
            dim,
        }
    }

    /// Every state, from a first state of zeros.
    ///
    /// # Shapes
    /// - input: `[batch, steps, input_dim]`
    /// - output: `[batch, steps, dim]`
    pub fn forward(&self, input: Tensor<3>) -> Tensor<3> {
        let [batch, steps, _] = input.dims();
        let mut state = Tensor::<2>::zeros([batch, self.dim], &input.device());
        let projected = product(&self.input, input); // [batch, steps, 3 * dim]
        let mut states = Vec::with_capacity(steps);
        for step in projected.chunk(steps, 1) {
            state = self.step(step.reshape([batch, 3 * self.dim]), state);
            states.push(state.clone().unsqueeze_dim::<3>(1));
        }
        Tensor::cat(states, 1)
    }

    /// One step: `input` is the projected input, `[batch, 3 * dim]`.
    fn step(&self, input: Tensor<2>, state: Tensor<2>) -> Tensor<2> {
        let [input_gates, input_new] = self.split(input);
        let [state_gates, state_new] = self.split(product(&self.state, state.clone()));
        let gates = sigmoid(input_gates + state_gates);
        let reset = gates.clone().narrow(1, 0, self.dim);
        let keep = gates.narrow(1, self.dim, self.dim);
        let new = (input_new + reset * state_new).tanh();
        new.clone() + keep * (state - new)
    }

    /// The two gates together, and the new content.
    fn split(&self, projected: Tensor<2>) -> [Tensor<2>; 2] {
        [
            projected.clone().narrow(1, 0, 2 * self.dim),
            projected.narrow(1, 2 * self.dim, self.dim),
        ]
    }
}
