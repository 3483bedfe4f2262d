use std::path::Path;

use burn::module::Module;
use burn::optim::ModuleOptimizer;
use burn::store::{ModuleRecord, RecordError};
use burn::tensor::Bytes;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{History, Learner, Schedule};

/// Where a run stands, beside its weights.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Checkpoint {
    /// How it is trained.
    pub schedule: Schedule,
    /// What has happened so far.
    pub history: History,
    /// Steps that the average has seen.
    pub steps: usize,
}

/// A checkpoint that cannot be written or read.
#[derive(Debug, Error)]
pub enum CheckpointError {
    /// The disk says no.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// What the disk says.
        source: std::io::Error,
    },
    /// The file is no checkpoint, or that of another network.
    #[error("{path} is no checkpoint of this run: {reason}")]
    Foreign {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// The parts of a run that are tensors.
pub(crate) struct Weights {
    pub model: Learner,
    pub average: Option<Learner>,
    pub optimizer: ModuleOptimizer,
}

const STATE: &str = "checkpoint.json";
const MODEL: &str = "model.bpk";
const AVERAGE: &str = "average.bpk";
const OPTIMIZER: &str = "optimizer.bpk";

impl Checkpoint {
    /// Whether a folder holds one.
    pub fn exists(folder: &Path) -> bool {
        folder.join(STATE).is_file()
    }

    /// Writes everything beside the old files first, and the state last, so
    /// that a run that is cut off leaves a whole checkpoint.
    pub(crate) fn save(&self, folder: &Path, weights: &Weights) -> Result<(), CheckpointError> {
        let record = |module: &Learner| module.clone().into_record().into_bytes();
        write(&folder.join(MODEL), record(&weights.model))?;
        if let Some(average) = &weights.average {
            write(&folder.join(AVERAGE), record(average))?;
        }
        write(&folder.join(OPTIMIZER), weights.optimizer.into_bytes())?;
        let path = folder.join(STATE);
        let json = serde_json::to_vec_pretty(self).map_err(|error| foreign(&path, error))?;
        replace(&path, &json)
    }

    /// Reads a checkpoint into a network of the same sizes.
    pub(crate) fn load(folder: &Path, fresh: Weights) -> Result<(Self, Weights), CheckpointError> {
        let path = folder.join(STATE);
        let state: Self =
            serde_json::from_slice(&read(&path)?).map_err(|error| foreign(&path, error))?;
        let average = match fresh.average {
            Some(average) => Some(module(&folder.join(AVERAGE), average)?),
            None => None,
        };
        let path = folder.join(OPTIMIZER);
        let optimizer = fresh
            .optimizer
            .from_bytes(Bytes::from_bytes_vec(read(&path)?))
            .map_err(|error| foreign(&path, error))?;
        let weights = Weights {
            model: module(&folder.join(MODEL), fresh.model)?,
            average,
            optimizer,
        };
        Ok((state, weights))
    }
}

fn module(path: &Path, fresh: Learner) -> Result<Learner, CheckpointError> {
    let bytes = Bytes::from_bytes_vec(read(path)?);
    let record = ModuleRecord::from_bytes(bytes).map_err(|error| foreign(path, error))?;
    fresh
        .try_load_record(record)
        .map_err(|error| foreign(path, error))
}

fn write(path: &Path, record: Result<Bytes, RecordError>) -> Result<(), CheckpointError> {
    let bytes = record.map_err(|error| foreign(path, error))?;
    replace(path, &bytes)
}

fn replace(path: &Path, bytes: &[u8]) -> Result<(), CheckpointError> {
    let new = path.with_extension("new");
    std::fs::write(&new, bytes)
        .and_then(|()| std::fs::rename(&new, path))
        .map_err(|source| file(path, source))
}

fn read(path: &Path) -> Result<Vec<u8>, CheckpointError> {
    std::fs::read(path).map_err(|source| file(path, source))
}

fn file(path: &Path, source: std::io::Error) -> CheckpointError {
    CheckpointError::File {
        path: path.display().to_string(),
        source,
    }
}

fn foreign(path: &Path, reason: impl std::fmt::Display) -> CheckpointError {
    CheckpointError::Foreign {
        path: path.display().to_string(),
        reason: reason.to_string(),
    }
}
