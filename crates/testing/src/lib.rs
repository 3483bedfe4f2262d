//! What tests of several crates share. It knows none of our crates, and only
//! tests and `fuzz` stand on it.

mod folder;
mod program;
mod questions;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

pub use folder::Folder;
pub use program::Program;
pub use questions::{NETWORK, Posed, annotations, asked, questions, source};

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file of the repository, as an argument.
pub fn at(path: &str) -> String {
    root().join(path).display().to_string()
}

/// The manifest of a model of `assets/`, and its weights by their names.
pub fn model_files(model: &str) -> (Vec<u8>, HashMap<String, Vec<u8>>) {
    let folder = root().join("assets").join(model);
    let read = |name: &str| fs::read(folder.join(name)).expect("a file of the model");
    let files = ["network.bpk", "backbone.bpk"].map(|name| (name.to_owned(), read(name)));
    (read("manifest.json"), files.into())
}
