use std::collections::HashMap;

use burn::tensor::Device;
use dfaf::{ConfigError, Prepared};
use text::{Answers, AnswersError, Vocabulary, VocabularyError};
use thiserror::Error;
use vision::{Looker, VisionConfigError};
use weights::{Named, WeightsError};

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
    /// Loads a model; `device` is where many views at once are answered. `files` are the weights files by name;
    /// sizes and hashes are checked before anything is built from them.
    ///
    /// # Errors
    /// [`LoadError`] says which file lies and how.
    pub fn load(
        manifest: &[u8],
        files: HashMap<String, Vec<u8>>,
        device: &Device,
    ) -> Result<Self, LoadError> {
        Self::new(Manifest::parse(manifest)?, files, device)
    }

    /// The same with a manifest that is there already, and may still want its
    /// self-test.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn new(
        manifest: Manifest,
        mut files: HashMap<String, Vec<u8>>,
        #[cfg_attr(not(feature = "views"), expect(unused_variables))] device: &Device,
    ) -> Result<Self, LoadError> {
        manifest.network.validate()?;
        manifest.vision.validate()?;
        let bytes = verified(NETWORK, &manifest, &mut files)?;
        #[cfg(feature = "views")]
        let network = {
            let network = weights::unpack(manifest.network.init(device)?, bytes.clone());
            network.map_err(in_file(NETWORK))?
        };
        let mind = opened(NETWORK, bytes, |named| {
            Prepared::new(&manifest.network, &mut |name, shape| {
                named.take(name, shape)
            })
        })?;
        let bytes = verified(BACKBONE, &manifest, &mut files)?;
        let looker = opened(BACKBONE, bytes, |named| {
            Looker::new(manifest.vision.clone(), &mut |name, shape| {
                named.take(name, shape)
            })
        })?;
        Ok(Self {
            vocabulary: Vocabulary::new(manifest.words.clone())?,
            answers: Answers::new(manifest.answers.clone())?,
            looker,
            mind,
            manifest,
            #[cfg(feature = "views")]
            network,
            #[cfg(feature = "views")]
            device: device.clone(),
        })
    }
}

/// The bytes of a file that are what the manifest says.
fn verified(
    file: &'static str,
    manifest: &Manifest,
    files: &mut HashMap<String, Vec<u8>>,
) -> Result<Vec<u8>, LoadError> {
    let mut entries = manifest.files.iter();
    let entry = entries.find(|entry| entry.name == file);
    let (Some(entry), Some(bytes)) = (entry, files.remove(file)) else {
        return Err(LoadError::Missing(file));
    };
    entry.verify(&bytes).map_err(in_file(file))?;
    Ok(bytes)
}

/// What is made of all the tensors of a file.
fn opened<T>(
    file: &'static str,
    bytes: Vec<u8>,
    make: impl FnOnce(&mut Named) -> Result<T, WeightsError>,
) -> Result<T, LoadError> {
    let made = Named::open(bytes).and_then(|mut named| {
        let made = make(&mut named)?;
        named.finish()?;
        Ok(made)
    });
    made.map_err(in_file(file))
}

fn in_file(file: &'static str) -> impl Fn(WeightsError) -> LoadError {
    move |source| LoadError::Weights { file, source }
}
