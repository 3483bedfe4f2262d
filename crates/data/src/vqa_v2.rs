//! The official files of VQA v2: questions and annotations, each one JSON. What
//! is made for training has the same format.
//!
//! Read besides what is official: a photo may be named by its file
//! (`"image_id": "image12"`) instead of by a number, there may be fewer than ten
//! answers, and an annotation may have `scores`, how right some answers are in
//! 0..=1, in the place of answers: `"scores": {"cat": 1.0, "kitten": 0.6}`. A
//! score of 0 is a known wrong answer; of a question that has one, nothing is
//! learnt about the answers that are not named.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::path::Path;

use serde::Deserialize;

use crate::error::{DataError, read_json, seen_once};
use crate::question::{DataSet, Kind, Question, Scoring};

#[derive(Deserialize)]
struct QuestionsFile {
    questions: Vec<QuestionRow>,
}

#[derive(Deserialize)]
struct QuestionRow {
    question_id: u64,
    image_id: ImageId,
    question: String,
}

#[derive(PartialEq, Deserialize)]
#[serde(untagged, expecting = "the number of a photo or its name")]
enum ImageId {
    Number(u64),
    Name(String),
}

#[derive(Deserialize)]
struct AnnotationsFile {
    annotations: Vec<Annotation>,
}

#[derive(Deserialize)]
struct Annotation {
    question_id: u64,
    image_id: ImageId,
    question_type: Option<String>,
    answer_type: String,
    #[serde(default)]
    answers: Vec<Given>,
    #[serde(default)]
    scores: BTreeMap<String, f32>,
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
    let mut seen = HashSet::new();
    let mut set = DataSet::default();
    for asked in asked.questions {
        let question_id = asked.question_id;
        seen_once(&mut seen, question_id, questions)?;
        let found = answered.remove(&question_id);
        let (index, annotation) = found.ok_or_else(|| DataError::NoAnnotation {
            file: annotations.to_owned(),
            question_id,
        })?;
        set.questions
            .push(join(asked, index, annotation, annotations)?);
    }
    Ok(set)
}

/// Reads questions that nobody has answered, or whose answers are kept secret.
///
/// # Errors
/// A file that cannot be read or is of another format, a question that is there
/// twice.
pub fn load_unanswered(questions: &Path) -> Result<DataSet, DataError> {
    let asked: QuestionsFile = read_json(questions)?;
    let mut known = HashSet::new();
    let mut set = DataSet::default();
    for asked in asked.questions {
        seen_once(&mut known, asked.question_id, questions)?;
        set.questions.push(asked.without_answers());
    }
    Ok(set)
}

/// The photos that a file names: the questions of VQA v2, answered or not, or a
/// plain list of numbers or names.
///
/// # Errors
/// A file that cannot be read or is of another format.
pub fn images(file: &Path) -> Result<HashSet<String>, DataError> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "questions of VQA v2, or a list of photos")]
    enum Photos {
        QuestionRow { questions: Vec<AboutPhoto> },
        Listed(Vec<ImageId>),
    }
    #[derive(Deserialize)]
    struct AboutPhoto {
        image_id: ImageId,
    }
    let images = match read_json(file)? {
        Photos::QuestionRow { questions } => {
            questions.into_iter().map(|one| one.image_id).collect()
        }
        Photos::Listed(images) => images,
    };
    Ok(images.iter().map(ToString::to_string).collect())
}

impl fmt::Display for ImageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

impl QuestionRow {
    fn without_answers(self) -> Question {
        Question {
            id: self.question_id,
            image: self.image_id.to_string(),
            text: self.question,
            answers: Vec::new(),
            scores: Vec::new(),
            kind: Kind::Other,
            question_type: None,
            scoring: Scoring::Vqa,
        }
    }
}

/// The annotations with their places in the file, by the ids of their questions.
fn by_question(file: &Path) -> Result<HashMap<u64, (usize, Annotation)>, DataError> {
    let read: AnnotationsFile = read_json(file)?;
    let mut seen = HashSet::new();
    let annotations = read.annotations.into_iter().enumerate();
    let by_question = annotations.map(|(index, annotation)| {
        seen_once(&mut seen, annotation.question_id, file)?;
        Ok((annotation.question_id, (index, annotation)))
    });
    by_question.collect()
}

fn join(
    asked: QuestionRow,
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
    if annotation.answers.is_empty() && annotation.scores.is_empty() {
        let expected = "at least one answer, or `scores`";
        return Err(DataError::field(file, field("answers"), "[]", expected));
    }
    let mut scores = annotation.scores.iter();
    if let Some((answer, score)) = scores.find(|(_, score)| !(0.0..=1.0).contains(*score)) {
        let (name, value) = (field(&format!("scores.{answer}")), score.to_string());
        return Err(DataError::field(file, name, value, "a number from 0 to 1"));
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
    let answers = annotation.answers.into_iter();
    Ok(Question {
        answers: answers.map(|given| given.answer).collect(),
        scores: annotation.scores.into_iter().collect(),
        kind,
        question_type: annotation.question_type.filter(|name| !name.is_empty()),
        ..asked.without_answers()
    })
}
