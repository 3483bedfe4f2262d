//! Region features of the releases, from their files to a trained network.

mod common;

use std::fs;

use common::{VQA, train};
use serde_json::{Value, json};
use testing::{Folder, NETWORK, annotations, asked, at, questions, source};

fn fixture(name: &str) -> String {
    at(&format!("crates/data/tests/fixtures/regions/{name}"))
}

/// Trains on the features of that name and says what cannot be exported.
fn train_and_export(folder: &Folder, features: &str) -> String {
    let asked = asked([
        (1, 9, "Is it?", "yes"),
        (2, 25, "Is it?", "no"),
        (3, 9, "Is it?", "yes"),
        (4, 25, "Is it?", "no"),
    ]);
    folder.write("questions.json", questions(&asked));
    folder.write("annotations.json", annotations(&asked));
    let source = source("photos", "train", features, "questions.json");
    folder.write("recipe.toml", format!("{NETWORK}epochs = 2\n{source}"));
    folder.vectors("is");
    let train = train(folder, "recipe.toml", "run", &[]);
    assert!(VQA.run(&train).contains("epoch 2"));
    assert!(VQA.run(&train).contains("going on after epoch 2"));
    let said: Value = serde_json::from_str(&folder.read("run/run.json")).expect("JSON");
    assert_eq!(said["network"]["region_dim"], 8 + 4);
    let backbone = at("assets/model/backbone.bpk");
    let named = [("--run", "run"), ("--out", "model")];
    VQA.fails(&folder.arguments(&["export", "--backbone", &backbone], &named, &[]))
}

#[test]
fn a_tsv_becomes_features_and_a_network_that_stays_here() {
    let folder = Folder::new();
    let out = folder.at("features/photos");
    let tsv = fixture("width_first.tsv");
    let said = VQA.run(&["import-regions", "--tsv", &tsv, "--out", &out]);
    assert_eq!(said, "3 photos kept, 5.0 regions each\n");
    let index: Value = serde_json::from_str(&folder.read("features/photos.json")).expect("JSON");
    assert_eq!(index["detector"]["region_dim"], 12);
    assert_eq!(index["photos"], json!(["9", "25", "30"]));
    assert_eq!(index["n_regions"], json!([3, 2, 10]));
    let numbers = fs::metadata(folder.join("features/photos.f16")).expect("numbers");
    assert_eq!(numbers.len(), 15 * 12 * 2);

    let said = train_and_export(&folder, "photos");
    assert!(said.contains("imported region features"), "{said}");
}

#[test]
fn a_folder_of_npz_becomes_features_too() {
    let folder = Folder::new();
    let out = folder.at("features/coco");
    let npz = fixture("openvqa");
    let said = VQA.run(&["import-regions", "--npz", &npz, "--out", &out]);
    assert_eq!(said, "2 photos kept, 2.5 regions each\n");
    let said = train_and_export(&folder, "coco");
    assert!(said.contains("cannot be exported"), "{said}");
}

#[test]
fn what_is_wrong_with_the_files_is_said() {
    let folder = Folder::new();
    let out = folder.at("photos");
    let (wide, high) = (fixture("width_first.tsv"), fixture("height_first.tsv"));
    let said = VQA.fails(&["import-regions", "--tsv", &high, "--out", &out]);
    assert!(
        said.contains("line 1") && said.contains("other order"),
        "{said}"
    );
    // The first file is fine and was written by then.
    let said = VQA.fails(&["import-regions", "--tsv", &wide, &high, "--out", &out]);
    assert!(said.contains("height_first.tsv"), "{said}");
    assert!(!folder.join("photos.f16").exists());
    assert!(!folder.join("photos.json").exists());

    let again = VQA.run(&["import-regions", "--tsv", &wide, &wide, "--out", &out]);
    assert!(
        again.contains("3 photos kept") && again.contains("3 came again"),
        "{again}"
    );
    let high_first = [
        "import-regions",
        "--tsv",
        &high,
        "--height-first",
        "--out",
        &out,
    ];
    let same = VQA.run(&high_first);
    assert!(same.contains("3 photos kept"), "{same}");

    // An import that fails leaves what was there.
    let before = fs::read(folder.join("photos.f16")).expect("numbers");
    VQA.fails(&["import-regions", "--tsv", &wide, &high, "--out", &out]);
    let after = fs::read(folder.join("photos.f16")).expect("numbers");
    assert_eq!(before, after);
    assert!(!folder.join("photos.f16.part").exists());

    // A line that is cut short is left out, and the next one is read.
    let text = fs::read_to_string(&wide).expect("a fixture");
    let lines: Vec<&str> = text.lines().collect();
    let cut = [lines[0], &lines[1][..lines[1].len() / 2], lines[2]].join("\n");
    folder.write("cut.tsv", cut);
    let file = folder.at("cut.tsv");
    let output = VQA.output(&["import-regions", "--tsv", &file, "--out", &out]);
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

    let nothing = folder.at("nothing.tsv");
    assert!(
        VQA.fails(&["import-regions", "--tsv", &nothing, "--out", &out])
            .contains("nothing.tsv")
    );
    folder.write("nothing.tsv", "");
    assert!(
        VQA.fails(&["import-regions", "--tsv", &nothing, "--out", &out])
            .contains("no photo")
    );
    let empty = folder.at("");
    assert!(
        VQA.fails(&["import-regions", "--npz", &empty, "--out", &out])
            .contains("no .npz")
    );
}
