//! easy-VQA's files become questions.

use std::fs;

use crate::common::{Folder, fixture, row, text};
use data::{DataError, Kind, Part, Scoring, easy_vqa};

#[test]
fn questions_come_in_the_order_of_the_file() {
    let folder = fixture("easy_vqa");
    let train = easy_vqa::load(&folder, Part::Train).expect("good files");
    let rows: Vec<_> = train.questions.iter().map(row).collect();
    let expected = [
        (0, "0", "what color is the shape?", "maroon", None),
        (1, "0", "is there a hexagon?", "yes", None),
        (2, "3", "does the image not contain a hexagon?", "no", None),
    ];
    assert_eq!(rows, expected);
    let kinds: Vec<Kind> = train
        .questions
        .iter()
        .map(|question| question.kind)
        .collect();
    assert_eq!(kinds, [Kind::Other, Kind::YesNo, Kind::YesNo]);
    let test = easy_vqa::load(&folder, Part::Test).expect("good files");
    let rows: Vec<_> = test.questions.iter().map(row).collect();
    assert_eq!(
        rows,
        [(0, "0", "what is the maroon shape?", "hexagon", None)]
    );
    assert_eq!(test.questions[0].scoring, Scoring::Exact);
}

#[test]
fn the_answers_are_in_the_order_of_their_list() {
    let answers = easy_vqa::answers(&fixture("easy_vqa")).expect("a good file");
    assert_eq!(answers, ["hexagon", "yes", "maroon", "no"]);
}

/// Loads a copy of the fixture after replacing one text by another in a file.
fn load_with(test: &str, file: &str, from: &str, to: &str) -> DataError {
    let folder = Folder::new(test);
    fs::create_dir(folder.path().join("train")).expect("a new folder");
    for name in ["answers.txt", "train/questions.json"] {
        let good = text(&format!("easy_vqa/{name}"));
        assert!(name != file || good.contains(from), "{from}, {file}");
        let text = match name == file {
            true => good.replacen(from, to, 1),
            false => good,
        };
        folder.write(name, &text);
    }
    easy_vqa::load(folder.path(), Part::Train).expect_err(to)
}

#[test]
fn a_broken_file_is_named_with_the_field() {
    let questions = [
        (
            "\"yes\"",
            "\"Yes\"",
            "[1][1] is \"Yes\", expected an answer of answers.txt",
        ),
        ("\"yes\"", "true", "[1][1]: invalid type: boolean `true`"),
        (
            "\"no\", 3",
            "\"no\", -3",
            "[2][2]: invalid value: integer `-3`",
        ),
        ("\"no\", 3", "\"no\"", "[2]"),
        ("\"no\", 3", "\"no\", 3, 4", "[2]"),
        ("[[", "{\"questions\": [[", "expected a list"),
        ("3]]", "3]", "EOF"),
    ];
    let answers = [
        (
            "maroon",
            "yes",
            "line 3 is \"yes\", expected an answer that is not there yet",
        ),
        ("maroon", " ", "line 3 is \"\""),
        ("maroon\n", "", "[0][1] is \"maroon\""),
    ];
    let questions = questions.map(|case| ("train/questions.json", case));
    let answers = answers.map(|case| ("answers.txt", case));
    let cases = questions.into_iter().chain(answers);
    for (number, (file, (from, to, expected))) in cases.enumerate() {
        let message = load_with(&format!("easy-vqa-{number}"), file, from, to).to_string();
        assert!(message.contains(expected), "{from} -> {to}: {message}");
        let named = ["questions.json", "answers.txt"].map(|name| message.contains(name));
        assert!(named.contains(&true), "{from} -> {to}: {message}");
    }
}

#[test]
fn a_folder_without_the_files_is_named() {
    let error = easy_vqa::load(&fixture("daquar"), Part::Test).expect_err("no file");
    assert!(
        matches!(&error, DataError::Read { file, .. } if file.ends_with("daquar/answers.txt")),
        "{error}"
    );
}
