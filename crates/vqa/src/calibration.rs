use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How a model's logits become probabilities that can be believed: of the
/// answers that it gives with 70 %, seven in ten should be right.
///
/// Platt, "Probabilistic outputs for support vector machines" (1999), for each
/// kind of answer on its own. The kind of the best answer decides for all
/// answers to a question, so that their order stays as it was. Where that is
/// "yes" or "no", the two exclude each other; where both together are less probable
/// than half, the question asks for something else, and they are answers like others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// For "yes" and "no": of how much larger the logit of one is than that of
    /// the other. Its shift is 0 or more, so that the larger one is the more
    /// probable.
    pub yes_no: Scaling,
    /// For numbers.
    pub number: Scaling,
    /// For all other answers.
    pub other: Scaling,
    /// A best answer that is less probable than this, 0..1, is a guess.
    pub unsure_below: f32,
    /// A thing is not there where "no" is more probable than this, 0..1, to the
    /// question whether it is. Without it the model cannot tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent_above: Option<f32>,
}

/// A logit `x` becomes `factor * x + shift`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scaling {
    /// More than 0: below 1 it makes a model less sure.
    pub factor: f32,
    /// What is added.
    pub shift: f32,
}

/// A kind of answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// "yes" and "no"
    YesNo,
    /// Digits.
    Number,
    /// Anything else.
    Other,
}

/// A calibration that turns no logit into a probability.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("the calibration's {what} is {value}; {range}")]
pub struct CalibrationError {
    what: &'static str,
    value: f32,
    range: &'static str,
}

impl AnswerKind {
    /// The kind of an answer.
    pub fn of(answer: &str) -> Self {
        match answer {
            "yes" | "no" => Self::YesNo,
            _ if !answer.is_empty() && answer.bytes().all(|byte| byte.is_ascii_digit()) => {
                Self::Number
            }
            _ => Self::Other,
        }
    }
}

impl Scaling {
    /// Changes nothing.
    pub const NONE: Self = Self {
        factor: 1.0,
        shift: 0.0,
    };

    /// The logit that can be believed.
    pub fn of(self, logit: f32) -> f32 {
        self.factor * logit + self.shift
    }
}

impl Calibration {
    /// Changes nothing, but that "yes" and "no" exclude each other.
    pub const NONE: Self = Self {
        yes_no: Scaling::NONE,
        number: Scaling::NONE,
        other: Scaling::NONE,
        unsure_below: 0.0,
        absent_above: None,
    };

    /// The scaling for questions whose best answer is of that kind; for "yes"
    /// and "no" that of the difference of their logits.
    pub fn scaling(&self, kind: AnswerKind) -> Scaling {
        match kind {
            AnswerKind::YesNo => self.yes_no,
            AnswerKind::Number => self.number,
            AnswerKind::Other => self.other,
        }
    }

    /// Checks the ranges.
    ///
    /// # Errors
    /// [`CalibrationError`] for the first number that cannot be.
    pub fn validate(&self) -> Result<(), CalibrationError> {
        let refused = |what, value, range| Err(CalibrationError { what, value, range });
        for Scaling { factor, shift } in [self.yes_no, self.number, self.other] {
            // Written so that a number that is none is refused, too.
            let is_factor = factor > 0.0 && factor <= 100.0;
            if !is_factor {
                return refused("factor", factor, "it must be more than 0, up to 100");
            }
            let is_shift = shift.abs() <= 100.0;
            if !is_shift {
                return refused("shift", shift, "it must be from -100 to 100");
            }
        }
        if self.yes_no.shift < 0.0 {
            let value = self.yes_no.shift;
            return refused("shift of yes and no", value, "it must be from 0 to 100");
        }
        let thresholds = [
            ("unsure_below", Some(self.unsure_below)),
            ("absent_above", self.absent_above),
        ];
        for (what, value) in thresholds {
            let outside = value.filter(|value| !(0.0..=1.0).contains(value));
            if let Some(value) = outside {
                return refused(what, value, "it must be from 0 to 1");
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_of_three_kinds() {
        let kinds = ["yes", "no", "12", "red", "2 dogs", ""].map(AnswerKind::of);
        use AnswerKind::{Number, Other, YesNo};
        assert_eq!(kinds, [YesNo, YesNo, Number, Other, Other, Other]);
    }

    #[test]
    fn a_calibration_that_turns_answers_round_is_refused() {
        let sound = Calibration {
            unsure_below: 0.3,
            absent_above: Some(0.9),
            ..Calibration::NONE
        };
        assert_eq!(sound.validate(), Ok(()));
        for factor in [0.0, -1.0, f32::NAN, f32::INFINITY] {
            let scaling = Scaling { factor, shift: 0.0 };
            let turned = Calibration {
                other: scaling,
                ..sound
            };
            assert!(turned.validate().is_err(), "{factor}");
        }
        let yes_no = Scaling {
            factor: 1.0,
            shift: -0.1,
        };
        let turned = Calibration { yes_no, ..sound };
        assert!(
            turned.validate().is_err(),
            "the larger one would be less probable"
        );
        let wide = Calibration {
            unsure_below: 1.5,
            ..sound
        };
        let said = wide.validate().expect_err("no probability").to_string();
        assert!(said.contains("unsure_below is 1.5"), "{said}");
        let none = Calibration {
            absent_above: Some(f32::NAN),
            ..sound
        };
        let said = none.validate().expect_err("no probability").to_string();
        assert!(said.contains("absent_above is NaN"), "{said}");
    }
}
