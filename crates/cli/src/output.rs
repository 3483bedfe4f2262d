use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use anyhow::Result;

/// Writes a line to standard output. Whoever reads may stop reading: that is
/// an error like any other, which [`end`] takes for a quiet one.
pub fn line(text: &str) -> Result<()> {
    writeln!(std::io::stdout().lock(), "{text}")?;
    Ok(())
}

/// What went wrong, cause after cause. The errors of our libraries name their
/// cause themselves; it is not said twice.
fn error(error: &anyhow::Error) -> String {
    let mut said = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !said.ends_with(&cause) {
            said += ": ";
            said += &cause;
        }
    }
    said
}

/// How a program ends; what went wrong is said.
pub fn end(program: &str, done: Result<()>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_closed(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{program}: {}", self::error(&error));
            ExitCode::FAILURE
        }
    }
}

/// Whether an error only says that nobody reads any more.
fn is_closed(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, Result, anyhow};

    use super::error;

    #[test]
    fn a_cause_that_was_named_is_not_named_again() {
        let cause = anyhow!("no such file");
        let named: Result<()> = Err(cause).context("cannot read x: no such file");
        let told = named.context("the source `y`").map_err(|e| error(&e));
        assert_eq!(
            told,
            Err("the source `y`: cannot read x: no such file".to_owned())
        );
    }
}
