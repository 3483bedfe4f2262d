use serde::{Deserialize, Serialize};

/// What happened in one epoch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Epoch {
    /// The mean loss of its steps.
    pub loss: f64,
    /// Percent right on each dev set, in the order of [`History::dev`].
    pub dev: Vec<f64>,
    /// Seconds it took, measuring included.
    pub seconds: f64,
}

/// What happened in a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// The names of the dev sets.
    pub dev: Vec<String>,
    /// One entry for each epoch that is done.
    pub epochs: Vec<Epoch>,
}
