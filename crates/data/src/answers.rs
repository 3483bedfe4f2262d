//! Which answers are worth knowing.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::question::DataSet;

/// How many questions have which answer.
#[derive(Debug, Clone, Default)]
pub struct AnswerCounts {
    counts: HashMap<String, usize>,
}

impl AnswerCounts {
    /// Adds a data set: each question counts once, for its commonest answer in
    /// canonical spelling. Blank answers are no answers.
    pub fn add(&mut self, set: &DataSet) {
        let answers = set
            .questions
            .iter()
            .filter_map(|question| question.commonest_answer());
        for answer in answers.filter(|answer| !answer.is_empty()) {
            *self.counts.entry(answer).or_default() += 1;
        }
    }

    /// The answers of at least `n` questions, the commonest first.
    pub fn at_least(&self, n: usize) -> Vec<String> {
        let enough = self
            .sorted()
            .into_iter()
            .take_while(|&(_, count)| count >= n);
        enough.map(|(answer, _)| answer.to_owned()).collect()
    }

    /// The `k` commonest answers, or all if there are fewer.
    pub fn most_frequent(&self, k: usize) -> Vec<String> {
        self.sorted()
            .into_iter()
            .take(k)
            .map(|(answer, _)| answer.to_owned())
            .collect()
    }

    /// Equally common answers go by the alphabet, so that the list, and with
    /// it the meaning of a network's outputs, is the same every time.
    fn sorted(&self) -> Vec<(&str, usize)> {
        let mut sorted: Vec<_> = self.counts.iter().map(|(a, &n)| (a.as_str(), n)).collect();
        sorted.sort_unstable_by_key(|&(answer, count)| (Reverse(count), answer));
        sorted
    }
}
