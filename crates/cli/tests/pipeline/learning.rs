//! Warm starts.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::common::{fails, run, train};

/// A run that starts from another one, or from a model exported from it, knows
/// at once what that one has learnt, though it has more words and answers; one
/// of other sizes is refused.
pub fn fine_tuning(folder: &Path) {
    let at = |name: &str| folder.join(name).display().to_string();
    let recipe = fs::read_to_string(folder.join("recipe.toml")).expect("a recipe");
    let shortened = recipe
        .replace("epochs = 40", "epochs = 1")
        .replace("learning_rate = 0.02", "learning_rate = 1e-6");
    fs::write(folder.join("short.toml"), &shortened).expect("room");
    fs::write(
        folder.join("wide.toml"),
        shortened.replace("hidden_dim = 8", "hidden_dim = 9"),
    )
    .expect("room");
    let (run_folder, model, grown) = (at("run"), at("model"), at("grown"));
    let from =
        |recipe: &str, start: &str, out: &str| train(folder, recipe, out, &["--from", start]);
    let said = run(&from("short.toml", &run_folder, "tuned"));
    assert!(said.contains("epoch 1: "), "{said}");
    assert!(said.contains("cats 100.00"), "{said}");
    let before = fs::read(folder.join("run/run.json")).expect("a run");
    assert_eq!(
        before,
        fs::read(folder.join("tuned/run.json")).expect("a run")
    );

    let ask =
        json!({"questions": [{"question_id": 1, "image_id": 8, "question": "What is this?"}]});
    let answer = json!({"answer": "coffee", "answer_id": 1, "answer_confidence": "yes"});
    let answers = json!({"annotations": [{"question_id": 1, "image_id": 8, "question_type": "what",
        "answer_type": "other", "multiple_choice_answer": "coffee", "answers": [answer]}]});
    fs::write(folder.join("drink.json"), ask.to_string()).expect("room");
    fs::write(folder.join("drinks.json"), answers.to_string()).expect("room");
    let drinks = r#"
        [[sources]]
        name = "drinks"
        features = "photos"
        questions.vqa-v2 = { questions = "drink.json", annotations = "drinks.json" }
    "#;
    let spoken = shortened.replace("[network]", "[network]\nanswer_vectors = true");
    let more = format!("min_answers = 1\n{spoken}\n{drinks}");
    fs::write(folder.join("more.toml"), more).expect("room");
    let said = run(&from("more.toml", &model, "grown"));
    assert!(said.contains("cats 100.00"), "{said}");
    let n_answers = |name: &str| {
        let run = fs::read(folder.join(name).join("run.json")).expect("a run");
        let run: Value = serde_json::from_slice(&run).expect("JSON");
        run["answers"].as_array().expect("a list").len()
    };
    assert_eq!(n_answers("grown"), n_answers("run") + 1);
    let said = run(&from("more.toml", &grown, "again"));
    assert!(said.contains("cats 100.00"), "{said}");

    // Of forty epochs one is seen, and then a second one.
    let stop = |n| {
        run(&train(
            folder,
            "recipe.toml",
            "stopped",
            &["--stop-after", n],
        ))
    };
    let (first, second) = (stop("1"), stop("2"));
    assert!(
        first.contains("epoch 1: ") && !first.contains("epoch 2: "),
        "{first}"
    );
    assert!(
        second.contains("after epoch 1") && second.contains("epoch 2: "),
        "{second}"
    );

    let said = fails(&from("wide.toml", &run_folder, "other"));
    assert!(said.contains("other sizes"), "{said}");
}
