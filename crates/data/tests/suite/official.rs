//! The metric agrees with the reference, vqaEval.py of GT-Vision-Lab/VQA, on
//! every question. The expected numbers were computed by the reference, see
//! fixtures/official/make_fixtures.py.

use std::collections::BTreeMap;

use crate::common::text;
use data::{Kind, Question, Scoring, Tally, percent, vqa_normal};
use serde::Deserialize;

#[derive(Deserialize)]
struct Scored {
    /// A text, and the spelling in which it is compared.
    spellings: Vec<(String, String)>,
    questions: Vec<Row>,
    accuracy: Accuracy,
}

/// Question type, kind, runs of equal answers, prediction, percent.
#[derive(Deserialize)]
struct Row(String, String, Vec<(String, usize)>, String, f64);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Accuracy {
    overall: f64,
    per_answer_type: BTreeMap<String, f64>,
    per_question_type: BTreeMap<String, f64>,
}

fn scored() -> Scored {
    serde_json::from_str(&text("official/scored.json")).expect("a fixture")
}

impl Row {
    fn question(&self, id: u64) -> Question {
        let kind = match self.1.as_str() {
            "yes/no" => Kind::YesNo,
            "number" => Kind::Number,
            _ => Kind::Other,
        };
        let runs = self.2.iter();
        let answers = runs.flat_map(|(text, n)| vec![text.clone(); *n]).collect();
        Question {
            kind,
            question_type: Some(self.0.clone()),
            scoring: Scoring::Vqa,
            ..Question::of_set(id, "1".to_owned(), "What is it?".to_owned(), answers)
        }
    }
}

#[test]
fn every_text_is_spelled_as_the_reference_spells_it() {
    for (text, expected) in scored().spellings {
        assert_eq!(vqa_normal(&text), expected, "{text:?}");
    }
}

#[test]
fn every_question_has_the_accuracy_of_the_reference() {
    for row in scored().questions {
        let Row(question_type, _, runs, prediction, expected) = &row;
        let accuracy = percent(row.question(1).accuracy(prediction));
        assert_eq!(
            accuracy, *expected,
            "{question_type}: {runs:?} -> {prediction:?}"
        );
    }
}

#[test]
fn the_tables_are_those_of_the_reference() {
    let Scored {
        questions,
        accuracy,
        ..
    } = scored();
    let mut tally = Tally::default();
    for (id, row) in (0..).zip(&questions) {
        tally.add(&row.question(id), &row.3);
    }
    let scores = tally.scores();
    assert_eq!(scores.overall, Some(accuracy.overall));
    let kinds = [
        ("yes/no", scores.yes_no),
        ("number", scores.number),
        ("other", scores.other),
    ];
    for (kind, score) in kinds {
        assert_eq!(score, accuracy.per_answer_type.get(kind).copied(), "{kind}");
    }
    let table = tally.by_question_type();
    let types = table
        .iter()
        .map(|row| (row.question_type.clone(), row.accuracy));
    assert_eq!(
        types.collect::<BTreeMap<_, _>>(),
        accuracy.per_question_type
    );
    let counted = |name: &str| questions.iter().filter(|row| row.0 == name).count();
    assert!(table.iter().all(|row| row.n == counted(&row.question_type)));
    assert_eq!(table.iter().map(|row| row.n).sum::<usize>(), scores.n);
}
