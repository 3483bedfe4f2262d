//! One file per behaviour, one program for all of them.

mod answers;
mod common;
mod daquar;
mod images;
mod official;
mod score;
mod vqa_v2;
mod wups;
