//! The official accuracy. The expected numbers and spellings were computed with
//! the reference, vqaEval.py of GT-Vision-Lab/VQA, on the same answers.

use crate::common::fixture;
use data::{
    Answered, Kind, Question, Scores, Scoring, Tally, percent, results_json, vqa_normal, vqa_v2,
};

fn asked(answers: &[(&str, usize)], kind: Kind) -> Question {
    let repeat = |&(answer, n): &(&str, usize)| vec![answer.to_owned(); n];
    let answers = answers.iter().flat_map(repeat).collect();
    Question {
        kind,
        scoring: Scoring::Vqa,
        ..Question::of_set(1, "1".to_owned(), "What is it?".to_owned(), answers)
    }
}

#[test]
fn answers_are_spelled_as_the_reference_spells_them() {
    let cases = [
        ("The Cat", "cat"),
        ("a", ""),
        ("an apple", "apple"),
        ("two dogs", "2 dogs"),
        ("None", "0"),
        ("1,000", "1000"),
        ("1,000 people!", "1000 people"),
        ("1, 2", "1 2"),
        ("red, white and blue", "red white and blue"),
        ("red,white", "red white"),
        ("black/white", "black white"),
        ("black / white", "black white"),
        ("u.s.", "us"),
        ("St. Louis", "st louis"),
        ("2.5", "2.5"),
        ("v2.", "v2"),
        (".5", ".5"),
        ("dont", "don't"),
        ("Don't", "don't"),
        ("somebody'd", "somebodyd"),
        ("Im", "im"),
        ("oclock 5", "o'clock 5"),
        ("t-shirt", "t shirt"),
        ("t - shirt", "t shirt"),
        ("yes ?", "yes"),
        ("  spaced\tout\nhere ", "spaced out here"),
        ("10:30", "10:30"),
        ("$5.00", "$5.00"),
        ("a-b, c", "b c"),
        ("twas", "'twas"),
        ("one-way", "1 way"),
        ("café", "café"),
        ("...", ""),
        ("", ""),
        ("the", ""),
        ("........................................", "........"),
        ("x._.y", "x y"),
    ];
    for (answer, expected) in cases {
        assert_eq!(vqa_normal(answer), expected, "{answer:?}");
    }
}

#[test]
fn each_agreeing_person_is_a_third_after_leaving_one_out() {
    let cases = [
        (0, 0.0),
        (1, 0.3),
        (2, 0.6),
        (3, 0.9),
        (4, 1.0),
        (9, 1.0),
        (10, 1.0),
    ];
    for (n, expected) in cases {
        let question = asked(&[("cup", n), ("mug", 10 - n)], Kind::Other);
        let accuracy = question.accuracy("cup");
        assert!((accuracy - expected).abs() < 1e-12, "{n} agree: {accuracy}");
    }
}

#[test]
fn spelling_is_normalised_only_where_people_differ() {
    let agreed = asked(&[("yes", 10)], Kind::YesNo);
    assert_eq!(
        (agreed.accuracy("Yes"), agreed.accuracy(" yes\n")),
        (0.0, 1.0)
    );
    let differ = asked(&[("yes", 9), ("no", 1)], Kind::YesNo);
    assert_eq!(differ.accuracy("Yes!"), 1.0);
    let spelled = asked(&[("2", 3), ("two", 4), ("a pair", 3)], Kind::Number);
    assert_eq!(spelled.accuracy("TWO"), 1.0);
}

/// The fixture answered with these texts, in the order of its questions.
fn scores(answers: [&str; 4]) -> Scores {
    let set = vqa_v2::load(
        &fixture("vqa/questions.json"),
        &fixture("vqa/annotations.json"),
    )
    .expect("good files");
    let mut tally = Tally::default();
    for (question, answer) in set.questions.iter().zip(answers) {
        tally.add(question, answer);
    }
    tally.scores()
}

#[test]
fn scores_are_in_percent_by_kind() {
    let json = |answers| serde_json::to_string(&scores(answers)).expect("numbers");
    let good = json(["yes", "2", "fishing rod", "a dove"]);
    assert_eq!(
        good,
        r#"{"overall":87.5,"yes/no":100.0,"number":100.0,"other":75.0,"n":4}"#
    );
    let bad = json(["YES", "3", "rod", "bird"]);
    assert_eq!(
        bad,
        r#"{"overall":30.0,"yes/no":0.0,"number":60.0,"other":30.0,"n":4}"#
    );
}

#[test]
fn a_kind_without_questions_is_null() {
    let mut tally = Tally::default();
    let nothing = r#"{"overall":null,"yes/no":null,"number":null,"other":null,"n":0}"#;
    assert_eq!(
        serde_json::to_string(&tally.scores()).expect("numbers"),
        nothing
    );
    for (given, answer) in [("3", "3"), ("4", "5"), ("1", "2")] {
        tally.add(&asked(&[(given, 10)], Kind::Number), answer);
    }
    let third = r#"{"overall":33.33,"yes/no":null,"number":33.33,"other":null,"n":3}"#;
    let written = serde_json::to_string(&tally.scores()).expect("numbers");
    assert_eq!(written, third);
    assert_eq!(
        serde_json::from_str::<Scores>(&written).expect("scores"),
        tally.scores()
    );
}

#[test]
fn accuracy_is_also_given_by_question_type() {
    let mut tally = Tally::default();
    assert_eq!(tally.by_question_type(), []);
    let questions = [
        (Some("what is"), "cup"),
        (None, "cup"),
        (Some("is the"), "mug"),
        (Some("what is"), "mug"),
        (Some("what is"), "mug"),
    ];
    for (question_type, answer) in questions {
        let question = Question {
            question_type: question_type.map(str::to_owned),
            ..asked(&[("cup", 10)], Kind::Other)
        };
        tally.add(&question, answer);
    }
    let table = tally.by_question_type();
    let rows = table
        .iter()
        .map(|row| (row.question_type.as_str(), row.accuracy, row.n));
    let expected = [("is the", 0.0, 1), ("what is", 33.33, 3)];
    assert_eq!(rows.collect::<Vec<_>>(), expected);
}

#[test]
fn halves_are_rounded_up_and_nothing_else() {
    let cases = [
        (1.0 / 32.0, 3.13),
        (3.0 / 32.0, 9.38),
        (1.0 / 3.0, 33.33),
        // A hair above and below what ends in a 5.
        (0.333_350_000_000_000_1, 33.34),
        (0.333_349_999_999_999_9, 33.33),
        (0.3, 30.0),
        (0.0, 0.0),
        (1.0, 100.0),
    ];
    for (accuracy, expected) in cases {
        assert_eq!(percent(accuracy), expected, "{accuracy}");
    }
}

#[test]
fn results_are_in_the_official_format() {
    let answered = [
        Answered {
            question_id: 4200,
            answer: "yes".to_owned(),
        },
        Answered {
            question_id: 700,
            answer: "a \"cat\"".to_owned(),
        },
    ];
    let expected =
        r#"[{"question_id":4200,"answer":"yes"},{"question_id":700,"answer":"a \"cat\""}]"#;
    assert_eq!(results_json(&answered).expect("strings"), expected);
}
