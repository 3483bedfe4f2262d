//! What the fused operations compute, in burn's own: their specification, and
//! what runs where there is nothing fused.

use burn::tensor::Tensor;
use burn::tensor::activation::{sigmoid, softmax};
use burn::tensor::module::{conv2d, layer_norm, linear};
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

/// See [`Packed`](crate::Packed): `close(x W + b)`, with weights
/// `[inputs, outputs]`.
pub fn product(
    x: Tensor<2>,
    weights: Tensor<2>,
    bias: Tensor<1>,
    top: Option<f32>,
    add: Option<Tensor<2>>,
) -> Tensor<2> {
    let product = linear(x, weights, Some(bias));
    let product = match top {
        Some(top) => product.clamp(0.0, top),
        None => product,
    };
    match add {
        Some(add) => product + add,
        None => product,
    }
}

/// See [`Norm`](crate::Norm).
pub fn norm(x: Tensor<2>, scale: Tensor<1>, shift: Tensor<1>, epsilon: f64) -> Tensor<2> {
    layer_norm(x, scale, Some(shift), epsilon)
}

/// See [`Gru`](crate::Gru); weights and bias of the input, then of the state.
pub fn gru(
    input: Tensor<2>,
    of_input: (Tensor<2>, Tensor<1>),
    of_state: (Tensor<2>, Tensor<1>),
) -> Tensor<2> {
    let [dim, _] = of_state.0.dims();
    let projected = linear(input, of_input.0, Some(of_input.1)); // [steps, 3 * dim]
    let mut state = Tensor::zeros([1, dim], &projected.device());
    let mut states = Vec::new();
    for x in projected.split(1, 0) {
        let h = linear(state.clone(), of_state.0.clone(), Some(of_state.1.clone()));
        let gate = |of: &Tensor<2>, at: usize| of.clone().narrow(1, at * dim, dim);
        let reset = sigmoid(gate(&x, 0) + gate(&h, 0));
        let keep = sigmoid(gate(&x, 1) + gate(&h, 1));
        let new = (gate(&x, 2) + reset * gate(&h, 2)).tanh();
        state = new.clone() + keep * (state - new);
        states.push(state.clone());
    }
    Tensor::cat(states, 0)
}

/// See [`Heads`](crate::Heads): what is read, `[readers, dim]`, and the map,
/// `[heads, readers, read]`.
pub fn attention(
    query: Tensor<2>,
    key: Tensor<2>,
    value: Tensor<2>,
    heads: usize,
) -> (Tensor<2>, Tensor<3>) {
    let [readers, dim] = query.dims();
    let [read, _] = key.dims();
    let split = |x: Tensor<2>, items| x.reshape([items, heads, dim / heads]).swap_dims(0, 1);
    let scale = ((dim / heads) as f32).sqrt();
    let scores = split(query / scale, readers).matmul(split(key, read).swap_dims(1, 2));
    let map = softmax(scores, 2);
    let values = map.clone().matmul(split(value, read)).swap_dims(0, 1);
    (values.reshape([readers, dim]), map)
}

fn clamp(map: Tensor<4>, top: Option<f32>) -> Tensor<4> {
    match top {
        Some(top) => map.clamp(0.0, top),
        None => map,
    }
}
