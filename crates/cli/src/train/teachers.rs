use std::path::{Path, PathBuf};

use ::train::{Example, Features, collate};
use anyhow::{Context, Result, ensure};
use burn::tensor::Device;
use burn::tensor::activation::{sigmoid, softmax};
use dfaf::Dfaf;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use text::{FIRST_WORD, PADDING, UNKNOWN};

use super::run::{Run, places, weights_in};
use crate::progress::Progress;

/// Questions that are answered at once.
const BATCH: usize = 128;
/// An answer that the teachers hold less probable than this is none.
const LEAST: f32 = 0.01;

/// Trained networks that answer together.
pub struct Teachers {
    networks: Vec<Dfaf>,
    /// What each of them is.
    pub run: Run,
}

impl Teachers {
    /// Opens runs, or models exported from them, of one recipe; at least one.
    pub fn open(folders: &[PathBuf]) -> Result<Self> {
        let first = folders.first().context("no run is named")?;
        let (run, network) = network(first)?;
        let mut networks = vec![network];
        for folder in &folders[1..] {
            let (other, network) = self::network(folder)?;
            ensure!(
                other.answers == run.answers && other.words == run.words,
                "{} knows other words or answers than {}; give runs of one recipe",
                folder.display(),
                first.display()
            );
            networks.push(network);
        }
        Ok(Self { networks, run })
    }

    /// The mean of all networks' probabilities, `[examples, answers]`
    /// flattened.
    pub fn probabilities(&self, examples: &[&Example], files: &[Features]) -> Result<Vec<f32>> {
        let n_answers = self.run.answers.len();
        let mut mean = vec![0.0; examples.len() * n_answers];
        for network in &self.networks {
            let batch = collate(examples, files, n_answers, &Device::flex())?;
            let logits = network.forward(batch.input).logits;
            let each = match self.run.network.exclusive_answers {
                true => softmax(logits, 1),
                false => sigmoid(logits),
            };
            for (mean, value) in mean.iter_mut().zip(each.into_data().iter::<f32>()) {
                *mean += value / self.networks.len() as f32;
            }
        }
        Ok(mean)
    }
}

/// Who learns from teachers, and may know other words and answers than they.
pub struct Pupil<'a> {
    teachers: &'a Teachers,
    /// For each word id of the pupil, that of the teachers.
    words: Vec<u32>,
    /// For each answer of the teachers, the place of the pupil's.
    answers: Vec<Option<usize>>,
}

impl<'a> Pupil<'a> {
    /// `words` are without the two special ones.
    pub fn new(teachers: &'a Teachers, words: &[String], answers: &[String]) -> Self {
        Self {
            teachers,
            words: [PADDING, UNKNOWN]
                .into_iter()
                .chain(places(words, &teachers.run.words).map(|at| match at {
                    Some(at) => at as u32 + FIRST_WORD,
                    None => UNKNOWN,
                }))
                .collect(),
            answers: places(&teachers.run.answers, answers).collect(),
        }
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
        let mut swapped: Vec<Example> = known
            .iter()
            .flat_map(|one| std::iter::repeat_n(one, n))
            .map(|one| about(one, &known[random.random_range(..known.len())]))
            .collect();
        let mut progress = Progress::new("questions to the teachers", swapped.len());
        let mut done = 0;
        for batch in swapped.chunks_mut(BATCH) {
            self.answer(batch, files)?;
            done += batch.len();
            progress.at(done, "");
        }
        Ok(swapped)
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
            let targets: Vec<(usize, f32)> = self
                .answers
                .iter()
                .zip(said)
                .filter(|(_, probability)| **probability >= LEAST)
                .filter_map(|(place, probability)| Some(((*place)?, *probability)))
                .collect();
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

/// What is in the folder of a run or of an exported model.
fn network(folder: &Path) -> Result<(Run, Dfaf)> {
    let run = Run::open(folder)?;
    let network = weights_in(folder, &run.network, &Device::flex())?;
    Ok((run, network))
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
}
