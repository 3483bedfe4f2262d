//! What is done to each number, or to each row of numbers, on its own.

use pulp::{Simd, WithSimd};

use crate::simd::dispatch;

/// Numbers that are added up side by side, so that sums become vectors.
const LANES: usize = 16;

/// `e^x` to 2e-7 of its value, without a branch: the whole part of `x / ln 2`
/// becomes the exponent, and a polynomial is the rest (Cephes, `expf`).
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    /// Adding it leaves whole numbers in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let rest = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let series = 1.987_569_1e-4;
    let series = series * rest + 1.398_199_9e-3;
    let series = series * rest + 8.333_452e-3;
    let series = series * rest + 4.166_579_6e-2;
    let series = series * rest + 1.666_666_5e-1;
    let series = series * rest + 0.5;
    let series = series * rest * rest + rest + 1.0;
    f32::from_bits(series.to_bits().wrapping_add(shifted.to_bits() << 23))
}

#[inline(always)]
pub(crate) fn sigmoid_of(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[inline(always)]
pub(crate) fn tanh_of(x: f32) -> f32 {
    1.0 - 2.0 / (1.0 + exp(2.0 * x))
}

/// `1 / (1 + e^-x)` of each number.
pub fn sigmoid(values: &mut [f32]) {
    struct Work<'a>(&'a mut [f32]);
    impl WithSimd for Work<'_> {
        type Output = ();

        #[inline(always)]
        fn with_simd<S: Simd>(self, _: S) {
            self.0.iter_mut().for_each(|x| *x = sigmoid_of(*x));
        }
    }
    dispatch(LANES, Work(values));
}

/// Each row of `width` numbers becomes numbers above 0 that add up to 1.
pub fn softmax(values: &mut [f32], width: usize) {
    struct Work<'a>(&'a mut [f32], usize);
    impl WithSimd for Work<'_> {
        type Output = ();

        #[inline(always)]
        fn with_simd<S: Simd>(self, _: S) {
            self.0.chunks_exact_mut(self.1).for_each(|row| {
                // `f32::max` is a call in a browser.
                let larger = |x, y| if x > y { x } else { y };
                let largest = fold(row, f32::MIN, larger);
                row.iter_mut().for_each(|x| *x = exp(*x - largest));
                let part = 1.0 / fold(row, 0.0, |sum, x| sum + x);
                row.iter_mut().for_each(|x| *x *= part);
            });
        }
    }
    dispatch(LANES, Work(values, width));
}

/// Folds `row` in many lanes at once, then the lanes.
#[inline(always)]
pub(crate) fn fold(row: &[f32], from: f32, with: impl Fn(f32, f32) -> f32) -> f32 {
    let (whole, rest) = row.as_chunks::<LANES>();
    let mut lanes = [from; LANES];
    for chunk in whole {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane = with(*lane, *x);
        }
    }
    let rest = rest.iter().fold(from, |sum, x| with(sum, *x));
    lanes.iter().fold(rest, |sum, x| with(sum, *x))
}

/// Scale and shift of a layer norm: each row gets the mean 0 and the variance
/// 1, then these.
#[derive(Debug, Clone)]
pub struct Norm {
    scale: Vec<f32>,
    shift: Vec<f32>,
    epsilon: f32,
}

/// Mean and `1 / deviation` of a row.
#[derive(Debug, Clone, Copy)]
pub struct Spread {
    /// The mean.
    pub mean: f32,
    /// What makes the variance 1.
    pub factor: f32,
}

impl Norm {
    /// A norm of rows of as many numbers as `scale` and `shift` have; `epsilon`
    /// is added to the variance.
    ///
    /// # Panics
    /// When the two are not equally long.
    pub fn new(scale: Vec<f32>, shift: Vec<f32>, epsilon: f32) -> Self {
        assert_eq!(scale.len(), shift.len(), "scale and shift of a norm");
        Self {
            scale,
            shift,
            epsilon,
        }
    }

    /// What rows are multiplied by once they are even.
    pub fn scale(&self) -> &[f32] {
        &self.scale
    }

    /// What is added then.
    pub fn shift(&self) -> &[f32] {
        &self.shift
    }

    /// The rows after the norm, and what their spread was.
    pub fn apply(&self, rows: &[f32]) -> (Vec<f32>, Vec<Spread>) {
        let mut normed = rows.to_vec();
        let mut spreads = Vec::with_capacity(rows.len() / self.scale.len());
        dispatch(LANES, Evening(self, &mut normed, &mut spreads));
        (normed, spreads)
    }
}

struct Evening<'a>(&'a Norm, &'a mut [f32], &'a mut Vec<Spread>);

impl WithSimd for Evening<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self(norm, rows, spreads) = self;
        let width = norm.scale.len();
        for row in rows.chunks_exact_mut(width) {
            let mean = fold(row, 0.0, |sum, x| sum + x) / width as f32;
            row.iter_mut().for_each(|x| *x -= mean);
            // In two steps, since a difference of squares loses what is small.
            let squares = squares(row);
            let factor = 1.0 / (squares / width as f32 + norm.epsilon).sqrt();
            let wanted = norm.scale.iter().zip(&norm.shift);
            for (x, (scale, shift)) in row.iter_mut().zip(wanted) {
                *x = *x * factor * scale + shift;
            }
            spreads.push(Spread { mean, factor });
        }
    }
}

#[inline(always)]
fn squares(row: &[f32]) -> f32 {
    let (whole, rest) = row.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for chunk in whole {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane += x * x;
        }
    }
    rest.iter().fold(0.0, |sum, x| sum + x * x) + lanes.iter().sum::<f32>()
}
