use std::path::PathBuf;

use ::train::{Places, Reporter};
use anyhow::Result;

use crate::device::Devices;
use crate::output;
use crate::progress::Progress;

/// Where everything is that a recipe names, and what computes.
#[derive(Debug, clap::Args)]
pub struct Inputs {
    /// The folder that the recipe's paths start from.
    #[arg(long)]
    data: PathBuf,
    /// The folder of the features that `vqa prepare` or `vqa import-regions`
    /// wrote.
    #[arg(long)]
    features: PathBuf,
    /// Word vectors to start from (GloVe's text format); without them words start
    /// at random.
    #[arg(long)]
    vectors: Option<PathBuf>,
    /// The backbone's weights, for recipes that train its last stages.
    #[arg(long)]
    backbone: Option<PathBuf>,
    #[command(flatten)]
    pub devices: Devices,
}

impl Inputs {
    pub fn places(&self) -> Places {
        Places {
            data: self.data.clone(),
            features: self.features.clone(),
            vectors: self.vectors.clone(),
            backbone: self.backbone.clone(),
        }
    }
}

/// Tells on the terminal what a run does.
#[derive(Default)]
pub struct Terminal {
    progress: Option<Progress>,
}

impl Reporter for Terminal {
    fn line(&mut self, text: &str) -> Result<()> {
        self.progress = None;
        output::line(text)
    }

    fn step(&mut self, before: usize, done: usize, total: usize, note: &str) {
        let start = || Progress::resumed("steps", total, before);
        self.progress.get_or_insert_with(start).at(done, note);
    }
}
