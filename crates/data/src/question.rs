//! One question about one photo, with the answers that people gave.

use std::collections::HashMap;

use crate::daquar::canonical_answer;
use crate::normal::vqa_normal;
use crate::score::vqa_accuracy;

/// The questions of a data set, in the order of its files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DataSet {
    /// The questions; their ids are unique within one data set.
    pub questions: Vec<Question>,
}

impl DataSet {
    /// The same with each answer in its normal form, such as "2" for "two".
    /// [`vqa_normal`] says which; the official accuracy does so only where
    /// people differ.
    pub fn normalised(mut self) -> Self {
        let questions = self.questions.iter_mut();
        for answer in questions.flat_map(|question| &mut question.answers) {
            *answer = vqa_normal(answer);
        }
        self
    }
}

/// A question and what is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The id that the data set gives it.
    pub id: u64,
    /// The photo, to be looked up with [`ImageFolder::find`](crate::ImageFolder::find).
    pub image: String,
    /// The question as it was written.
    pub text: String,
    /// All answers that were given: ten for VQA v2, one for most other sets, none
    /// where nobody has answered yet or where [`scores`](Self::scores) say it.
    pub answers: Vec<String>,
    /// How right some answers are, in 0..=1, where that is known better than by
    /// counting people (a teacher's soft answers). Where one of them is 0, a
    /// known wrong answer, nothing is known of answers that are not named.
    pub scores: Vec<(String, f32)>,
    /// What sort of answer it wants.
    pub kind: Kind,
    /// The type by which the accuracy of the data set is broken down: the first
    /// words for VQA v2, the kind of reasoning for GQA and CLEVR.
    pub question_type: Option<String>,
    /// How its data set compares answers.
    pub scoring: Scoring,
}

/// The sort of an answer; the metric is broken down by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// A count.
    Number,
    /// Anything else.
    Other,
}

/// One part of a split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What may be learned from.
    Train,
    /// What is only for measuring.
    Test,
}

/// How answers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scoring {
    /// As the evaluation of VQA v2 does: ten people, a third of a point for
    /// each who agrees, spelling normalised by [`vqa_normal`]. It needs four
    /// people or more to ever give the full point.
    Vqa,
    /// As DAQUAR's accuracy does: one answer, which is a set of things; right
    /// if both sets have the same members.
    Set,
    /// As the data sets that were made by a program do (GQA, CLEVR, easy-VQA):
    /// one answer, right if it is the same to the letter.
    Exact,
}

impl Kind {
    /// The kind of an answer, by looking at it.
    pub fn of_answer(answer: &str) -> Self {
        match answer {
            "yes" | "no" => Self::YesNo,
            number if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
                Self::Number
            }
            _ => Self::Other,
        }
    }
}

impl Scoring {
    /// The one spelling of an answer under which it is counted and learned.
    pub fn canonical(self, answer: &str) -> String {
        match self {
            Self::Vqa => vqa_normal(answer),
            Self::Set => canonical_answer(answer),
            Self::Exact => answer.to_owned(),
        }
    }
}

impl Question {
    /// A question of which the things in the answers count, in any order
    /// ([`Scoring::Set`]), and its answers, at least one.
    pub fn of_set(id: u64, image: String, text: String, answers: Vec<String>) -> Self {
        Self {
            id,
            image,
            text,
            kind: Kind::of_answer(answers.first().map_or("", String::as_str)),
            answers,
            scores: Vec::new(),
            question_type: None,
            scoring: Scoring::Set,
        }
    }

    /// A question of a data set whose only answer is right to the letter.
    pub(crate) fn exact(id: u64, image: String, text: String, answer: String) -> Self {
        Self {
            id,
            image,
            text,
            kind: Kind::of_answer(&answer),
            answers: vec![answer],
            scores: Vec::new(),
            question_type: None,
            scoring: Scoring::Exact,
        }
    }

    /// How right `answer` is, in 0..=1, by the rule of the data set.
    pub fn accuracy(&self, answer: &str) -> f64 {
        if self.is_scored() {
            let answer = self.scoring.canonical(answer);
            let mut scores = self.scores.iter();
            let known = scores.find(|(named, _)| self.scoring.canonical(named) == answer);
            return known.map_or(0.0, |(_, score)| f64::from(*score));
        }
        match self.scoring {
            Scoring::Vqa => vqa_accuracy(answer, &self.answers),
            scoring => {
                let canonical = |answer: &str| scoring.canonical(answer);
                let answer = canonical(answer);
                let right = self.answers.iter().any(|given| canonical(given) == answer);
                f64::from(u8::from(right))
            }
        }
    }

    /// What a network should learn to say: the places of the given answers in
    /// its answer list, with scores in 0..=1, in the order of those places.
    ///
    /// The score of an answer is `min(3 n / total, 1)` for `n` of `total`
    /// people, which for ten people is the `min(0.3 n, 1)` of the DFAF paper,
    /// and 1 for the only answer of a question that was answered once. Answers
    /// that `index_of` does not find are left out. Where there are
    /// [`scores`](Self::scores), those are the targets.
    pub fn soft_targets(&self, index_of: impl Fn(&str) -> Option<usize>) -> Vec<(usize, f32)> {
        self.weighted(index_of, |share| (3.0 * share).min(1.0))
    }

    /// The places of the given answers in the answer list, with the part of
    /// the people who gave each, in 0..=1: what a network learns to say whose
    /// answers exclude each other.
    pub fn shares(&self, index_of: impl Fn(&str) -> Option<usize>) -> Vec<(usize, f32)> {
        self.weighted(index_of, |share| share)
    }

    fn weighted(
        &self,
        index_of: impl Fn(&str) -> Option<usize>,
        weight: impl Fn(f32) -> f32,
    ) -> Vec<(usize, f32)> {
        if self.is_scored() {
            let scores = self.scores.iter();
            let known = scores.filter_map(|(answer, score)| {
                Some((index_of(&self.scoring.canonical(answer))?, *score))
            });
            let mut targets: Vec<_> = known.collect();
            targets.sort_unstable_by_key(|&(index, _)| index);
            targets.dedup_by_key(|&mut (index, _)| index);
            return targets;
        }
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for answer in &self.answers {
            if let Some(index) = index_of(&self.scoring.canonical(answer)) {
                *counts.entry(index).or_default() += 1;
            }
        }
        let total = self.answers.len() as f32;
        let mut targets: Vec<_> = counts
            .into_iter()
            .map(|(at, n)| (at, weight(n as f32 / total)))
            .collect();
        targets.sort_unstable_by_key(|&(index, _)| index);
        targets
    }

    /// Whether its answers have scores in the place of people.
    pub fn is_scored(&self) -> bool {
        !self.scores.is_empty()
    }

    /// Whether anything is known of its answer.
    pub fn is_answered(&self) -> bool {
        !self.answers.is_empty() || !self.scores.is_empty()
    }

    /// Whether nothing is known of the answers that are not named: some of those
    /// that are named are known to be wrong.
    pub fn is_partly_known(&self) -> bool {
        self.scores.iter().any(|(_, score)| *score == 0.0)
    }

    /// The canonical answer that most people gave, the earlier of equals; or the
    /// one with the highest score.
    pub fn commonest_answer(&self) -> Option<String> {
        if self.is_scored() {
            let (best, score) = self.scores.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
            return (*score > 0.0).then(|| self.scoring.canonical(best));
        }
        let given: Vec<String> = self
            .answers
            .iter()
            .map(|a| self.scoring.canonical(a))
            .collect();
        let count = |answer: &String| given.iter().filter(|other| *other == answer).count();
        // The last maximum wins, so going backwards makes it the first.
        given
            .iter()
            .rev()
            .max_by_key(|answer| count(answer))
            .cloned()
    }
}
