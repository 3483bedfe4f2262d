//! The files of CLEVR v1.0 (Johnson et al., 2017), `CLEVR_train_questions.json`
//! and `CLEVR_val_questions.json`:
//!
//! ```text
//! {"info": {...}, "questions": [{"question_index": 0, "image_index": 0,
//!   "image_filename": "CLEVR_val_000000.png", "split": "val", "answer": "no",
//!   "question": "Are there any other things that are the same shape as ...?",
//!   "program": [..., {"function": "exist", "inputs": [5], "value_inputs": []}], ...}]}
//! ```
//!
//! The programs are most of a file; they are passed over one by one.

use std::collections::HashSet;
use std::path::Path;

use serde::Deserialize;

use crate::error::{DataError, seen_once};
use crate::question::{DataSet, Question};
use crate::stream::each_element_of;

#[derive(Deserialize)]
struct Entry {
    question_index: u64,
    image_filename: String,
    question: String,
    answer: String,
    #[serde(default)]
    program: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    // The published generator writes `type` where the released files have
    // `function`.
    #[serde(alias = "type")]
    function: String,
}

/// Reads questions in the order of the file. The id is the `question_index`,
/// the question type the last function of the program (`exist`, `count`,
/// `query_color`, `equal_integer`, ...), by which the paper breaks its
/// accuracy down; a question without a program has none.
///
/// # Errors
/// A file that cannot be read, a field that is missing, as the answers of the
/// test questions are, or blank, an index that is there twice.
pub fn load(file: &Path) -> Result<DataSet, DataError> {
    let mut set = DataSet::default();
    let mut seen = HashSet::new();
    each_element_of(file, "questions", |place, entry: Entry| {
        if entry.answer.trim().is_empty() {
            let field = format!("questions[{place}].answer");
            return Err(DataError::field(file, field, entry.answer, "an answer"));
        }
        seen_once(&mut seen, entry.question_index, file)?;
        set.questions.push(question(entry));
        Ok(())
    })?;
    Ok(set)
}

fn question(mut entry: Entry) -> Question {
    let (id, image) = (entry.question_index, entry.image_filename);
    Question {
        question_type: entry.program.pop().map(|step| step.function),
        ..Question::exact(id, image, entry.question, entry.answer)
    }
}
