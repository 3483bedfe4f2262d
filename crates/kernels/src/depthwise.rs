use pulp::{Simd, WithSimd};

use crate::Window;
use crate::simd::{clamped, dispatch};
use crate::window::taps;

/// Neighbours that are computed together: the sides of the maps of a photo of
/// 224 pixels are multiples of it..
const TILE: usize = 7;
/// ..and those of one of 288 pixels are multiples of this.
const WIDE_TILE: usize = 9;

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
/// other than 3 and 5 or strides other than 1 and 2.
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

/// The rows of a map that one row of the output is made of.
struct Rows<'a, S: Simd> {
    /// From the first of them on.
    x: &'a [S::f32s],
    /// Vectors in a row.
    pitch: usize,
    /// Vectors in a pixel.
    groups: usize,
    n_rows: usize,
    /// Those of the rows, `[n_rows, kernel, groups]`.
    weights: &'a [S::f32s],
    bias: &'a [S::f32s],
    top: Option<f32>,
}

impl WithSimd for Depthwise<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match (self.window.kernel, self.window.stride) {
            (3, 1) => self.run::<S, 3, 1>(simd),
            (3, 2) => self.run::<S, 3, 2>(simd),
            (5, 1) => self.run::<S, 5, 1>(simd),
            (5, 2) => self.run::<S, 5, 2>(simd),
            other => panic!("there is no depthwise kernel and stride of {other:?}"),
        }
    }
}

impl Depthwise<'_> {
    #[inline(always)]
    fn run<S: Simd, const K: usize, const STRIDE: usize>(self, simd: S) {
        let window = self.window;
        let (columns, out_columns) = (window.input[1], window.output()[1]);
        let left = window.before()[1] as isize;
        let groups = window.channels / S::F32_LANES;
        let pitch = columns * groups;
        let rows = self.x.len() / (columns * window.channels);
        let (x, _) = S::as_simd_f32s(self.x);
        let (weights, _) = S::as_simd_f32s(self.weights);
        let (bias, _) = S::as_simd_f32s(self.bias);
        let (output, _) = S::as_mut_simd_f32s(self.output);
        for (row, line) in output.chunks_exact_mut(out_columns * groups).enumerate() {
            let first = (row * STRIDE) as isize - self.above as isize;
            let taken = taps(first, K, rows);
            let rows = Rows::<S> {
                x: &x[(first + taken.start as isize) as usize * pitch..],
                pitch,
                groups,
                n_rows: taken.len(),
                weights: &weights[taken.start * K * groups..taken.end * K * groups],
                bias,
                top: self.top,
            };
            let computed = |tile: usize| out_columns.next_multiple_of(tile);
            if out_columns < TILE {
                rows.line::<K, STRIDE, 1>(simd, left, line);
            } else if out_columns < WIDE_TILE || computed(TILE) <= computed(WIDE_TILE) {
                rows.line::<K, STRIDE, TILE>(simd, left, line);
            } else {
                rows.line::<K, STRIDE, WIDE_TILE>(simd, left, line);
            }
        }
    }
}

impl<S: Simd> Rows<'_, S> {
    /// A row of the output, at least `N` wide, in tiles of `N`, `left` columns of
    /// padding before the map.
    #[inline(always)]
    fn line<const K: usize, const STRIDE: usize, const N: usize>(
        &self,
        simd: S,
        left: isize,
        line: &mut [S::f32s],
    ) {
        let columns = line.len() / self.groups;
        for column in (0..columns).step_by(N) {
            // The last one goes over what is done already.
            let column = column.min(columns - N);
            let first = (column * STRIDE) as isize - left;
            let line = &mut line[column * self.groups..];
            self.tile::<K, STRIDE, N>(simd, first, line);
        }
    }

    /// `N` neighbours, the first of whose kernels starts at column `first`,
    /// which may lie off the map. Each number is read once and goes into all
    /// sums that it belongs to.
    #[inline(always)]
    fn tile<const K: usize, const STRIDE: usize, const N: usize>(
        &self,
        simd: S,
        first: isize,
        output: &mut [S::f32s],
    ) {
        let groups = self.groups;
        let output = &mut output[..N * groups];
        let start = first.wrapping_mul(groups as isize) as usize;
        for group in 0..groups {
            let mut sums = [self.bias[group]; N];
            for row in 0..self.n_rows {
                let line = &self.x[row * self.pitch..][..self.pitch];
                let weights = &self.weights[row * K * groups..][..K * groups];
                let weights: [S::f32s; K] =
                    std::array::from_fn(|tap| weights[tap * groups + group]);
                let at = start.wrapping_add(group);
                // Written out, since sums stay in registers only where their
                // numbers are known.
                macro_rules! columns {
                    ($($column:literal)*) => {$(
                        if $column < (N - 1) * STRIDE + K
                            // What lies off the map has no place in its row.
                            && let Some(x) = line.get(at.wrapping_add($column * groups))
                        {
                            for (n, sum) in sums.iter_mut().enumerate() {
                                let tap = ($column as usize).wrapping_sub(n * STRIDE);
                                if tap < K {
                                    *sum = simd.mul_add_e_f32s(weights[tap], *x, *sum);
                                }
                            }
                        }
                    )*};
                }
                columns!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20);
            }
            for (n, sum) in sums.into_iter().enumerate() {
                output[n * groups + group] = clamped(simd, sum, self.top);
            }
        }
    }
}
