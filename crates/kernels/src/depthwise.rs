use pulp::{Simd, WithSimd};

use crate::Window;
use crate::simd::{clamped, dispatch};
use crate::window::taps;

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
    weights: [&[f32]; 2],
    top: Option<f32>,
    output: &mut [f32],
) {
    assert_eq!(x.len(), window.n_input(), "numbers of the map");
    assert_eq!(output.len(), window.n_output(), "numbers of the output");
    depthwise_rows(window, x, window.before()[0], weights, top, output);
}

/// Some rows of [`depthwise`]: those that `output` has room for, from those
/// rows of the map that `x` holds. The first of them is read with `above` rows
/// of padding over it; what lies below the last is padding, too.
pub fn depthwise_rows(
    window: &Window,
    x: &[f32],
    above: usize,
    [weights, bias]: [&[f32]; 2],
    top: Option<f32>,
    output: &mut [f32],
) {
    let kernel = window.kernel;
    assert_eq!(weights.len(), kernel * kernel * window.channels, "weights");
    assert_eq!(bias.len(), window.channels, "biases");
    let work = Depthwise {
        window,
        x,
        above,
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
    above: usize,
    weights: &'a [f32],
    bias: &'a [f32],
    top: Option<f32>,
    output: &'a mut [f32],
}

/// The rows of a map that one row of the output is made of; `T` vectors of
/// channels at a time.
struct Rows<'a, S: Simd, const T: usize> {
    /// From the first of them on.
    x: &'a [[S::f32s; T]],
    /// Groups of `T` vectors in a row.
    pitch: usize,
    /// Groups in a pixel.
    groups: usize,
    stride: usize,
    n_rows: usize,
    /// Those of the rows, `[n_rows, kernel, groups]`.
    weights: &'a [[S::f32s; T]],
    bias: &'a [[S::f32s; T]],
    top: Option<f32>,
}

impl WithSimd for Depthwise<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match self.window.kernel {
            3 => self.lanes::<S, 3>(simd),
            5 => self.lanes::<S, 5>(simd),
            other => panic!("there is no depthwise kernel of {other}"),
        }
    }
}

impl Depthwise<'_> {
    /// Four sums at a time: of as many vectors of channels, or of neighbours,
    /// which share the weights.
    #[inline(always)]
    fn lanes<S: Simd, const K: usize>(self, simd: S) {
        match (self.window.channels.is_multiple_of(16), S::F32_LANES) {
            (true, 4) => self.run::<S, K, 4, 1>(simd),
            (true, 8) => self.run::<S, K, 2, 2>(simd),
            _ => self.run::<S, K, 1, 4>(simd),
        }
    }

    #[inline(always)]
    fn run<S: Simd, const K: usize, const T: usize, const N: usize>(self, simd: S) {
        let window = self.window;
        let (stride, columns) = (window.stride, window.input[1]);
        let left = window.before()[1];
        let out_columns = window.output()[1];
        let groups = window.channels / S::F32_LANES / T;
        let pitch = columns * groups;
        let rows = self.x.len() / (columns * window.channels);
        let (x, _) = S::as_simd_f32s(self.x).0.as_chunks::<T>();
        let (weights, _) = S::as_simd_f32s(self.weights).0.as_chunks::<T>();
        let (bias, _) = S::as_simd_f32s(self.bias).0.as_chunks::<T>();
        let (output, _) = S::as_mut_simd_f32s(self.output).0.as_chunks_mut::<T>();
        // The columns of which the whole kernel lies on the map.
        let from = left.div_ceil(stride).min(out_columns);
        let to = (columns + left + stride)
            .saturating_sub(K)
            .div_euclid(stride)
            .clamp(from, out_columns);
        for (row, line) in output.chunks_exact_mut(out_columns * groups).enumerate() {
            let first = (row * stride) as isize - self.above as isize;
            let taken = taps(first, K, rows);
            let rows = Rows::<S, T> {
                x: &x[(first + taken.start as isize) as usize * pitch..],
                pitch,
                groups,
                stride,
                n_rows: taken.len(),
                weights: &weights[taken.start * K * groups..taken.end * K * groups],
                bias,
                top: self.top,
            };
            for column in (0..from).chain(to..out_columns) {
                let first = (column * stride) as isize - left as isize;
                rows.border::<K>(simd, first, &mut line[column * groups..][..groups]);
            }
            let mut column = from;
            while column < to {
                let x = (column * stride - left) * groups;
                if to - column >= N {
                    rows.inner::<K, N>(simd, x, &mut line[column * groups..]);
                    column += N;
                } else {
                    rows.inner::<K, 1>(simd, x, &mut line[column * groups..]);
                    column += 1;
                }
            }
        }
    }
}

impl<S: Simd, const T: usize> Rows<'_, S, T> {
    /// `N` neighbours whose kernels lie wholly on the map, from `x` on.
    #[inline(always)]
    fn inner<const K: usize, const N: usize>(
        &self,
        simd: S,
        x: usize,
        output: &mut [[S::f32s; T]],
    ) {
        let groups = self.groups;
        let output = &mut output[..N * groups];
        for group in 0..groups {
            let mut sums = [self.bias[group]; N];
            for row in 0..self.n_rows {
                let x = &self.x[x + row * self.pitch..][..((N - 1) * self.stride + K) * groups];
                let weights = &self.weights[row * K * groups..][..K * groups];
                for tap in 0..K {
                    let weights = &weights[tap * groups + group];
                    for (at, sums) in sums.iter_mut().enumerate() {
                        let x = &x[(at * self.stride + tap) * groups + group];
                        for t in 0..T {
                            sums[t] = simd.mul_add_e_f32s(weights[t], x[t], sums[t]);
                        }
                    }
                }
            }
            for (at, sums) in sums.into_iter().enumerate() {
                output[at * groups + group] = sums.map(|sum| clamped(simd, sum, self.top));
            }
        }
    }

    /// One pixel whose kernel starts at column `first` and leaves the map.
    #[inline(always)]
    fn border<const K: usize>(&self, simd: S, first: isize, output: &mut [[S::f32s; T]]) {
        let groups = self.groups;
        let taken = taps(first, K, self.pitch / groups);
        let start = (first + taken.start as isize) as usize * groups;
        for (group, output) in output.iter_mut().enumerate() {
            let mut sums = self.bias[group];
            for row in 0..self.n_rows {
                for tap in taken.clone() {
                    let at = start + row * self.pitch + (tap - taken.start) * groups + group;
                    let (x, weights) =
                        (&self.x[at], &self.weights[(row * K + tap) * groups + group]);
                    for t in 0..T {
                        sums[t] = simd.mul_add_e_f32s(weights[t], x[t], sums[t]);
                    }
                }
            }
            *output = sums.map(|sum| clamped(simd, sum, self.top));
        }
    }
}
