//! What can be wrong with a data set.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use thiserror::Error;

/// Why a data set could not be loaded; every message names the file.
#[derive(Debug, Error)]
pub enum DataError {
    /// The file or folder could not be read.
    #[error("cannot read {}: {source}", file.display())]
    Read {
        /// What was to be read.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is no JSON, or a field of it is missing or of another type.
    #[error("{}: at {field}: {source}", file.display())]
    Json {
        /// The file.
        file: PathBuf,
        /// The path of the field, such as `annotations[3].answers[0]`.
        field: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A field is readable but makes no sense.
    #[error("{}: {field} is {value:?}, expected {expected}", file.display())]
    Field {
        /// The file.
        file: PathBuf,
        /// The path of the field, or the number of the line from 1.
        field: String,
        /// What it says.
        value: String,
        /// What it could have said.
        expected: &'static str,
    },
    /// Two questions have the same id, so their answers cannot be told apart.
    #[error("{}: the question id {question_id} is there twice", file.display())]
    DuplicateQuestion {
        /// The file.
        file: PathBuf,
        /// The id.
        question_id: u64,
    },
    /// A question has no annotation.
    #[error("{}: no annotation for question {question_id}", file.display())]
    NoAnnotation {
        /// The file of annotations.
        file: PathBuf,
        /// The question's id.
        question_id: u64,
    },
}

impl DataError {
    /// A field that was read from `file` and makes no sense.
    pub fn field(
        file: &Path,
        field: String,
        value: impl Into<String>,
        expected: &'static str,
    ) -> Self {
        Self::Field {
            file: file.to_owned(),
            field,
            value: value.into(),
            expected,
        }
    }
}

/// Refuses a question whose id was seen before.
pub(crate) fn seen_once(
    seen: &mut HashSet<u64>,
    question_id: u64,
    file: &Path,
) -> Result<(), DataError> {
    match seen.insert(question_id) {
        true => Ok(()),
        false => Err(DataError::DuplicateQuestion {
            file: file.to_owned(),
            question_id,
        }),
    }
}

/// The text of `file`.
pub(crate) fn read_text(file: &Path) -> Result<String, DataError> {
    fs::read_to_string(file).map_err(|source| DataError::Read {
        file: file.to_owned(),
        source,
    })
}

/// The JSON in `file`.
///
/// # Errors
/// A file that cannot be read, or a field of it that is missing or of another
/// type.
pub fn read_json<T: DeserializeOwned>(file: &Path) -> Result<T, DataError> {
    let text = read_text(file)?;
    let json_error = |field: String, source| DataError::Json {
        file: file.to_owned(),
        field,
        source,
    };
    let mut json = serde_json::Deserializer::from_str(&text);
    let value = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| json_error(error.path().to_string(), error.into_inner()))?;
    json.end()
        .map_err(|source| json_error("the end".to_owned(), source))?;
    Ok(value)
}
