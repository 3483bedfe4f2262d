use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ::train::{Example, Features, collate};
use anyhow::{Context, Result, ensure};
use burn::module::Module;
use burn::tensor::Device;
use burn::tensor::activation::{sigmoid, softmax};
use dfaf::Dfaf;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{BEST, RUN, Run};
use crate::model_folder;
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
    /// Opens runs of one recipe, at least one.
    pub fn open(folders: &[PathBuf]) -> Result<Self> {
        let first = folders.first().context("no run is named")?;
        let run = described(first)?;
        let mut networks = Vec::new();
        for folder in folders {
            let other = described(folder)?;
            ensure!(
                other.answers == run.answers && other.words == run.words,
                "{} knows other words or answers than {}; give runs of one recipe",
                folder.display(),
                first.display()
            );
            let network = other
                .network
                .init(&Device::flex())?
                .try_load_file(folder.join(BEST))
                .with_context(|| format!("the weights in {} cannot be loaded", folder.display()))?;
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

    /// Each question about `swaps` other photos of the same features, chosen at
    /// random, with what the teachers say (Hinton, Vinyals and Dean,
    /// *Distilling the Knowledge in a Neural Network*, 2015).
    pub fn swapped(
        &self,
        known: &[Example],
        files: &[Features],
        swaps: usize,
        seed: u64,
    ) -> Result<Vec<Example>> {
        let mut of_file: HashMap<usize, Vec<&Example>> = HashMap::new();
        for example in known {
            of_file.entry(example.file).or_default().push(example);
        }
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut swapped: Vec<Example> = Vec::new();
        for example in known.iter().flat_map(|one| std::iter::repeat_n(one, swaps)) {
            let others = &of_file[&example.file];
            let other = others[random.random_range(..others.len())];
            swapped.push(about(example, other));
        }
        let mut progress = Progress::new("questions to the teachers", swapped.len());
        let n_answers = self.run.answers.len();
        let mut done = 0;
        for batch in swapped.chunks_mut(BATCH) {
            let asked: Vec<&Example> = batch.iter().collect();
            let said = self.probabilities(&asked, files)?;
            for (example, said) in batch.iter_mut().zip(said.chunks(n_answers)) {
                let targets: Vec<(usize, f32)> = said
                    .iter()
                    .copied()
                    .enumerate()
                    .filter(|(_, probability)| *probability >= LEAST)
                    .collect();
                for view in &mut example.views {
                    view.targets.clone_from(&targets);
                }
                example.targets = targets;
            }
            done += batch.len();
            progress.at(done, "");
        }
        Ok(swapped)
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

fn described(folder: &Path) -> Result<Run> {
    serde_json::from_slice(&model_folder::read(&folder.join(RUN))?)
        .with_context(|| format!("{} holds no run", folder.display()))
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
