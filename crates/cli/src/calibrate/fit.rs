use vqa::{AnswerKind, Scaling};

/// Steps of Newton's method; a dozen are enough.
const STEPS: usize = 50;
/// How strongly few questions are kept from saying much: as if that many said
/// that the logits are right as they are.
const PRIOR: f64 = 4.0;
/// Bins of the expected calibration error.
const BINS: usize = 10;

/// A best answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Given {
    pub kind: AnswerKind,
    pub logit: f64,
    /// How right it is, 0..=1.
    pub right: f64,
}

impl Given {
    /// How probable it is after that scaling.
    pub fn probability(&self, scaling: Scaling) -> f64 {
        sigmoid(f64::from(scaling.factor) * self.logit + f64::from(scaling.shift))
    }
}

/// The scaling that makes what was given most likely (Platt 1999, by Newton's
/// method, with a pull towards none). That of "yes" and "no" is of the difference
/// of their logits, and the larger one stays the more probable.
pub fn fit(kind: AnswerKind, given: &[Given]) -> Scaling {
    let (mut factor, mut shift) = (1.0, 0.0);
    let least_shift = match kind {
        AnswerKind::YesNo => 0.0,
        AnswerKind::Number | AnswerKind::Other => -20.0,
    };
    for _ in 0..STEPS {
        let (mut slope, mut curve) = ([PRIOR * (factor - 1.0), PRIOR * shift], [PRIOR, 0.0, PRIOR]);
        for one in given {
            let p = sigmoid(factor * one.logit + shift);
            let (error, weight) = (p - one.right, p * (1.0 - p));
            slope[0] += error * one.logit;
            slope[1] += error;
            curve[0] += weight * one.logit * one.logit;
            curve[1] += weight * one.logit;
            curve[2] += weight;
        }
        let [a, b, c] = curve;
        let whole = a * c - b * b;
        factor -= (c * slope[0] - b * slope[1]) / whole;
        shift -= (a * slope[1] - b * slope[0]) / whole;
        // Answers must not turn round.
        factor = factor.clamp(0.05, 20.0);
        shift = shift.clamp(least_shift, 20.0);
    }
    Scaling {
        factor: factor as f32,
        shift: shift as f32,
    }
}

/// The expected calibration error, 0..1 (Guo et al., ICML 2017): how far the
/// mean probability of a bin is from how right its answers are, over ten bins
/// of one width, each as much as it has answers.
pub fn expected_error(given: &[Given], probability: impl Fn(&Given) -> f64) -> f64 {
    let mut sums = [(0.0, 0.0); BINS];
    for one in given {
        let p = probability(one);
        let bin = ((p * BINS as f64) as usize).min(BINS - 1);
        sums[bin].0 += p;
        sums[bin].1 += one.right;
    }
    let off: f64 = sums.iter().map(|(sure, right)| (sure - right).abs()).sum();
    off / given.len().max(1) as f64
}

/// The logit of a probability, -20..20.
pub fn logit(probability: f64) -> f64 {
    let logit = (probability / (1.0 - probability)).ln();
    logit.clamp(-20.0, 20.0)
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers with logits from -3 to 3, right as often as `factor * x + shift`
    /// says.
    fn answers(factor: f64, shift: f64) -> Vec<Given> {
        let logits = (0..600).map(|at| f64::from(at) / 100.0 - 3.0);
        let given = logits.map(|logit| Given {
            kind: AnswerKind::Other,
            logit,
            right: sigmoid(factor * logit + shift),
        });
        given.collect()
    }

    #[test]
    fn what_made_a_model_too_sure_is_found() {
        let given = answers(0.5, -0.7);
        let scaling = fit(AnswerKind::Other, &given);
        assert!((scaling.factor - 0.5).abs() < 0.05, "{scaling:?}");
        assert!((scaling.shift + 0.7).abs() < 0.05, "{scaling:?}");
        let before = expected_error(&given, |one| one.probability(Scaling::NONE));
        let after = expected_error(&given, |one| one.probability(scaling));
        assert!(before > 0.1 && after < 0.02, "{before} and {after}");
    }

    #[test]
    fn of_yes_and_no_the_larger_one_stays_the_more_probable() {
        let below = fit(AnswerKind::YesNo, &answers(0.5, -0.7));
        assert_eq!(below.shift, 0.0, "{below:?}");
        let above = fit(AnswerKind::YesNo, &answers(0.5, 0.7));
        assert!((above.shift - 0.7).abs() < 0.05, "{above:?}");
    }

    #[test]
    fn a_logit_is_that_of_its_probability() {
        for x in [-3.0, 0.0, 5.0] {
            assert!((logit(sigmoid(x)) - x).abs() < 1e-9);
        }
        assert_eq!([logit(0.0), logit(1.0)], [-20.0, 20.0]);
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        assert_eq!(fit(AnswerKind::Other, &[]), Scaling::NONE);
        let one = Given {
            kind: AnswerKind::Number,
            logit: 2.0,
            right: 0.0,
        };
        let scaling = fit(one.kind, &[one]);
        assert!(scaling.factor > 0.3, "{scaling:?}");
    }
}
