//! Starting the program, for tests of whole commands.

use std::ffi::OsStr;
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The repository.
#[allow(dead_code)] // Not every test needs it.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Starts the program.
pub fn vqa<S: AsRef<OsStr>>(arguments: &[S]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vqa"))
        .args(arguments)
        .output()
        .expect("the program")
}

/// Standard output of a command that must succeed.
pub fn run<S: AsRef<OsStr> + Debug>(arguments: &[S]) -> String {
    let output = vqa(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("text")
}

/// Standard error of a command that must fail, and must not panic.
#[allow(dead_code)] // Not every test needs it.
pub fn fails<S: AsRef<OsStr> + Debug>(arguments: &[S]) -> String {
    let output = vqa(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    let errors = String::from_utf8(output.stderr).expect("text");
    assert!(!errors.contains("panicked"), "{errors}");
    errors
}

/// What trains in a folder by a recipe there, with data, features and word
/// vectors that have the same names in each test. `more` comes last.
#[allow(dead_code)] // Not every test needs it.
pub fn train(folder: &Path, recipe: &str, out: &str, more: &[&str]) -> Vec<String> {
    let at = |name: &str| folder.join(name).display().to_string();
    let named = [
        ("--recipe", recipe),
        ("--data", "."),
        ("--features", "features"),
        ("--vectors", "vectors.txt"),
        ("--out", out),
    ];
    let named = named.map(|(option, name)| [option.to_owned(), at(name)]);
    let mut arguments = vec!["train".to_owned()];
    arguments.extend(named.into_iter().flatten());
    arguments.extend(more.iter().map(|part| part.to_string()));
    arguments
}
