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
pub fn lab<S: AsRef<OsStr>>(arguments: &[S]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vqa-lab"))
        .args(arguments)
        .output()
        .expect("the program")
}

/// Standard output of a command that must succeed.
pub fn run<S: AsRef<OsStr> + Debug>(arguments: &[S]) -> String {
    let output = lab(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("text")
}

/// Standard error of a command that must fail, and must not panic.
#[allow(dead_code)] // Not every test needs it.
pub fn fails<S: AsRef<OsStr> + Debug>(arguments: &[S]) -> String {
    let output = lab(arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    let errors = String::from_utf8(output.stderr).expect("text");
    assert!(!errors.contains("panicked"), "{errors}");
    errors
}
