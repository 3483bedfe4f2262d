//! What trained networks answer, for others to learn from (Hinton, Vinyals and
//! Dean, *Distilling the Knowledge in a Neural Network*, 2015).

mod teachers;

use std::path::PathBuf;

use ::train::{Example, Features, Photos, Recipe};
use anyhow::{Context, Result, ensure};
use data::{DataSet, Question};
use text::Vocabulary;

use crate::output;
use crate::progress::Progress;
use crate::write::write;
use teachers::Teachers;

/// Questions that are answered at once.
const BATCH: usize = 128;

/// Let trained networks answer the questions of a recipe's source.
///
/// Their mean probabilities are written as the scores of the answers, in the
/// format of VQA v2, for a student to learn from. What is held out of the
/// source is not asked.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of a run of `vqa train`, or of a model exported from one; may
    /// be given several times, for runs of one recipe.
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
    /// The folder of the features.
    #[arg(long)]
    features: PathBuf,
    /// The folder to write.
    #[arg(long)]
    out: PathBuf,
    /// Answers that are less probable are none, 0..1.
    #[arg(long, default_value_t = 0.01)]
    least: f32,
    /// Leave out questions whose best answer is less probable than this, 0..1.
    #[arg(long, default_value_t = 0.0)]
    sure: f32,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let teachers = Teachers::open(&arguments.teachers)?;
    let recipe = Recipe::read(&arguments.recipe)?;
    let mut sources = recipe.sources.iter();
    let source = sources.find(|source| source.name == arguments.source);
    let source =
        source.with_context(|| format!("the recipe has no source `{}`", arguments.source))?;
    let (set, _) = source.split(&arguments.data)?;
    let files = [Features::open(&arguments.features.join(&source.features))?];
    let asked = with_features(&set, &files[0]);
    ensure!(
        !asked.is_empty(),
        "no question is about a photo with features"
    );

    let vocabulary = Vocabulary::new(teachers.run.words.clone())?;
    let example = |(row, question): &(usize, &Question)| {
        let words = vocabulary.encode(&question.text, teachers.run.max_words);
        let words = words.with_context(|| format!("`{}`", question.text))?;
        Ok(Example::new(0, *row, words.ids, Vec::new()))
    };
    let mut progress = Progress::new("questions", asked.len());
    let mut answered = DataSet::default();
    for (at, batch) in asked.chunks(BATCH).enumerate() {
        let examples: Vec<Example> = batch.iter().map(example).collect::<Result<_>>()?;
        let said = teachers.probabilities(&examples, &files)?;
        for ((row, question), said) in batch.iter().zip(said.chunks(teachers.run.answers.len())) {
            let named = teachers.run.answers.iter().zip(said);
            let named = named.filter(|(_, p)| **p >= arguments.least);
            let scores: Vec<(String, f32)> = named.map(|(a, p)| (a.clone(), *p)).collect();
            let best = said.iter().copied().fold(0.0, f32::max);
            if best >= arguments.sure && !scores.is_empty() {
                let photo = files[0].name(*row).to_owned();
                let question = Question::of_set(0, photo, question.text.clone(), Vec::new());
                answered.questions.push(Question { scores, ..question });
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

/// The questions whose photos have features, each with the photo's row.
fn with_features<'a>(set: &'a DataSet, features: &Features) -> Vec<(usize, &'a Question)> {
    let photos = Photos::of(features);
    let row = |question: &Question| features.row(photos.name(&question.image)?);
    let questions = set.questions.iter();
    questions
        .filter_map(|question| Some((row(question)?, question)))
        .collect()
}
