//! What the fused operations compute, in burn's own: their specification, and
//! what runs where there is nothing fused.

use burn::tensor::Tensor;
use burn::tensor::module::{conv2d, linear};
use burn::tensor::ops::{ConvOptions, PadMode};

use crate::Window;

/// See [`pointwise`](crate::pointwise).
pub fn pointwise(x: Tensor<4>, weights: Tensor<2>, bias: Tensor<1>, top: Option<f32>) -> Tensor<4> {
    clamp(linear(x, weights.transpose(), Some(bias)), top)
}

/// See [`depthwise`](crate::depthwise).
pub fn depthwise(
    x: Tensor<4>,
    weights: Tensor<3>,
    bias: Tensor<1>,
    stride: usize,
    top: Option<f32>,
) -> Tensor<4> {
    let [_, rows, columns, channels] = x.dims();
    let kernel = weights.dims()[0];
    let window = Window {
        kernel,
        stride,
        input: [rows, columns],
        channels,
    };
    let ([above, left], [below, right]) = (window.before(), window.after());
    let x = x
        .permute([0, 3, 1, 2]) // [batch, channels, rows, columns]
        .pad((left, right, above, below), PadMode::Constant(0.0));
    let weights = weights.permute([2, 0, 1]).unsqueeze_dim::<4>(1); // [channels, 1, kernel, kernel]
    let options = ConvOptions::new([stride; 2], [0; 2], [1; 2], channels);
    let map = conv2d(x, weights, Some(bias), options);
    clamp(map.permute([0, 2, 3, 1]), top)
}

fn clamp(map: Tensor<4>, top: Option<f32>) -> Tensor<4> {
    match top {
        Some(top) => map.clamp(0.0, top),
        None => map,
    }
}
