//! Plain arithmetic of rows.

use crate::activation::Spread;

/// The mean of rows of `width` numbers.
pub fn mean(rows: &[f32], width: usize) -> Vec<f32> {
    let mut mean = vec![0.0; width];
    for row in rows.chunks_exact(width) {
        add(&mut mean, row);
    }
    let share = width as f32 / rows.len().max(width) as f32;
    mean.iter_mut().for_each(|x| *x *= share);
    mean
}

/// Adds `other` to `sum`, number by number.
pub fn add(sum: &mut [f32], other: &[f32]) {
    sum.iter_mut().zip(other).for_each(|(x, y)| *x += y);
}

/// Multiplies each row by the same numbers.
pub fn scale(rows: &mut [f32], by: &[f32]) {
    for row in rows.chunks_exact_mut(by.len()) {
        row.iter_mut().zip(by).for_each(|(x, y)| *x *= y);
    }
}

/// Some columns of rows of `width` numbers.
pub fn columns(rows: &[f32], width: usize, wanted: std::ops::Range<usize>) -> Vec<f32> {
    let mut chosen = Vec::with_capacity(rows.len() / width * wanted.len());
    for row in rows.chunks_exact(width) {
        chosen.extend_from_slice(&row[wanted.clone()]);
    }
    chosen
}

/// Rows of `width` numbers become columns.
pub fn turned(rows: &[f32], width: usize) -> Vec<f32> {
    let column = |at: usize| rows.iter().skip(at).step_by(width).copied();
    (0..width).flat_map(column).collect()
}

/// Rows of one width beside rows of another.
pub fn joined(left: (&[f32], usize), right: (&[f32], usize)) -> Vec<f32> {
    let mut joined = Vec::with_capacity(left.0.len() + right.0.len());
    let rows = left
        .0
        .chunks_exact(left.1)
        .zip(right.0.chunks_exact(right.1));
    for (left, right) in rows {
        joined.extend_from_slice(left);
        joined.extend_from_slice(right);
    }
    joined
}

/// What a product with normed rows gives, from the product with the rows as
/// they were: `(x W - mean sum(W)) factor + b`.
///
/// # Shapes
/// - rows: `[items, width]`, products with `W`; spreads: `[items]`
/// - sums, bias: `[width]`
pub fn evened(rows: &mut [f32], spreads: &[Spread], sums: &[f32], bias: &[f32]) {
    let rows = rows.chunks_exact_mut(sums.len()).zip(spreads);
    for (row, Spread { mean, factor }) in rows {
        for (x, (sum, bias)) in row.iter_mut().zip(sums.iter().zip(bias)) {
            *x = (*x - mean * sum) * factor + bias;
        }
    }
}
