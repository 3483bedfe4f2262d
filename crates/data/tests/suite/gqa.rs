//! GQA's released files become questions.

use crate::common::{Folder, fixture, refused, row};
use data::{DataError, Kind, Scoring, Tally, gqa};

#[test]
fn questions_come_in_the_order_of_the_file() {
    let set = gqa::load(&fixture("gqa.json")).expect("a good file");
    let rows: Vec<_> = set.questions.iter().map(row).collect();
    let bird = "What is the bird on the oar called?";
    let spade = "Is the spade to the left or to the right of the rake?";
    let expected = [
        (5_515_938, "2405722", bird, "heron", Some("query")),
        (
            161_313,
            "n161313",
            "Is the jar on the shelf full?",
            "yes",
            Some("verify"),
        ),
        (201_307_251, "7", spade, "left", Some("choose")),
    ];
    assert_eq!(rows, expected);
    let kinds: Vec<Kind> = set.questions.iter().map(|question| question.kind).collect();
    assert_eq!(kinds, [Kind::Other, Kind::YesNo, Kind::Other]);
}

#[test]
fn an_answer_is_right_to_the_letter() {
    let set = gqa::load(&fixture("gqa.json")).expect("a good file");
    let bird = &set.questions[0];
    assert_eq!(bird.scoring, Scoring::Exact);
    let accuracies = ["heron", "Heron", "a heron", "heron ", ""].map(|said| bird.accuracy(said));
    assert_eq!(accuracies, [1.0, 0.0, 0.0, 0.0, 0.0]);
    let index = |answer: &str| (answer == "heron").then_some(3);
    assert_eq!(bird.soft_targets(index), [(3, 1.0)]);
}

#[test]
fn accuracy_is_broken_down_by_structure() {
    let set = gqa::load(&fixture("gqa.json")).expect("a good file");
    let mut tally = Tally::default();
    for (question, answer) in set.questions.iter().zip(["heron", "yes", "right"]) {
        tally.add(question, answer);
    }
    let json = serde_json::to_string(&tally.by_question_type()).expect("numbers");
    let expected = [("choose", "0.0"), ("query", "100.0"), ("verify", "100.0")];
    let expected = expected.map(|(question_type, accuracy)| {
        format!(r#"{{"question_type":"{question_type}","accuracy":{accuracy},"n":1}}"#)
    });
    assert_eq!(json, format!("[{}]", expected.join(",")));
}

#[test]
fn a_broken_file_is_named_with_the_field() {
    let cases = r#"
gqa.json | "00161313" | "161313x" | a key is "161313x", expected a question's id
gqa.json | "00161313" | "+161313" | a key is "+161313"
gqa.json | "00161313" | "" | a key is ""
gqa.json | "00161313" | "5515938" | 5515938 is there twice
gqa.json | "answer": "yes" | "answer": " " | 00161313.answer is " ", expected an answer
gqa.json | "answer": "yes" | "reply": "yes" | 00161313: missing field `answer`
gqa.json | "imageId": "7" | "imageId": 7 | 201307251.imageId: invalid type: integer `7`
gqa.json | "structural": "verify" | "structure": 1 | 00161313.types: missing field `structural`
gqa.json | "fullAnswer": "Yes, the jar is full."},  | "fullAnswer": "Yes | 00161313
gqa.json | rake."}} | rake."} | EOF
gqa.json | rake."}} | rake."}} {} | the end: trailing characters
"#;
    refused("", &["gqa.json"], cases, |folder, file| {
        gqa::load(&folder.join(file))
    });
}

#[test]
fn a_file_of_another_kind_is_refused() {
    let folder = Folder::new();
    for (text, expected) in [
        ("[]", "expected an object"),
        ("7", "expected an object"),
        ("", "EOF"),
        ("{\"1\": \"\u{e9}\"}", "1: invalid type: string"),
    ] {
        let file = folder.write("other.json", text);
        let message = gqa::load(&file).expect_err(text).to_string();
        assert!(message.contains(expected), "{text:?}: {message}");
    }
    let missing = fixture("nothing.json");
    let error = gqa::load(&missing).expect_err("no file");
    assert!(
        matches!(&error, DataError::Read { file, .. } if *file == missing),
        "{error}"
    );
    let error = gqa::load(folder.path()).expect_err("a folder");
    assert!(matches!(&error, DataError::Read { .. }), "{error}");
}
