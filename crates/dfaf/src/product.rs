use burn::nn::Linear;
use burn::tensor::Tensor;
use burn::tensor::module::linear;

/// `x W + b`, multiplied in the numbers that the weights are in. Training with
/// mixed precision hands the network weights of 16 bits; whatever is not
/// multiplied by them, and the sum with the bias, stays in the numbers of `x`.
pub(crate) fn product<const D: usize>(layer: &Linear, x: Tensor<D>) -> Tensor<D> {
    let weights = layer.weight.val();
    let (narrow, wide) = (weights.dtype(), x.dtype());
    if narrow == wide {
        return layer.forward(x);
    }
    let values = linear(x.cast(narrow), weights, None).cast(wide);
    match &layer.bias {
        Some(bias) => values + bias.val().unsqueeze(),
        None => values,
    }
}
