//! From photos to answers by the command line alone, on the sample photos and
//! a handful of made-up questions.

mod common;
#[path = "pipeline/learning.rs"]
mod learning;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use common::{fails, root, run, train, vqa};
use learning::fine_tuning;
use serde_json::{Value, json};

fn last_json(text: &str) -> Value {
    serde_json::from_str(text.lines().last().expect("a line")).expect("JSON")
}

/// Two photos under COCO's names, and questions about them and a third that
/// is not there.
fn data(folder: &Path) {
    let images = folder.join("images");
    fs::create_dir_all(&images).expect("a folder");
    let samples = root().join("assets/samples");
    fs::copy(
        samples.join("chelsea.jpg"),
        images.join("COCO_val2014_000000000007.jpg"),
    )
    .expect("a photo");
    fs::copy(samples.join("coffee.jpg"), images.join("8.jpg")).expect("a photo");
    let mut questions = Vec::new();
    let mut annotations = Vec::new();
    for (id, image, answer) in [
        (70, 7, "yes"),
        (80, 8, "no"),
        (71, 7, "yes"),
        (81, 8, "no"),
        (90, 9, "no"),
    ] {
        questions.push(json!({"question_id": id, "image_id": image, "question": "Is this a cat?"}));
        let answers: Vec<Value> = (1..=10)
            .map(|at| json!({"answer": answer, "answer_id": at, "answer_confidence": "yes"}))
            .collect();
        annotations.push(
            json!({"question_id": id, "image_id": image, "question_type": "is this a",
            "answer_type": "yes/no", "multiple_choice_answer": answer, "answers": answers}),
        );
    }
    let known: Vec<Value> = questions[..4].to_vec();
    let write =
        |name: &str, value: Value| fs::write(folder.join(name), value.to_string()).expect("room");
    write("all.json", json!({"questions": questions}));
    write("known.json", json!({"questions": known}));
    write("annotations.json", json!({"annotations": annotations}));
    let recipe = r#"
        [network]
        dim = 8
        gru_dim = 8
        n_heads = 2
        hidden_dim = 8
        [training]
        epochs = 40
        learning_rate = 0.02
        [[sources]]
        name = "cats"
        features = "photos"
        views = [{ features = "parts", mirrored = true }]
        questions.vqa-v2 = { questions = "known.json", annotations = "annotations.json" }
        [[sources]]
        name = "cats"
        role = "dev"
        features = "photos"
        questions.vqa-v2 = { questions = "known.json", annotations = "annotations.json" }
    "#;
    fs::write(folder.join("recipe.toml"), recipe).expect("room");
    let vector = vec!["0.1"; 100].join(" ");
    fs::write(folder.join("vectors.txt"), format!("cat {vector}\n")).expect("room");
}

/// The loss of each epoch of a run.
fn losses(run: &Path) -> Vec<f64> {
    let history = fs::read(run.join("history.json")).expect("a history");
    let history: Value = serde_json::from_slice(&history).expect("JSON");
    let epochs = history["epochs"].as_array().expect("epochs").iter();
    epochs.filter_map(|epoch| epoch["loss"].as_f64()).collect()
}

#[test]
fn photos_become_features_a_network_a_model_and_answers() {
    let folder = std::env::temp_dir().join(format!("vqa-flow-pipeline-{}", std::process::id()));
    data(&folder);
    photos_become_features(&folder);
    features_become_a_network(&folder);
    a_network_becomes_a_model(&folder);
    a_model_answers(&folder);
    a_model_is_evaluated(&folder);
    fine_tuning(&folder);
    damage(&folder);
    fs::remove_dir_all(&folder).expect("the folder");
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

fn backbone() -> String {
    path(&root(), "assets/model/backbone.bpk")
}

/// Each view has as many numbers a region, and others in them.
fn photos_become_features(folder: &Path) {
    let images = path(folder, "images");
    let prepare = |name: &str, view: &[&str]| {
        let out = path(folder, &format!("features/{name}"));
        let backbone = backbone();
        let common = ["prepare", "--backbone", &backbone, "--images", &images];
        let said = run(&[&common[..], &["--out", &out], view].concat());
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
fn features_become_a_network(folder: &Path) {
    let learn = train(folder, "recipe.toml", "run", &[]);
    let said = run(&learn);
    assert!(said.contains("epoch 40"), "{said}");
    for (again, more) in [("same", &[][..]), ("other", &["--seed", "2"])] {
        run(&train(folder, "recipe.toml", again, more));
        let is_same = losses(&folder.join("run")) == losses(&folder.join(again));
        assert_eq!(is_same, again == "same", "{again}");
    }
    let svg = fs::read_to_string(folder.join("run/curves.svg")).expect("curves");
    assert!(svg.starts_with("<svg"));
    assert!(run(&learn).contains("going on after epoch 40"));
}

/// Fewer bits make a smaller model; where nobody listens, its folder is whole all
/// the same.
fn a_network_becomes_a_model(folder: &Path) {
    let (from, backbone) = (path(folder, "run"), backbone());
    let export = |out: &str, more: &[&str]| -> Vec<String> {
        let out = path(folder, out);
        let common = ["export", "--run", &from, "--backbone", &backbone];
        let all = [&common[..], &["--out", &out], more].concat();
        all.into_iter().map(str::to_owned).collect()
    };
    run(&export("model", &[]));
    run(&export("few", &["--bits", "4"]));
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

fn ask(folder: &Path, model: &str, image: &str, question: &str) -> Vec<String> {
    let (model, image) = (path(folder, model), path(folder, image));
    let arguments = [
        "ask",
        "--model",
        &model,
        "--image",
        &image,
        "--question",
        question,
    ];
    arguments.map(str::to_owned).into()
}

fn a_model_answers(folder: &Path) {
    let cat = "images/COCO_val2014_000000000007.jpg";
    let mut arguments = ask(folder, "model", cat, "Is this a cat?");
    arguments.push("--json".to_owned());
    let reply = last_json(&run(&arguments));
    assert_eq!(reply["answers"][0]["answer"], "yes", "{reply}");
    assert_eq!(reply["evidence"].as_array().map(Vec::len), Some(50));
    assert_eq!(reply["evidence"][49]["box"], json!([0.0, 0.0, 1.0, 1.0]));
}

/// Four of five answers are right; one photo is missing.
fn a_model_is_evaluated(folder: &Path) {
    let named = [
        ("--model", "model"),
        ("--images", "images"),
        ("--questions", "all.json"),
        ("--annotations", "annotations.json"),
        ("--results", "results.json"),
    ];
    let named = named.map(|(option, name)| [option.to_owned(), path(folder, name)]);
    let mut arguments = vec!["evaluate".to_owned()];
    arguments.extend(named.into_iter().flatten());
    let output = vqa(&arguments);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("missing photo: 9"));
    let said = String::from_utf8(output.stdout).expect("text");
    let expected = json!({"overall": 80.0, "yes/no": 80.0, "number": null, "other": null, "n": 5});
    assert_eq!(last_json(&said), expected);
    let results = fs::read(folder.join("results.json")).expect("results");
    let results: Value = serde_json::from_slice(&results).expect("JSON");
    assert_eq!(results.as_array().map(Vec::len), Some(5));
    assert_eq!(results[0]["question_id"], 70);
}

/// What is wrong is said, and which file it is.
fn damage(folder: &Path) {
    let refused =
        |model: &str, image: &str, question: &str| fails(&ask(folder, model, image, question));
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
    assert!(fails(&train(folder, "images/8.jpg", "other", &[])).contains("8.jpg"));
}
