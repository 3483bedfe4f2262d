//! Scores a results file as the official evaluation of VQA v2 does, and prints
//! its tables as one JSON object, with the accuracy of every question:
//!
//! ```text
//! cargo run -p data --example score_vqa -- questions.json annotations.json results.json
//! ```

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::Path;

use data::{Answered, Tally, percent, vqa_v2};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [questions, annotations, results] = &arguments[..] else {
        return Err("expected three files: questions, annotations, results".into());
    };
    let set = vqa_v2::load(Path::new(questions), Path::new(annotations))?;
    let answered: Vec<Answered> = serde_json::from_str(&std::fs::read_to_string(results)?)?;
    let answers: HashMap<u64, String> = answered
        .into_iter()
        .map(|answered| (answered.question_id, answered.answer))
        .collect();
    let mut tally = Tally::default();
    let mut by_question = BTreeMap::new();
    for question in &set.questions {
        let answer = answers
            .get(&question.id)
            .ok_or_else(|| format!("{results} does not answer question {}", question.id))?;
        by_question.insert(question.id, percent(tally.add(question, answer)));
    }
    let tables = json!({
        "scores": tally.scores(),
        "question_types": tally.by_question_type(),
        "questions": by_question,
    });
    println!("{tables}");
    Ok(())
}
