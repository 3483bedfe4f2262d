//! Which things questions and answers name.

use std::collections::HashMap;

use burn::tensor::{Device, Tensor, TensorData};
use data::CLASSES;

use super::Labels;

/// Words for people: boxes do not say who is who.
const PEOPLE: [&str; 18] = [
    "person", "people", "man", "men", "woman", "women", "boy", "boys", "girl", "girls", "child",
    "children", "kid", "kids", "guy", "lady", "player", "he",
];
/// Words that people use for a class beside its names.
const OTHER: [(&str, &str); 14] = [
    ("bike", "bicycle"),
    ("bikes", "bicycle"),
    ("motorbike", "motorcycle"),
    ("plane", "airplane"),
    ("planes", "airplane"),
    ("puppy", "dog"),
    ("kitten", "cat"),
    ("sofa", "couch"),
    ("television", "tv"),
    ("computer", "laptop"),
    ("phone", "cell phone"),
    ("fridge", "refrigerator"),
    ("plant", "potted plant"),
    ("table", "dining table"),
];
/// An answer that says that nothing is there.
const NO: &str = "no";
/// A right answer has at least this score.
const RIGHT: f32 = 0.6;

/// Finds the things that questions and answers name.
pub(crate) struct Mentions {
    /// The class of a word id.
    words: HashMap<u32, usize>,
    /// The class of an answer.
    answers: HashMap<usize, usize>,
    no: Option<usize>,
}

/// The things that the questions of a step name, where they are known to be in
/// a part of the photo.
pub(crate) struct Named {
    /// 1 where a question names one, `[questions]`.
    pub questions: Tensor<1>,
    /// The cells that it lies on, `[questions, cells]`.
    pub cells: Tensor<2>,
    /// The words that name it, `[questions, words]`.
    pub words: Tensor<2>,
    /// The right answers, the first one where there is none.
    pub answers: Vec<usize>,
}

/// A question of a step.
pub(crate) struct Asked<'a> {
    pub place: (usize, usize),
    /// Which regions of the photo stand in the batch, in their order; all of them
    /// in theirs where it is empty.
    pub seen: &'a [usize],
    pub words: &'a [u32],
    pub targets: &'a [(usize, f32)],
}

impl Mentions {
    /// For a vocabulary without its two special words, and the answers.
    pub fn new(words: &[String], answers: &[String]) -> Self {
        let classes = class_of_name();
        let class = |name: &str| classes.get(name).copied();
        let words = (2u32..).zip(words);
        let answers_named = answers.iter().enumerate();
        Self {
            words: words
                .filter_map(|(id, word)| Some((id, class(word)?)))
                .collect(),
            answers: answers_named
                .filter_map(|(at, answer)| Some((at, class(answer)?)))
                .collect(),
            no: answers.iter().position(|answer| answer == NO),
        }
    }

    /// The class that a word names.
    pub fn class_of(&self, word: u32) -> Option<usize> {
        self.words.get(&word).copied()
    }

    /// What the questions of a step name; each is padded to `n_words`.
    pub fn named(
        &self,
        asked: &[Asked],
        labels: &Labels,
        n_words: usize,
        n_cells: usize,
        device: &Device,
    ) -> Named {
        let n = asked.len();
        let mut questions = vec![0.0f32; n];
        let mut cells = vec![0.0f32; n * n_cells];
        let mut words = vec![0.0f32; n * n_words];
        let mut answers = vec![0; n];
        for (at, asked) in asked.iter().enumerate() {
            let best = asked.targets.iter().max_by(|a, b| a.1.total_cmp(&b.1));
            let Some((answer, score)) = best else {
                continue;
            };
            answers[at] = *answer;
            if *score < RIGHT || Some(*answer) == self.no {
                continue;
            }
            let of_words = asked.words.iter().filter_map(|word| self.words.get(word));
            let of_answer = self.answers.get(answer);
            let classes: Vec<usize> = of_words.chain(of_answer).copied().collect();
            let Some(on) = labels.cells_of(asked.place, &classes) else {
                continue;
            };
            questions[at] = 1.0;
            let row = &mut cells[at * n_cells..][..n_cells];
            match asked.seen {
                [] => row.copy_from_slice(&on),
                seen => row
                    .iter_mut()
                    .zip(seen)
                    .for_each(|(to, cell)| *to = on[*cell]),
            }
            for (column, word) in asked.words.iter().enumerate().take(n_words) {
                if self.words.contains_key(word) {
                    words[at * n_words + column] = 1.0;
                }
            }
        }
        let tensor2 = |values, dim| Tensor::from_data(TensorData::new(values, [n, dim]), device);
        Named {
            questions: Tensor::from_data(TensorData::new(questions, [n]), device),
            cells: tensor2(cells, n_cells),
            words: tensor2(words, n_words),
            answers,
        }
    }
}

/// The class of each word that names one: its own names, of several words the
/// last, and what people call it.
fn class_of_name() -> HashMap<&'static str, usize> {
    let mut classes = HashMap::new();
    for (at, class) in CLASSES.iter().enumerate() {
        for name in [class.one, class.many] {
            classes.insert(name, at);
            // "light" of "traffic light", and "hydrant", but not "dog" of "hot dog".
            if let Some((_, last)) = name.rsplit_once(' ') {
                let is_other = CLASSES
                    .iter()
                    .any(|other| [other.one, other.many].contains(&last));
                if !is_other {
                    classes.insert(last, at);
                }
            }
        }
    }
    let place = |name: &str| CLASSES.iter().position(|class| class.one == name);
    for (word, class) in OTHER {
        classes.extend(place(class).map(|at| (word, at)));
    }
    for word in PEOPLE {
        classes.extend(place("person").map(|at| (word, at)));
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_known_by_what_people_call_it() {
        let classes = class_of_name();
        let named = |word: &str| classes.get(word).map(|at| CLASSES[*at].one);
        assert_eq!(named("dogs"), Some("dog"));
        assert_eq!(named("hydrant"), Some("fire hydrant"));
        assert_eq!(named("dog"), Some("dog"), "and no hot dog");
        assert_eq!(named("sofa"), Some("couch"));
        assert_eq!(named("men"), Some("person"));
        assert_eq!(named("weather"), None);
    }
}
