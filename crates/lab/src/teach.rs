//! What trained networks answer, for others to learn from (Hinton, Vinyals and
//! Dean, *Distilling the Knowledge in a Neural Network*, 2015).

mod teachers;

use std::collections::HashMap;
use std::path::PathBuf;

use ::train::Recipe;
use anyhow::{Context, Result, ensure};
use data::{DataSet, Question};

use crate::output;
use crate::progress::Progress;
use crate::write::write;
use teachers::Teachers;

/// Questions that are answered at once.
const BATCH: usize = 128;

/// Let trained networks answer the questions of a recipe's source.
///
/// Their mean probabilities are written as the scores of the answers, in the
/// format of VQA v2, for a student to learn from; with `--own`, what is known
/// of the answers is mixed in. What is held out of the source is not asked.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of a run of `vqa train`, or of a model exported from one; may
    /// be given several times.
    #[arg(long = "teacher", required = true)]
    teachers: Vec<PathBuf>,
    /// The recipe that names the source (TOML).
    #[arg(long)]
    recipe: PathBuf,
    /// The source.
    #[arg(long)]
    source: String,
    /// The folder that the recipe's paths start from.
    #[arg(long)]
    data: PathBuf,
    /// The folder of the features; may be given once for each teacher, where
    /// they look at photos in different ways.
    #[arg(long, required = true)]
    features: Vec<PathBuf>,
    /// The folder to write.
    #[arg(long)]
    out: PathBuf,
    /// Answers that are less probable are none, 0..1.
    #[arg(long, default_value_t = 0.01)]
    least: f32,
    /// Leave out questions whose best answer is less probable than this, 0..1.
    #[arg(long, default_value_t = 0.0)]
    sure: f32,
    /// How much counts what is known of the answers already, 0..1: people's, or
    /// a teacher's before. Where some are known to be wrong, what is known
    /// stays as it is.
    #[arg(long, default_value_t = 0.0)]
    own: f32,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    ensure!(
        (0.0..=1.0).contains(&arguments.own),
        "--own is {}; it must be from 0 to 1",
        arguments.own
    );
    let recipe = Recipe::read(&arguments.recipe)?;
    let mut sources = recipe.sources.iter();
    let source = sources.find(|source| source.name == arguments.source);
    let source =
        source.with_context(|| format!("the recipe has no source `{}`", arguments.source))?;
    let (set, _) = source.split(&arguments.data)?;
    let folders = arguments.features.iter();
    let features: Vec<PathBuf> = folders
        .map(|folder| folder.join(&source.features))
        .collect();
    let teachers = Teachers::open(&arguments.teachers, &features)?;
    let asked = teachers.seen(&set.questions);
    ensure!(
        !asked.is_empty(),
        "no question is about a photo with features"
    );

    let numbered = teachers.answers.iter().zip(0..);
    let places: HashMap<&str, usize> = numbered.map(|(answer, at)| (answer.as_str(), at)).collect();
    let mut progress = Progress::new("questions", asked.len());
    let mut answered = DataSet::default();
    for (at, batch) in asked.chunks(BATCH).enumerate() {
        let said = teachers.probabilities(batch)?;
        for (question, said) in batch.iter().zip(said.chunks(teachers.answers.len())) {
            let best = said.iter().copied().fold(0.0, f32::max);
            let scores = mixed(question, said, arguments, &places);
            if best >= arguments.sure && !scores.is_empty() {
                let named = scores.into_iter();
                let named = named.map(|(at, score)| (teachers.answers[at].clone(), score));
                let (photo, text) = (question.image.clone(), question.text.clone());
                answered.questions.push(Question {
                    scores: named.collect(),
                    ..Question::of_set(0, photo, text, Vec::new())
                });
            }
        }
        progress.at(at * BATCH + batch.len(), "");
    }
    drop(progress);
    write(&arguments.out, &answered)?;
    output::line(&format!(
        "{} left out as too doubtful, {} about photos without features",
        asked.len() - answered.questions.len(),
        set.questions.len() - asked.len()
    ))
}

/// What is known of a question's answers, and what the teachers say of them:
/// places and scores.
fn mixed(
    question: &Question,
    said: &[f32],
    arguments: &Arguments,
    places: &HashMap<&str, usize>,
) -> Vec<(usize, f32)> {
    let known = question.soft_targets(|answer| places.get(answer).copied());
    let is_partly_known = question.is_partly_known();
    let own = if question.is_answered() && !is_partly_known {
        arguments.own
    } else {
        0.0
    };
    let mut scores: Vec<f32> = said.iter().map(|said| (1.0 - own) * said).collect();
    for &(at, score) in &known {
        scores[at] = if is_partly_known {
            score
        } else {
            scores[at] + own * score
        };
    }
    let is_named = |at: usize| is_partly_known && known.iter().any(|(known, _)| *known == at);
    let numbered = scores.into_iter().enumerate();
    numbered
        .filter(|(at, score)| *score >= arguments.least || is_named(*at))
        .collect()
}
