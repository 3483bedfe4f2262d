use std::io::{ErrorKind, Write};

use anyhow::Result;

/// Writes a line to standard output. Whoever reads may stop reading: that is
/// an error like any other, which `main` takes for a quiet end.
pub fn line(text: &str) -> Result<()> {
    writeln!(std::io::stdout().lock(), "{text}")?;
    Ok(())
}

/// Whether an error only says that nobody reads any more.
pub fn is_closed(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}
