//! Training: cached features in, a network and the record of its making out.
//!
//! ```text
//! Features (disk) ─┐
//! Example ─────────┴─ read ahead ─► Batch ─► Dfaf ─► loss ─► Optimizer ─► Average
//!                                     ▲                                      │
//!                    Trainer: epoch after epoch, History, Checkpoint ◄───────┘
//! ```
//!
//! A run is exactly repeatable: everything random in an epoch follows from the
//! recipe's seed and the epoch's number, so a run that was interrupted and
//! resumed ends with the same weights as one that was not. (Several devices of
//! one processor share its random numbers; with dropout they draw as they come.)
//!
//! This crate knows no command line, no clock and no backend.

mod ahead;
mod average;
mod batch;
mod checkpoint;
mod curves;
mod features;
mod history;
mod loss;
mod measure;
mod optimizer;
mod precision;
mod recipe;
mod share;
mod trainer;

pub use average::Average;
pub use batch::{Batch, Example, collate};
pub use checkpoint::{Checkpoint, CheckpointError};
pub use curves::curves_svg;
pub use features::{FeatureCache, FeatureError, Features, Origin};
pub use history::{Epoch, History};
pub use loss::{binary_cross_entropy, cross_entropy};
pub use measure::measure;
pub use precision::Precision;
pub use recipe::Recipe;
pub use trainer::{TrainError, Trainer};
