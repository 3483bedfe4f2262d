use burn::tensor::Tensor;
use burn::tensor::activation::{log_softmax, relu};

/// Binary cross-entropy of logits against soft scores, summed over the
/// answers and averaged over the batch (section 4.2 of the paper), in the form
/// that does not overflow: `max(x, 0) - x * y + ln(1 + exp(-|x|))`.
///
/// # Shapes
/// - logits, targets: `[batch, answers]`
/// - output: `[1]`
pub fn binary_cross_entropy(logits: Tensor<2>, targets: Tensor<2>) -> Tensor<1> {
    let [batch, _] = logits.dims();
    let tail = logits.clone().abs().neg().exp().log1p();
    let each = relu(logits.clone()) - logits * targets + tail;
    each.sum() / batch as f32
}

/// Cross-entropy of the softmax of logits against what part of the people gave
/// each answer, averaged over the batch. Targets are scaled to add up to 1; an
/// example that has none counts nothing.
///
/// # Shapes
/// - logits, targets: `[batch, answers]`
/// - output: `[1]`
pub fn cross_entropy(logits: Tensor<2>, targets: Tensor<2>) -> Tensor<1> {
    let [batch, _] = logits.dims();
    let total = targets.clone().sum_dim(1).clamp_min(1e-6); // [batch, 1]
    let each = log_softmax(logits, 1) * (targets / total);
    each.sum().neg() / batch as f32
}
