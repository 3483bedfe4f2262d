//! A recipe that supervises the flows is trained again without parts of it.

use serde_json::{Value, json};
use testing::{Folder, NETWORK, Program, annotations, asked, questions, source};
use train::{FeatureCache, Origin};
use vision::VisionConfig;

const LAB: Program = Program(env!("CARGO_BIN_EXE_vqa-lab"));

const EYES: &str = r#"
epochs = 2
[eyes]
flows = 0.5
matches = 0.5
[[eyes.photos]]
features = "photos"
classes = "classes.json"
boxes = "boxes.json"
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
fn folder() -> Folder {
    let folder = Folder::new();
    for (eyes, shows) in [("tuned", 1.0), ("frozen", 0.0)] {
        std::fs::create_dir(folder.join(eyes)).expect("a folder");
        let features = folder.join(eyes).join("photos");
        let mut cache = FeatureCache::create(&features, Origin::Vision(vision())).expect("a cache");
        for (photo, sign) in [("7", shows), ("8", -shows)] {
            let region = vec![sign; vision().region_dim()];
            let photo = cache.push(photo, &region.repeat(vision().n_regions()));
            photo.expect("room");
        }
        cache.finish().expect("room");
    }
    let asked = asked([
        (1, 7, "is there a cat", "yes"),
        (2, 8, "is there a cat", "no"),
    ]);
    folder.write("questions.json", questions(&asked));
    folder.write("annotations.json", annotations(&asked));
    folder.write("classes.json", json!({"7": [15], "8": []}));
    let boxes = json!({"7": [[15, 0.25, 0.25, 0.5, 0.5]], "8": []});
    folder.write("boxes.json", boxes);
    let sources = ["train", "dev"].map(|role| source("cats", role, "photos", "questions.json"));
    let recipe = format!("{NETWORK}{EYES}{}", sources.concat());
    folder.write("recipe.toml", &recipe);
    let plain = recipe
        .replace("flows = 0.5", "")
        .replace("matches = 0.5", "");
    folder.write("plain.toml", plain);
    folder
}

#[test]
fn each_part_of_a_recipe_with_supervised_flows_can_be_left_out() {
    let folder = folder();
    let ablate = |recipe: &str, more: &[&str]| {
        let named = [
            ("--recipe", recipe),
            ("--data", ""),
            ("--features", "tuned"),
            ("--out", "runs"),
        ];
        folder.arguments(&["ablate", "--seeds", "1"], &named, more)
    };
    let frozen = folder.at("frozen");
    LAB.run(&ablate("recipe.toml", &["--frozen-features", &frozen]));
    let table = folder.read("runs/ablations.md");
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
        let history = folder.read(&format!("runs/{name}-1/history.json"));
        let history: Value = serde_json::from_str(&history).expect("json");
        history["epochs"][0]["loss"].as_f64().expect("a loss")
    };
    assert_ne!(loss("whole"), loss("no-flows"), "what is supervised counts");
    assert_ne!(loss("no-matches"), loss("no-flows"));
    assert_ne!(loss("whole"), loss("frozen"), "other features are read");

    let said = LAB.fails(&ablate("recipe.toml", &["--only", "frozen"]));
    assert!(said.contains("`frozen` needs --frozen-features"), "{said}");
    let said = LAB.fails(&ablate("plain.toml", &["--only", "no-flows"]));
    assert!(said.contains("supervises the flows"), "{said}");
}
