//! How good answers are: the official accuracy, over all and by kind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::normal::{one_line, vqa_normal};
use crate::question::{Kind, Question};

/// People whom VQA v2 asks each question.
pub const PEOPLE: usize = 10;

/// The official accuracy of VQA v2 (Antol et al. 2015; vqaEval.py): each of
/// the people is left out in turn, an answer scores `min(agreeing / 3, 1)` with
/// the rest, and the mean of that is its accuracy. Answers are normalised only
/// if the people differ, as the reference does it. (The reference tells people
/// apart by their `answer_id`, which the official files always have.)
///
/// That needs four people who agree. Where fewer than [`PEOPLE`] were asked, an
/// answer that `k` of `n` gave scores `min(3 k / n, 1)`, as three of ten do.
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
    if given.len() < PEOPLE {
        let share = agreeing as f64 / given.len().max(1) as f64;
        return (3.0 * share).min(1.0);
    }
    let left_out = |given: &String| agreeing - usize::from(*given == answer);
    let score = |given: &String| (left_out(given) as f64 / 3.0).min(1.0);
    given.iter().map(score).sum::<f64>() / given.len().max(1) as f64
}

/// An accuracy in 0..=1 in percent, rounded to two places as the reference
/// does it, in the arithmetic of Python 2: halves go up, and what is just
/// below a half does not.
pub fn percent(accuracy: f64) -> f64 {
    rounded(100.0 * accuracy)
}

/// Only a multiple of an eighth can lie exactly between two hundredths, and
/// for those the product is exact. Formatting rounds all others by their exact
/// value, where a product could be rounded up to a half first.
fn rounded(percent: f64) -> f64 {
    if (8.0 * percent).fract() == 0.0 {
        return (100.0 * percent).round() / 100.0;
    }
    format!("{percent:.2}").parse().unwrap_or(percent)
}

/// Adds up the accuracies of many answers.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    overall: Mean,
    yes_no: Mean,
    number: Mean,
    other: Mean,
    by_type: BTreeMap<String, Mean>,
}

/// Sums run in the order of the answers, as the reference adds them.
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

/// The accuracy over the questions of one type, in percent like [`Scores`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TypeScore {
    /// The type, see [`Question::question_type`].
    pub question_type: String,
    /// Over the questions of this type.
    pub accuracy: f64,
    /// How many there were.
    pub n: usize,
}

impl Tally {
    /// Adds the answer to one question and returns its accuracy in 0..=1.
    pub fn add(&mut self, question: &Question, answer: &str) -> f64 {
        let accuracy = question.accuracy(answer);
        self.overall.add(accuracy);
        match question.kind {
            Kind::YesNo => self.yes_no.add(accuracy),
            Kind::Number => self.number.add(accuracy),
            Kind::Other => self.other.add(accuracy),
        }
        if let Some(question_type) = &question.question_type {
            let mean = self.by_type.entry(question_type.clone()).or_default();
            mean.add(accuracy);
        }
        accuracy
    }

    /// The scores of all answers so far.
    pub fn scores(&self) -> Scores {
        Scores {
            overall: self.overall.percent(),
            yes_no: self.yes_no.percent(),
            number: self.number.percent(),
            other: self.other.percent(),
            n: self.overall.n,
        }
    }

    /// The same by question type, in the order of the alphabet. Questions
    /// without a type are not in it.
    pub fn by_question_type(&self) -> Vec<TypeScore> {
        let score = |(question_type, mean): (&String, &Mean)| {
            Some(TypeScore {
                question_type: question_type.clone(),
                accuracy: mean.percent()?,
                n: mean.n,
            })
        };
        self.by_type.iter().filter_map(score).collect()
    }
}

impl Mean {
    fn add(&mut self, accuracy: f64) {
        self.sum += accuracy;
        self.n += 1;
    }

    fn percent(self) -> Option<f64> {
        (self.n > 0).then(|| rounded(100.0 * self.sum / self.n as f64))
    }
}
