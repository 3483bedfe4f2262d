use pulp::{Simd, WithSimd};

use crate::Window;
use crate::simd::dispatch;
use crate::window::taps;

/// What the map of a depthwise convolution is to change by, given what its
/// output is to.
///
/// # Shapes
/// As of [`depthwise`](crate::depthwise); `gradient` is like its output, and
/// the result, which is written to `x_gradient`, like its input.
pub(crate) fn map_gradient(
    window: &Window,
    weights: &[f32],
    gradient: &[f32],
    x_gradient: &mut [f32],
) {
    let work = MapGradient {
        window,
        weights,
        gradient,
        x_gradient,
    };
    dispatch(window.channels, work);
}

/// What the weights of a depthwise convolution are to change by; added to
/// `weight_gradient`, `[kernel, kernel, channels]`.
pub(crate) fn weight_gradient(
    window: &Window,
    x: &[f32],
    gradient: &[f32],
    weight_gradient: &mut [f32],
) {
    let work = WeightGradient {
        window,
        x,
        gradient,
        weight_gradient,
    };
    dispatch(window.channels, work);
}

struct MapGradient<'a> {
    window: &'a Window,
    weights: &'a [f32],
    gradient: &'a [f32],
    x_gradient: &'a mut [f32],
}

impl WithSimd for MapGradient<'_> {
    type Output = ();

    /// Gathers: each pixel of the map asks which outputs it was read for.
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let window = self.window;
        let vectors = window.channels / S::F32_LANES;
        let kernel = window.kernel;
        let [above, left] = window.before();
        let [out_rows, out_columns] = window.output();
        let weights = S::as_simd_f32s(self.weights).0;
        let gradient = S::as_simd_f32s(self.gradient).0;
        let pixels = S::as_mut_simd_f32s(self.x_gradient).0;
        // Vectors of the gradient and of the weights that meet in a pixel.
        let mut pairs = Vec::with_capacity(kernel * kernel);
        for (at, pixel) in pixels.chunks_exact_mut(vectors).enumerate() {
            let (row, column) = (at / window.input[1], at % window.input[1]);
            pairs.clear();
            for down in readers(row + above, window, out_rows) {
                for across in readers(column + left, window, out_columns) {
                    pairs.push((
                        (down.output * out_columns + across.output) * vectors,
                        (down.tap * kernel + across.tap) * vectors,
                    ));
                }
            }
            for (v, value) in pixel.iter_mut().enumerate() {
                let mut sum = simd.splat_f32s(0.0);
                for (from, tap) in &pairs {
                    sum = simd.mul_add_e_f32s(gradient[from + v], weights[tap + v], sum);
                }
                *value = sum;
            }
        }
    }
}

/// An output, and the tap with which it reads.
struct Reader {
    output: usize,
    tap: usize,
}

/// Who reads what lies at `at` of a padded row or column.
#[inline(always)]
fn readers(at: usize, window: &Window, outputs: usize) -> impl Iterator<Item = Reader> {
    let stride = window.stride;
    let taps = (at % stride..window.kernel).step_by(stride);
    taps.filter_map(move |tap| {
        let output = at.checked_sub(tap)? / stride;
        (output < outputs).then_some(Reader { output, tap })
    })
}

struct WeightGradient<'a> {
    window: &'a Window,
    x: &'a [f32],
    gradient: &'a [f32],
    weight_gradient: &'a mut [f32],
}

impl WithSimd for WeightGradient<'_> {
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

impl WeightGradient<'_> {
    #[inline(always)]
    fn run<S: Simd, const K: usize>(self, simd: S) {
        let window = self.window;
        let (stride, [rows, columns]) = (window.stride, window.input);
        let [above, left] = window.before();
        let out_columns = window.output()[1];
        let vectors = window.channels / S::F32_LANES;
        let x = S::as_simd_f32s(self.x).0;
        let sums = S::as_mut_simd_f32s(self.weight_gradient).0;
        let gradient = S::as_simd_f32s(self.gradient).0;
        for (row, line) in gradient.chunks_exact(out_columns * vectors).enumerate() {
            let first = (row * stride) as isize - above as isize;
            for down in taps(first, K, rows) {
                let x = &x[(first + down as isize) as usize * columns * vectors..];
                let sums = &mut sums[down * K * vectors..][..K * vectors];
                for v in 0..vectors {
                    let mut taps_of_row = [simd.splat_f32s(0.0); K];
                    for column in 0..out_columns {
                        let gradient = line[column * vectors + v];
                        let first = (column * stride) as isize - left as isize;
                        if first >= 0 && first as usize + K <= columns {
                            let x = &x[first as usize * vectors..][..K * vectors];
                            for (tap, sum) in taps_of_row.iter_mut().enumerate() {
                                *sum = simd.mul_add_e_f32s(gradient, x[tap * vectors + v], *sum);
                            }
                        } else {
                            for tap in taps(first, K, columns) {
                                let at = (first + tap as isize) as usize * vectors + v;
                                let sum = &mut taps_of_row[tap];
                                *sum = simd.mul_add_e_f32s(gradient, x[at], *sum);
                            }
                        }
                    }
                    for (tap, sum) in taps_of_row.into_iter().enumerate() {
                        let at = tap * vectors + v;
                        sums[at] = simd.add_f32s(sums[at], sum);
                    }
                }
            }
        }
    }
}
