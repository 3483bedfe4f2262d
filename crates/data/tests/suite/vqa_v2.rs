//! Official VQA v2 files become questions, and broken ones say what is wrong.

use crate::common::{Folder, fixture, refused};
use data::{DataError, Kind, Scoring, vqa_v2};

#[test]
fn questions_meet_their_answers_in_the_order_of_the_questions() {
    let set = vqa_v2::load(
        &fixture("vqa/questions.json"),
        &fixture("vqa/annotations.json"),
    )
    .expect("good files");
    let ids: Vec<u64> = set.questions.iter().map(|question| question.id).collect();
    assert_eq!(ids, [4200, 4201, 4202, 700]);
    let roof = &set.questions[3];
    assert_eq!(
        (roof.image.as_str(), roof.text.as_str()),
        ("7", "What's on the roof?")
    );
    assert_eq!(roof.question_type.as_deref(), Some("what's on the"));
    assert_eq!(
        (roof.answers.len(), roof.answers[3].as_str()),
        (10, "the cat")
    );
    let kinds: Vec<Kind> = set.questions.iter().map(|question| question.kind).collect();
    assert_eq!(kinds, [Kind::YesNo, Kind::Number, Kind::Other, Kind::Other]);
    assert!(
        set.questions
            .iter()
            .all(|question| question.scoring == Scoring::Vqa)
    );
}

#[test]
fn a_broken_file_is_named_with_the_field() {
    let cases = r#"
annotations.json | "yes/no" | "maybe" | annotations[2].answer_type is "maybe"
annotations.json | "answer_type" | "other_type" | missing field `answer_type`
annotations.json | "answer": "a cat" | "answer": 7 | annotations[0].answers[0].answer
annotations.json | "image_id": 7 | "image_id": 8 | annotations[0].image_id is "8"
annotations.json | "question_id": 700 | "question_id": 701 | question 700
annotations.json | "question_id": 700 | "question_id": 4201 | 4201 is there twice
annotations.json | "annotations" | "notes" | missing field `annotations`
annotations.json | ]}\n | | annotations
questions.json | "question_id": 4201 | "question_id": 4200 | 4200 is there twice
questions.json | "image_id": 42, | "image_id": -42, | questions[0].image_id
"#;
    let files = ["questions.json", "annotations.json"];
    refused("vqa/", &files, cases, |folder, _| {
        let [questions, annotations] = files.map(|name| folder.join(name));
        vqa_v2::load(&questions, &annotations)
    });
}

#[test]
fn a_missing_file_is_named() {
    let missing = fixture("vqa/nothing.json");
    let error = vqa_v2::load(&missing, &fixture("vqa/annotations.json")).expect_err("no file");
    assert!(
        matches!(&error, DataError::Read { file, .. } if *file == missing),
        "{error}"
    );
}

/// A question, and an annotation of it with these fields.
fn one(fields: &str) -> Result<data::DataSet, DataError> {
    let folder = Folder::new();
    let asked = r#"{"questions": [{"question_id": 1, "image_id": "room1", "question": "Who?"}]}"#;
    let said = format!(
        r#"{{"annotations": [{{"question_id": 1, "image_id": "room1", "answer_type": "other", {fields}}}]}}"#
    );
    let (asked, said) = (folder.write("q.json", asked), folder.write("a.json", said));
    vqa_v2::load(&asked, &said)
}

#[test]
fn a_question_without_answers_is_refused() {
    let error = one(r#""answers": []"#).expect_err("no answers").to_string();
    assert!(error.contains("annotations[0].answers"), "{error}");
}

#[test]
fn scores_are_targets_as_they_are() {
    let index = |answer: &str| ["man", "nobody"].iter().position(|known| *known == answer);
    let set = one(r#""scores": {"a man": 0.25, "nobody": 0.0, "zebra": 1.0}"#);
    let question = &set.expect("a good file").questions[0];
    assert_eq!(question.image, "room1");
    assert_eq!(question.soft_targets(index), [(0, 0.25), (1, 0.0)]);
    assert_eq!(question.shares(index), [(0, 0.25), (1, 0.0)]);
    assert!(question.is_partly_known(), "a wrong answer is named");
    let accuracy = ["man", "cat"].map(|answer| question.accuracy(answer));
    assert_eq!(accuracy, [0.25, 0.0]);
    let whole = one(r#""scores": {"man": 0.25}"#).expect("a good file");
    assert!(!whole.questions[0].is_partly_known());
    let wrong = one(r#""scores": {"man": 1.5}"#)
        .expect_err("no score")
        .to_string();
    assert!(
        wrong.contains("annotations[0].scores.man is \"1.5\""),
        "{wrong}"
    );
}

#[test]
fn answers_of_fewer_people_than_ten_can_be_right() {
    let accuracy = |names: &[&str], said: &str| {
        let given = names
            .iter()
            .map(|name| format!(r#"{{"answer": "{name}"}}"#));
        let given = given.collect::<Vec<_>>().join(",");
        let set = one(&format!(r#""answers": [{given}]"#));
        set.expect("a good file").questions[0].accuracy(said)
    };
    assert_eq!(accuracy(&["man"], "man"), 1.0);
    assert_eq!(accuracy(&["man"], "dog"), 0.0);
    let five = ["man", "guy", "guy", "guy", "guy"];
    assert!((accuracy(&five, "man") - 0.6).abs() < 1e-9);
    assert_eq!(accuracy(&five, "guy"), 1.0);
}

#[test]
fn questions_and_photos_are_read_without_answers() {
    let set = vqa_v2::load_unanswered(&fixture("vqa/questions.json")).expect("questions");
    assert_eq!(set.questions.len(), 4);
    assert!(set.questions.iter().all(|one| one.answers.is_empty()));
    let folder = Folder::new();
    let listed = vqa_v2::images(&folder.write("list.json", r#"[42, "room1"]"#)).expect("a list");
    assert!(listed.contains("42") && listed.contains("room1") && listed.len() == 2);
    let asked = vqa_v2::images(&fixture("vqa/questions.json")).expect("questions");
    assert!(asked.contains("7"), "{asked:?}");
    let error = vqa_v2::images(&folder.write("other.json", "{}")).expect_err("no photos");
    assert!(error.to_string().contains("list of photos"), "{error}");
}
