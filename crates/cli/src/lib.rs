//! What the programs of vqa-flow share: `vqa`, and `vqa-lab` beside it.
//!
//! Photo files, model folders, sets of questions, devices, the terminal.

#![allow(missing_docs)] // For our own two programs.

pub mod bits;
pub mod device;
pub mod model_folder;
pub mod output;
pub mod photo_file;
pub mod photos;
pub mod progress;
pub mod question_set;
pub mod training;
