use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use burn::module::Module;
use burn::tensor::Device;
use dfaf::{Dfaf, DfafConfig};
use serde::{Deserialize, Serialize};
use vision::VisionConfig;
use vqa::Manifest;

use crate::Learner;

/// What describes a model that was exported from a run.
const MANIFEST: &str = "manifest.json";

/// Everything of a run that its weights do not say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The sizes of the network.
    pub network: DfafConfig,
    /// How photos are looked at; nobody here can look at one the way that
    /// imported features were made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vision: Option<VisionConfig>,
    /// The most words of a question that are read.
    pub max_words: usize,
    /// Without the two special ones.
    pub words: Vec<String>,
    /// In the order of the logits.
    pub answers: Vec<String>,
}

impl Run {
    /// What a run is about, beside its checkpoint.
    pub const FILE: &str = "run.json";
    /// The weights of the best epoch.
    pub const BEST: &str = "best.bpk";

    /// The description in a run's folder.
    ///
    /// # Errors
    /// There is none, or it is of another version.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(Self::FILE);
        serde_json::from_slice(&fs_err::read(&path)?)
            .with_context(|| format!("{} describes no run", path.display()))
    }

    /// Writes the description into a run's folder.
    ///
    /// # Errors
    /// The disk says no.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join(Self::FILE);
        Ok(fs_err::write(path, serde_json::to_vec_pretty(self)?)?)
    }

    /// What the folder of a run, or of a model exported from one, describes.
    ///
    /// # Errors
    /// It describes neither.
    pub fn open(folder: &Path) -> Result<Self> {
        let manifest = folder.join(MANIFEST);
        if !manifest.is_file() {
            return Self::read(folder);
        }
        let model = Manifest::parse(&fs_err::read(&manifest)?)
            .with_context(|| format!("{}", manifest.display()))?;
        Ok(Self {
            network: model.network,
            vision: Some(model.vision),
            max_words: model.max_words,
            words: model.words,
            answers: model.answers,
        })
    }

    /// A warm start: this run's network with what the one in the folder `from`
    /// has learnt; the two may know other words and answers, and look at photos
    /// of other sizes. `fresh` is this one's before it has learnt anything.
    ///
    /// # Errors
    /// It has learnt from other features, or is of other sizes.
    pub fn warm_start(&self, from: &Path, fresh: Dfaf, device: &Device) -> Result<Dfaf> {
        let before = Self::open(from)?;
        let sizes = DfafConfig {
            n_words: before.network.n_words,
            n_answers: before.network.n_answers,
            answer_vectors: before.network.answer_vectors,
            whole_question: before.network.whole_question,
            ..self.network.clone()
        };
        ensure!(
            kind_of_look(before.vision) == kind_of_look(self.vision.clone()),
            "{} looks at photos in another way than the features were made",
            from.display()
        );
        let learnt = network_in(from, &sizes, device).with_context(|| {
            format!(
                "{} may hold a network of other sizes than the recipe's",
                from.display()
            )
        })?;
        let words = [Some(0), Some(1)]
            .into_iter()
            .chain(places(&self.words, &before.words).map(|at| at.map(|at| at + 2)))
            .collect::<Vec<_>>();
        let answers = places(&self.answers, &before.answers).collect::<Vec<_>>();
        Ok(fresh.warm_start(learnt, &words, &answers))
    }
}

/// What a region is, whatever the size of the photo and so the number of regions:
/// the network does not depend on these.
fn kind_of_look(vision: Option<VisionConfig>) -> Option<VisionConfig> {
    let usual = VisionConfig::default();
    vision.map(|vision| VisionConfig {
        input_size: usual.input_size,
        pooled: usual.pooled,
        ..vision
    })
}

/// Where each of some words stands among others.
pub fn places(words: &[String], among: &[String]) -> impl Iterator<Item = Option<usize>> {
    let place: HashMap<&str, usize> = (0..)
        .zip(among)
        .map(|(at, word)| (word.as_str(), at))
        .collect();
    words
        .iter()
        .map(move |word| place.get(word.as_str()).copied())
}

/// The network of those sizes in the folder of a run, or of a model exported
/// from one.
///
/// # Errors
/// There is none, or it is of other sizes.
pub fn network_in(folder: &Path, sizes: &DfafConfig, device: &Device) -> Result<Dfaf> {
    let network = sizes.init(device)?;
    let loaded = match folder.join(MANIFEST).is_file() {
        true => {
            let weights = fs_err::read(folder.join(vqa::NETWORK))?;
            weights::unpack(network, weights).map_err(anyhow::Error::from)
        }
        false => network
            .try_load_file(folder.join(Run::BEST))
            .map_err(anyhow::Error::from),
    };
    loaded.with_context(|| format!("the weights in {} cannot be loaded", folder.display()))
}

/// Keeps the weights of the best epoch.
pub(crate) fn keep_best(folder: &Path, learner: &Learner) -> Result<()> {
    if let Some(eyes) = &learner.eyes {
        // As they travel: `vqa prepare` and `vqa export` read the same file.
        let packed = weights::pack(&eyes.backbone, weights::Precision::Int8)?;
        std::fs::write(folder.join(vqa::BACKBONE), packed)
            .context("cannot write the trained backbone")?;
    }
    let saved = learner.network.clone().save_file(folder.join(Run::BEST));
    saved.context("cannot write the best weights")
}
