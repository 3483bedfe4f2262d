use std::ffi::OsStr;
use std::fmt::Debug;
use std::process::{Command, Output};

/// A program of ours, by its path: `env!("CARGO_BIN_EXE_vqa")`.
#[derive(Clone, Copy)]
pub struct Program(pub &'static str);

impl Program {
    /// Runs it to its end.
    pub fn output<S: AsRef<OsStr>>(self, arguments: &[S]) -> Output {
        let run = Command::new(self.0).args(arguments).output();
        run.expect("the program")
    }

    /// Standard output of a command that must succeed.
    pub fn run<S: AsRef<OsStr> + Debug>(self, arguments: &[S]) -> String {
        let output = self.output(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// Standard error of a command that must fail, and must not panic.
    pub fn fails<S: AsRef<OsStr> + Debug>(self, arguments: &[S]) -> String {
        let output = self.output(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let errors = String::from_utf8(output.stderr).expect("text");
        assert!(!errors.contains("panicked"), "{errors}");
        errors
    }
}
