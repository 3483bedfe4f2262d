//! How good answers are: the official accuracy, over all and by kind.

use serde::{Deserialize, Serialize};

use crate::normal::{one_line, vqa_normal};
use crate::question::{Kind, Question};

/// The official accuracy of VQA v2 (Antol et al. 2015; vqaEval.py): each of
/// the people is left out in turn, an answer scores `min(agreeing / 3, 1)` with
/// the rest, and the mean of that is its accuracy. Answers are normalised only
/// if the people differ, as the reference does it.
pub(crate) fn vqa_accuracy(answer: &str, given: &[String]) -> f64 {
    let mut answer = one_line(answer);
    let mut given: Vec<String> = given.iter().map(|given| one_line(given)).collect();
    if given.windows(2).any(|pair| pair[0] != pair[1]) {
        answer = vqa_normal(&answer);
        given
            .iter_mut()
            .for_each(|given| *given = vqa_normal(given));
    }
    let agreeing = given.iter().filter(|given| **given == answer).count();
    let left_out = |given: &String| agreeing - usize::from(*given == answer);
    let score = |given: &String| (left_out(given) as f64 / 3.0).min(1.0);
    given.iter().map(score).sum::<f64>() / given.len().max(1) as f64
}

/// Adds up the accuracies of many answers.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    yes_no: Mean,
    number: Mean,
    other: Mean,
}

#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    sum: f64,
    n: usize,
}

/// Accuracies in percent, rounded to two places as the reference does. A kind
/// without questions has none, and is `null` in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Over all questions.
    pub overall: Option<f64>,
    /// Over the questions that want yes or no.
    #[serde(rename = "yes/no")]
    pub yes_no: Option<f64>,
    /// Over the questions that want a number.
    pub number: Option<f64>,
    /// Over all other questions.
    pub other: Option<f64>,
    /// How many questions there were.
    pub n: usize,
}

impl Tally {
    /// Adds the answer to one question and returns its accuracy in 0..=1.
    pub fn add(&mut self, question: &Question, answer: &str) -> f64 {
        let accuracy = question.accuracy(answer);
        let mean = match question.kind {
            Kind::YesNo => &mut self.yes_no,
            Kind::Number => &mut self.number,
            Kind::Other => &mut self.other,
        };
        mean.sum += accuracy;
        mean.n += 1;
        accuracy
    }

    /// The scores of all answers so far.
    pub fn scores(&self) -> Scores {
        let all = [self.yes_no, self.number, self.other];
        let overall = Mean {
            sum: all.iter().map(|m| m.sum).sum(),
            n: all.iter().map(|m| m.n).sum(),
        };
        Scores {
            overall: overall.percent(),
            yes_no: self.yes_no.percent(),
            number: self.number.percent(),
            other: self.other.percent(),
            n: overall.n,
        }
    }
}

impl Mean {
    fn percent(self) -> Option<f64> {
        let percent = 100.0 * self.sum / self.n as f64;
        (self.n > 0).then(|| (100.0 * percent).round() / 100.0)
    }
}
