use data::unanswered::{Unanswered, load};

use crate::common::Folder;

#[test]
fn a_line_is_a_photo_and_a_question() {
    let folder = Folder::new("unanswered");
    let file = folder.write("asked.tsv", "42\tIs this a dog?\n7\t What is it ? \n");
    let question = |image: &str, text: &str| Unanswered {
        image: image.to_owned(),
        text: text.to_owned(),
    };
    assert_eq!(
        load(&file).expect("questions"),
        [
            question("42", "Is this a dog?"),
            question("7", "What is it ?")
        ]
    );
}

#[test]
fn a_line_that_is_no_question_is_named() {
    let folder = Folder::new("unanswered_errors");
    for line in [
        "",
        "42",
        "42\t",
        "42\t  ",
        "dog\tIs this a dog?",
        "\tIs this a dog?",
    ] {
        let file = folder.write("asked.tsv", &format!("1\tIs it?\n{line}\n"));
        let error = load(&file).expect_err(line).to_string();
        assert!(error.contains("asked.tsv: line 2"), "{error}");
    }
}
