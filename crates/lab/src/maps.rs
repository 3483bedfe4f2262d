mod areas;
mod attention;
mod faithful;
mod followed;
mod picture;
pub mod pointing;

use std::path::PathBuf;

use anyhow::Result;
use clap::ArgGroup;
use serde::Serialize;

use crate::question_set::{QuestionSet, draw};
use crate::{model_folder, output};
use faithful::Faithful;
use pointing::{Pointing, Which};

/// Measure how true the maps are that come with the answers.
///
/// With a set of questions: whether an answer falls when the cells that spoke
/// for it are hidden (deletion), and rises when they are shown first
/// (insertion). With `--boxes`: whether the map of "yes" points at the thing
/// that was asked for (pointing). The last line is one JSON object.
/// `crates/train/RESULTS.md` says what the figures mean.
#[derive(Debug, clap::Args)]
#[command(group(ArgGroup::new("measured").required(true).multiple(true)
    .args(["questions", "daquar", "easy_vqa", "boxes"])))]
pub struct Arguments {
    /// The model's folder, with `manifest.json` in it.
    #[arg(long)]
    model: PathBuf,
    #[command(flatten)]
    set: QuestionSet,
    /// How many questions of the set are asked, drawn at random.
    #[arg(long, default_value_t = 300)]
    limit: usize,
    /// What the draw and the random order of hiding follow from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where a picture of deletion and insertion is written, an SVG.
    #[arg(long, requires = "set")]
    curves: Option<PathBuf>,
    /// Boxes of things in photos, `[class 0..79, cx, cy, w, h]` in rows by photo;
    /// the photos are in `images/` beside the file.
    #[arg(long)]
    boxes: Option<PathBuf>,
    #[command(flatten)]
    which: Which,
}

/// The last line.
#[derive(Serialize)]
struct Summary {
    #[serde(flatten)]
    faithful: Option<areas::Summary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointing: Option<Pointing>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let model = model_folder::open(&arguments.model)?;
    let mut summary = Summary {
        faithful: None,
        pointing: None,
    };
    if let Some((set, folder)) = arguments.set.load()? {
        let drawn = draw(&set.questions, arguments.limit, arguments.seed);
        let measured = Faithful::measure(&model, &drawn, &folder, arguments.seed)?;
        let figures = areas::Summary::of(&measured);
        figures.table().iter().try_for_each(|l| output::line(l))?;
        if let Some(path) = &arguments.curves {
            fs_err::write(path, picture::svg(&measured)?)?;
        }
        summary.faithful = Some(figures);
    }
    if let Some(file) = &arguments.boxes {
        let pointing = pointing::measure(&model, file, &arguments.which)?;
        pointing.table().iter().try_for_each(|l| output::line(l))?;
        summary.pointing = Some(pointing);
    }
    output::line(&serde_json::to_string(&summary)?)
}
