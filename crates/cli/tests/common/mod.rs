//! What tests of training share.

use testing::{Folder, Program};

pub const VQA: Program = Program(env!("CARGO_BIN_EXE_vqa"));

/// What trains in a folder by a recipe there, with data, features and word
/// vectors that have the same names in each test. `more` comes last.
pub fn train(folder: &Folder, recipe: &str, out: &str, more: &[&str]) -> Vec<String> {
    let named = [
        ("--recipe", recipe),
        ("--data", "."),
        ("--features", "features"),
        ("--vectors", "vectors.txt"),
        ("--out", out),
    ];
    folder.arguments(&["train"], &named, more)
}
