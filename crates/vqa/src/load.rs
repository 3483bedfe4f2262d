use std::collections::HashMap;

use burn::module::Module;
use burn::tensor::Device;
use dfaf::ConfigError;
use text::{Answers, AnswersError, Vocabulary, VocabularyError};
use thiserror::Error;
use vision::{Looker, VisionConfigError};
use weights::WeightsError;

use crate::{Manifest, ManifestError, Vqa};

/// The file of the network's weights.
pub const NETWORK: &str = "network.bpk";
/// The file of the backbone's weights.
pub const BACKBONE: &str = "backbone.bpk";

/// A model that cannot be loaded.
#[derive(Debug, Error)]
pub enum LoadError {
    /// The manifest is at fault.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// A file that the model needs is not listed or was not given.
    #[error("the model needs `{0}`, which is missing")]
    Missing(&'static str),
    /// A weights file is at fault.
    #[error("`{file}`: {source}")]
    Weights {
        /// The file.
        file: &'static str,
        /// What is wrong with it.
        source: WeightsError,
    },
    /// The network cannot be built.
    #[error("the manifest describes no network: {0}")]
    Network(#[from] ConfigError),
    /// The backbone cannot be built.
    #[error("the manifest describes no backbone: {0}")]
    Vision(#[from] VisionConfigError),
    /// The words are at fault.
    #[error("the manifest's words: {0}")]
    Words(#[from] VocabularyError),
    /// The answers are at fault.
    #[error("the manifest's answers: {0}")]
    Answers(#[from] AnswersError),
}

impl Vqa {
    /// Loads a model onto `device`. `files` are the weights files by name;
    /// sizes and hashes are checked before anything is built from them.
    ///
    /// # Errors
    /// [`LoadError`] says which file lies and how.
    pub fn load(
        manifest: &[u8],
        mut files: HashMap<String, Vec<u8>>,
        device: &Device,
    ) -> Result<Self, LoadError> {
        let manifest = Manifest::parse(manifest)?;
        let network = manifest.network.init(device)?;
        let backbone = manifest.vision.init(device)?;
        let network = unpack(network, NETWORK, &manifest, &mut files)?;
        let backbone = unpack(backbone, BACKBONE, &manifest, &mut files)?;
        Self::new(manifest, backbone, network, device)
    }

    /// Puts a model together from parts that are loaded already.
    ///
    /// # Errors
    /// [`LoadError::Words`] and [`LoadError::Answers`].
    pub fn new(
        manifest: Manifest,
        backbone: vision::Backbone,
        network: dfaf::Dfaf,
        device: &Device,
    ) -> Result<Self, LoadError> {
        Ok(Self {
            vocabulary: Vocabulary::new(manifest.words.clone())?,
            answers: Answers::new(manifest.answers.clone())?,
            looker: Looker::new(backbone, manifest.vision.clone(), device),
            manifest,
            network,
            device: device.clone(),
        })
    }
}

fn unpack<M: Module>(
    module: M,
    file: &'static str,
    manifest: &Manifest,
    files: &mut HashMap<String, Vec<u8>>,
) -> Result<M, LoadError> {
    let mut entries = manifest.files.iter();
    let entry = entries.find(|entry| entry.name == file);
    let (Some(entry), Some(bytes)) = (entry, files.remove(file)) else {
        return Err(LoadError::Missing(file));
    };
    entry
        .verify(&bytes)
        .and_then(|()| weights::unpack(module, bytes))
        .map_err(|source| LoadError::Weights { file, source })
}
