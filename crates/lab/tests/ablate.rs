//! A recipe that supervises the flows is trained again without parts of it.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{fails, run};
use serde_json::{Value, json};
use train::{FeatureCache, Origin};
use vision::VisionConfig;

const RECIPE: &str = r#"
    min_answers = 1
    [network]
    dim = 8
    gru_dim = 8
    n_heads = 2
    hidden_dim = 8
    [training]
    epochs = 2
    [eyes]
    flows = 0.5
    matches = 0.5
    [[eyes.photos]]
    features = "photos"
    classes = "classes.json"
    boxes = "boxes.json"
    [[sources]]
    name = "cats"
    features = "photos"
    questions.vqa-v2 = { questions = "questions.json", annotations = "annotations.json" }
    [[sources]]
    name = "cats"
    role = "dev"
    features = "photos"
    questions.vqa-v2 = { questions = "questions.json", annotations = "annotations.json" }
"#;

fn vision() -> VisionConfig {
    VisionConfig {
        input_size: 64,
        n_classes: 3,
        label_dim: 2,
        ..VisionConfig::default()
    }
}

/// Two photos, the first with a cat in a corner, by eyes that see it and by others that do
/// not.
fn folder() -> PathBuf {
    let name = format!("vqa-flow-ablate-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    for (eyes, shows) in [("tuned", 1.0), ("frozen", 0.0)] {
        fs::create_dir_all(folder.join(eyes)).expect("a folder");
        let features = folder.join(eyes).join("photos");
        let mut cache = FeatureCache::create(&features, Origin::Vision(vision())).expect("a cache");
        for (photo, sign) in [("7", shows), ("8", -shows)] {
            let region = vec![sign; vision().region_dim()];
            cache
                .push(photo, &region.repeat(vision().n_regions()))
                .expect("room");
        }
        cache.finish().expect("room");
    }
    let question =
        |id, photo| json!({"question_id": id, "image_id": photo, "question": "is there a cat"});
    let answer = |id, photo, answer| {
        json!({"question_id": id, "image_id": photo, "answer_type": "yes/no",
            "answers": vec![json!({"answer": answer}); 10]})
    };
    let write = |name: &str, value: Value| {
        fs::write(folder.join(name), value.to_string()).expect("room");
    };
    write(
        "questions.json",
        json!({"questions": [question(1, 7), question(2, 8)]}),
    );
    write(
        "annotations.json",
        json!({"annotations": [answer(1, 7, "yes"), answer(2, 8, "no")]}),
    );
    write("classes.json", json!({"7": [15], "8": []}));
    write(
        "boxes.json",
        json!({"7": [[15, 0.25, 0.25, 0.5, 0.5]], "8": []}),
    );
    fs::write(folder.join("recipe.toml"), RECIPE).expect("room");
    let plain = RECIPE
        .replace("flows = 0.5", "")
        .replace("matches = 0.5", "");
    fs::write(folder.join("plain.toml"), plain).expect("room");
    folder
}

fn at(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

#[test]
fn each_part_of_a_recipe_with_supervised_flows_can_be_left_out() {
    let folder = folder();
    let ablate = |recipe: &str, more: &[&str]| -> Vec<String> {
        let named = [
            ("--recipe", recipe),
            ("--data", ""),
            ("--features", "tuned"),
            ("--out", "runs"),
        ];
        let named = named.map(|(option, name)| [option.to_owned(), at(&folder, name)]);
        let mut arguments = vec!["ablate".to_owned(), "--seeds".to_owned(), "1".to_owned()];
        arguments.extend(named.into_iter().flatten());
        arguments.extend(more.iter().map(|one| (*one).to_owned()));
        arguments
    };
    let frozen = at(&folder, "frozen");
    run(&ablate("recipe.toml", &["--frozen-features", &frozen]));
    let table = fs::read_to_string(folder.join("runs/ablations.md")).expect("a table");
    for what in [
        "as the recipe has it",
        "the question alone, all regions zeros",
        "without the inter flow",
        "without the intra flow",
        "intra flow without gates",
        "eyes as they were before they were trained",
        "no flow is supervised",
        "matches are not supervised",
        "1 block",
        "2 blocks",
    ] {
        let line = table
            .lines()
            .find(|line| line.starts_with(&format!("| {what} | ")));
        let line = line.unwrap_or_else(|| panic!("no {what} in {table}"));
        assert!(line.ends_with("| 1 |"), "{line}");
    }
    let loss = |name: &str| {
        let history = fs::read_to_string(folder.join(format!("runs/{name}-1/history.json")));
        let history: Value = serde_json::from_str(&history.expect("a history")).expect("json");
        history["epochs"][0]["loss"].as_f64().expect("a loss")
    };
    assert_ne!(loss("whole"), loss("no-flows"), "what is supervised counts");
    assert_ne!(loss("no-matches"), loss("no-flows"));
    assert_ne!(loss("whole"), loss("frozen"), "other features are read");

    let said = fails(&ablate("recipe.toml", &["--only", "frozen"]));
    assert!(said.contains("`frozen` needs --frozen-features"), "{said}");
    let said = fails(&ablate("plain.toml", &["--only", "no-flows"]));
    assert!(said.contains("supervises the flows"), "{said}");
    fs::remove_dir_all(folder).expect("the folder");
}
