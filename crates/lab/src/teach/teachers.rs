use std::path::{Path, PathBuf};

use ::train::{Example, Features, Run, collate, network_in};
use anyhow::{Context, Result, ensure};
use burn::tensor::Device;
use burn::tensor::activation::{sigmoid, softmax};
use dfaf::Dfaf;

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
    pub fn probabilities(&self, examples: &[Example], files: &[Features]) -> Result<Vec<f32>> {
        let n_answers = self.run.answers.len();
        let examples: Vec<&Example> = examples.iter().collect();
        let mut mean = vec![0.0; examples.len() * n_answers];
        for network in &self.networks {
            let batch = collate(&examples, files, n_answers, &Device::flex())?;
            let logits = network.forward(batch.input()).logits;
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

/// What is in the folder of a run or of an exported model.
fn network(folder: &Path) -> Result<(Run, Dfaf)> {
    let run = Run::open(folder)?;
    let network = network_in(folder, &run.network, &Device::flex())?;
    Ok((run, network))
}
