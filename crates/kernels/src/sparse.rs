//! Products of rows that are mostly 0.

use pulp::{Simd, WithSimd};

use crate::Packed;
use crate::packed::PANEL;
use crate::simd::dispatch;

impl Packed {
    /// `x W + b` of one row of which many numbers are 0, such as what comes of a
    /// ReLU: their weights are not read.
    ///
    /// # Shapes
    /// - x: `[inputs]`
    /// - output: `[outputs]`
    ///
    /// # Panics
    /// When `x` is no row.
    pub fn sparse_product(&self, x: &[f32]) -> Vec<f32> {
        assert_eq!(x.len(), self.inputs(), "numbers of a row");
        let places = x.iter().copied().enumerate();
        let some: Vec<(usize, f32)> = places.filter(|(_, x)| *x != 0.0).collect();
        let mut output = self.bias.clone();
        dispatch(PANEL, Sparse(self, &some, &mut output));
        output.truncate(self.outputs());
        output
    }
}

/// Which inputs are not 0, what they are, and the bias that becomes the output.
struct Sparse<'a>(&'a Packed, &'a [(usize, f32)], &'a mut [f32]);

impl WithSimd for Sparse<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match S::F32_LANES {
            16 => self.run::<S, 2>(simd),
            8 => self.run::<S, 4>(simd),
            _ => self.run::<S, 8>(simd),
        }
    }
}

impl Sparse<'_> {
    /// `V` vectors of a panel at a time.
    #[inline(always)]
    fn run<S: Simd, const V: usize>(self, simd: S) {
        let Self(packed, some, output) = self;
        let (panels, _) = S::as_simd_f32s(&packed.panels).0.as_chunks::<V>();
        let (output, _) = S::as_mut_simd_f32s(output).0.as_chunks_mut::<V>();
        // Parts of a panel, each of which is one of the output.
        let parts = PANEL / S::F32_LANES / V;
        let panel = packed.inputs() * parts;
        for (at, output) in output.iter_mut().enumerate() {
            let panel = &panels[at / parts * panel..][..panel];
            let mut sums = *output;
            for (input, x) in some {
                let (weights, x) = (&panel[input * parts + at % parts], simd.splat_f32s(*x));
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    *sum = simd.mul_add_e_f32s(x, *weights, *sum);
                }
            }
            *output = sums;
        }
    }
}
