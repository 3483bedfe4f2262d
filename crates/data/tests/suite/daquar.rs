//! DAQUAR's original files become questions.

use crate::common::{Folder, fixture};
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
    let cases = [
        (
            "all_qa_pairs.txt",
            "lamp in the image3 ?",
            "lamp ?",
            "line 1",
        ),
        ("all_qa_pairs.txt", "\n4\n", "\n\n", "line 4"),
        ("all_qa_pairs.txt", "\nmoon\n", "\n", "line 8"),
        (
            "data_train.csv",
            "question,answer",
            "asked,answer",
            "line 1",
        ),
        ("data_train.csv", "spade, rake\"", "spade, rake", "line 3"),
        ("data_train.csv", ",paper_clip,", ",", "line 2"),
        ("data_train.csv", "paper_clip", "\", \"", "line 2"),
    ];
    for (number, (file, from, to, line)) in cases.into_iter().enumerate() {
        let folder = Folder::new(&format!("daquar-broken-{number}"));
        let names = [
            "all_qa_pairs.txt",
            "train_images_list.txt",
            "data_train.csv",
        ];
        folder.write_broken("daquar", &names, file, from, to);
        let split = if file.ends_with("csv") {
            Split::Random
        } else {
            Split::Official
        };
        let error = daquar::load(folder.path(), split, Part::Train).expect_err("a broken file");
        let message = error.to_string();
        assert!(
            message.contains(file) && message.contains(line),
            "{from:?}: {message}"
        );
    }
}

fn asked(id: u64, text: &str, answer: &str) -> Question {
    Question::of_set(
        id,
        "image1".to_owned(),
        text.to_owned(),
        vec![answer.to_owned()],
    )
}

#[test]
fn what_is_asked_of_one_thing_is_known_of_the_other() {
    let set = data::DataSet {
        questions: vec![
            asked(
                0,
                "what is the object to the left of the black sofa?",
                "lamp",
            ),
            asked(2, "what is on the wall?", "picture"),
            asked(4, "what is placed on the sofa?", "garbage bin"),
            asked(6, "what is in front of the sofa?", "lamp, picture"),
            asked(8, "what is on the left side?", "wall"),
            asked(10, "what is the colour of the sofa?", "red"),
            asked(12, "how many lamps are above the sofa?", "2"),
            asked(14, "what is behind the garbage bin?", "wall"),
            asked(16, "what is on the wall above the sofa?", "sofa"),
            asked(18, "what is close to the tiger?", "sofa"),
            asked(20, "what is below the red sofa?", "red"),
        ],
    };
    let more = daquar::inferred(&set).questions;
    let rows: Vec<_> = more.iter().map(row).collect();
    let expected = [
        (
            21,
            "image1",
            "what is on the right side of the lamp?",
            "sofa",
        ),
        (22, "image1", "what is behind the picture?", "wall"),
    ];
    // "Garbage bin" is only one answer, so it is no common thing.
    assert_eq!(rows[..2], expected);
    let texts: Vec<&str> = rows[2..].iter().map(|row| row.2).collect();
    assert_eq!(texts, ["what is in the picture?", "what is there?"]);
    let answers = |name: &str| {
        more[2]
            .answers
            .iter()
            .filter(|answer| *answer == name)
            .count()
    };
    let counts = ["lamp", "picture", "wall", "sofa", "garbage bin", "red", "2"].map(answers);
    assert_eq!(counts, [2, 2, 3, 5, 0, 0, 0]);
}
