//! The official files of VQA v2: questions and annotations, each one JSON.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use serde::Deserialize;

use crate::error::{DataError, read_json};
use crate::question::{DataSet, Kind, Question, Scoring};

#[derive(Deserialize)]
struct QuestionsFile {
    questions: Vec<Asked>,
}

#[derive(Deserialize)]
struct Asked {
    question_id: u64,
    image_id: u64,
    question: String,
}

#[derive(Deserialize)]
struct AnnotationsFile {
    annotations: Vec<Annotation>,
}

#[derive(Deserialize)]
struct Annotation {
    question_id: u64,
    image_id: u64,
    question_type: Option<String>,
    answer_type: String,
    answers: Vec<Given>,
}

#[derive(Deserialize)]
struct Given {
    answer: String,
}

/// Reads questions and the answers to them. Annotations of other questions are
/// ignored, so that a part of the questions can be measured.
///
/// # Errors
/// A file that cannot be read, a field that is missing or makes no sense, a
/// question that is there twice or has no annotation.
pub fn load(questions: &Path, annotations: &Path) -> Result<DataSet, DataError> {
    let asked: QuestionsFile = read_json(questions)?;
    let mut answered = by_question(annotations)?;
    let mut set = DataSet::default();
    for asked in asked.questions {
        let question_id = asked.question_id;
        match answered.remove(&question_id) {
            Some(Slot::Free(index, annotation)) => {
                set.questions
                    .push(join(asked, index, annotation, annotations)?);
                answered.insert(question_id, Slot::Taken);
            }
            Some(Slot::Taken) => {
                return Err(DataError::DuplicateQuestion {
                    file: questions.to_owned(),
                    question_id,
                });
            }
            None => {
                return Err(DataError::NoAnnotation {
                    file: annotations.to_owned(),
                    question_id,
                });
            }
        }
    }
    Ok(set)
}

/// The photos that a questions file asks about, answered or not.
///
/// # Errors
/// A file that cannot be read or is of another format.
pub fn images(questions: &Path) -> Result<HashSet<String>, DataError> {
    let asked: QuestionsFile = read_json(questions)?;
    let images = asked.questions.into_iter();
    Ok(images.map(|asked| asked.image_id.to_string()).collect())
}

/// An annotation waits for its question, and is there for only one.
enum Slot {
    Free(usize, Annotation),
    Taken,
}

fn by_question(file: &Path) -> Result<HashMap<u64, Slot>, DataError> {
    let read: AnnotationsFile = read_json(file)?;
    let mut answered = HashMap::with_capacity(read.annotations.len());
    for (index, annotation) in read.annotations.into_iter().enumerate() {
        let question_id = annotation.question_id;
        if answered
            .insert(question_id, Slot::Free(index, annotation))
            .is_some()
        {
            return Err(DataError::DuplicateQuestion {
                file: file.to_owned(),
                question_id,
            });
        }
    }
    Ok(answered)
}

fn join(
    asked: Asked,
    index: usize,
    annotation: Annotation,
    file: &Path,
) -> Result<Question, DataError> {
    let field = |name: &str| format!("annotations[{index}].{name}");
    if annotation.image_id != asked.image_id {
        let value = annotation.image_id.to_string();
        let expected = "the image_id of the question";
        return Err(DataError::field(file, field("image_id"), value, expected));
    }
    if annotation.answers.is_empty() {
        return Err(DataError::field(
            file,
            field("answers"),
            "[]",
            "at least one answer",
        ));
    }
    let kind = match annotation.answer_type.as_str() {
        "yes/no" => Kind::YesNo,
        "number" => Kind::Number,
        "other" => Kind::Other,
        value => {
            let expected = "yes/no, number or other";
            return Err(DataError::field(
                file,
                field("answer_type"),
                value,
                expected,
            ));
        }
    };
    Ok(Question {
        id: asked.question_id,
        image: asked.image_id.to_string(),
        text: asked.question,
        answers: annotation
            .answers
            .into_iter()
            .map(|given| given.answer)
            .collect(),
        kind,
        question_type: annotation.question_type,
        scoring: Scoring::Vqa,
    })
}
