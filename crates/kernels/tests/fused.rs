//! The fused operations against their composition, on sizes that fill no
//! vector, no panel and no block of rows.

mod common;

use burn::tensor::{Device, Tensor};
use common::{assert_near, some};
use kernels::composition;

/// `[batch, rows, columns, inputs, outputs]`
const PRODUCTS: [[usize; 5]; 6] = [
    [1, 1, 1, 1, 1],
    [2, 3, 5, 7, 3],
    [1, 13, 9, 17, 40],
    [3, 7, 7, 24, 33],
    [1, 31, 33, 32, 16],
    [2, 14, 14, 80, 48],
];

/// `[batch, rows, columns, channels, kernel, stride]`
const WINDOWS: [[usize; 6]; 13] = [
    [1, 1, 1, 16, 3, 2],
    [1, 2, 3, 16, 5, 1],
    [2, 7, 9, 16, 3, 1],
    [1, 7, 7, 8, 5, 1],
    [3, 14, 14, 5, 5, 2],
    [1, 15, 13, 32, 3, 2],
    [2, 5, 4, 48, 5, 2],
    [1, 20, 3, 12, 3, 1],
    [1, 3, 21, 4, 5, 1],
    [2, 14, 14, 96, 5, 1],
    [1, 9, 9, 32, 3, 1],
    [2, 18, 18, 16, 5, 1],
    [1, 18, 35, 24, 5, 2],
];

const TOPS: [Option<f32>; 2] = [None, Some(0.5)];

type Inputs<const W: usize> = (Tensor<4>, Tensor<W>, Tensor<1>);

/// Maps, weights and biases of each product, and what it is.
fn products(device: &Device) -> impl Iterator<Item = (Inputs<2>, String)> {
    PRODUCTS
        .into_iter()
        .map(|[batch, rows, columns, inputs, outputs]| {
            let x = some([batch, rows, columns, inputs], 1, device);
            let (weights, bias) = (
                some([outputs, inputs], 2, device),
                some([outputs], 3, device),
            );
            ((x, weights, bias), format!("{inputs} to {outputs}"))
        })
}

/// The same for each depthwise convolution, and its stride.
fn windows(device: &Device) -> impl Iterator<Item = (Inputs<3>, usize, String)> {
    WINDOWS
        .into_iter()
        .map(|[batch, rows, columns, channels, kernel, stride]| {
            let x = some([batch, rows, columns, channels], 1, device);
            let weights = some([kernel, kernel, channels], 2, device);
            let what = format!("{rows} by {columns} of {channels}, {kernel} by {stride}");
            ((x, weights, some([channels], 3, device)), stride, what)
        })
}

#[test]
fn a_product_is_its_composition() {
    for ((x, weights, bias), what) in products(&Device::flex()) {
        for top in TOPS {
            let given = kernels::pointwise(x.clone(), weights.clone(), bias.clone(), top);
            let expected = composition::pointwise(x.clone(), weights.clone(), bias.clone(), top);
            assert_near(given, expected, 1e-5, &what);
        }
    }
}

#[test]
fn a_depthwise_convolution_is_its_composition() {
    for ((x, weights, bias), stride, what) in windows(&Device::flex()) {
        for top in TOPS {
            let (w, b) = (weights.clone(), bias.clone());
            let given = kernels::depthwise(x.clone(), w.clone(), b.clone(), stride, top);
            let expected = composition::depthwise(x.clone(), w, b, stride, top);
            assert_near(given, expected, 1e-5, &what);
        }
    }
}

#[test]
fn a_view_is_read_as_what_it_shows() {
    let device = Device::flex();
    let x = some([2, 16, 5, 6], 1, &device).permute([0, 3, 2, 1]);
    let weights = some([16, 3, 3], 2, &device).permute([1, 2, 0]);
    let bias = some([16], 3, &device);
    let given = kernels::depthwise(x.clone(), weights.clone(), bias.clone(), 1, None);
    let expected = composition::depthwise(x, weights, bias, 1, None);
    assert_near(given, expected, 1e-5, "a view");
}

#[cfg(feature = "autodiff")]
mod gradients {
    use super::*;

    /// Whether what changes of a result, each number of it weighted differently,
    /// come from changes of the three inputs, is the same for two operations.
    fn assert_same<const W: usize>(
        given: impl Fn(Tensor<4>, Tensor<W>, Tensor<1>) -> Tensor<4>,
        expected: impl Fn(Tensor<4>, Tensor<W>, Tensor<1>) -> Tensor<4>,
        (x, weights, bias): &Inputs<W>,
        what: &str,
    ) {
        let of = |operation: &dyn Fn(Tensor<4>, Tensor<W>, Tensor<1>) -> Tensor<4>| {
            let x = x.clone().require_grad();
            let weights = weights.clone().require_grad();
            let bias = bias.clone().require_grad();
            let result = operation(x.clone(), weights.clone(), bias.clone());
            let counts = some(result.dims(), 9, &result.device());
            let gradients = (result * counts).sum().backward();
            let of_x = x.grad(&gradients).expect("a gradient");
            let of_weights = weights.grad(&gradients).expect("a gradient");
            (of_x, of_weights, bias.grad(&gradients).expect("a gradient"))
        };
        let (given, expected) = (of(&given), of(&expected));
        assert_near(given.0, expected.0, 1e-5, what);
        assert_near(given.1, expected.1, 1e-5, what);
        assert_near(given.2, expected.2, 1e-5, what);
    }

    #[test]
    fn those_of_a_product_are_its_compositions() {
        for (inputs, what) in products(&Device::flex().autodiff()) {
            for top in TOPS {
                assert_same(
                    |x, w, b| kernels::pointwise(x, w, b, top),
                    |x, w, b| composition::pointwise(x, w, b, top),
                    &inputs,
                    &format!("{what}, {top:?}"),
                );
            }
        }
    }

    #[test]
    fn those_of_a_depthwise_convolution_are_its_compositions() {
        for (inputs, stride, what) in windows(&Device::flex().autodiff()) {
            for top in TOPS {
                assert_same(
                    |x, w, b| kernels::depthwise(x, w, b, stride, top),
                    |x, w, b| composition::depthwise(x, w, b, stride, top),
                    &inputs,
                    &what,
                );
            }
        }
    }

    #[test]
    fn weights_learn_from_a_map_that_does_not() {
        let device = Device::flex();
        let x = some([2, 7, 7, 16], 1, &device);
        let learning = device.autodiff();
        let weights = some([3, 3, 16], 2, &learning).require_grad();
        let bias = some([16], 3, &learning);
        let result = kernels::depthwise(x, weights.clone(), bias, 1, Some(6.0));
        let gradients = result.sum().backward();
        assert!(weights.grad(&gradients).is_some());
    }
}
