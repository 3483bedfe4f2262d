//! One file per behaviour, one program for all of them.

mod answers;
mod archives;
mod common;
mod daquar;
mod images;
mod regions_npz;
mod regions_tsv;
mod score;
mod vqa_v2;
