//! Official VQA v2 files become questions, and broken ones say what is wrong.

use crate::common::{Folder, fixture};
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

/// Loads the fixtures after replacing one text by another in one of them.
fn load_with(test: &str, file: &str, from: &str, to: &str) -> DataError {
    let folder = Folder::new(test);
    let names = ["questions.json", "annotations.json"];
    folder.write_broken("vqa", &names, file, from, to);
    let path = |name| folder.path().join(name);
    vqa_v2::load(&path("questions.json"), &path("annotations.json")).expect_err(to)
}

#[test]
fn a_broken_file_is_named_with_the_field() {
    let cases = [
        (
            "annotations.json",
            "\"yes/no\"",
            "\"maybe\"",
            "annotations[2].answer_type is \"maybe\"",
        ),
        (
            "annotations.json",
            "\"answer_type\"",
            "\"other_type\"",
            "missing field `answer_type`",
        ),
        (
            "annotations.json",
            "\"answer\": \"a cat\"",
            "\"answer\": 7",
            "annotations[0].answers[0].answer",
        ),
        (
            "annotations.json",
            "\"image_id\": 7",
            "\"image_id\": 8",
            "annotations[0].image_id is \"8\"",
        ),
        (
            "annotations.json",
            "\"question_id\": 700",
            "\"question_id\": 701",
            "question 700",
        ),
        (
            "annotations.json",
            "\"question_id\": 700",
            "\"question_id\": 4201",
            "4201 is there twice",
        ),
        (
            "annotations.json",
            "\"annotations\"",
            "\"notes\"",
            "missing field `annotations`",
        ),
        ("annotations.json", "]}\n", "", "annotations"),
        (
            "questions.json",
            "\"question_id\": 4201",
            "\"question_id\": 4200",
            "4200 is there twice",
        ),
        (
            "questions.json",
            "\"image_id\": 42,",
            "\"image_id\": -42,",
            "questions[0].image_id",
        ),
    ];
    for (number, (file, from, to, expected)) in cases.into_iter().enumerate() {
        let message = load_with(&format!("vqa-broken-{number}"), file, from, to).to_string();
        assert!(message.contains(expected), "{from} -> {to}: {message}");
        assert!(message.contains(file), "{from} -> {to}: {message}");
    }
}

#[test]
fn a_question_without_answers_is_refused() {
    let folder = Folder::new("vqa-no-answers");
    let questions = r#"{"questions": [{"question_id": 1, "image_id": 2, "question": "Who?"}]}"#;
    let annotations = r#"{"annotations": [{"question_id": 1, "image_id": 2,
        "answer_type": "other", "answers": []}]}"#;
    let questions = folder.write("q.json", questions);
    let annotations = folder.write("a.json", annotations);
    let error = vqa_v2::load(&questions, &annotations).expect_err("no answers");
    assert!(
        error.to_string().contains("annotations[0].answers"),
        "{error}"
    );
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
