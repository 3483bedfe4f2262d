//! A gated recurrent unit over all steps at once.

use pulp::{Simd, WithSimd};

use crate::activation::{sigmoid_of, tanh_of};
use crate::simd::dispatch;
use crate::{Closing, Packed};

/// A gated recurrent unit in the form of cuDNN: the reset gate acts after the
/// recurrent product. Gates lie in the order reset, keep, new.
#[derive(Debug, Clone)]
pub struct Gru {
    input: Packed,
    state: Packed,
}

impl Gru {
    /// A unit whose `input` and `state` have three numbers for each number of
    /// the state.
    ///
    /// # Panics
    /// When they have not.
    pub fn new(input: Packed, state: Packed) -> Self {
        let three = 3 * state.inputs();
        assert_eq!(
            [input.outputs(), state.outputs()],
            [three; 2],
            "three gates"
        );
        Self { input, state }
    }

    /// Every state, from a first one of zeros.
    ///
    /// # Shapes
    /// - input: `[steps, inputs]`
    /// - output: `[steps, dim]`
    pub fn states(&self, input: &[f32]) -> Vec<f32> {
        let (dim, steps) = (self.state.inputs(), input.len() / self.input.inputs());
        let mut projected = vec![0.0; steps * 3 * dim];
        self.input
            .multiply(input, Closing::default(), &mut projected);
        let mut recurrent = vec![0.0; 3 * dim];
        let mut states = vec![0.0; (steps + 1) * dim];
        for (step, projected) in projected.chunks_exact(3 * dim).enumerate() {
            let (before, next) = states.split_at_mut((step + 1) * dim);
            let before = &before[step * dim..];
            match step {
                // A state of zeros leaves the bias.
                0 => recurrent.copy_from_slice(self.state.bias()),
                _ => self
                    .state
                    .multiply(before, Closing::default(), &mut recurrent),
            }
            let step = Step {
                input: projected,
                state: &recurrent,
                before,
                next: &mut next[..dim],
            };
            dispatch(16, step);
        }
        states.split_off(dim)
    }
}

struct Step<'a> {
    input: &'a [f32],
    state: &'a [f32],
    before: &'a [f32],
    next: &'a mut [f32],
}

impl WithSimd for Step<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let dim = self.next.len();
        let [(xr, xk, xn), (hr, hk, hn)] = [self.input, self.state].map(|numbers| {
            let (reset, rest) = numbers.split_at(dim);
            let (keep, new) = rest.split_at(dim);
            (reset, keep, &new[..dim])
        });
        let before = &self.before[..dim];
        for at in 0..dim {
            let reset = sigmoid_of(xr[at] + hr[at]);
            let keep = sigmoid_of(xk[at] + hk[at]);
            let new = tanh_of(xn[at] + reset * hn[at]);
            self.next[at] = new + keep * (before[at] - new);
        }
    }
}
