//! Which answers are worth knowing.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::question::DataSet;

/// How often which answer was given.
#[derive(Debug, Clone, Default)]
pub struct AnswerCounts {
    counts: HashMap<String, usize>,
}

impl AnswerCounts {
    /// Adds a data set: every answer that somebody gave counts, in its canonical
    /// spelling. Where there are scores, the answer with the highest one counts
    /// once. Blank answers are no answers.
    pub fn add(&mut self, set: &DataSet) {
        for question in &set.questions {
            let given: Vec<String> = match question.is_scored() {
                true => question.commonest_answer().into_iter().collect(),
                false => {
                    let answers = question.answers.iter();
                    answers.map(|a| question.scoring.canonical(a)).collect()
                }
            };
            for answer in given.into_iter().filter(|answer| !answer.is_empty()) {
                *self.counts.entry(answer).or_default() += 1;
            }
        }
    }

    /// The answers that were given at least `n` times, the commonest first.
    pub fn at_least(&self, n: usize) -> Vec<String> {
        let enough = self
            .sorted()
            .into_iter()
            .take_while(|&(_, count)| count >= n);
        enough.map(|(answer, _)| answer.to_owned()).collect()
    }

    /// Equally common answers go by the alphabet, so that the list, and with
    /// it the meaning of a network's outputs, is the same every time.
    fn sorted(&self) -> Vec<(&str, usize)> {
        let mut sorted: Vec<_> = self.counts.iter().map(|(a, &n)| (a.as_str(), n)).collect();
        sorted.sort_unstable_by_key(|&(answer, count)| (Reverse(count), answer));
        sorted
    }
}
