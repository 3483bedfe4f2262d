//! One file per behaviour, one program for all of them.

mod answers;
mod archives;
mod boxes;
mod clevr;
mod common;
mod daquar;
mod easy_vqa;
mod gqa;
mod images;
mod official;
mod regions_npz;
mod regions_tsv;
mod score;
mod vqa_v2;
mod wups;
