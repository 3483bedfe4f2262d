//! What some people answered, and what nobody did.
//!
//! The file is a JSON object, a photo's name to its questions:
//! `{"393225": [[393225000, "What website is this?", {"police": 0, "bing": 2}]]}`,
//! each with how many of ten people gave an answer, 0 being a known wrong one.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, ensure};
use data::{DataSet, PEOPLE, Question, read_json};

type Guesses = BTreeMap<String, Vec<(u64, String, BTreeMap<String, usize>)>>;

/// Reads guesses as questions with scores.
pub fn load(file: &Path) -> Result<DataSet> {
    let guesses: Guesses = read_json(file)?;
    let mut set = DataSet::default();
    for (photo, asked) in guesses {
        for (id, text, people) in asked {
            let too_many = people.values().any(|n| *n > PEOPLE);
            ensure!(
                !too_many,
                "{}: question {id}: more than {PEOPLE} people",
                file.display()
            );
            let score = |n: usize| (0.3 * n as f32).min(1.0);
            set.questions.push(Question {
                scores: people.into_iter().map(|(a, n)| (a, score(n))).collect(),
                ..Question::of_set(id, photo.clone(), text, Vec::new())
            });
        }
    }
    Ok(set)
}
