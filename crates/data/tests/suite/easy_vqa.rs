//! easy-VQA's files become questions.

use crate::common::{fixture, refused, row};
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

#[test]
fn a_broken_file_is_named_with_the_field() {
    let cases = r#"
train/questions.json | "yes" | "Yes" | [1][1] is "Yes", expected an answer of answers.txt
train/questions.json | "yes" | true | [1][1]: invalid type: boolean `true`
train/questions.json | "no", 3 | "no", -3 | [2][2]: invalid value: integer `-3`
train/questions.json | "no", 3 | "no" | [2]
train/questions.json | "no", 3 | "no", 3, 4 | [2]
train/questions.json | [[ | {"questions": [[ | expected a list
train/questions.json | 3]] | 3] | EOF
answers.txt | maroon | yes | line 3 is "yes", expected an answer that is not there yet
answers.txt | maroon | | line 3 is ""
answers.txt | maroon\n | | questions.json: [0][1] is "maroon"
"#;
    let files = ["answers.txt", "train/questions.json"];
    refused("easy_vqa/", &files, cases, |folder, _| {
        easy_vqa::load(folder, Part::Train)
    });
}

#[test]
fn a_folder_without_the_files_is_named() {
    let error = easy_vqa::load(&fixture("daquar"), Part::Test).expect_err("no file");
    assert!(
        matches!(&error, DataError::Read { file, .. } if file.ends_with("daquar/answers.txt")),
        "{error}"
    );
}
