use std::path::Path;
use std::sync::Arc;

use burn::module::Module;
use burn::optim::{GradientsAccumulator, GradientsParams, ModuleOptimizer};
use burn::tensor::Device;
use dfaf::DfafConfig;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::ahead::read_ahead;
use crate::checkpoint::Weights;
use crate::collate::{Collated, Hiding, collated};
use crate::eyes::{Seen, measure_labels};
use crate::optimizer::{clip, optimizer, rates};
use crate::order::grouped;
use crate::share::{self, Share};
use crate::supervision::Supervision;
use crate::threads::Threads;
use crate::{
    Average, Checkpoint, Epoch, Example, Features, History, Learner, Schedule, TrainError, measure,
};

/// A run: a network, its optimizer, and what has happened so far.
pub struct Trainer {
    model: Learner,
    optimizer: ModuleOptimizer,
    average: Option<Average<Learner>>,
    schedule: Schedule,
    history: History,
    n_answers: usize,
    exclusive_answers: bool,
    supervision: Option<Arc<Supervision>>,
    sentences: f32,
    /// They share each step; the first has the network.
    devices: Vec<Device>,
    threads: Threads,
}

impl Trainer {
    /// A fresh run of `model`, a network of these sizes on `device`, which must
    /// record gradients; `dev` names what it is measured on.
    ///
    /// Everything random that follows depends on the recipe's seed alone. The
    /// network does where `device` was seeded with it before it was made.
    pub fn new(
        model: impl Into<Learner>,
        config: &DfafConfig,
        schedule: Schedule,
        dev: Vec<String>,
        device: &Device,
    ) -> Self {
        let model = model.into();
        Self {
            average: (schedule.average > 0.0).then(|| Average::new(&model, schedule.average)),
            optimizer: optimizer(&schedule),
            model,
            schedule,
            history: History {
                dev,
                epochs: Vec::new(),
            },
            n_answers: config.n_answers,
            exclusive_answers: config.exclusive_answers,
            supervision: None,
            sentences: 0.0,
            devices: vec![device.clone()],
            threads: Threads::of(1),
        }
    }

    /// Shares each step with more devices: each computes the gradients of a
    /// part of its examples at the same time. They must record gradients.
    pub fn sharing(mut self, more: impl IntoIterator<Item = Device>) -> Self {
        self.devices.extend(more);
        self.threads = Threads::of(self.devices.len());
        self
    }

    /// Lets more than the answers supervise the eyes.
    pub(crate) fn supervised(mut self, supervision: Option<Arc<Supervision>>) -> Self {
        self.supervision = supervision;
        self
    }

    /// Lets a sentence encoder teach the question encoder, as much as `weight` says.
    pub(crate) fn taught(mut self, weight: f32) -> Self {
        self.sentences = weight;
        self
    }

    /// Goes on where the checkpoint in `folder` stands.
    ///
    /// # Errors
    /// [`TrainError::Checkpoint`] when it cannot be read or is that of another
    /// network.
    pub fn resume(self, folder: &Path) -> Result<Self, TrainError> {
        let decay = self.schedule.average;
        let fresh = Weights {
            model: self.model,
            average: self.average.map(|average| average.module().clone()),
            optimizer: self.optimizer,
        };
        let (state, weights) = Checkpoint::load(folder, fresh)?;
        Ok(Self {
            model: weights.model,
            optimizer: weights.optimizer,
            average: weights
                .average
                .map(|module| Average::at(module, decay, state.steps)),
            history: state.history,
            ..self
        })
    }

    /// Writes a checkpoint.
    ///
    /// # Errors
    /// [`TrainError::Checkpoint`] when the disk says no.
    pub fn save(&self, folder: &Path, steps_an_epoch: usize) -> Result<(), TrainError> {
        let state = Checkpoint {
            schedule: self.schedule.clone(),
            history: self.history.clone(),
            steps: self.history.epochs.len() * steps_an_epoch,
        };
        let weights = Weights {
            model: self.model.clone(),
            average: self
                .average
                .as_ref()
                .map(|average| average.module().clone()),
            optimizer: self.optimizer.clone(),
        };
        Ok(state.save(folder, &weights)?)
    }

    /// Epochs that are done.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The weights to answer with: the average where one is kept.
    pub fn model(&self) -> Learner {
        match &self.average {
            Some(average) => average.module().clone(),
            None => self.model.valid(),
        }
    }

    /// Steps in an epoch of that many examples.
    pub fn steps_an_epoch(&self, n_examples: usize) -> usize {
        n_examples.div_ceil(self.schedule.batch)
    }

    /// Sees every example once and returns the mean loss. `report` hears of
    /// each step: how many are done, and the loss so far.
    ///
    /// # Errors
    /// [`TrainError::Features`] and [`TrainError::Diverged`].
    pub fn epoch(
        &mut self,
        examples: &[Example],
        files: &[Features],
        report: &mut dyn FnMut(usize, f64),
    ) -> Result<f64, TrainError> {
        let epoch = self.history.epochs.len() as u64;
        let mut random =
            ChaCha8Rng::seed_from_u64(self.schedule.seed.wrapping_mul(1_000_003) + epoch);
        for device in &self.devices {
            device.seed(self.schedule.seed.wrapping_add(epoch << 32));
        }
        let order = grouped(examples, self.schedule.questions_a_photo, &mut random);

        let steps = self.steps_an_epoch(examples.len());
        let mut total = 0.0;
        let (schedule, n_answers) = (self.schedule.clone(), self.n_answers);
        let n_parts = self.devices.len() * schedule.accumulate;
        let read = order.chunks(schedule.batch).map(|chosen| {
            chosen
                .chunks(chosen.len().div_ceil(n_parts))
                .map(|part| {
                    let hiding = Hiding {
                        random: &mut random,
                        schedule: &schedule,
                    };
                    collated(part, files, n_answers, Some(hiding))
                })
                .collect::<Result<Vec<_>, _>>()
        });
        let mut step = 0;
        read_ahead(read, |parts| {
            let at = epoch as usize * steps + step;
            let loss = self.step(parts, self.schedule.learning_rate_at(at, steps));
            if !loss.is_finite() {
                return Err(TrainError::Diverged { loss, step });
            }
            total += loss;
            step += 1;
            report(step, total / step as f64);
            Ok(())
        })?;
        Ok(total / steps.max(1) as f64)
    }

    /// One step, in parts that are as many as there are devices, or more.
    fn step(&mut self, parts: Vec<Collated>, rate: f64) -> f64 {
        let n_devices = self.devices.len();
        let n_examples: usize = parts.iter().map(|part| part.n_examples).sum();
        let mut parts = parts.into_iter().peekable();
        let mut sum = GradientsAccumulator::new();
        let mut value = 0.0;
        while parts.peek().is_some() {
            let together = parts.by_ref().take(n_devices);
            let shares = together.enumerate().map(|(at, part)| Share {
                model: self.copy(at),
                // Losses are means, so each counts by how much of the step it is.
                weight: part.n_examples as f32 / n_examples as f32,
                batch: part.into_batch(&self.devices[at]),
                exclusive_answers: self.exclusive_answers,
                supervision: self.supervision.clone(),
                sentences: self.sentences,
                precision: self.schedule.precision,
            });
            let shares = shares.collect();
            for (loss, grads) in share::gradients(shares, &self.threads) {
                value += loss;
                let grads = grads.to_device(&self.devices[0], &self.model);
                sum.accumulate(&self.model, grads);
            }
        }
        self.learn(sum.grads(), rate);
        value
    }

    /// Moves the weights against a gradient, and their average after them.
    fn learn(&mut self, mut grads: GradientsParams, rate: f64) {
        let backbone = self.supervision.as_deref().map(|more| more.learning_rate);
        let rates = rates(rate, self.schedule.question_rate, backbone);
        let (optimizer, average) = (&mut self.optimizer, self.average.take());
        let (model, longest) = (self.model.clone(), self.schedule.clip_norm);
        (self.model, self.average) = self.threads.whole(move || {
            clip(&mut grads, &model, longest);
            let model = optimizer.step(rates, model, grads);
            let average = average.map(|mean| mean.update(&model));
            (model, average)
        });
    }

    /// The network as it is now, on a device. Each copy has parameters of its
    /// own, on one device, too: burn joins the graphs of networks that share
    /// them, and two threads that record and walk through one graph can wait
    /// for each other for ever (burn-autodiff 0.22.1: `select` locks the list
    /// of graphs and then a graph, `backward` a graph and then the list).
    fn copy(&self, at: usize) -> Learner {
        let model = self.model.clone();
        match at {
            0 => model,
            _ => model.fork(&self.devices[at]),
        }
    }

    /// Whether all epochs are done, or the run is not getting better.
    pub fn is_over(&self) -> bool {
        let Schedule {
            epochs,
            early_stopping,
            ..
        } = self.schedule;
        self.history.is_over(epochs, early_stopping)
    }

    /// Closes an epoch: what its loss was, how good the network is now, and
    /// how long it took.
    pub fn record(&mut self, epoch: Epoch) {
        self.history.epochs.push(Epoch {
            loss: kept(epoch.loss),
            dev: epoch.dev.into_iter().map(kept).collect(),
            ..epoch
        });
    }

    /// How well the eyes know what new photos show; nothing without eyes.
    ///
    /// # Errors
    /// [`TrainError::Features`] when the maps cannot be read.
    pub fn seen(&self, files: &[Features]) -> Result<Option<Seen>, TrainError> {
        let (Some(supervision), Some(eyes)) = (&self.supervision, self.model().eyes) else {
            return Ok(None);
        };
        let device = self.devices[0].clone().inner();
        let labels = supervision.labels();
        Ok(Some(measure_labels(&eyes, labels, files, &device)?))
    }

    /// Percent of the examples' score that the best answers get.
    ///
    /// # Errors
    /// [`TrainError::Features`] when the features cannot be read.
    pub fn measure(&self, examples: &[Example], files: &[Features]) -> Result<f64, TrainError> {
        let device = self.devices[0].clone().inner();
        let model = self.model();
        let measured = || measure(&model, examples, files, &device);
        Ok(self.threads.whole(measured)?)
    }
}

/// Nine decimals: a number of more digits may come back from a checkpoint's
/// JSON as its neighbour.
fn kept(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}
