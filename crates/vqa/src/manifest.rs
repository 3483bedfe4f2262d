use dfaf::DfafConfig;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use vision::VisionConfig;
use weights::FileEntry;

use crate::{Calibration, CalibrationError, SelfTest};

/// What [`Manifest::format`] says.
pub const FORMAT: &str = "vqa-flow model";
/// The version of the format that this code reads and writes.
pub const VERSION: u32 = 1;
/// A larger manifest is not meant seriously.
const MAX_BYTES: usize = 8 << 20;
/// The most words of a question that a model may read.
pub const MAX_WORDS: usize = 64;

/// `manifest.json`: everything about a model but its weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// The weights files, with their sizes and SHA-256.
    pub files: Vec<FileEntry>,
    /// How a photo is looked at.
    pub vision: VisionConfig,
    /// The sizes of the network.
    pub network: DfafConfig,
    /// How many words of a question are read.
    pub max_words: usize,
    /// The answers, in the order of the network's logits.
    pub answers: Vec<String>,
    /// The words, in the order of their ids, the first one having id 2.
    pub words: Vec<String>,
    /// How logits become probabilities; they are taken as they are without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibration>,
    /// What the model says about a photo that everybody can draw.
    pub self_test: SelfTest,
}

/// A manifest that describes no model.
#[derive(Debug, Error)]
pub enum ManifestError {
    /// It is much too long.
    #[error("the manifest has {bytes} bytes; {limit} are the most")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// The longest that is read.
        limit: usize,
    },
    /// It is not the JSON of a manifest.
    #[error("the manifest cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// It is that of something else.
    #[error("this is the manifest of `{0}`, not of a vqa-flow model")]
    Foreign(String),
    /// It is of another version.
    #[error("the model is of version {0}; this code reads version {VERSION}")]
    Version(u64),
    /// Its calibration is none.
    #[error("the manifest cannot be used: {0}")]
    Calibration(#[from] CalibrationError),
    /// The parts do not fit together.
    #[error(
        "the manifest contradicts itself: {what} is {actual}, but {expected} follows from the rest"
    )]
    Contradiction {
        /// Which number.
        what: &'static str,
        /// What it is.
        actual: usize,
        /// What it should be.
        expected: usize,
    },
}

/// The two fields that every version has.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
}

impl Manifest {
    /// Reads `manifest.json` and checks that its parts fit together.
    ///
    /// # Errors
    /// [`ManifestError`] for the first thing that is wrong.
    pub fn parse(json: &[u8]) -> Result<Self, ManifestError> {
        if json.len() > MAX_BYTES {
            return Err(ManifestError::TooLong {
                bytes: json.len(),
                limit: MAX_BYTES,
            });
        }
        let head: Head = serde_json::from_slice(json)?;
        if head.format != FORMAT {
            return Err(ManifestError::Foreign(head.format));
        }
        if head.version != u64::from(VERSION) {
            return Err(ManifestError::Version(head.version));
        }
        let manifest: Self = serde_json::from_slice(json)?;
        manifest.check()?;
        Ok(manifest)
    }

    fn check(&self) -> Result<(), ManifestError> {
        if let Some(calibration) = &self.calibration {
            calibration.validate()?;
        }
        let pairs = [
            (
                "the number of answers",
                self.answers.len(),
                self.network.n_answers,
            ),
            // Ids 0 and 1 are padding and the unknown word.
            (
                "the number of words",
                self.words.len().saturating_add(2),
                self.network.n_words,
            ),
            (
                "region_dim",
                self.network.region_dim,
                self.vision.region_dim(),
            ),
            (
                "max_words",
                self.max_words,
                self.max_words.clamp(1, MAX_WORDS),
            ),
        ];
        match pairs
            .into_iter()
            .find(|(_, actual, expected)| actual != expected)
        {
            Some((what, actual, expected)) => Err(ManifestError::Contradiction {
                what,
                actual,
                expected,
            }),
            None => Ok(()),
        }
    }
}
