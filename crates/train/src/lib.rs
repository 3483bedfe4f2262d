//! Training: a recipe in, a network and the record of its making out.
//!
//! ```text
//! Recipe (TOML) ─► Corpus ─► Example ─┐ read ahead
//!                  Features (disk) ───┴─► Batch ─► Dfaf ─► loss ─► Optimizer ─► Average
//!                                           ▲                                     │
//!            Training: Trainer, epoch after epoch, History, Checkpoint ◄──────────┘
//! ```
//!
//! What is learnt from are the released files of data sets (crate `data`), and
//! whatever was made in the format of VQA v2.
//!
//! A run is exactly repeatable: everything random in an epoch follows from the
//! recipe's seed and the epoch's number, so a run that was interrupted and
//! resumed ends with the same weights as one that was not. (Several devices of
//! one processor share its random numbers; with dropout they draw as they come.)
//!
//! This crate knows no command line, no terminal and no backend: it computes on
//! the devices that it is handed, and tells a [`Reporter`] what it does.

mod ahead;
mod average;
mod batch;
mod checkpoint;
mod collate;
mod corpus;
mod curves;
mod error;
mod eyes;
mod features;
mod history;
mod learner;
mod loss;
mod maps;
mod measure;
mod optimizer;
mod order;
mod precision;
pub mod recipe;
mod run;
mod schedule;
mod sentences;
mod share;
mod start;
mod supervision;
mod threads;
mod trainer;
mod training;
mod vectors;

pub use average::Average;
pub use batch::{Batch, Example, Targets, View};
pub use checkpoint::{Checkpoint, CheckpointError};
pub use collate::collate;
pub use corpus::{Corpus, Photos};
pub use curves::{Chart, curves_svg, draw_charts};
pub use error::TrainError;
pub use eyes::{Eyes, Labels, Seen, label_layer, mean_average_precision, pooled};
pub use features::{FeatureCache, FeatureError, Features, Origin};
pub use history::{Epoch, History};
pub use learner::Learner;
pub use loss::{binary_cross_entropy, cross_entropy};
pub use maps::read_photos;
pub use measure::measure;
pub use precision::Precision;
pub use recipe::Recipe;
pub use run::{Run, network_in, places};
pub use schedule::Schedule;
pub use sentences::SentenceTargets;
pub use trainer::Trainer;
pub use training::{HISTORY, Places, Reporter, Training};
pub use vectors::WordVectors;
