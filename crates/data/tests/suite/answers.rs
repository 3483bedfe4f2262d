//! The answer list and what to learn from the given answers.

use crate::common::fixture;
use data::daquar::{self, Part, Split};
use data::{AnswerCounts, DataSet, vqa_v2};

fn vqa() -> DataSet {
    vqa_v2::load(
        &fixture("vqa/questions.json"),
        &fixture("vqa/annotations.json"),
    )
    .expect("good files")
}

#[test]
fn every_answer_that_somebody_gave_counts_in_one_spelling() {
    let mut counts = AnswerCounts::default();
    counts.add(&vqa());
    let answers = counts.at_least(2);
    // "a cat", "cat" and "the cat" are one answer, "two" and "2" another.
    for answer in ["2", "cat", "yes"] {
        assert!(answers.iter().any(|known| known == answer), "{answers:?}");
    }
    assert!(
        !answers
            .iter()
            .any(|known| known == "a cat" || known == "two")
    );
    let often = counts.at_least(10);
    assert_eq!(
        often,
        ["yes"],
        "only one answer was given by all ten people"
    );
    let train = daquar::load(&fixture("daquar"), Split::Official, Part::Train).expect("good files");
    counts.add(&train);
    assert!(counts.at_least(1).iter().any(|known| known == "moon"));
    assert!(!counts.at_least(2).iter().any(|known| known == "moon"));
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
