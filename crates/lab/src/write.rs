//! What is made, as files of VQA v2.

use std::path::Path;

use anyhow::Result;
use data::{DataSet, Kind, Question};
use serde_json::{Value, json};

use crate::output;

/// Writes `questions.json` and, where anything is known of their answers,
/// `annotations.json` into a folder, and says so.
pub fn write(folder: &Path, set: &DataSet) -> Result<()> {
    fs_err::create_dir_all(folder)?;
    let numbered = || set.questions.iter().enumerate();
    let questions: Vec<Value> = numbered().map(|(id, one)| question(id, one)).collect();
    let questions = json!({ "questions": questions });
    fs_err::write(folder.join("questions.json"), questions.to_string())?;
    if set.questions.iter().any(Question::is_answered) {
        let annotations: Vec<Value> = numbered().map(|(id, one)| annotation(id, one)).collect();
        let annotations = json!({ "annotations": annotations });
        fs_err::write(folder.join("annotations.json"), annotations.to_string())?;
    }
    output::line(&format!(
        "{} questions in {}",
        set.questions.len(),
        folder.display()
    ))
}

fn question(id: usize, question: &Question) -> Value {
    json!({"question_id": id, "image_id": image(question), "question": question.text})
}

fn annotation(id: usize, question: &Question) -> Value {
    let best = question.commonest_answer().unwrap_or_default();
    let kind = match Kind::of_answer(&best) {
        Kind::YesNo => "yes/no",
        Kind::Number => "number",
        Kind::Other => "other",
    };
    let given = question.answers.iter().zip(1..).map(
        |(answer, number)| json!({"answer": answer, "answer_id": number, "answer_confidence": "yes"}),
    );
    let given: Vec<Value> = given.collect();
    let mut annotation = json!({
        "question_id": id,
        "image_id": image(question),
        "question_type": question.question_type.as_deref().unwrap_or_default(),
        "answer_type": kind,
        "multiple_choice_answer": best,
        "answers": given,
    });
    if !question.scores.is_empty() {
        let rounded = |score: f32| (f64::from(score) * 1e4).round() / 1e4;
        let scores = question.scores.iter();
        let scores = scores.map(|(answer, score)| (answer.clone(), json!(rounded(*score))));
        annotation["scores"] = Value::Object(scores.collect());
    }
    annotation
}

/// COCO's number, as the official files have it, or the photo's name.
fn image(question: &Question) -> Value {
    let name = &question.image;
    let stem = name.split('.').next().unwrap_or(name);
    let is_numbered = stem.starts_with("COCO_") || stem.bytes().all(|b| b.is_ascii_digit());
    match data::photo_number(name).parse::<u64>() {
        Ok(number) if is_numbered => json!(number),
        _ => json!(name),
    }
}
