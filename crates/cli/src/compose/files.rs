use std::path::Path;

use anyhow::{Context, Result};
use data::Kind;
use serde_json::{Value, json};

use super::asked::Asked;
use super::scene::Scene;

/// How many people VQA v2 asks.
const PEOPLE: usize = 10;

/// Writes `questions.json` and `annotations.json` in the format of VQA v2, and
/// `things.json`, each photo's things with their boxes as
/// `[name, cx, cy, w, h]` in 0..1 of the photo.
pub fn write(folder: &Path, scenes: &[Scene], asked: &[Asked]) -> Result<()> {
    let asked: Vec<(usize, &Asked)> = asked.iter().enumerate().collect();
    let questions: Vec<Value> = asked.iter().map(|(id, one)| question(*id, one)).collect();
    let annotations: Vec<Value> = asked.iter().map(|(id, one)| annotation(*id, one)).collect();
    let things: serde_json::Map<String, Value> = scenes
        .iter()
        .map(|scene| (format!("{}.jpg", scene.number), boxes(scene)))
        .collect();
    save(
        &folder.join("questions.json"),
        &json!({"questions": questions}),
    )?;
    save(
        &folder.join("annotations.json"),
        &json!({"annotations": annotations}),
    )?;
    save(&folder.join("things.json"), &Value::Object(things))
}

fn question(id: usize, asked: &Asked) -> Value {
    json!({"question_id": id, "image_id": asked.photo, "question": asked.text})
}

fn annotation(id: usize, asked: &Asked) -> Value {
    let answers: Vec<Value> = (1..=PEOPLE)
        .map(|at| json!({"answer": asked.answer, "answer_id": at, "answer_confidence": "yes"}))
        .collect();
    let kind = match Kind::of_answer(&asked.answer) {
        Kind::YesNo => "yes/no",
        Kind::Number => "number",
        Kind::Other => "other",
    };
    json!({
        "question_id": id,
        "image_id": asked.photo,
        "question_type": asked.wants,
        "answer_type": kind,
        "multiple_choice_answer": asked.answer,
        "answers": answers,
    })
}

fn boxes(scene: &Scene) -> Value {
    let rounded = |value: f64| (value * 1e4).round() / 1e4;
    let things = scene.things.iter().map(|thing| {
        let [left, top, right, bottom] = thing.bounds;
        json!([
            thing.name,
            rounded((left + right) / 2.0),
            rounded((top + bottom) / 2.0),
            rounded(right - left),
            rounded(bottom - top)
        ])
    });
    things.collect()
}

fn save(path: &Path, value: &Value) -> Result<()> {
    std::fs::write(path, value.to_string())
        .with_context(|| format!("cannot write {}", path.display()))
}
