//! From photos to answers by the command line alone, on the sample photos and
//! a handful of made-up questions.

mod common;
#[path = "pipeline/learning.rs"]
mod learning;

use std::fs;
use std::process::{Command, Stdio};

use common::{VQA, train};
use learning::fine_tuning;
use serde_json::{Value, json};
use testing::{Folder, NETWORK, annotations, asked, at, questions, source};

fn last_json(text: &str) -> Value {
    serde_json::from_str(text.lines().last().expect("a line")).expect("JSON")
}

/// Two photos under COCO's names, and questions about them and a third that
/// is not there.
fn data(folder: &Folder) {
    folder.photo("chelsea", "images/COCO_val2014_000000000007.jpg");
    folder.photo("coffee", "images/8.jpg");
    let asked = asked([
        (70, 7, "Is this a cat?", "yes"),
        (80, 8, "Is this a cat?", "no"),
        (71, 7, "Is this a cat?", "yes"),
        (81, 8, "Is this a cat?", "no"),
        (90, 9, "Is this a cat?", "no"),
    ]);
    folder.write("all.json", questions(&asked));
    folder.write("known.json", questions(&asked[..4]));
    folder.write("annotations.json", annotations(&asked));
    let views = "views = [{ features = \"parts\", mirrored = true }]";
    let learnt = source("cats", "train", "photos", "known.json");
    let dev = source("cats", "dev", "photos", "known.json");
    let recipe = format!("{NETWORK}epochs = 40\n{learnt}{views}\n{dev}");
    folder.write("recipe.toml", recipe);
    folder.vectors("cat");
}

/// The loss of each epoch of a run.
fn losses(folder: &Folder, run: &str) -> Vec<f64> {
    let history = folder.read(&format!("{run}/history.json"));
    let history: Value = serde_json::from_str(&history).expect("JSON");
    let epochs = history["epochs"].as_array().expect("epochs").iter();
    epochs.filter_map(|epoch| epoch["loss"].as_f64()).collect()
}

#[test]
fn photos_become_features_a_network_a_model_and_answers() {
    let folder = Folder::new();
    data(&folder);
    photos_become_features(&folder);
    features_become_a_network(&folder);
    a_network_becomes_a_model(&folder);
    a_model_answers(&folder);
    a_model_is_evaluated(&folder);
    fine_tuning(&folder);
    damage(&folder);
}

fn backbone() -> String {
    at("assets/model/backbone.bpk")
}

/// Each view has as many numbers a region, and others in them.
fn photos_become_features(folder: &Folder) {
    let images = folder.at("images");
    let prepare = |name: &str, view: &[&str]| {
        let out = folder.at(&format!("features/{name}"));
        let backbone = backbone();
        let common = ["prepare", "--backbone", &backbone, "--images", &images];
        let said = VQA.run(&[&common[..], &["--out", &out], view].concat());
        assert!(said.contains("2 photos kept"), "{said}");
        fs::read(format!("{out}.f16")).expect("features")
    };
    let plain = prepare("photos", &[]);
    let part = prepare("parts", &["--part", "1", "--mirror"]);
    assert_eq!(plain.len(), part.len());
    assert_ne!(plain, part, "a part is another view");
    let cells = prepare("cells", &["--size", "64"]);
    let fine = prepare("fine", &["--size", "64", "--pooled", "2"]);
    assert_eq!(cells.len(), fine.len() / 2 * 5, "four cells, and the photo");
}

/// A run is repeatable, depends on its seed, and is left alone when it is over.
fn features_become_a_network(folder: &Folder) {
    let learn = train(folder, "recipe.toml", "run", &[]);
    let said = VQA.run(&learn);
    assert!(said.contains("epoch 40"), "{said}");
    for (again, more) in [("same", &[][..]), ("other", &["--seed", "2"])] {
        VQA.run(&train(folder, "recipe.toml", again, more));
        let is_same = losses(folder, "run") == losses(folder, again);
        assert_eq!(is_same, again == "same", "{again}");
    }
    let svg = folder.read("run/curves.svg");
    assert!(svg.starts_with("<svg"));
    assert!(VQA.run(&learn).contains("going on after epoch 40"));
}

/// Fewer bits make a smaller model; where nobody listens, its folder is whole all
/// the same.
fn a_network_becomes_a_model(folder: &Folder) {
    let (from, backbone) = (folder.at("run"), backbone());
    let export = |out: &str, more: &[&str]| -> Vec<String> {
        let out = folder.at(out);
        let common = ["export", "--run", &from, "--backbone", &backbone];
        let all = [&common[..], &["--out", &out], more].concat();
        all.into_iter().map(str::to_owned).collect()
    };
    VQA.run(&export("model", &[]));
    VQA.run(&export("few", &["--bits", "4"]));
    let bytes = |name: &str| fs::read(folder.join(name).join("network.bpk")).expect("weights");
    assert!(bytes("few").len() < bytes("model").len());
    let mut unheard = Command::new(env!("CARGO_BIN_EXE_vqa"))
        .args(export("unheard", &[]))
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    drop(unheard.stdout.take());
    assert!(unheard.wait().expect("an end").success());
    assert!(folder.join("unheard/manifest.json").exists());
}

fn ask(folder: &Folder, model: &str, image: &str, question: &str) -> Vec<String> {
    let named = [("--model", model), ("--image", image)];
    folder.arguments(&["ask"], &named, &["--question", question])
}

fn a_model_answers(folder: &Folder) {
    let cat = "images/COCO_val2014_000000000007.jpg";
    let mut arguments = ask(folder, "model", cat, "Is this a cat?");
    arguments.push("--json".to_owned());
    let reply = last_json(&VQA.run(&arguments));
    assert_eq!(reply["answers"][0]["answer"], "yes", "{reply}");
    assert_eq!(reply["evidence"].as_array().map(Vec::len), Some(50));
    assert_eq!(reply["evidence"][49]["box"], json!([0.0, 0.0, 1.0, 1.0]));
}

/// Four of five answers are right; one photo is missing.
fn a_model_is_evaluated(folder: &Folder) {
    let named = [
        ("--model", "model"),
        ("--images", "images"),
        ("--questions", "all.json"),
        ("--annotations", "annotations.json"),
        ("--results", "results.json"),
    ];
    let output = VQA.output(&folder.arguments(&["evaluate"], &named, &[]));
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("missing photo: 9"));
    let said = String::from_utf8(output.stdout).expect("text");
    let expected = json!({"overall": 80.0, "yes/no": 80.0, "number": null, "other": null, "n": 5});
    assert_eq!(last_json(&said), expected);
    let results: Value = serde_json::from_str(&folder.read("results.json")).expect("JSON");
    assert_eq!(results.as_array().map(Vec::len), Some(5));
    assert_eq!(results[0]["question_id"], 70);
}

/// What is wrong is said, and which file it is.
fn damage(folder: &Folder) {
    let refused =
        |model: &str, image: &str, question: &str| VQA.fails(&ask(folder, model, image, question));
    let what = "what is this?";
    let cat = "images/8.jpg";
    assert!(refused("model", cat, "  ").contains("empty"));
    assert!(refused("nothing", cat, what).contains("manifest.json"));
    assert!(refused("model", "recipe.toml", what).contains("recipe.toml"));
    fs::write(folder.join("empty.jpg"), b"").expect("room");
    assert!(refused("model", "empty.jpg", what).contains("empty.jpg"));
    let photo = fs::read(folder.join(cat)).expect("a photo");
    fs::write(folder.join("cut.jpg"), &photo[..200]).expect("room");
    assert!(refused("model", "cut.jpg", what).contains("cut.jpg"));

    let weights = folder.join("model/network.bpk");
    let mut bytes = fs::read(&weights).expect("weights");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&weights, bytes).expect("room");
    assert!(refused("model", cat, what).contains("network.bpk"));
    assert!(
        VQA.fails(&train(folder, "images/8.jpg", "other", &[]))
            .contains("8.jpg")
    );
}
