//! One file per behaviour, one program for all of them.

mod answers;
mod common;
mod daquar;
mod detections;
mod images;
mod score;
mod vqa_v2;
