//! What `vqa-lab maps` prints, with the shipped model, whatever it answers.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{fails, lab, root, run};
use serde_json::{Value, json};

fn model() -> String {
    root().join("assets/model").display().to_string()
}

/// A folder with photos 7 and 8 in `images/`.
fn photos(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("images")).expect("a new folder");
    for (name, copy) in [("chelsea.jpg", "7.jpg"), ("coffee.jpg", "8.jpg")] {
        let photo = root().join("assets/samples").join(name);
        fs::copy(photo, folder.join("images").join(copy)).expect("a photo");
    }
    folder
}

fn last_json(said: &str) -> Value {
    serde_json::from_str(said.lines().last().expect("a line")).expect("JSON")
}

/// Three questions, one of a photo that is not there.
fn questions(folder: &Path) -> Vec<String> {
    let asked = [(70, 7), (80, 8), (90, 9)];
    let questions = asked.map(
        |(id, image)| json!({"question_id": id, "image_id": image, "question": "Is this a cat?"}),
    );
    let answer = json!({"answer": "yes", "answer_id": 1, "answer_confidence": "yes"});
    let annotations = asked.map(|(id, image)| {
        json!({"question_id": id, "image_id": image, "question_type": "is this a",
            "answer_type": "yes/no", "multiple_choice_answer": "yes", "answers": [answer]})
    });
    let write = |name: &str, value: Value| {
        let file = folder.join(name);
        fs::write(&file, value.to_string()).expect("a file");
        file.display().to_string()
    };
    let images = folder.join("images").display().to_string();
    let questions = write("q.json", json!({"questions": questions}));
    let annotations = write("a.json", json!({"annotations": annotations}));
    let options = ["--questions", "--annotations", "--images"];
    let files = [questions, annotations, images];
    let pairs = options.into_iter().zip(files);
    pairs.flat_map(|(o, file)| [o.to_owned(), file]).collect()
}

#[test]
fn deletion_and_insertion_have_a_table_curves_and_figures() {
    let folder = photos("maps-deletion");
    let (model, questions) = (model(), questions(&folder));
    let svg = folder.join("curves.svg").display().to_string();
    let mut arguments = vec!["maps", "--model", &model, "--curves", &svg];
    arguments.extend(questions.iter().map(String::as_str));
    let output = lab(&arguments);
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
    let svg = fs::read_to_string(&svg).expect("curves");
    assert!(svg.starts_with("<svg") && svg.contains("insertion"));

    let again = run(&arguments);
    assert_eq!(again, said, "the same seed says the same");
    fs::remove_dir_all(&folder).expect("the folder");
}

#[test]
fn all_seen_is_what_ask_says() {
    let folder = photos("maps-ask");
    let (model, questions) = (model(), questions(&folder));
    fs::remove_file(folder.join("images/8.jpg")).expect("a photo");
    let mut arguments = vec!["maps", "--model", &model];
    arguments.extend(questions.iter().map(String::as_str));
    let seen = last_json(&run(&arguments))["all_seen"].as_f64();

    let model = cli::model_folder::open(Path::new(&model)).expect("a model");
    let photo = cli::photo_file::read(&folder.join("images/7.jpg")).expect("a photo");
    let scene = model.look(&photo);
    let asked = model.ask(&scene, "Is this a cat?", 1);
    let reply = pollster::block_on(asked).expect("a reply");
    let probability = f64::from(reply.answers[0].probability);
    let difference = seen.expect("a number") - probability;
    assert!(difference.abs() < 1e-4, "{difference}");
    fs::remove_dir_all(&folder).expect("the folder");
}

#[test]
fn nothing_can_miss_the_whole_photo_and_nothing_hits_a_dot() {
    let folder = photos("maps-pointing");
    let boxes = folder.join("boxes.json");
    let model = model();
    let point = |things: Value| {
        fs::write(&boxes, things.to_string()).expect("a file");
        let boxes = boxes.display().to_string();
        let said = run(&["maps", "--model", &model, "--boxes", &boxes]);
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
    let missing = folder.join("nothing.json").display().to_string();
    let said = fails(&["maps", "--model", &model, "--boxes", &missing]);
    assert!(said.contains("nothing.json"), "{said}");
    fs::remove_dir_all(&folder).expect("the folder");
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
        let output = lab(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2));
        assert!(errors.contains(expected), "{errors}");
    }
}
