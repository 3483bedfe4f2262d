use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::{ArgGroup, ValueEnum};
use data::{Answered, DataSet, ImageFolder, Question, Tally, daquar, vqa_v2};
use rayon::prelude::*;
use vqa::Vqa;

use crate::progress::Progress;
use crate::{model_folder, output, photo_file};

/// Measure a model on VQA v2 files or on DAQUAR.
///
/// A photo that is missing or damaged is named and counted as wrong. The last
/// line is one JSON object, in percent.
#[derive(Debug, clap::Args)]
#[command(group(ArgGroup::new("set").required(true).args(["questions", "daquar"])))]
pub struct Arguments {
    /// The model's folder, with `manifest.json` in it.
    #[arg(long)]
    model: PathBuf,
    /// VQA v2: the folder of photos (`COCO_val2014_000000000042.jpg`,
    /// `000000000042.jpg` or `42.jpg`, also .png).
    #[arg(long, requires = "questions")]
    images: Option<PathBuf>,
    /// VQA v2: the official questions file.
    #[arg(long, requires = "annotations", requires = "images")]
    questions: Option<PathBuf>,
    /// VQA v2: the official annotations file.
    #[arg(long, requires = "questions")]
    annotations: Option<PathBuf>,
    /// Where the official results file is written.
    #[arg(long)]
    results: Option<PathBuf>,
    /// The folder of DAQUAR, photos in `images/`.
    #[arg(long)]
    daquar: Option<PathBuf>,
    /// Which split of DAQUAR is measured; always its test part.
    #[arg(long, value_enum, default_value_t = Split::Official, requires = "daquar")]
    split: Split,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Split {
    Official,
    Random,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let model = model_folder::open(&arguments.model)?;
    let (set, folder) = load(arguments)?;
    ensure!(!set.questions.is_empty(), "there is no question to ask");
    let folder = ImageFolder::open(&folder)?;

    let asked = ask_all(&model, &set, &folder);
    let mut tally = Tally::default();
    let mut results = Vec::with_capacity(set.questions.len());
    for question in &set.questions {
        let answer = asked.answers.get(&question.id).cloned().unwrap_or_default();
        tally.add(question, &answer);
        results.push(Answered {
            question_id: question.id,
            answer,
        });
    }
    if let Some(path) = &arguments.results {
        std::fs::write(path, data::results_json(&results)?)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    for problem in &asked.problems {
        eprintln!("{problem}");
    }
    let n_lost = set.questions.len() - asked.answers.len();
    if n_lost > 0 {
        output::line(&format!(
            "{n_lost} of {} questions could not be asked; they count as wrong",
            set.questions.len()
        ))?;
    }
    output::line(&serde_json::to_string(&tally.scores())?)
}

fn load(arguments: &Arguments) -> Result<(DataSet, PathBuf)> {
    if let Some(folder) = &arguments.daquar {
        let split = match arguments.split {
            Split::Official => daquar::Split::Official,
            Split::Random => daquar::Split::Random,
        };
        let set = daquar::load(folder, split, daquar::Part::Test)?;
        return Ok((set, folder.join("images")));
    }
    let needed = (
        &arguments.questions,
        &arguments.annotations,
        &arguments.images,
    );
    let (Some(questions), Some(annotations), Some(images)) = needed else {
        anyhow::bail!("--questions, --annotations and --images belong together");
    };
    Ok((vqa_v2::load(questions, annotations)?, images.clone()))
}

/// What the model said, and what went wrong.
#[derive(Default)]
struct Asked {
    answers: HashMap<u64, String>,
    problems: Vec<String>,
}

/// Asks all questions, photo by photo, so that each is looked at once.
fn ask_all(model: &Vqa, set: &DataSet, folder: &ImageFolder) -> Asked {
    let mut by_photo: BTreeMap<&str, Vec<&Question>> = BTreeMap::new();
    for question in &set.questions {
        by_photo.entry(&question.image).or_default().push(question);
    }
    let by_photo: Vec<(&str, Vec<&Question>)> = by_photo.into_iter().collect();
    let mut progress = Progress::new("photos", by_photo.len());
    let mut asked = Asked::default();
    // In slices, so that the progress is spoken of from one thread.
    for (at, slice) in by_photo.chunks(16).enumerate() {
        let parts: Vec<Asked> = slice
            .par_iter()
            .map(|(image, questions)| ask_photo(model, folder.find(image), image, questions))
            .collect();
        for part in parts {
            asked.answers.extend(part.answers);
            asked.problems.extend(part.problems);
        }
        progress.at((at * 16 + slice.len()).min(by_photo.len()), "");
    }
    asked
}

fn ask_photo(model: &Vqa, file: Option<&Path>, image: &str, questions: &[&Question]) -> Asked {
    let mut asked = Asked::default();
    let Some(file) = file else {
        asked.problems.push(format!("missing photo: {image}"));
        return asked;
    };
    let photo = match photo_file::read(file) {
        Ok(photo) => photo,
        Err(error) => {
            asked.problems.push(format!("{error:#}"));
            return asked;
        }
    };
    let scene = model.look(&photo);
    for question in questions {
        match pollster::block_on(model.ask(&scene, &question.text, 1)) {
            Ok(reply) => {
                let best = reply.answers.into_iter().next();
                let best = best.map(|answer| answer.answer).unwrap_or_default();
                asked.answers.insert(question.id, best);
            }
            Err(error) => asked
                .problems
                .push(format!("question {}: {error}", question.id)),
        }
    }
    asked
}
