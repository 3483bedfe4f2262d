use thiserror::Error;

use crate::{CheckpointError, FeatureError};

/// Why a run ended early.
#[derive(Debug, Error)]
pub enum TrainError {
    /// The features cannot be read.
    #[error(transparent)]
    Features(#[from] FeatureError),
    /// The checkpoint cannot be written or read.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The loss is no number any more.
    #[error("the loss became {loss} in step {step}; a lower learning rate may help")]
    Diverged {
        /// What it became.
        loss: f64,
        /// The step of the epoch.
        step: usize,
    },
}
