//! Questions that nobody has answered: a photo's number, a tab, the question.

use std::path::Path;

use crate::error::{DataError, read_text};

/// A question about a photo, and nothing more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    /// The photo, to be looked up with [`ImageFolder::find`](crate::ImageFolder::find).
    pub image: String,
    /// The question as it was written.
    pub text: String,
}

/// Reads a file of questions, in its order.
///
/// # Errors
/// A file that cannot be read, or a line that is no number, tab and question.
pub fn load(file: &Path) -> Result<Vec<Unanswered>, DataError> {
    let text = read_text(file)?;
    let numbered = text.lines().zip(1..);
    let asked = numbered.map(|(line, number): (&str, usize)| {
        let (image, text) = line.split_once('\t').unwrap_or_default();
        let is_number = !image.is_empty() && image.bytes().all(|byte| byte.is_ascii_digit());
        match is_number && !text.trim().is_empty() {
            true => Ok(Unanswered {
                image: image.to_owned(),
                text: text.trim().to_owned(),
            }),
            false => Err(DataError::field(
                file,
                format!("line {number}"),
                line,
                "the number of a photo, a tab, a question",
            )),
        }
    });
    asked.collect()
}
