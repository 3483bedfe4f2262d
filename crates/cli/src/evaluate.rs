use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::ArgGroup;
use data::wups::{self, WordNet};
use data::{Answered, DataSet, ImageFolder, Question, Tally, TypeScore};
use rayon::prelude::*;
use vqa::Vqa;

use crate::progress::Progress;
use crate::question_set::QuestionSet;
use crate::{model_folder, output, photo_file};

/// The thresholds that WUPS is published at.
const WUPS_AT: [f64; 2] = [0.9, 0.0];

/// Measure a model on VQA v2 files, on DAQUAR or on easy-VQA.
///
/// A photo that is missing or damaged is named and counted as wrong. Where the
/// questions have types (VQA v2), a table says how each type does. The last
/// line is one JSON object, in percent.
#[derive(Debug, clap::Args)]
#[command(group(ArgGroup::new("asked").required(true).args(["questions", "daquar", "easy_vqa"])))]
pub struct Arguments {
    /// The model's folder, with `manifest.json` in it.
    #[arg(long)]
    model: PathBuf,
    #[command(flatten)]
    set: QuestionSet,
    /// DAQUAR: a folder with WordNet's index.noun, data.noun and noun.exc, for
    /// the measure WUPS.
    #[arg(long, requires = "daquar", conflicts_with_all = ["questions", "easy_vqa"])]
    wordnet: Option<PathBuf>,
    /// Where the official results file is written.
    #[arg(long)]
    results: Option<PathBuf>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let model = model_folder::open(&arguments.model)?;
    let wordnet = arguments
        .wordnet
        .as_deref()
        .map(WordNet::open)
        .transpose()?;
    let loaded = arguments.set.load()?;
    let (set, folder) = loaded.context("there is no set of questions to ask")?;

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
    print_types(&tally.by_question_type())?;
    if let Some(wordnet) = &wordnet {
        output::line(&wups_line(wordnet, &set, &results))?;
    }
    output::line(&serde_json::to_string(&tally.scores())?)
}

/// One line for each type of question, where there are types.
fn print_types(types: &[TypeScore]) -> Result<()> {
    let heading = "question type";
    let lengths = types
        .iter()
        .map(|score| score.question_type.chars().count());
    let Some(width) = lengths.max().map(|longest| longest.max(heading.len())) else {
        return Ok(());
    };
    output::line(&format!("{heading:<width$}  {:>6}  {:>6}", "%", "n"))?;
    for score in types {
        output::line(&format!(
            "{:<width$}  {:>6.2}  {:>6}",
            score.question_type, score.accuracy, score.n
        ))?;
    }
    Ok(())
}

/// WUPS of all answers in percent, a missing answer being like nothing.
fn wups_line(wordnet: &WordNet, set: &DataSet, results: &[Answered]) -> String {
    let at = |threshold: f64| {
        let scores = set.questions.iter().zip(results).map(|(question, said)| {
            let alike = |truth: &String| wups::score(wordnet, truth, &said.answer, threshold);
            question.answers.iter().map(alike).fold(0.0, f64::max)
        });
        let mean = scores.sum::<f64>() / results.len().max(1) as f64;
        format!("{:.2} at {threshold:.1}", data::percent(mean))
    };
    format!("WUPS: {}", WUPS_AT.map(at).join(", "))
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
