//! What trained networks answer, for others to learn from (Hinton, Vinyals and
//! Dean, *Distilling the Knowledge in a Neural Network*, 2015).

mod asked;
mod priors;
mod teachers;

use std::path::PathBuf;

use ::train::{Example, Features, Recipe};
use anyhow::{Context, Result};
use data::{DataSet, Question};
use text::Vocabulary;

use crate::output;
use crate::progress::Progress;
use crate::write::write;
use asked::{Asked, Known};
use priors::{Priors, Weights};
use teachers::Teachers;

/// Questions that are answered at once.
const BATCH: usize = 128;

/// Let trained networks answer the questions of a recipe's source, the same
/// about other photos, or new ones made out of them.
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
    /// Each question about so many other photos, in the place of its own.
    #[arg(long, default_value_t = 0)]
    swaps: usize,
    /// So many new questions for each, which begin as it does and end as another
    /// one, about photos chosen at random.
    #[arg(long, default_value_t = 0)]
    splices: usize,
    /// Answers that are less probable are none, 0..1.
    #[arg(long, default_value_t = 0.01)]
    least: f32,
    /// Leave out questions whose best answer is less probable than this, 0..1.
    #[arg(long, default_value_t = 0.0)]
    sure: f32,
    #[command(flatten)]
    priors: Weights,
    /// What everything random follows from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let teachers = Teachers::open(&arguments.teachers)?;
    let recipe = Recipe::read(&arguments.recipe)?;
    let mut sources = recipe.sources.iter();
    let source = sources.find(|source| source.name == arguments.source);
    let source =
        source.with_context(|| format!("the recipe has no source `{}`", arguments.source))?;
    let (learnt, _) = source.read(&arguments.data)?;
    let files = [Features::open(&arguments.features.join(&source.features))?];
    let known = Known::new(&learnt, &files[0], recipe.max_words)?;
    let asked = match (arguments.swaps, arguments.splices) {
        (0, 0) => known.as_they_are(),
        (swaps, splices) => known.others(swaps, splices, arguments.seed),
    };
    let priors = match arguments.priors.count() {
        true => Some(Priors::learn(
            &known,
            &files[0],
            &teachers.run.answers,
            &arguments.priors,
            &arguments.features,
        )?),
        false => None,
    };

    let vocabulary = Vocabulary::new(teachers.run.words.clone())?;
    let mut progress = Progress::new("questions", asked.len());
    let mut set = DataSet::default();
    for (at, batch) in asked.chunks(BATCH).enumerate() {
        let example = |asked: &Asked| {
            let words = vocabulary.encode(&asked.text, teachers.run.max_words);
            let words = words.with_context(|| format!("`{}`", asked.text))?;
            Ok(Example::new(0, asked.row, words.ids, Vec::new()))
        };
        let examples: Vec<Example> = batch.iter().map(example).collect::<Result<_>>()?;
        let mut said = teachers.probabilities(&examples, &files)?;
        for (asked, said) in batch
            .iter()
            .zip(said.chunks_mut(teachers.run.answers.len()))
        {
            if let Some(priors) = &priors {
                priors.weigh(asked, &known, said);
            }
            let named = teachers.run.answers.iter().zip(said.iter());
            let named = named.filter(|(_, p)| **p >= arguments.least);
            let scores: Vec<(String, f32)> = named.map(|(a, p)| (a.clone(), *p)).collect();
            let best = said.iter().copied().fold(0.0, f32::max);
            if best < arguments.sure || scores.is_empty() {
                continue;
            }
            let photo = files[0].name(asked.row).to_owned();
            let question = Question::of_set(0, photo, asked.text.clone(), Vec::new());
            set.questions.push(Question { scores, ..question });
        }
        progress.at(at * BATCH + batch.len(), "");
    }
    drop(progress);
    write(&arguments.out, &set)?;
    output::line(&format!(
        "{} left out as too doubtful, {} about photos without features",
        asked.len() - set.questions.len(),
        known.n_without_features
    ))
}
