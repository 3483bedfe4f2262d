//! Networks that answer for others to learn.

use serde_json::json;
use testing::{Folder, annotations, asked, questions};

use crate::{LAB, folder, learn, made};

fn teach(folder: &Folder, source: &str, out: &str, more: &[&str]) -> Vec<String> {
    let named = [
        ("--teacher", "run"),
        ("--recipe", "recipe.toml"),
        ("--data", ""),
        ("--features", "features"),
        ("--out", out),
    ];
    folder.arguments(&["teach", "--source", source], &named, more)
}

#[test]
fn a_student_learns_what_teachers_answer() {
    let folder = folder();
    assert_eq!(learn(&folder, "recipe.toml", "run"), [100.0]);

    // The same questions: what the teacher has learnt.
    let said = LAB.run(&teach(&folder, "cats", "same", &["--sure", "0.4"]));
    assert!(said.contains("0 left out as too doubtful"), "{said}");
    let same = made(&folder, "same");
    assert_eq!(same.questions.len(), 4);
    for question in &same.questions {
        let is_cat = question.image == "7";
        let score = |answer: &str| question.accuracy(answer);
        assert_eq!(score("yes") > score("no"), is_cat, "{question:?}");
    }

    let recipe = folder.read("recipe.toml");
    let recipe = recipe.replacen("known.json", "same/questions.json", 1);
    let recipe = recipe.replacen("annotations.json", "same/annotations.json", 1);
    folder.write("student.toml", recipe);
    assert_eq!(learn(&folder, "student.toml", "student"), [100.0]);

    let said = LAB.fails(&teach(&folder, "dogs", "none", &[]));
    assert!(said.contains("no source `dogs`"), "{said}");
}

/// The folder with a run of some epochs, whatever it knows.
fn with_a_teacher() -> Folder {
    let folder = folder();
    let recipe = folder.read("recipe.toml");
    folder.write(
        "recipe.toml",
        recipe.replacen("epochs = 100", "epochs = 3", 1),
    );
    learn(&folder, "recipe.toml", "run");
    folder
}

/// Teachers that know other words and answers, each with its own features, and
/// what is known already.
#[test]
fn teachers_of_different_kinds_answer_together_with_what_is_known() {
    let folder = with_a_teacher();
    let colours = asked([
        (70, 7, "what color is it", "red"),
        (80, 8, "what color is it", "blue"),
    ]);
    folder.write("colours.json", questions(&colours));
    folder.write("known-colours.json", annotations(&colours));
    let recipe = folder
        .read("recipe.toml")
        .replace("known.json", "colours.json");
    folder.write(
        "colours.toml",
        recipe.replace("annotations.json", "known-colours.json"),
    );
    learn(&folder, "colours.toml", "painter");

    let other = [
        folder.at("painter"),
        folder.at("features"),
        folder.at("colours.toml"),
    ];
    let more = [
        "--teacher",
        &other[0],
        "--features",
        &other[1],
        "--least",
        "0",
    ];
    let taught = |out: &str, more: &[&str]| {
        LAB.run(&teach(&folder, "cats", out, more));
        made(&folder, out).questions
    };
    let alone = taught("alone", &["--least", "0"]);
    let together = taught("together", &more);
    let of_both = ["yes", "no", "red", "blue"];
    for (alone, together) in alone.iter().zip(&together) {
        assert_eq!(together.scores.len(), of_both.len(), "{together:?}");
        // What the painter does not know, it holds for wrong.
        let half = alone.accuracy("yes") / 2.0;
        assert!(
            (together.accuracy("yes") - half).abs() < 2e-4,
            "{alone:?}, {together:?}"
        );
    }
    let own = taught("own", &["--own", "1"]);
    assert!(
        own.iter()
            .all(|one| one.accuracy(if one.image == "7" { "yes" } else { "no" }) == 1.0),
        "{own:?}"
    );
    let half = taught("half", &["--own", "0.5", "--least", "0"]);
    for (alone, half) in alone.iter().zip(&half) {
        let right = if half.image == "7" { "yes" } else { "no" };
        let mean = f64::midpoint(alone.accuracy(right), 1.0);
        assert!(
            (half.accuracy(right) - mean).abs() < 2e-4,
            "{alone:?}, {half:?}"
        );
    }

    let said = LAB.fails(&teach(&folder, "cats", "none", &["--own", "2"]));
    assert!(said.contains("from 0 to 1"), "{said}");
    let three = [&more[..4], &["--teacher", &other[0]]].concat();
    let said = LAB.fails(&teach(&folder, "cats", "none", &three));
    assert!(said.contains("once for each of 3 teachers"), "{said}");
}

/// A known wrong answer stays wrong, whatever a teacher says.
#[test]
fn what_is_known_to_be_wrong_stays_so() {
    let folder = with_a_teacher();
    let partly = asked([(70, 7, "is this a cat on the floor", "")]);
    folder.write("known.json", questions(&partly));
    let mut known = annotations(&partly);
    known["annotations"][0]["scores"] = json!({"yes": 0.0});
    folder.write("annotations.json", known);
    LAB.run(&teach(&folder, "cats", "partly", &["--least", "0"]));
    let [question] = &made(&folder, "partly").questions[..] else {
        panic!("one question");
    };
    assert!(
        question.is_partly_known() && question.accuracy("yes") == 0.0,
        "{question:?}"
    );
    assert!(
        question.scores.iter().any(|(answer, _)| answer == "no"),
        "{question:?}"
    );
}
