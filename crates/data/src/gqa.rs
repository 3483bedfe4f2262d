//! The files of GQA (Hudson and Manning, 2019), questions1.2 as released:
//! `train_balanced_questions.json`, `val_all_questions.json` and so on. Each is
//! one object with the questions by their id:
//!
//! ```text
//! {"05515938": {"imageId": "2405722", "question": "What is this bird called?",
//!   "answer": "parrot", "fullAnswer": "This is a parrot.",
//!   "types": {"structural": "query", "semantic": "cat", "detailed": "categoryThis"}, ...}}
//! ```
//!
//! Files larger than the memory are read, if only their questions fit.

use std::collections::HashSet;
use std::path::Path;

use serde::Deserialize;

use crate::error::{DataError, seen_once};
use crate::question::{DataSet, Question};
use crate::stream::each_member;

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "imageId")]
    image: String,
    question: String,
    answer: String,
    types: Types,
}

#[derive(Deserialize)]
struct Types {
    structural: String,
}

/// Reads questions in the order of the file. The id is the key as a number,
/// without the zeros in front; the question type is the structural one
/// (`verify`, `query`, `choose`, `logical` or `compare`), by which the
/// evaluation of GQA breaks its accuracy down.
///
/// # Errors
/// A file that cannot be read, a key that is no number or is there twice, a
/// field that is missing, as the answers of the test questions are, or blank.
pub fn load(file: &Path) -> Result<DataSet, DataError> {
    let mut set = DataSet::default();
    let mut seen = HashSet::new();
    each_member(file, |key, entry: Entry| {
        let question = question(file, &key, entry)?;
        seen_once(&mut seen, question.id, file)?;
        set.questions.push(question);
        Ok(())
    })?;
    Ok(set)
}

fn question(file: &Path, key: &str, entry: Entry) -> Result<Question, DataError> {
    let digits = key.bytes().all(|byte| byte.is_ascii_digit());
    let id = key.parse().ok().filter(|_| digits);
    let id = id.ok_or_else(|| {
        let expected = "a question's id, a number";
        DataError::field(file, "a key".to_owned(), key, expected)
    })?;
    if entry.answer.trim().is_empty() {
        let field = format!("{key}.answer");
        return Err(DataError::field(file, field, entry.answer, "an answer"));
    }
    let question = Question::exact(id, entry.image, entry.question, entry.answer);
    Ok(Question {
        question_type: Some(entry.types.structural),
        ..question
    })
}
