use burn::backend::tensor::FloatTensor;
use burn::backend::{
    Backend, Dispatch, DispatchTensorKind, Flex, FlexDevice, TensorMetadata, backend_extension,
};
use burn::tensor::{DType, Tensor, TensorData};

use crate::parallel::for_each_part;
use crate::{Closing, Packed, Window, composition, depthwise_map};

/// Rows of a product that one processor takes at a time.
const ROWS: usize = 384;

/// The fused operations, for the backends that have them.
#[backend_extension(Flex, Autodiff: cfg(feature = "autodiff"))]
pub(crate) trait Maps: Backend {
    fn pointwise(
        x: FloatTensor<Self>,
        weights: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        top: Option<f32>,
    ) -> FloatTensor<Self>;

    fn depthwise(
        x: FloatTensor<Self>,
        weights: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        stride: usize,
        top: Option<f32>,
    ) -> FloatTensor<Self>;
}

/// Whether the operations of this crate are more than compositions where `x`
/// lives.
pub fn is_fused<const D: usize>(x: &Tensor<D>) -> bool {
    let tensor = x.clone().into_dispatch();
    let here = match &tensor.kind {
        DispatchTensorKind::Flex(_) => true,
        #[cfg(feature = "autodiff")]
        DispatchTensorKind::Autodiff(inner) => matches!(**inner, DispatchTensorKind::Flex(_)),
        #[expect(unreachable_patterns, reason = "some builds have one backend")]
        _ => false,
    };
    here && x.dtype() == DType::F32
}

/// A 1x1 convolution, plus a bias, clamped to `0..top` where there is a top.
///
/// # Shapes
/// - x: `[batch, rows, columns, inputs]`
/// - weights: `[outputs, inputs]`, as a convolution has them; bias: `[outputs]`
/// - output: `[batch, rows, columns, outputs]`
pub fn pointwise(x: Tensor<4>, weights: Tensor<2>, bias: Tensor<1>, top: Option<f32>) -> Tensor<4> {
    if !is_fused(&x) {
        return composition::pointwise(x, weights, bias, top);
    }
    Tensor::from_dispatch(Dispatch::pointwise(
        x.into_dispatch(),
        weights.into_dispatch(),
        bias.into_dispatch(),
        top,
    ))
}

/// A depthwise convolution, plus a bias, clamped to `0..top` where there is a
/// top; padded as TensorFlow's "SAME" pads.
///
/// # Shapes
/// - x: `[batch, rows, columns, channels]`
/// - weights: `[kernel, kernel, channels]`, 3 or 5; bias: `[channels]`
/// - output: `[batch, rows / stride, columns / stride, channels]`, rounded up
pub fn depthwise(
    x: Tensor<4>,
    weights: Tensor<3>,
    bias: Tensor<1>,
    stride: usize,
    top: Option<f32>,
) -> Tensor<4> {
    if !is_fused(&x) {
        return composition::depthwise(x, weights, bias, stride, top);
    }
    Tensor::from_dispatch(Dispatch::depthwise(
        x.into_dispatch(),
        weights.into_dispatch(),
        bias.into_dispatch(),
        stride,
        top,
    ))
}

/// A tensor of the CPU.
pub(crate) type Here = FloatTensor<Flex>;

/// The numbers of a tensor, one after the other; what a view shows is copied.
pub(crate) fn in_order(tensor: Here) -> Here {
    match tensor.is_contiguous() {
        true => tensor,
        false => tensor.to_contiguous(),
    }
}

pub(crate) fn numbers(tensor: &Here) -> &[f32] {
    tensor.as_slice().expect("32-bit floats in order")
}

pub(crate) fn made<const D: usize>(numbers: Vec<f32>, shape: [usize; D]) -> Here {
    use burn::backend::ops::FloatTensorOps;
    Flex::float_from_data(TensorData::new(numbers, shape), &FlexDevice)
}

/// Window and batch of a depthwise convolution.
pub(crate) fn window(x: &Here, weights: &Here, stride: usize) -> (Window, usize) {
    let [batch, rows, columns, channels] = x.shape().dims();
    let [kernel, _, _] = weights.shape().dims();
    let window = Window {
        kernel,
        stride,
        input: [rows, columns],
        channels,
    };
    (window, batch)
}

impl Maps for Flex {
    fn pointwise(x: Here, weights: Here, bias: Here, top: Option<f32>) -> Here {
        let (x, weights, bias) = (in_order(x), in_order(weights), in_order(bias));
        let [batch, rows, columns, inputs] = x.shape().dims();
        let [outputs, _] = weights.shape().dims();
        let packed = Packed::transposed(numbers(&weights), [outputs, inputs], numbers(&bias));
        let mut output = vec![0.0; batch * rows * columns * outputs];
        let x = numbers(&x);
        for_each_part(&mut output, ROWS * outputs, |at, output| {
            let n_rows = output.len() / outputs;
            let x = &x[at * ROWS * inputs..][..n_rows * inputs];
            packed.multiply(x, Closing { top, add: None }, output);
        });
        made(output, [batch, rows, columns, outputs])
    }

    fn depthwise(x: Here, weights: Here, bias: Here, stride: usize, top: Option<f32>) -> Here {
        let (x, weights, bias) = (in_order(x), in_order(weights), in_order(bias));
        let (window, batch) = window(&x, &weights, stride);
        let mut output = vec![0.0; batch * window.n_output()];
        let (x, weights) = (numbers(&x), [numbers(&weights), numbers(&bias)]);
        for_each_part(&mut output, window.n_output(), |at, output| {
            let x = &x[at * window.n_input()..][..window.n_input()];
            depthwise_map(&window, x, weights, top, output);
        });
        let [rows, columns] = window.output();
        made(output, [batch, rows, columns, window.channels])
    }
}
