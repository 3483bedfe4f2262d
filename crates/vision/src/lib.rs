//! A photo becomes regions: EfficientNet-lite0 features on a grid, each with
//! its box, its soft label, its colour, and one region for the whole photo.
//!
//! ```text
//! Photo (RGBA, any shape)
//!   └─ fit: over white, squashed to a square  (crate photo)
//!        └─ Backbone: [1280, 7, 7]            (backbone.rs; on the CPU prepared.rs)
//!             └─ Regions: [50, 1387] + boxes  (regions.rs)
//! ```
//!
//! The sizes are those of a photo at 224. A finer one can have as many regions:
//! at 448 the map is 14 by 14, and two by two of its cells are averaged.
//!
//! A photo of any shape is **squashed** to the square that the backbone reads:
//! nothing is cut off, boxes in 0..1 stay true, and the training photos of
//! COCO come squashed already. The same code runs in training, on the command
//! line and in the browser.
//!
//! This crate knows no question, no file format and no backend.

mod backbone;
mod config;
mod fold;
mod looker;
mod maps;
mod partly;
mod prepared;
mod regions;

pub use backbone::{Backbone, CELL, FEATURES, MbConv, STAGES, Stage, pixels};
pub use config::{VisionConfig, VisionConfigError};
pub use fold::{BatchNorm, FoldedConv, fold};
pub use looker::Looker;
pub use maps::{FIRST_TRAINED, MAP_DIM};
pub use partly::partly_seen;
pub use photo::{FittedPhoto, MAX_SIDE, Photo, PhotoError, fit};
pub use prepared::Take;
pub use regions::{Grid, RegionBox, Regions, boxes};
