//! Region features of the releases, from their files to a trained network.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{fails, root, run, train, vqa};
use serde_json::{Value, json};

fn folder(name: &str) -> PathBuf {
    let name = format!("vqa-flow-regions-{}-{name}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn fixture(name: &str) -> String {
    let fixtures = root().join("crates/data/tests/fixtures/regions");
    fixtures.join(name).display().to_string()
}

/// Questions about the three photos of the fixtures.
fn data(folder: &Path, features: &str) {
    let mut questions = Vec::new();
    let mut annotations = Vec::new();
    for (id, image, answer) in [(1, 9, "yes"), (2, 25, "no"), (3, 9, "yes"), (4, 25, "no")] {
        questions.push(json!({"question_id": id, "image_id": image, "question": "Is it?"}));
        let answers: Vec<Value> = (1..=10)
            .map(|at| json!({"answer": answer, "answer_id": at, "answer_confidence": "yes"}))
            .collect();
        annotations.push(
            json!({"question_id": id, "image_id": image, "question_type": "is it",
            "answer_type": "yes/no", "multiple_choice_answer": answer, "answers": answers}),
        );
    }
    let write =
        |name: &str, value: Value| fs::write(folder.join(name), value.to_string()).expect("room");
    write("questions.json", json!({"questions": questions}));
    write("annotations.json", json!({"annotations": annotations}));
    let recipe = format!(
        r#"
        [network]
        dim = 8
        gru_dim = 8
        n_heads = 2
        hidden_dim = 8
        [training]
        epochs = 2
        [[sources]]
        name = "photos"
        features = "{features}"
        questions.vqa-v2 = {{ questions = "questions.json", annotations = "annotations.json" }}
    "#
    );
    fs::write(folder.join("recipe.toml"), recipe).expect("room");
    let vector = vec!["0.1"; 100].join(" ");
    fs::write(folder.join("vectors.txt"), format!("is {vector}\n")).expect("room");
}

/// Trains on the features of that name and says what cannot be exported.
fn train_and_export(folder: &Path, features: &str) -> String {
    data(folder, features);
    let at = |name: &str| folder.join(name).display().to_string();
    let train = train(folder, "recipe.toml", "run", &[]);
    assert!(run(&train).contains("epoch 2"));
    assert!(run(&train).contains("going on after epoch 2"));
    let said = fs::read(folder.join("run/run.json")).expect("a run");
    let said: Value = serde_json::from_slice(&said).expect("JSON");
    assert_eq!(said["network"]["region_dim"], 8 + 4);
    let backbone = root().join("assets/model/backbone.bpk");
    fails(&[
        "export",
        "--run",
        &at("run"),
        "--backbone",
        &backbone.display().to_string(),
        "--out",
        &at("model"),
    ])
}

#[test]
fn a_tsv_becomes_features_and_a_network_that_stays_here() {
    let folder = folder("tsv");
    let out = folder.join("features/photos").display().to_string();
    let said = run(&[
        "import-regions",
        "--tsv",
        &fixture("width_first.tsv"),
        "--out",
        &out,
    ]);
    assert_eq!(said, "3 photos kept, 5.0 regions each\n");
    let index = fs::read_to_string(folder.join("features/photos.json")).expect("an index");
    let index: Value = serde_json::from_str(&index).expect("JSON");
    assert_eq!(index["detector"]["region_dim"], 12);
    assert_eq!(index["photos"], json!(["9", "25", "30"]));
    assert_eq!(index["n_regions"], json!([3, 2, 10]));
    let numbers = fs::metadata(folder.join("features/photos.f16")).expect("numbers");
    assert_eq!(numbers.len(), 15 * 12 * 2);

    let said = train_and_export(&folder, "photos");
    assert!(said.contains("imported region features"), "{said}");
    fs::remove_dir_all(&folder).expect("the folder");
}

#[test]
fn a_folder_of_npz_becomes_features_too() {
    let folder = folder("npz");
    let out = folder.join("features/coco").display().to_string();
    let said = run(&[
        "import-regions",
        "--npz",
        &fixture("openvqa"),
        "--out",
        &out,
    ]);
    assert_eq!(said, "2 photos kept, 2.5 regions each\n");
    let said = train_and_export(&folder, "coco");
    assert!(said.contains("cannot be exported"), "{said}");
    fs::remove_dir_all(&folder).expect("the folder");
}

#[test]
fn what_is_wrong_with_the_files_is_said() {
    let folder = folder("wrong");
    let out = folder.join("photos").display().to_string();
    let (wide, high) = (fixture("width_first.tsv"), fixture("height_first.tsv"));
    let said = fails(&["import-regions", "--tsv", &high, "--out", &out]);
    assert!(
        said.contains("line 1") && said.contains("other order"),
        "{said}"
    );
    // The first file is fine and was written by then.
    let said = fails(&["import-regions", "--tsv", &wide, &high, "--out", &out]);
    assert!(said.contains("height_first.tsv"), "{said}");
    assert!(!folder.join("photos.f16").exists());
    assert!(!folder.join("photos.json").exists());

    let again = run(&["import-regions", "--tsv", &wide, &wide, "--out", &out]);
    assert!(
        again.contains("3 photos kept") && again.contains("3 came again"),
        "{again}"
    );
    let same = run(&[
        "import-regions",
        "--tsv",
        &high,
        "--height-first",
        "--out",
        &out,
    ]);
    assert!(same.contains("3 photos kept"), "{same}");

    // An import that fails leaves what was there.
    let before = fs::read(folder.join("photos.f16")).expect("numbers");
    fails(&["import-regions", "--tsv", &wide, &high, "--out", &out]);
    let after = fs::read(folder.join("photos.f16")).expect("numbers");
    assert_eq!(before, after);
    assert!(!folder.join("photos.f16.part").exists());

    // A line that is cut short is left out, and the next one is read.
    let text = fs::read_to_string(&wide).expect("a fixture");
    let lines: Vec<&str> = text.lines().collect();
    let cut = [lines[0], &lines[1][..lines[1].len() / 2], lines[2]].join("\n");
    let file = folder.join("cut.tsv").display().to_string();
    fs::write(&file, cut).expect("room");
    let output = vqa(&["import-regions", "--tsv", &file, "--out", &out]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        errors.contains("left out") && errors.contains("line 2"),
        "{errors}"
    );
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.contains("2 photos kept") && said.contains("1 lines cut short"),
        "{said}"
    );

    let nothing = folder.join("nothing.tsv").display().to_string();
    assert!(fails(&["import-regions", "--tsv", &nothing, "--out", &out]).contains("nothing.tsv"));
    fs::write(&nothing, "").expect("room");
    assert!(fails(&["import-regions", "--tsv", &nothing, "--out", &out]).contains("no photo"));
    let empty = folder.display().to_string();
    assert!(fails(&["import-regions", "--npz", &empty, "--out", &out]).contains("no .npz"));
    fs::remove_dir_all(&folder).expect("the folder");
}
