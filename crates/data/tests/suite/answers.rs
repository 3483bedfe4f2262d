//! The answer list and what to learn from the given answers.

use crate::common::fixture;
use data::daquar::{self, Part, Split};
use data::{AnswerCounts, DataSet, Kind, spatial, vqa_v2};

fn vqa() -> DataSet {
    vqa_v2::load(
        &fixture("vqa/questions.json"),
        &fixture("vqa/annotations.json"),
    )
    .expect("good files")
}

#[test]
fn answers_are_counted_once_per_question_in_one_spelling() {
    let mut counts = AnswerCounts::default();
    counts.add(&vqa());
    // "a cat", "cat" and "the cat" are one answer, "two" and "2" another.
    assert_eq!(counts.most_frequent(10), ["2", "cat", "net", "yes"]);
    counts.add(&vqa());
    let train = daquar::load(&fixture("daquar"), Split::Official, Part::Train).expect("good files");
    counts.add(&train);
    assert_eq!(counts.at_least(2), ["2", "cat", "net", "yes"]);
    assert_eq!(counts.most_frequent(6)[4..], ["4", "moon"]);
    assert_eq!(counts.at_least(3), Vec::<String>::new());
}

#[test]
fn targets_are_the_soft_scores_of_the_paper() {
    let questions = vqa().questions;
    let list = ["2", "dove", "cat", "3", "yes", "0"];
    let index = |answer: &str| list.iter().position(|&known| known == answer);
    let expected: [&[(usize, f32)]; 4] = [
        &[(4, 1.0)],
        &[(0, 1.0), (3, 0.6), (5, 0.3)],
        &[],
        &[(1, 0.9), (2, 1.0)],
    ];
    for (question, expected) in questions.iter().zip(expected) {
        let targets = question.soft_targets(index);
        assert_eq!(targets.len(), expected.len(), "{}", question.text);
        for ((at, score), (expected_at, expected_score)) in targets.iter().zip(expected) {
            assert_eq!(at, expected_at, "{}", question.text);
            assert!(
                (score - expected_score).abs() < 1e-6,
                "{}: {score}",
                question.text
            );
        }
    }
}

#[test]
fn the_only_answer_is_the_whole_target() {
    let test = daquar::load(&fixture("daquar"), Split::Official, Part::Test).expect("good files");
    let index = |answer: &str| (answer == "paper clip").then_some(5);
    assert_eq!(test.questions[0].soft_targets(index), [(5, 1.0)]);
}

#[test]
fn statements_are_asked_as_questions() {
    let set = spatial::load(&fixture("spatial.json")).expect("a good file");
    let rows: Vec<_> = set
        .questions
        .iter()
        .map(|q| (q.image.as_str(), q.text.as_str(), q.answers[0].as_str()))
        .collect();
    let expected = [
        ("42", "Is the oar left of the boat?", "yes"),
        ("7", "Does the nest contain the hot dog?", "no"),
    ];
    assert_eq!(rows, expected);
    assert!(
        set.questions
            .iter()
            .all(|question| question.kind == Kind::YesNo)
    );
    assert_eq!(
        (
            set.questions[0].accuracy("yes"),
            set.questions[0].accuracy("no")
        ),
        (1.0, 0.0)
    );
}

#[test]
fn a_statement_that_cannot_be_asked_is_named() {
    let good = crate::common::text("spatial.json");
    let folder = crate::common::Folder::new("spatial-broken");
    let cases = [
        ("\"label\": 0", "\"label\": 2", "[1].label is \"2\""),
        ("The oar is left of", "Left of", "[0].caption"),
        ("\"image_id\": 7", "\"image_id\": \"7\"", "[1].image_id"),
    ];
    for (from, to, expected) in cases {
        assert!(good.contains(from), "{from}");
        let file = folder.write("spatial.json", &good.replacen(from, to, 1));
        let message = spatial::load(&file).expect_err("a broken file").to_string();
        assert!(
            message.contains(expected) && message.contains("spatial.json"),
            "{message}"
        );
    }
}

#[test]
fn shares_are_the_part_of_the_people_who_gave_an_answer() {
    let questions = vqa().questions;
    let index = |answer: &str| ["2", "3", "0"].iter().position(|&known| known == answer);
    let shares = questions[1].shares(index);
    let scores = questions[1].soft_targets(index);
    assert_eq!(scores.len(), shares.len());
    for ((at, share), (same, score)) in shares.into_iter().zip(scores) {
        assert_eq!(at, same);
        assert!(((3.0 * share).min(1.0) - score).abs() < 1e-6);
        assert!(share < 1.0);
    }
}
