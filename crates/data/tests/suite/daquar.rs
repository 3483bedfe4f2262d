//! DAQUAR's original files become questions.

use crate::common::{fixture, refused};
use data::daquar::{self, Part, RANDOM_TEST_IDS, Split, canonical_answer};
use data::{Kind, Question, Scoring};

fn questions(split: Split, part: Part) -> Vec<Question> {
    daquar::load(&fixture("daquar"), split, part)
        .expect("good files")
        .questions
}

fn row(question: &Question) -> (u64, &str, &str, &str) {
    let Question {
        id,
        image,
        text,
        answers,
        ..
    } = question;
    (*id, image, text, &answers[0])
}

#[test]
fn the_official_split_goes_by_photo() {
    let train = questions(Split::Official, Part::Train);
    let rows: Vec<_> = train.iter().map(row).collect();
    let expected = [
        (1, "image1", "how many jars are on the shelf?", "4"),
        (
            2,
            "image1",
            "what is on the bench on the left side?",
            "rake, spade",
        ),
        (3, "image2", "what is the image in the window?", "moon"),
    ];
    assert_eq!(rows, expected);
    let kinds: Vec<Kind> = train.iter().map(|question| question.kind).collect();
    assert_eq!(kinds, [Kind::Number, Kind::Other, Kind::Other]);
    let test = questions(Split::Official, Part::Test);
    assert_eq!(
        row(&test[0]),
        (0, "image3", "what is under the green lamp?", "paper clip")
    );
    assert_eq!(test.len(), 1);
}

#[test]
fn the_random_split_has_the_same_questions_in_the_same_form() {
    let train = questions(Split::Random, Part::Train);
    assert_eq!(
        row(&train[0]),
        (0, "image3", "what is under the green lamp?", "paper clip")
    );
    let bench = (
        1,
        "image1",
        "what is on the bench on the left side?",
        "rake, spade",
    );
    assert_eq!(row(&train[1]), bench);
    let test = questions(Split::Random, Part::Test);
    let moon = (
        RANDOM_TEST_IDS,
        "image2",
        "what is the image in the window?",
        "moon",
    );
    assert_eq!(row(&test[0]), moon);
    assert_eq!((train.len(), test.len()), (2, 1));
}

#[test]
fn an_answer_is_the_set_of_things_that_it_names() {
    let cases = [
        ("garbage_bin", "garbage bin"),
        ("table,  chair", "chair, table"),
        ("sofa, sofa, chair", "chair, sofa"),
        (" Lamp ,", "lamp"),
        (" , ", ""),
    ];
    for (given, expected) in cases {
        assert_eq!(canonical_answer(given), expected, "{given:?}");
    }
    let train = questions(Split::Official, Part::Train);
    let bench = &train[1];
    assert_eq!(bench.scoring, Scoring::Set);
    for (answer, accuracy) in [
        ("spade, rake", 1.0),
        ("rake", 0.0),
        ("rake,spade,rake", 1.0),
    ] {
        assert_eq!(bench.accuracy(answer), accuracy, "{answer:?}");
    }
}

#[test]
fn a_line_that_is_no_question_is_named() {
    let cases = r#"
all_qa_pairs.txt | lamp in the image3 ? | lamp ? | line 1
all_qa_pairs.txt | \n4\n | \n\n | line 4
all_qa_pairs.txt | \nmoon\n | \n | line 8
data_train.csv | question,answer | asked,answer | line 1
data_train.csv | spade, rake" | spade, rake | line 3
data_train.csv | ,paper_clip, | , | line 2
data_train.csv | paper_clip | ", " | line 2
"#;
    let files = [
        "all_qa_pairs.txt",
        "train_images_list.txt",
        "data_train.csv",
    ];
    refused("daquar/", &files, cases, |folder, file| {
        let split = match file.ends_with("csv") {
            true => Split::Random,
            false => Split::Official,
        };
        daquar::load(folder, split, Part::Train)
    });
}
