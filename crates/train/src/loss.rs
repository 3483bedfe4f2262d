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

#[cfg(test)]
mod tests {
    use burn::tensor::Device;

    use super::*;

    fn loss(of: fn(Tensor<2>, Tensor<2>) -> Tensor<1>, logits: [f32; 3], targets: [f32; 3]) -> f32 {
        let device = Device::flex();
        let one = |values: [f32; 3]| Tensor::<2>::from_data([values], &device);
        of(one(logits), one(targets)).into_scalar::<f32>()
    }

    fn assert_near(actual: f32, expected: f32) {
        assert!((actual - expected).abs() < 1e-5, "{actual}, not {expected}");
    }

    #[test]
    fn each_answer_is_judged_for_itself() {
        // -ln sigmoid(0), twice, and -ln(1 - sigmoid(-100)).
        let expected = 2.0 * 2f32.ln();
        assert_near(
            loss(binary_cross_entropy, [0.0, 0.0, -100.0], [1.0, 0.5, 0.0]),
            expected,
        );
    }

    #[test]
    fn answers_that_exclude_each_other_share_one_probability() {
        // softmax(ln 6, ln 3, ln 1) is 0.6, 0.3, 0.1.
        let logits = [6f32.ln(), 3f32.ln(), 0.0];
        let expected = -(0.75 * 0.6f32.ln() + 0.25 * 0.1f32.ln());
        assert_near(loss(cross_entropy, logits, [0.75, 0.0, 0.25]), expected);
        // Only the proportions of the targets count.
        assert_near(loss(cross_entropy, logits, [0.3, 0.0, 0.1]), expected);
    }

    #[test]
    fn without_a_target_there_is_nothing_to_lose() {
        assert_near(loss(cross_entropy, [1.0, 2.0, 3.0], [0.0; 3]), 0.0);
    }
}
