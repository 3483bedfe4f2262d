mod classes;
mod corpus;
mod held_out;
mod hints;
mod kinds;
mod part_of;
mod pupil;
mod reader;
mod recipe_base;
mod recipe_file;
mod run;
mod sources;
mod teachers;
mod words;

use std::path::{Path, PathBuf};
use std::time::Instant;

use ::train::{Checkpoint, Epoch, History, Trainer, curves_svg};
use anyhow::{Context, Result, ensure};
use burn::module::Module;
use burn::tensor::{Device, Tensor, TensorData};
use dfaf::Dfaf;
use weights::Precision;

use crate::device::Devices;
use crate::output;
use crate::progress::Progress;
use crate::vectors::WordVectors;
use corpus::Corpus;

pub use part_of::part_of;
pub use reader::Photos;
pub use recipe_file::{RecipeFile, Sizes};
pub use run::Run;
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
    /// The folder of a trained run, or of a model exported from one, to start
    /// from; the recipe may know other words and answers.
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
    #[command(flatten)]
    devices: Devices,
}

/// One run: what it follows, and how far.
#[derive(Debug, Clone, Copy)]
pub struct Training<'a> {
    pub recipe: &'a RecipeFile,
    pub inputs: &'a Inputs,
    /// A run, or a model exported from one, that a new run starts from.
    pub from: Option<&'a Path>,
    /// The epochs that are seen at most.
    pub stop_after: usize,
    /// The folder of the run.
    pub out: &'a Path,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let mut recipe = RecipeFile::read(&arguments.recipe)?;
    if let Some(seed) = arguments.seed {
        recipe.training.seed = seed;
    }
    let training = Training {
        recipe: &recipe,
        inputs: &arguments.inputs,
        from: arguments.from.as_deref(),
        stop_after: arguments.stop_after.unwrap_or(usize::MAX),
        out: &arguments.out,
    };
    train(training)?;
    Ok(())
}

/// Makes a run, or goes on with the one in its folder, until it is over or has
/// seen as many epochs as it may.
pub fn train(training: Training) -> Result<History> {
    let Training {
        recipe: file,
        inputs,
        out,
        ..
    } = training;
    let devices = inputs.devices.open()?.into_iter().map(Device::autodiff);
    let devices: Vec<Device> = devices.collect();
    let precision = file.training.precision;
    ensure!(
        devices.iter().all(|device| precision.is_offered_by(device)),
        "this device does not compute in {precision}; leave `precision` out of the recipe to compute in f32"
    );
    let vectors = WordVectors::read(&inputs.vectors, file.word_dim())?;
    let mut corpus = Corpus::load(file, inputs, &vectors)?;
    corpus.learn_from_teachers(file, inputs)?;
    output::line(&corpus.summary())?;

    let run = describe(file, &corpus);
    std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    devices[0].seed(file.training.seed);
    let start = start(&corpus, &run, &vectors, training.from, &devices[0])?;
    let mut trainer = trainer(file, &corpus, &run, start, &devices)?;
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
    while !trainer.is_over() && trainer.history().epochs.len() < training.stop_after {
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

/// Percent right on each dev set of a run whose best weights were packed and
/// unpacked again.
pub fn packed(
    recipe: &RecipeFile,
    inputs: &Inputs,
    run: &Path,
    precision: Precision,
) -> Result<Vec<f64>> {
    let device = Device::flex();
    let vectors = WordVectors::read(&inputs.vectors, recipe.word_dim())?;
    let corpus = Corpus::load(recipe, inputs, &vectors)?;
    let described = Run::read(run)?;
    let network = described.network.init(&device)?;
    let network = network
        .try_load_file(run.join(BEST))
        .context("cannot load the best weights")?;
    let network = weights::unpack(network.clone(), weights::pack(&network, precision)?)?;
    let measured = corpus.dev.iter().map(|(_, examples)| {
        let percent = ::train::measure(&network, examples, &corpus.files, &device)?;
        Ok(percent)
    });
    measured.collect()
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

/// The network that a new run starts from: random but for its word vectors and
/// for what the run in the folder `from` has learnt.
fn start(
    corpus: &Corpus,
    run: &Run,
    vectors: &WordVectors,
    from: Option<&Path>,
    device: &Device,
) -> Result<Dfaf> {
    let network = run.network.init(device)?;
    let network = match word_vectors(run, vectors, device) {
        Some(start) => network.with_word_vectors(start),
        None => network,
    };
    let bias = TensorData::new(corpus.answer_bias(), [run.answers.len()]);
    let network = network
        .with_answer_vectors(answer_vectors(run, vectors, device))
        .with_answer_bias(Tensor::from_data(bias, device));
    match from {
        Some(from) => run.continuing(from, network, device),
        None => Ok(network),
    }
}

fn trainer(
    file: &RecipeFile,
    corpus: &Corpus,
    run: &Run,
    start: Dfaf,
    devices: &[Device],
) -> Result<Trainer> {
    let names = corpus.dev.iter().map(|(name, _)| name.clone()).collect();
    let training = file.training.clone();
    let trainer = Trainer::new(start, &run.network, training, names, &devices[0])
        .sharing(devices[1..].iter().cloned());
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
    let mut said = vec![format!("epoch {}: loss {loss:.3}", done + 1)];
    let scores = history.dev.iter().zip(&dev);
    said.extend(scores.map(|(name, score)| format!("{name} {score:.2}")));
    output::line(&said.join(", "))?;

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
