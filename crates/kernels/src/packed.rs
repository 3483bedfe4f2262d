use crate::Closing;

/// Outputs that lie together: two of the widest vectors of any processor.
pub(crate) const PANEL: usize = 32;

/// Weights and bias of a product, in the order in which it reads them: panels
/// of 32 outputs, within them input by input. The last panel is filled up with
/// zeros.
#[derive(Debug, Clone)]
pub struct Packed {
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    pub(crate) panels: Vec<f32>,
    /// Filled up, too.
    pub(crate) bias: Vec<f32>,
}

impl Packed {
    /// Packs weights, `[inputs, outputs]`, and a bias of `outputs` numbers.
    pub fn new(weights: &[f32], shape: [usize; 2], bias: &[f32]) -> Self {
        Self::strided(weights, shape, [shape[1], 1], bias)
    }

    /// Packs weights that lie the other way round, `[outputs, inputs]`.
    pub fn transposed(weights: &[f32], [outputs, inputs]: [usize; 2], bias: &[f32]) -> Self {
        Self::strided(weights, [inputs, outputs], [1, inputs], bias)
    }

    /// Packs weights of which the next input lies `down` numbers further, the
    /// next output `across`.
    pub(crate) fn strided(
        weights: &[f32],
        [inputs, outputs]: [usize; 2],
        [down, across]: [usize; 2],
        bias: &[f32],
    ) -> Self {
        let n_panels = outputs.div_ceil(PANEL);
        let mut panels = vec![0.0; n_panels * inputs * PANEL];
        for (at, panel) in panels.chunks_exact_mut(inputs * PANEL).enumerate() {
            let first = at * PANEL;
            let used = PANEL.min(outputs - first);
            for (input, row) in panel.chunks_exact_mut(PANEL).enumerate() {
                let row = &mut row[..used];
                let from = &weights[input * down + first * across..];
                match across {
                    1 => row.copy_from_slice(&from[..used]),
                    _ => {
                        let from = from.iter().step_by(across);
                        row.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
                    }
                }
            }
        }
        let mut filled = bias.to_vec();
        filled.resize(n_panels * PANEL, 0.0);
        Self {
            inputs,
            outputs,
            panels,
            bias: filled,
        }
    }

    /// Numbers that enter a product.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Numbers that leave it.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// What is added to each output.
    pub fn bias(&self) -> &[f32] {
        &self.bias[..self.outputs]
    }

    /// What all inputs weigh for one output, `[inputs]`.
    ///
    /// # Panics
    /// When there is no such output.
    pub fn column(&self, output: usize) -> impl Iterator<Item = f32> {
        assert!(output < self.outputs, "an output");
        let panel = &self.panels[output / PANEL * self.inputs * PANEL..];
        let rows = panel.chunks_exact(PANEL).take(self.inputs);
        rows.map(move |row| row[output % PANEL])
    }

    /// `x W + b`, see [`multiply`](Self::multiply).
    pub fn product(&self, x: &[f32]) -> Vec<f32> {
        let mut output = vec![0.0; x.len() / self.inputs * self.outputs];
        self.multiply(x, Closing::default(), &mut output);
        output
    }
}
