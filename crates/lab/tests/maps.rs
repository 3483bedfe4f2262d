//! What `vqa-lab maps` prints, with the shipped model, whatever it answers.

use std::fs;

use serde_json::{Value, json};
use testing::{Folder, Program, annotations, asked, at, questions};

const LAB: Program = Program(env!("CARGO_BIN_EXE_vqa-lab"));

fn model() -> String {
    at("assets/model")
}

/// A folder with photos 7 and 8 in `images/`.
fn photos() -> Folder {
    let folder = Folder::new();
    folder.photo("chelsea", "images/7.jpg");
    folder.photo("coffee", "images/8.jpg");
    folder
}

fn last_json(said: &str) -> Value {
    serde_json::from_str(said.lines().last().expect("a line")).expect("JSON")
}

/// To measure three questions, one of a photo that is not there.
fn measure(folder: &Folder, more: &[&str]) -> Vec<String> {
    let asked = asked([70, 80, 90].map(|id| (id, id / 10, "Is this a cat?", "yes")));
    folder.write("q.json", questions(&asked));
    folder.write("a.json", annotations(&asked));
    let named = [
        ("--questions", "q.json"),
        ("--annotations", "a.json"),
        ("--images", "images"),
    ];
    folder.arguments(&["maps", "--model", &model()], &named, more)
}

#[test]
fn deletion_and_insertion_have_a_table_curves_and_figures() {
    let folder = photos();
    let arguments = measure(&folder, &["--curves", &folder.at("curves.svg")]);
    let output = LAB.output(&arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert!(errors.contains("left out: missing photo: 9"), "{errors}");
    let said = String::from_utf8(output.stdout).expect("text");
    assert_eq!(said.lines().count(), 7, "{said}");
    let figures = last_json(&said);
    assert_eq!(figures["n"], 2);
    for measure in ["deletion", "insertion"] {
        for order in ["contribution", "attention", "random", "least"] {
            let area = figures[measure][order]["area"].as_f64().expect("an area");
            assert!((0.0..=1.0).contains(&area), "{said}");
        }
    }
    // The least contributing are hidden first where the most contributing are
    // shown first, backwards.
    let area = |measure: &str, order: &str| figures[measure][order]["area"].clone();
    assert_eq!(area("deletion", "least"), area("insertion", "contribution"));
    assert!(figures.get("pointing").is_none());
    let svg = folder.read("curves.svg");
    assert!(svg.starts_with("<svg") && svg.contains("insertion"));

    let again = LAB.run(&arguments);
    assert_eq!(again, said, "the same seed says the same");
}

#[test]
fn all_seen_is_what_ask_says() {
    let folder = photos();
    fs::remove_file(folder.join("images/8.jpg")).expect("a photo");
    let seen = last_json(&LAB.run(&measure(&folder, &[])))["all_seen"].as_f64();

    let model = cli::model_folder::open(model().as_ref()).expect("a model");
    let photo = cli::photo_file::read(&folder.join("images/7.jpg")).expect("a photo");
    let scene = model.look(&photo);
    let asked = model.ask(&scene, "Is this a cat?", 1);
    let reply = pollster::block_on(asked).expect("a reply");
    let probability = f64::from(reply.answers[0].probability);
    let difference = seen.expect("a number") - probability;
    assert!(difference.abs() < 1e-4, "{difference}");
}

#[test]
fn nothing_can_miss_the_whole_photo_and_nothing_hits_a_dot() {
    let (folder, model) = (photos(), model());
    let boxes = folder.at("boxes.json");
    let point = |things: Value| {
        folder.write("boxes.json", things);
        let said = LAB.run(&["maps", "--model", &model, "--boxes", &boxes]);
        last_json(&said)["pointing"].clone()
    };
    let whole = [15.0, 0.5, 0.5, 1.0, 1.0];
    let pointing = point(json!({"7.jpg": [whole, whole], "8.jpg": [[41, 0.5, 0.5, 1.0, 1.0]]}));
    assert_eq!(
        (&pointing["n"], &pointing["too_small"]),
        (&json!(2), &json!(0))
    );
    for rate in ["rate", "chance", "attention", "middle"] {
        assert_eq!(pointing[rate], 100.0, "{rate}");
    }
    // A traffic light: a name of two words.
    let pointing = point(json!({"7.jpg": [[9, 0.4, 0.4, 0.01, 0.01]]}));
    assert_eq!(pointing["too_small"], 1);
    for rate in ["rate", "chance", "attention", "middle"] {
        assert_eq!(pointing[rate], 0.0, "{rate}");
    }
    let pointing = point(json!({"7.jpg": [whole, [9, 0.4, 0.4, 0.01, 0.01]]}));
    assert_eq!(
        (&pointing["n"], &pointing["too_small"]),
        (&json!(2), &json!(1))
    );
    assert_eq!(pointing["rate"], 50.0);
    let missing = folder.at("nothing.json");
    let said = LAB.fails(&["maps", "--model", &model, "--boxes", &missing]);
    assert!(said.contains("nothing.json"), "{said}");
}

#[test]
fn something_must_be_measured() {
    for (arguments, expected) in [
        (&["maps", "--model", "m"][..], "--boxes"),
        (
            &["maps", "--model", "m", "--boxes", "b", "--curves", "c"],
            "--questions",
        ),
    ] {
        let output = LAB.output(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2));
        assert!(errors.contains(expected), "{errors}");
    }
}
