use burn::tensor::Tensor;
use burn::tensor::activation::{log_softmax, relu};

use crate::Targets;

/// Binary cross-entropy of logits against soft scores, summed over the
/// answers of which something is known and averaged over the questions (section
/// 4.2 of the paper), in the form that does not overflow:
/// `max(x, 0) - x * y + ln(1 + exp(-|x|))`.
///
/// # Shapes
/// - logits: `[questions, answers]`
/// - output: `[1]`
pub fn binary_cross_entropy(logits: Tensor<2>, targets: Targets) -> Tensor<1> {
    let tail = logits.clone().abs().neg().exp().log1p();
    let each = relu(logits.clone()) - logits * targets.scores + tail;
    let each = match targets.known {
        Some(known) => each * known,
        None => each,
    };
    weighted_mean(each, targets.weights)
}

/// Cross-entropy of the softmax of logits against what part of the people gave
/// each answer, averaged over the questions. Targets are scaled to add up to 1;
/// a question that has none counts nothing.
///
/// # Shapes
/// - logits: `[questions, answers]`
/// - output: `[1]`
pub fn cross_entropy(logits: Tensor<2>, targets: Targets) -> Tensor<1> {
    let total = targets.scores.clone().sum_dim(1).clamp_min(1e-6); // [questions, 1]
    let each = (log_softmax(logits, 1) * (targets.scores / total)).neg();
    weighted_mean(each, targets.weights)
}

/// Of `[questions, answers]`, the sum over answers and the mean over questions,
/// each as much as it counts.
fn weighted_mean(each: Tensor<2>, weights: Tensor<1>) -> Tensor<1> {
    let [questions, _] = each.dims();
    (each * weights.unsqueeze_dim::<2>(1)).sum() / questions as f32
}

#[cfg(test)]
mod tests {
    use burn::tensor::Device;

    use super::*;

    type Loss = fn(Tensor<2>, Targets) -> Tensor<1>;

    fn loss_of_known(of: Loss, logits: [f32; 3], scores: [f32; 3], known: [f32; 3]) -> f32 {
        let device = Device::flex();
        let one = |values: [f32; 3]| Tensor::<2>::from_data([values], &device);
        let targets = Targets {
            scores: one(scores),
            known: Some(one(known)),
            weights: Tensor::from_data([0.5], &device),
        };
        2.0 * of(one(logits), targets).into_scalar::<f32>()
    }

    fn loss(of: Loss, logits: [f32; 3], scores: [f32; 3]) -> f32 {
        loss_of_known(of, logits, scores, [1.0; 3])
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

    #[test]
    fn of_an_answer_that_nothing_is_known_of_nothing_is_learnt() {
        let known = [0.0, 1.0, 0.0];
        let lost = loss_of_known(binary_cross_entropy, [9.0, 0.0, -9.0], [0.0; 3], known);
        assert_near(lost, 2f32.ln());
    }
}
