use pulp::{Simd, WithSimd};

use crate::Window;
use crate::simd::{clamped, dispatch};
use crate::window::taps;

/// Neighbours that are computed at once: they share the weights.
const NEIGHBOURS: usize = 4;

/// Each channel of a map with a kernel of its own, plus a bias, clamped to
/// `0..top` where there is a top.
///
/// # Shapes
/// - x: `[rows, columns, channels]`
/// - weights: `[kernel, kernel, channels]`; bias: `[channels]`
/// - output: what [`Window::output`] says, by channels
///
/// # Panics
/// When a slice has not the length that `window` asks for, and for kernels
/// other than 3 and 5.
pub fn depthwise(
    window: &Window,
    x: &[f32],
    [weights, bias]: [&[f32]; 2],
    top: Option<f32>,
    output: &mut [f32],
) {
    let kernel = window.kernel;
    assert_eq!(x.len(), window.n_input(), "numbers of the map");
    assert_eq!(weights.len(), kernel * kernel * window.channels, "weights");
    assert_eq!(bias.len(), window.channels, "biases");
    assert_eq!(output.len(), window.n_output(), "numbers of the output");
    let work = Depthwise {
        window,
        x,
        weights,
        bias,
        top,
        output,
    };
    dispatch(window.channels, work);
}

struct Depthwise<'a> {
    window: &'a Window,
    x: &'a [f32],
    weights: &'a [f32],
    bias: &'a [f32],
    top: Option<f32>,
    output: &'a mut [f32],
}

/// The rows of a map that one row of the output is made of.
struct Rows<'a, S: Simd> {
    /// From the first of them on.
    x: &'a [S::f32s],
    /// Vectors in a row.
    pitch: usize,
    /// Vectors in a pixel.
    vectors: usize,
    stride: usize,
    n_rows: usize,
    /// Those of the rows, `[n_rows, kernel, vectors]`.
    weights: &'a [S::f32s],
    bias: &'a [S::f32s],
    top: Option<f32>,
}

impl WithSimd for Depthwise<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match self.window.kernel {
            3 => self.run::<S, 3>(simd),
            5 => self.run::<S, 5>(simd),
            other => panic!("there is no depthwise kernel of {other}"),
        }
    }
}

impl Depthwise<'_> {
    #[inline(always)]
    fn run<S: Simd, const K: usize>(self, simd: S) {
        let window = self.window;
        let (stride, [rows, columns]) = (window.stride, window.input);
        let [above, left] = window.before();
        let out_columns = window.output()[1];
        let vectors = window.channels / S::F32_LANES;
        let pitch = columns * vectors;
        let (x, weights) = (S::as_simd_f32s(self.x).0, S::as_simd_f32s(self.weights).0);
        let bias = S::as_simd_f32s(self.bias).0;
        let output = S::as_mut_simd_f32s(self.output).0;
        // The columns of which the whole kernel lies on the map.
        let from = left.div_ceil(stride).min(out_columns);
        let to = (columns + left + stride)
            .saturating_sub(K)
            .div_euclid(stride)
            .clamp(from, out_columns);
        for (row, line) in output.chunks_exact_mut(out_columns * vectors).enumerate() {
            let first = (row * stride) as isize - above as isize;
            let taken = taps(first, K, rows);
            let rows = Rows::<S> {
                x: &x[(first + taken.start as isize) as usize * pitch..],
                pitch,
                vectors,
                stride,
                n_rows: taken.len(),
                weights: &weights[taken.start * K * vectors..taken.end * K * vectors],
                bias,
                top: self.top,
            };
            for column in (0..from).chain(to..out_columns) {
                let first = (column * stride) as isize - left as isize;
                rows.border::<K>(simd, first, &mut line[column * vectors..][..vectors]);
            }
            let mut column = from;
            while column < to {
                let x = (column * stride - left) * vectors;
                if to - column >= NEIGHBOURS {
                    rows.inner::<K, NEIGHBOURS>(simd, x, &mut line[column * vectors..]);
                    column += NEIGHBOURS;
                } else {
                    rows.inner::<K, 1>(simd, x, &mut line[column * vectors..]);
                    column += 1;
                }
            }
        }
    }
}

impl<S: Simd> Rows<'_, S> {
    /// `N` neighbours whose kernels lie wholly on the map, from `x` on.
    #[inline(always)]
    fn inner<const K: usize, const N: usize>(&self, simd: S, x: usize, output: &mut [S::f32s]) {
        let vectors = self.vectors;
        let output = &mut output[..N * vectors];
        for v in 0..vectors {
            let mut sums = [self.bias[v]; N];
            for row in 0..self.n_rows {
                let x = &self.x[x + row * self.pitch..][..((N - 1) * self.stride + K) * vectors];
                let weights = &self.weights[row * K * vectors..][..K * vectors];
                for tap in 0..K {
                    let weight = weights[tap * vectors + v];
                    for (at, sum) in sums.iter_mut().enumerate() {
                        let x = x[(at * self.stride + tap) * vectors + v];
                        *sum = simd.mul_add_e_f32s(weight, x, *sum);
                    }
                }
            }
            for (at, sum) in sums.into_iter().enumerate() {
                output[at * vectors + v] = clamped(simd, sum, self.top);
            }
        }
    }

    /// One pixel whose kernel starts at column `first` and leaves the map.
    #[inline(always)]
    fn border<const K: usize>(&self, simd: S, first: isize, output: &mut [S::f32s]) {
        let vectors = self.vectors;
        let taken = taps(first, K, self.pitch / vectors);
        let start = (first + taken.start as isize) as usize * vectors;
        for (v, output) in output.iter_mut().enumerate() {
            let mut sum = self.bias[v];
            for row in 0..self.n_rows {
                for tap in taken.clone() {
                    let x = self.x[start + row * self.pitch + (tap - taken.start) * vectors + v];
                    let weight = self.weights[(row * K + tap) * vectors + v];
                    sum = simd.mul_add_e_f32s(weight, x, sum);
                }
            }
            *output = clamped(simd, sum, self.top);
        }
    }
}
