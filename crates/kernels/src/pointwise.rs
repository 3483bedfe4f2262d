use pulp::{Simd, WithSimd};

use crate::Packed;
use crate::packed::PANEL;
use crate::simd::{clamped, dispatch};

/// What is done with a product before it is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Closing<'a> {
    /// Clamps to `0..top`.
    pub top: Option<f32>,
    /// Adds this, after the clamp; `[rows, outputs]`.
    pub add: Option<&'a [f32]>,
}

impl Packed {
    /// `output = close(x W + b)`.
    ///
    /// # Shapes
    /// - x: `[rows, inputs]`
    /// - output: `[rows, outputs]`
    ///
    /// # Panics
    /// When the rows of `x`, `output` and what is added do not fit together.
    pub fn multiply(&self, x: &[f32], closing: Closing<'_>, output: &mut [f32]) {
        let rows = x.len() / self.inputs;
        assert_eq!(output.len(), rows * self.outputs, "rows of the output");
        let added = closing.add.map_or(output.len(), <[f32]>::len);
        assert_eq!(added, output.len(), "rows of what is added");
        let work = Multiply {
            packed: self,
            x,
            closing,
            output,
        };
        dispatch(PANEL, work);
    }
}

struct Multiply<'a> {
    packed: &'a Packed,
    x: &'a [f32],
    closing: Closing<'a>,
    output: &'a mut [f32],
}

/// A panel's outputs, or those that are left.
struct Panel<'a, S: Simd> {
    inputs: usize,
    outputs: usize,
    /// The panel's first output.
    first: usize,
    used: usize,
    weights: &'a [S::f32s],
    bias: &'a [S::f32s],
    closing: Closing<'a>,
}

impl WithSimd for Multiply<'_> {
    type Output = ();

    /// As many sums at a time as registers hold: those of `R` rows by `V`
    /// vectors of outputs, or of one row by `W` vectors. Without registers to spare for `R` addresses, rows
    /// are turned first.
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match S::F32_LANES {
            16 => self.run::<S, 6, 2, 2, false>(simd),
            8 => self.run::<S, 6, 2, 4, false>(simd),
            4 => self.run::<S, 4, 2, 8, true>(simd),
            _ => self.run::<S, 1, 4, 4, false>(simd),
        }
    }
}

impl Multiply<'_> {
    #[inline(always)]
    fn run<S: Simd, const R: usize, const V: usize, const W: usize, const TURNED: bool>(
        self,
        simd: S,
    ) {
        let (inputs, outputs) = (self.packed.inputs, self.packed.outputs);
        // So many rows stay in the cache while all panels pass by.
        let block = (32_768 / inputs / R).clamp(1, 32) * R;
        let room = if TURNED { block * inputs } else { 0 };
        let mut turned = vec![0.0; room.min(self.x.len())];
        let parts = self.x.chunks(block * inputs);
        let parts = parts.zip(self.output.chunks_mut(block * outputs));
        for (at, (x, output)) in parts.enumerate() {
            let add = self.closing.add;
            let add = add.map(|add| &add[at * block * outputs..][..output.len()]);
            let closing = Closing {
                add,
                ..self.closing
            };
            let x = if TURNED {
                turn::<R>(x, inputs, &mut turned[..x.len()]);
                &turned[..x.len()]
            } else {
                x
            };
            let panels = self.packed.panels.chunks_exact(inputs * PANEL);
            for (panel, weights) in panels.enumerate() {
                let first = panel * PANEL;
                let panel = Panel::<S> {
                    inputs,
                    outputs,
                    first,
                    used: PANEL.min(outputs - first),
                    weights: S::as_simd_f32s(weights).0,
                    bias: S::as_simd_f32s(&self.packed.bias[first..][..PANEL]).0,
                    closing,
                };
                panel.rows::<R, V, W, TURNED>(simd, x, output);
            }
        }
    }
}

/// Copies rows so that the numbers which `R` of them hold for one input lie
/// side by side; what is left over stays as it is.
#[inline(always)]
fn turn<const R: usize>(x: &[f32], inputs: usize, turned: &mut [f32]) {
    let whole = x.len() / (R * inputs) * R * inputs;
    let (tiles, rest) = turned.split_at_mut(whole);
    let tiles = tiles.chunks_exact_mut(R * inputs);
    for (from, to) in x.chunks_exact(R * inputs).zip(tiles) {
        let rows: [&[f32]; R] = std::array::from_fn(|r| &from[r * inputs..][..inputs]);
        for (input, to) in to.as_chunks_mut::<R>().0.iter_mut().enumerate() {
            *to = std::array::from_fn(|r| rows[r][input]);
        }
    }
    rest.copy_from_slice(&x[whole..]);
}

impl<S: Simd> Panel<'_, S> {
    /// All rows, in tiles of `R`, then of two, then alone.
    #[inline(always)]
    fn rows<const R: usize, const V: usize, const W: usize, const TURNED: bool>(
        &self,
        simd: S,
        x: &[f32],
        output: &mut [f32],
    ) {
        let rows = x.len() / self.inputs;
        let whole = rows / R * R;
        for row in (0..whole).step_by(R) {
            self.tile::<R, V, TURNED>(simd, x, row, output);
        }
        let pairs = whole + (rows - whole) / 2 * 2;
        for row in (whole..pairs).step_by(2) {
            self.tile::<2, V, false>(simd, x, row, output);
        }
        for row in pairs..rows {
            self.tile::<1, W, false>(simd, x, row, output);
        }
    }

    #[inline(always)]
    fn tile<const R: usize, const V: usize, const TURNED: bool>(
        &self,
        simd: S,
        x: &[f32],
        row: usize,
        output: &mut [f32],
    ) {
        let used = self.used.div_ceil(S::F32_LANES);
        let mut vector = 0;
        while vector + V <= used {
            self.strip::<R, V, TURNED>(simd, x, row, vector, output);
            vector += V;
        }
        while vector + 2 <= used {
            self.strip::<R, 2, TURNED>(simd, x, row, vector, output);
            vector += 2;
        }
        while vector < used {
            self.strip::<R, 1, TURNED>(simd, x, row, vector, output);
            vector += 1;
        }
    }

    #[inline(always)]
    fn strip<const R: usize, const V: usize, const TURNED: bool>(
        &self,
        simd: S,
        x: &[f32],
        row: usize,
        vector: usize,
        output: &mut [f32],
    ) {
        let bias: [S::f32s; V] = std::array::from_fn(|v| self.bias[vector + v]);
        let mut sums = [bias; R];
        let x = &x[row * self.inputs..][..R * self.inputs];
        let steps = self.weights.chunks_exact(PANEL / S::F32_LANES);
        if TURNED {
            for (x, weights) in x.as_chunks::<R>().0.iter().zip(steps) {
                Self::step(simd, x, &weights[vector..], &mut sums);
            }
        } else {
            let x: [&[f32]; R] = std::array::from_fn(|r| &x[r * self.inputs..][..self.inputs]);
            for (input, weights) in (0..self.inputs).zip(steps) {
                let mut values = [0.0; R];
                for (value, x) in values.iter_mut().zip(x) {
                    *value = x[input];
                }
                Self::step(simd, &values, &weights[vector..], &mut sums);
            }
        }
        let from = vector * S::F32_LANES;
        if from + V * S::F32_LANES <= self.used {
            for (r, sums) in sums.into_iter().enumerate() {
                self.write(
                    simd,
                    sums,
                    (row + r) * self.outputs + self.first + from,
                    output,
                );
            }
        } else {
            for (r, sums) in sums.into_iter().enumerate() {
                for (v, sum) in sums.into_iter().enumerate() {
                    self.write_part(simd, sum, row + r, vector + v, output);
                }
            }
        }
    }

    /// Adds what one input of each row says.
    #[inline(always)]
    fn step<const R: usize, const V: usize>(
        simd: S,
        x: &[f32; R],
        weights: &[S::f32s],
        sums: &mut [[S::f32s; V]; R],
    ) {
        let weights: [S::f32s; V] = std::array::from_fn(|v| weights[v]);
        for (sums, x) in sums.iter_mut().zip(x) {
            let value = simd.splat_f32s(*x);
            for v in 0..V {
                sums[v] = simd.mul_add_e_f32s(value, weights[v], sums[v]);
            }
        }
    }

    /// Closes whole vectors of one row, and writes them.
    #[inline(always)]
    fn write<const V: usize>(&self, simd: S, sums: [S::f32s; V], start: usize, output: &mut [f32]) {
        let numbers = start..start + V * S::F32_LANES;
        let output = S::as_mut_simd_f32s(&mut output[numbers.clone()]).0;
        let mut sums = sums.map(|sum| clamped(simd, sum, self.closing.top));
        if let Some(add) = self.closing.add {
            let add = S::as_simd_f32s(&add[numbers]).0;
            for (sum, add) in sums.iter_mut().zip(add) {
                *sum = simd.add_f32s(*sum, *add);
            }
        }
        for (to, sum) in output.iter_mut().zip(sums) {
            *to = sum;
        }
    }

    /// Closes one vector, of which the panel's last numbers may be too many.
    #[inline(always)]
    fn write_part(&self, simd: S, sum: S::f32s, row: usize, vector: usize, output: &mut [f32]) {
        let from = vector * S::F32_LANES;
        let used = S::F32_LANES.min(self.used - from);
        let start = row * self.outputs + self.first + from;
        let output = &mut output[start..start + used];
        let mut sum = clamped(simd, sum, self.closing.top);
        if let Some(add) = self.closing.add {
            sum = simd.add_f32s(sum, simd.partial_load_f32s(&add[start..start + used]));
        }
        simd.partial_store_f32s(output, sum);
    }
}
