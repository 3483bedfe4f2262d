use std::ops::Range;
use std::path::Path;

use ::train::{Example, Features};
use anyhow::Result;
use hints::{Splice, Splices};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use text::{FIRST_WORD, PADDING, UNKNOWN};

use super::hints::{HintWeights, Hints};
use super::run::places;
use super::teachers::Teachers;
use crate::progress::Progress;

/// Questions that are answered at once.
const BATCH: usize = 128;
/// An answer that the teachers hold less probable than this is none.
const LEAST: f32 = 0.01;

/// Questions for which teachers answer more of their kind.
#[derive(Debug, Clone)]
pub struct Taught {
    /// Their places.
    pub questions: Range<usize>,
    /// What the teachers are asked.
    pub lessons: Lessons,
}

/// What teachers are asked beside the questions of a source.
#[derive(Debug, Clone)]
pub struct Lessons {
    /// Each question about so many other photos.
    pub swaps: usize,
    /// So many new questions for each.
    pub splices: usize,
    /// What counts beside the teachers.
    pub hints: Option<HintWeights>,
}

impl Lessons {
    /// Whether there is anything for teachers to answer.
    pub fn are_given(&self) -> bool {
        self.swaps + self.splices > 0
    }
}

/// Who learns from teachers, and may know other words and answers than they.
pub struct Pupil<'a> {
    teachers: &'a Teachers,
    hints: Option<Hints>,
    /// For each word id of the pupil, that of the teachers.
    words: Vec<u32>,
    /// For each answer of the teachers, the place of the pupil's.
    answers: Vec<Option<usize>>,
    own_words: &'a [String],
    own_answers: &'a [String],
}

impl<'a> Pupil<'a> {
    /// `words` are without the two special ones.
    pub fn new(teachers: &'a Teachers, words: &'a [String], answers: &'a [String]) -> Self {
        Self {
            teachers,
            hints: None,
            words: [PADDING, UNKNOWN]
                .into_iter()
                .chain(places(words, &teachers.run.words).map(|at| match at {
                    Some(at) => at as u32 + FIRST_WORD,
                    None => UNKNOWN,
                }))
                .collect(),
            answers: places(&teachers.run.answers, answers).collect(),
            own_words: words,
            own_answers: answers,
        }
    }

    /// The same, whose teachers' answers are put together with hints out of
    /// what is known; features that only they need lie in `folder`.
    pub fn hearing(
        mut self,
        weights: Option<HintWeights>,
        known: &[Example],
        files: &[Features],
        folder: &Path,
    ) -> Result<Self> {
        let Some(weights) = weights else {
            return Ok(self);
        };
        let look = weights.look.as_ref();
        let look = look
            .map(|name| Features::open(&folder.join(name)))
            .transpose()?;
        let (words, answers) = (self.own_words, self.own_answers);
        let hints = Hints::learn(known, files, words, answers, weights, look.as_ref())?;
        self.hints = Some(hints);
        Ok(self)
    }

    /// Each of some questions about `n` of their photos, chosen at random, with
    /// what the teachers say (Hinton, Vinyals and Dean, *Distilling the
    /// Knowledge in a Neural Network*, 2015).
    pub fn swapped(
        &self,
        known: &[Example],
        n: usize,
        files: &[Features],
        seed: u64,
    ) -> Result<Vec<Example>> {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let swapped = known
            .iter()
            .flat_map(|one| std::iter::repeat_n(one, n))
            .map(|one| about(one, &known[random.random_range(..known.len())]));
        self.answered(swapped.collect(), files)
    }

    /// New questions, `n` for each of those known, made of two of them and asked
    /// about a photo chosen at random, with what the teachers say: they know
    /// none of these by heart.
    pub fn spliced(
        &self,
        known: &[Example],
        n: usize,
        max_words: usize,
        files: &[Features],
        seed: u64,
    ) -> Result<Vec<Example>> {
        let questions: Vec<Vec<u32>> = known.iter().map(|one| one.words.clone()).collect();
        let splices = Splices::new(&questions, max_words);
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let spliced = (0..known.len())
            .flat_map(|first| std::iter::repeat_n(first, n))
            .filter_map(|first| {
                let splice = splices.of(first, &mut random)?;
                let asked = spliced(&known[splice.first], &known[splice.second], splice);
                Some(about(&asked, &known[random.random_range(..known.len())]))
            });
        self.answered(spliced.collect(), files)
    }

    /// The same questions with what the teachers say.
    fn answered(&self, mut asked: Vec<Example>, files: &[Features]) -> Result<Vec<Example>> {
        let mut progress = Progress::new("questions to the teachers", asked.len());
        let mut done = 0;
        for batch in asked.chunks_mut(BATCH) {
            self.answer(batch, files)?;
            done += batch.len();
            progress.at(done, "");
        }
        Ok(asked)
    }

    /// Puts what the teachers say in the place of the targets.
    fn answer(&self, examples: &mut [Example], files: &[Features]) -> Result<()> {
        let asked: Vec<Example> = examples
            .iter()
            .map(|one| self.as_teachers_read(one))
            .collect();
        let said = self
            .teachers
            .probabilities(&asked.iter().collect::<Vec<_>>(), files)?;
        for (example, said) in examples.iter_mut().zip(said.chunks(self.answers.len())) {
            let mut known = vec![0.0; self.own_answers.len()];
            for (place, probability) in self.answers.iter().zip(said) {
                if let Some(place) = place {
                    known[*place] = *probability;
                }
            }
            if let Some(hints) = &self.hints {
                hints.with(example, &mut known);
            }
            let targets: Vec<(usize, f32)> =
                (0..).zip(known).filter(|(_, p)| *p >= LEAST).collect();
            for view in &mut example.views {
                view.targets.clone_from(&targets);
            }
            example.targets = targets;
        }
        Ok(())
    }

    fn as_teachers_read(&self, example: &Example) -> Example {
        let id_of = |word: &u32| self.words.get(*word as usize).copied().unwrap_or(UNKNOWN);
        Example {
            file: example.file,
            row: example.row,
            words: example.words.iter().map(id_of).collect(),
            phrasings: Vec::new(),
            views: Vec::new(),
            targets: Vec::new(),
        }
    }
}

/// The same question about another photo, in all views that both have.
fn about(example: &Example, other: &Example) -> Example {
    let row_in = |file| other.views.iter().find(|view| view.file == file);
    let views = example.views.iter().filter_map(|view| {
        Some(Example {
            row: row_in(view.file)?.row,
            ..view.clone()
        })
    });
    Example {
        row: other.row,
        views: views.collect(),
        ..example.clone()
    }
}

/// A question that begins as `first` and ends as `second`, in all views that
/// both have.
fn spliced(first: &Example, second: &Example, splice: Splice) -> Example {
    // In a mirror other words stand in the same places, but for rare letters
    // that are two in lower case.
    let in_view = |first: &Example, second: &Example| Example {
        words: splice.words(&first.words, &second.words),
        phrasings: Vec::new(),
        ..first.clone()
    };
    let views = first.views.iter().filter_map(|view| {
        let other = second.views.iter().find(|other| other.file == view.file)?;
        let same_places =
            view.words.len() == first.words.len() && other.words.len() == second.words.len();
        same_places.then(|| in_view(view, other))
    });
    Example {
        views: views.collect(),
        ..in_view(first, second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(row: usize, word: u32, views: &[usize]) -> Example {
        let plain = Example {
            file: 0,
            row,
            words: vec![word],
            phrasings: Vec::new(),
            views: Vec::new(),
            targets: vec![(0, 1.0)],
        };
        let view = |file: &usize| Example {
            file: *file,
            row: row + 100 * file,
            ..plain.clone()
        };
        Example {
            views: views.iter().map(view).collect(),
            ..plain.clone()
        }
    }

    #[test]
    fn a_question_about_another_photo_keeps_its_words_and_shared_views() {
        let swapped = about(&example(1, 7, &[1, 2]), &example(5, 8, &[2]));
        assert_eq!((swapped.row, swapped.words.as_slice()), (5, &[7][..]));
        let views: Vec<(usize, usize)> = swapped.views.iter().map(|v| (v.file, v.row)).collect();
        assert_eq!(views, [(2, 205)]);
    }

    #[test]
    fn a_spliced_question_has_the_words_of_both_in_each_view() {
        let words = |mut example: Example, words: [u32; 3]| {
            example.words = words.to_vec();
            for view in &mut example.views {
                view.words = words.iter().map(|word| word + 100).collect();
            }
            example
        };
        let first = words(example(1, 0, &[1, 2]), [1, 2, 3]);
        let second = words(example(5, 0, &[2]), [7, 2, 8]);
        let splice = Splice {
            first: 0,
            until: 2,
            second: 1,
            from: 2,
        };
        let new = spliced(&first, &second, splice);
        assert_eq!(new.words, [1, 2, 8]);
        assert_eq!(new.views.len(), 1);
        assert_eq!(new.views[0].words, [101, 102, 108]);
    }
}
