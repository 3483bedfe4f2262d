//! CLEVR's released files become questions.

use crate::common::{Folder, fixture, refused, row};
use data::{ImageFolder, Kind, Scoring, clevr};

#[test]
fn questions_come_in_the_order_of_the_file() {
    let set = clevr::load(&fixture("clevr.json")).expect("a good file");
    let rows: Vec<_> = set.questions.iter().map(row).collect();
    let (first, other) = ("CLEVR_val_000000.png", "CLEVR_val_000012.png");
    let expected = [
        (0, first, "Is there anything cyan?", "no", Some("exist")),
        (1, first, "How many things are there?", "3", Some("count")),
        (7, other, "What is the tiny ball made of?", "rubber", None),
    ];
    assert_eq!(rows, expected);
    let kinds: Vec<Kind> = set.questions.iter().map(|question| question.kind).collect();
    assert_eq!(kinds, [Kind::YesNo, Kind::Number, Kind::Other]);
    let mut questions = set.questions.iter();
    assert!(questions.all(|question| question.scoring == Scoring::Exact));
}

#[test]
fn the_picture_of_a_question_is_found() {
    let set = clevr::load(&fixture("clevr.json")).expect("a good file");
    let files = ["images/CLEVR_val_000000.png", "images/CLEVR_val_000012.png"];
    let images = ImageFolder::from_files(files.map(Into::into).to_vec());
    let found: Vec<_> = set
        .questions
        .iter()
        .map(|q| images.find(&q.image))
        .collect();
    let expected = [files[0], files[0], files[1]].map(|file| Some(file.as_ref()));
    assert_eq!(found, expected);
}

#[test]
fn the_function_may_be_called_type() {
    let folder = Folder::new();
    let text = r#"{"questions": [{"question_index": 3, "image_filename": "a.png",
        "question": "How big is it?", "answer": "large", "program": [{"type": "query_size"}]}]}"#;
    let set = clevr::load(&folder.write("type.json", text)).expect("a good file");
    assert_eq!(
        set.questions[0].question_type.as_deref(),
        Some("query_size")
    );
}

#[test]
fn a_broken_file_is_named_with_the_field() {
    let cases = r#"
clevr.json | "answer": "3" | "answer": 3 | questions[1].answer: invalid type: integer `3`
clevr.json | "answer": "3" | "answer": "" | questions[1].answer is "", expected an answer
clevr.json | "answer": "3",  | | questions[1]: missing field `answer`
clevr.json | "question_index": 1 | "question_index": 0 | the question id 0 is there twice
clevr.json | "question_index": 1 | "question_index": -1 | questions[1].question_index
clevr.json | "image_filename": "CLEVR_val_000012.png", | | questions[2]: missing field `image_filename`
clevr.json | "function": "count" | "function": null | questions[1].program[1].function
clevr.json | "questions" | "asked" | missing field `questions`
clevr.json | "info" | "questions": [], "info" | duplicate field `questions`
clevr.json | "questions": [ | "questions": 7, "more": [ | questions: invalid type: integer `7`, expected a list
clevr.json | made of?"}]} | made of?"} | questions: EOF
clevr.json | {"info" | [{"info" | expected an object with the field questions
"#;
    refused("", &["clevr.json"], cases, |folder, file| {
        clevr::load(&folder.join(file))
    });
}
