use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::ArgGroup;
use data::wups::{self, WordNet};
use data::{Answered, DataSet, ImageFolder, Question, Tally, TypeScore, boxes, detections};
use vqa::{Scene, Vqa};

use crate::question_set::QuestionSet;
use crate::{model_folder, output, photos};

/// What the questions about boxes follow from.
const SEED: u64 = 1;
/// The thresholds that WUPS is published at.
const WUPS_AT: [f64; 2] = [0.9, 0.0];

/// Measure a model on VQA v2 files, on DAQUAR, on easy-VQA, or by boxes.
///
/// With `--boxes`, questions are made from what people boxed: whether a thing
/// is there (asked as often where it is not), how many, what it is, on which
/// side of another thing.
/// A photo that is missing or damaged is named and counted as wrong. Where the
/// questions have types (VQA v2), a table says how each type does. The last
/// line is one JSON object, in percent.
#[derive(Debug, clap::Args)]
#[command(group(ArgGroup::new("asked").required(true).args(["questions", "daquar", "easy_vqa", "boxes"])))]
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
    /// Boxes of things in photos, `[class 0..79, cx, cy, w, h]` in rows by
    /// photo; the photos are in `images/` beside the file.
    #[arg(long, conflicts_with_all = ["questions", "daquar", "easy_vqa"])]
    boxes: Option<PathBuf>,
    /// Only "is this a ..?" about what anybody would say that it is, as often
    /// where it is something else of its kind.
    #[arg(long, requires = "boxes")]
    evident: bool,
    /// Only "is this a .. or a ..?" about the same things, and whether photos
    /// were taken inside or outside, as many of each.
    #[arg(long, requires = "boxes", conflicts_with = "evident")]
    choices: bool,
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
    let loaded = match &arguments.boxes {
        Some(file) => Some(about_boxes(file, arguments)?),
        None => arguments.set.load()?,
    };
    let (set, folder) = loaded.context("there is no set of questions to ask")?;

    let by_photo = photos::by_photo(&set.questions);
    let asked = photos::visit(&model, &folder, &by_photo, |scene, question| {
        best_answer(&model, scene, question)
    });
    let answers: HashMap<u64, String> = asked.answers.into_iter().collect();
    let mut tally = Tally::default();
    let mut results = Vec::with_capacity(set.questions.len());
    for question in &set.questions {
        let answer = answers.get(&question.id).cloned().unwrap_or_default();
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
    let n_lost = set.questions.len() - answers.len();
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

/// The wanted questions that the boxes of a file give, and the photos beside it.
fn about_boxes(file: &Path, wanted: &Arguments) -> Result<(DataSet, ImageFolder)> {
    let seen = detections::of_boxes(&boxes::load(file)?);
    let mut set = match (wanted.evident, wanted.choices) {
        (true, _) => detections::evident(&seen, SEED),
        (_, true) => detections::choices(&seen, SEED),
        _ => detections::questions(&seen, usize::MAX, SEED),
    };
    wanted.set.narrow(&mut set)?;
    let images = file.parent().unwrap_or(Path::new(".")).join("images");
    Ok((set, ImageFolder::open(&images)?))
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

/// The best answer to a question, and the question's id.
fn best_answer(model: &Vqa, scene: &Scene, question: &Question) -> Result<(u64, String)> {
    let reply = pollster::block_on(model.ask(scene, &question.text, 1))
        .with_context(|| format!("question {}", question.id))?;
    let best = reply.answers.into_iter().next();
    let best = best.map(|answer| answer.answer).unwrap_or_default();
    Ok((question.id, best))
}
