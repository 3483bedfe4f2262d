//! Which things questions and answers name.

use std::collections::HashMap;

use burn::tensor::{Device, Tensor, TensorData};
use text::NOUNS;

use super::Labels;
use crate::Batch;

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

    /// What the questions of a step name.
    pub fn named(&self, batch: &Batch, labels: &Labels, n_cells: usize, device: &Device) -> Named {
        let [n, n_words] = batch.words.dims();
        let mut questions = vec![0.0f32; n];
        let mut cells = vec![0.0f32; n * n_cells];
        let mut words = vec![0.0f32; n * n_words];
        let mut answers = vec![0; n];
        for (at, asked) in batch.asked.iter().enumerate() {
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
            let Some(on) = labels.cells_of(batch.places[asked.photo], &classes) else {
                continue;
            };
            questions[at] = 1.0;
            let row = &mut cells[at * n_cells..][..n_cells];
            match &batch.seen[asked.photo][..] {
                [] => row.copy_from_slice(&on),
                seen => row
                    .iter_mut()
                    .zip(seen)
                    .for_each(|(to, cell)| *to = on[*cell]),
            }
            for (column, word) in asked.words.iter().enumerate() {
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

/// The class of each word that names one: what people call it, of several words
/// the last.
fn class_of_name() -> HashMap<&'static str, usize> {
    let classes = text::classes();
    let mut of_name = HashMap::new();
    for noun in NOUNS.iter() {
        let Some(at) = classes.iter().position(|class| class.one == noun.class) else {
            continue;
        };
        for name in [noun.one, noun.many] {
            of_name.insert(name, at);
            // "light" of "traffic light", and "hydrant", but not "dog" of "hot dog".
            let last = name.rsplit_once(' ').map(|(_, last)| last);
            let is_other = |last: &&str| NOUNS.iter().any(|one| [one.one, one.many].contains(last));
            of_name.extend(last.filter(|last| !is_other(last)).map(|last| (last, at)));
        }
    }
    // Boxes do not say who is who.
    of_name.extend(of_name.get("person").copied().map(|at| ("he", at)));
    of_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_known_by_what_people_call_it() {
        let classes = class_of_name();
        assert_eq!(text::classes().len(), data::N_CLASSES);
        let named = |word: &str| classes.get(word).map(|at| text::classes()[*at].one);
        assert_eq!(named("dogs"), Some("dog"));
        assert_eq!(named("hydrant"), Some("fire hydrant"));
        assert_eq!(named("dog"), Some("dog"), "and no hot dog");
        assert_eq!(named("sofa"), Some("couch"));
        assert_eq!(named("men"), Some("person"));
        assert_eq!(named("weather"), None);
    }
}
