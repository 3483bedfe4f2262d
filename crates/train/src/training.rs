//! A whole run, from its recipe to its best weights.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use burn::module::Module;
use burn::nn::LinearConfig;
use burn::tensor::Device;

use crate::eyes::{Eyes, Labels};
use crate::run::keep_best;
use crate::supervision::Supervision;
use crate::{
    Checkpoint, Corpus, Epoch, History, Learner, Origin, Recipe, Run, Trainer, WordVectors,
    curves_svg, start,
};

/// What happened, epoch by epoch.
pub const HISTORY: &str = "history.json";
const CURVES: &str = "curves.svg";

/// Where everything is that a recipe names.
#[derive(Debug, Clone)]
pub struct Places {
    /// The folder that the recipe's paths start from.
    pub data: PathBuf,
    /// The folder of the features.
    pub features: PathBuf,
    /// Word vectors to start from (GloVe's text format), if there are any.
    pub vectors: Option<PathBuf>,
    /// The backbone's weights, for recipes that train its last stages.
    pub backbone: Option<PathBuf>,
}

/// One run: what it follows, and how far.
#[derive(Debug, Clone, Copy)]
pub struct Training<'a> {
    /// What it follows.
    pub recipe: &'a Recipe,
    /// Where everything is that the recipe names.
    pub places: &'a Places,
    /// A run, or a model exported from one, that a new run starts from.
    pub from: Option<&'a Path>,
    /// The epochs that are seen at most.
    pub stop_after: usize,
    /// The folder of the run.
    pub out: &'a Path,
    /// They share each step; at least one.
    pub devices: &'a [Device],
}

/// Hears what a run does.
pub trait Reporter {
    /// A line about something that is done.
    ///
    /// # Errors
    /// Nobody listens any more; the run ends.
    fn line(&mut self, text: &str) -> Result<()>;

    /// So many of all steps are done, `before` of them by an earlier call.
    fn step(&mut self, before: usize, done: usize, total: usize, note: &str);
}

impl Training<'_> {
    /// Makes a run, or goes on with the one in its folder, until it is over or
    /// has seen as many epochs as it may.
    ///
    /// # Errors
    /// Anything that the recipe names and cannot be read, a device that does
    /// not compute as asked for, a loss that is no number, a full disk.
    pub fn train(&self, report: &mut dyn Reporter) -> Result<History> {
        let schedule = &self.recipe.training;
        let devices: Vec<Device> = self
            .devices
            .iter()
            .map(|one| one.clone().autodiff())
            .collect();
        let precision = schedule.precision;
        ensure!(
            devices.iter().all(|device| precision.is_offered_by(device)),
            "this device does not compute in {precision}; leave `precision` out of the recipe to compute in f32"
        );
        let vectors = self.vectors()?;
        let mut corpus = self.corpus(&vectors)?;
        report.line(&corpus.summary())?;

        let run = self.describe(&corpus);
        let out = self.out;
        fs_err::create_dir_all(out)?;
        devices[0].seed(schedule.seed);
        let network = start::network(&corpus, &run, &vectors, self.from, &devices[0])?;
        report.line(&format!("{} parameters", network.num_params()))?;
        let labels = corpus.labels.take();
        let eyes = match &labels {
            Some(labels) if matches!(corpus.files[0].origin(), Origin::Maps(_)) => {
                Some(self.eyes(&run, labels, &devices[0])?)
            }
            _ => None,
        };
        let supervision = self.recipe.eyes().zip(labels).map(|(eyes, labels)| {
            Arc::new(Supervision::new(eyes, labels, &run.words, &run.answers))
        });
        let teacher = self.recipe.sentences.as_ref();
        let learner = Learner {
            network,
            eyes,
            sentences: teacher
                .map(|of| LinearConfig::new(run.network.gru_dim, of.dim).init(&devices[0])),
        };
        let dev = corpus.dev.iter().map(|(name, _)| name.clone()).collect();
        let mut trainer = Trainer::new(learner, &run.network, schedule.clone(), dev, &devices[0])
            .supervised(supervision)
            .taught(teacher.map_or(0.0, |of| of.weight))
            .sharing(devices[1..].iter().cloned());
        if Checkpoint::exists(out) {
            ensure!(
                Run::read(out)? == run,
                "{} holds a run of another recipe; give another --out",
                out.display()
            );
            trainer = trainer.resume(out)?;
            let done = trainer.history().epochs.len();
            report.line(&format!("going on after epoch {done}"))?;
        }
        run.write(out)?;
        while !trainer.is_over() && trainer.history().epochs.len() < self.stop_after {
            self.epoch(&mut trainer, &corpus, report)?;
        }
        let done = trainer.history().epochs.len();
        if trainer.is_over() && done < schedule.epochs {
            let (patience, all) = (schedule.early_stopping, schedule.epochs);
            report.line(&format!(
                "no better for {patience} epochs: stopped after {done} of {all}"
            ))?;
        }
        Ok(trainer.history().clone())
    }

    /// The word vectors to start from; none are known where no file is named.
    ///
    /// # Errors
    /// As [`WordVectors::read`].
    pub fn vectors(&self) -> Result<WordVectors> {
        let dim = self.recipe.word_dim();
        match &self.places.vectors {
            Some(file) => WordVectors::read(file, dim),
            None => Ok(WordVectors::none(dim)),
        }
    }

    /// Everything that the recipe names.
    ///
    /// # Errors
    /// As [`Corpus::load`].
    pub fn corpus(&self, vectors: &WordVectors) -> Result<Corpus> {
        let Places { data, features, .. } = self.places;
        Corpus::load(self.recipe, data, features, vectors)
    }

    /// The eyes that a run starts from.
    fn eyes(&self, run: &Run, labels: &Labels, device: &Device) -> Result<Eyes> {
        let weights = self.places.backbone.as_ref();
        let weights = weights.context("`[eyes]` start from a backbone: name its weights")?;
        let vision = run
            .vision
            .as_ref()
            .context("maps are made by our own eyes")?;
        let bytes = fs_err::read(weights)?;
        let backbone = weights::unpack(vision.init(device)?, bytes)
            .with_context(|| format!("{} cannot be loaded", weights.display()))?;
        Ok(Eyes::new(backbone, labels.names.len(), device))
    }

    fn describe(&self, corpus: &Corpus) -> Run {
        let (n_words, n_answers) = (corpus.words.len() + 2, corpus.answers.len());
        Run {
            network: self.recipe.network(n_words, n_answers, corpus.region_dim()),
            vision: corpus.files[0].vision().cloned(),
            max_words: self.recipe.max_words,
            words: corpus.words.clone(),
            answers: corpus.answers.clone(),
        }
    }

    fn epoch(
        &self,
        trainer: &mut Trainer,
        corpus: &Corpus,
        report: &mut dyn Reporter,
    ) -> Result<()> {
        let started = Instant::now();
        let done = trainer.history().epochs.len();
        let steps = trainer.steps_an_epoch(corpus.train.len());
        let total = self.recipe.training.epochs * steps;
        let before = done * steps;
        let loss = trainer.epoch(&corpus.train, &corpus.files, &mut |step, loss| {
            let note = format!("epoch {}, loss {loss:.3}", done + 1);
            report.step(before, before + step, total, &note);
        })?;

        let mut dev = Vec::new();
        for (_, examples) in &corpus.dev {
            dev.push(trainer.measure(examples, &corpus.files)?);
        }
        let mut said = vec![format!("epoch {}: loss {loss:.3}", done + 1)];
        let scores = corpus.dev.iter().zip(&dev);
        said.extend(scores.map(|((name, _), score)| format!("{name} {score:.2}")));
        if let Some(seen) = trainer.seen(&corpus.files)? {
            let figures = [("classes", seen.classes), ("words", seen.words)];
            let known = figures
                .iter()
                .filter_map(|(name, map)| Some((name, (*map)?)));
            said.extend(known.map(|(name, map)| format!("{name} mAP {map:.3}")));
        }
        report.line(&said.join(", "))?;

        trainer.record(Epoch {
            loss,
            dev,
            seconds: started.elapsed().as_secs_f64(),
        });
        if trainer.history().best() == Some(done) {
            keep_best(self.out, &trainer.model())?;
        }
        trainer.save(self.out, steps)?;
        let history = trainer.history();
        std::fs::write(self.out.join(HISTORY), serde_json::to_vec_pretty(history)?)?;
        if let Some(svg) = curves_svg(history) {
            std::fs::write(self.out.join(CURVES), svg)?;
        }
        Ok(())
    }
}
