mod classes;
mod corpus;
mod reader;
mod recipe_file;
mod sources;
mod teachers;
mod words;

use std::path::{Path, PathBuf};
use std::time::Instant;

use ::train::{Checkpoint, Epoch, History, Trainer, curves_svg};
use anyhow::{Context, Result, ensure};
use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};
use dfaf::{Dfaf, DfafConfig};
use serde::{Deserialize, Serialize};
use vision::VisionConfig;

use crate::device::Kind;
use crate::output;
use crate::progress::Progress;
use crate::vectors::WordVectors;
use corpus::Corpus;

pub use corpus::part_of_photo;
pub use reader::Photos;
pub use recipe_file::{RecipeFile, Sizes};
pub use teachers::Teachers;

/// What a run is about, beside its checkpoint.
pub const RUN: &str = "run.json";
/// What happened, epoch by epoch.
pub const HISTORY: &str = "history.json";
/// The weights of the best epoch.
pub const BEST: &str = "best.bpk";

/// Train a network on cached features.
///
/// After every epoch the run writes a checkpoint, a history and its curves. A
/// run that was cut off goes on when the same command is given again.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The recipe: data sets, sizes, schedule (TOML).
    #[arg(long)]
    recipe: PathBuf,
    #[command(flatten)]
    inputs: Inputs,
    /// The folder of the run.
    #[arg(long)]
    out: PathBuf,
    /// Another seed than the recipe's.
    #[arg(long)]
    seed: Option<u64>,
    /// The folder of a trained run to start from, with its words and its
    /// answers.
    #[arg(long)]
    from: Option<PathBuf>,
    /// Stop after so many epochs of the recipe's; the same command without it
    /// goes on.
    #[arg(long)]
    stop_after: Option<usize>,
}

/// Where everything is that a recipe names.
#[derive(Debug, clap::Args)]
pub struct Inputs {
    /// The folder that the recipe's paths start from.
    #[arg(long)]
    data: PathBuf,
    /// The folder of the features that `vqa prepare` or `vqa import-regions`
    /// wrote.
    #[arg(long)]
    features: PathBuf,
    /// Word vectors to start from (GloVe's text format).
    #[arg(long)]
    vectors: PathBuf,
    /// The backbone's weights, for sources that ask about its classes.
    #[arg(long)]
    backbone: Option<PathBuf>,
    /// The names of its classes, one class a line.
    #[arg(long)]
    classes: Option<PathBuf>,
    /// The folder of a trained run, or of a model exported from one, for
    /// recipes that learn from teachers; may be given several times.
    #[arg(long = "teacher")]
    teachers: Vec<PathBuf>,
    /// What computes the steps.
    #[arg(long, value_enum, default_value_t = Kind::Cpu)]
    device: Kind,
}

/// Everything of a run that its weights do not say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    pub network: DfafConfig,
    /// How photos are looked at; nobody here can look at one the way that
    /// imported features were made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vision: Option<VisionConfig>,
    pub max_words: usize,
    pub words: Vec<String>,
    pub answers: Vec<String>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let mut file = RecipeFile::read(&arguments.recipe)?;
    if let Some(seed) = arguments.seed {
        file.training.seed = seed;
    }
    let from = arguments.from.as_deref();
    let stop_after = arguments.stop_after.unwrap_or(usize::MAX);
    train(&file, &arguments.inputs, from, stop_after, &arguments.out)?;
    Ok(())
}

/// Makes a run in the folder `out`, or goes on with the one there, until it is
/// over or has seen `stop_after` epochs. A new one starts from what the run in
/// the folder `from` has learnt.
pub fn train(
    file: &RecipeFile,
    inputs: &Inputs,
    from: Option<&Path>,
    stop_after: usize,
    out: &Path,
) -> Result<History> {
    let device = inputs.device.open()?;
    let vectors = WordVectors::read(&inputs.vectors, file.word_dim())?;
    let before = from.map(Run::read).transpose()?;
    let mut corpus = Corpus::load(file, inputs, &vectors, before.as_ref())?;
    corpus.learn_from_teachers(file, &inputs.teachers)?;
    output::line(&corpus.summary())?;

    let run = describe(file, &corpus);
    std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let device = device.autodiff();
    let start = from.map(|from| learnt(&run, from, &device)).transpose()?;
    let mut trainer = trainer(file, &corpus, &run, &vectors, start, &device)?;
    if Checkpoint::exists(out) {
        ensure!(
            Run::read(out)? == run,
            "{} holds a run of another recipe; give another --out",
            out.display()
        );
        trainer = trainer.resume(out)?;
        output::line(&format!(
            "going on after epoch {}",
            trainer.history().epochs.len()
        ))?;
    }
    std::fs::write(out.join(RUN), serde_json::to_vec_pretty(&run)?)?;
    while !trainer.is_over() && trainer.history().epochs.len() < stop_after {
        epoch(&mut trainer, file, &corpus, out)?;
    }
    let history = trainer.history();
    if trainer.is_over() && history.epochs.len() < file.training.epochs {
        output::line(&format!(
            "no better for {} epochs: stopped after {} of {}",
            file.training.patience,
            history.epochs.len(),
            file.training.epochs
        ))?;
    }
    Ok(trainer.history().clone())
}

/// The network of a run, in sizes that another one wants it to have.
fn learnt(run: &Run, from: &Path, device: &Device) -> Result<Dfaf> {
    let network = run.network.init(device)?;
    network.try_load_file(from.join(BEST)).with_context(|| {
        format!(
            "{} holds a network of other sizes than the recipe's",
            from.display()
        )
    })
}

impl Run {
    /// The description in a run's folder.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(RUN);
        let json =
            std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_slice(&json)
            .with_context(|| format!("{} describes no run", path.display()))
    }
}

fn describe(file: &RecipeFile, corpus: &Corpus) -> Run {
    Run {
        network: file.network(
            corpus.words.len() + 2,
            corpus.answers.len(),
            corpus.region_dim(),
        ),
        vision: corpus.files[0].vision().cloned(),
        max_words: file.max_words,
        words: corpus.words.clone(),
        answers: corpus.answers.clone(),
    }
}

fn trainer(
    file: &RecipeFile,
    corpus: &Corpus,
    run: &Run,
    vectors: &WordVectors,
    start: Option<Dfaf>,
    device: &Device,
) -> Result<Trainer> {
    let names = corpus.dev.iter().map(|(name, _)| name.clone()).collect();
    let prepare = |model: Dfaf| {
        if let Some(start) = start {
            return start;
        }
        let model = match word_vectors(run, vectors, device) {
            Some(start) => model.with_word_vectors(start),
            None => model,
        };
        let model = model.with_answer_vectors(answer_vectors(run, vectors, device));
        let bias = TensorData::new(corpus.answer_bias(), [run.answers.len()]);
        model.with_answer_bias(Tensor::from_data(bias, device))
    };
    let training = file.training.clone();
    let trainer = Trainer::new(&run.network, training, names, device, prepare)?;
    let n_parameters = trainer.model().num_params();
    output::line(&format!("{n_parameters} parameters"))?;
    Ok(trainer)
}

/// GloVe's vectors for the words that it knows, small random ones for the
/// rest.
fn word_vectors(run: &Run, vectors: &WordVectors, device: &Device) -> Option<Tensor<2>> {
    let dim = run.network.word_dim;
    let shape = [run.network.n_words, dim];
    let random = Tensor::<2>::random(shape, burn::tensor::Distribution::Normal(0.0, 0.3), device);
    let mut values = random.into_data().try_into_vec::<f32>().ok()?;
    for (at, word) in run.words.iter().enumerate() {
        if let Some(vector) = vectors.get(word) {
            values[(at + 2) * dim..(at + 3) * dim].copy_from_slice(vector);
        }
    }
    Some(Tensor::from_data(TensorData::new(values, shape), device))
}

/// The mean vector of each answer's words, `[answers, word_dim]`.
fn answer_vectors(run: &Run, vectors: &WordVectors, device: &Device) -> Tensor<2> {
    let means = run.answers.iter().map(|answer| {
        let words = text::words(answer);
        vectors.mean(words.iter().map(|word| word.text.as_str()))
    });
    let values: Vec<f32> = means.flatten().collect();
    let shape = [run.answers.len(), run.network.word_dim];
    Tensor::from_data(TensorData::new(values, shape), device)
}

fn epoch(trainer: &mut Trainer, file: &RecipeFile, corpus: &Corpus, out: &Path) -> Result<()> {
    let started = Instant::now();
    let done = trainer.history().epochs.len();
    let steps = trainer.steps_an_epoch(corpus.train.len());
    let total = file.training.epochs * steps;
    let mut progress = Progress::resumed("steps", total, done * steps);
    let loss = trainer.epoch(&corpus.train, &corpus.files, &mut |step, loss| {
        let note = format!("epoch {}, loss {loss:.3}", done + 1);
        progress.at(done * steps + step, &note);
    })?;
    drop(progress);

    let mut dev = Vec::new();
    for (_, examples) in &corpus.dev {
        dev.push(trainer.measure(examples, &corpus.files)?);
    }
    let history = trainer.history();
    let scores: Vec<String> = history
        .dev
        .iter()
        .zip(&dev)
        .map(|(name, score)| format!("{name} {score:.2}"))
        .collect();
    output::line(&format!(
        "epoch {}: loss {loss:.3}, {}",
        done + 1,
        scores.join(", ")
    ))?;

    trainer.record(Epoch {
        loss,
        dev,
        seconds: started.elapsed().as_secs_f64(),
    });
    if trainer.history().best() == Some(done) {
        trainer
            .model()
            .save_file(out.join(BEST))
            .context("cannot write the best weights")?;
    }
    trainer.save(out, steps)?;
    let history = trainer.history();
    std::fs::write(out.join(HISTORY), serde_json::to_vec_pretty(history)?)?;
    if let Some(svg) = curves_svg(history) {
        std::fs::write(out.join("curves.svg"), svg)?;
    }
    Ok(())
}
