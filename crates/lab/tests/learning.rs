//! From files about photos to questions, from trained networks to answers, and
//! what a recipe's parts are worth: on two photos of a few random numbers.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use burn::tensor::Device;
use common::{fails, lab, run};
use data::{DataSet, vqa_v2};
use serde_json::{Value, json};
use train::{FeatureCache, Origin, Places, Recipe, Reporter, Training};

const REGION_DIM: usize = 6;

const RECIPE: &str = r#"
    min_answers = 1
    [network]
    dim = 8
    gru_dim = 8
    n_heads = 2
    hidden_dim = 8
    [training]
    epochs = 100
    learning_rate = 0.02
    [[sources]]
    name = "cats"
    features = "photos"
    questions.vqa-v2 = { questions = "known.json", annotations = "annotations.json" }
    [[sources]]
    name = "cats"
    role = "dev"
    features = "photos"
    questions.vqa-v2 = { questions = "known.json", annotations = "annotations.json" }
"#;

/// A folder of its own for a test, with features of the photos 7 and 8, and
/// what is asked about them: only 7 shows a cat.
fn folder(name: &str) -> PathBuf {
    let name = format!("vqa-flow-lab-{name}-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(folder.join("features")).expect("a folder");
    let origin = Origin::Detector {
        region_dim: REGION_DIM,
    };
    let features = folder.join("features/photos");
    let mut cache = FeatureCache::create(&features, origin).expect("a cache");
    for (name, sign) in [("COCO_val2014_000000000007", 1.0), ("8", -1.0)] {
        let region = [sign, 0.5, -sign, 0.0, 1.0, sign];
        cache.push(name, &region.repeat(3)).expect("room");
    }
    cache.finish().expect("room");

    let texts = ["is this a cat on the floor", "is this a dog on the table"];
    let asked = [(70, 7), (80, 8), (71, 7), (81, 8)];
    let questions: Vec<Value> = asked
        .iter()
        .zip([0, 0, 1, 1])
        .map(|((id, image), text)| json!({"question_id": id, "image_id": image, "question": texts[text]}))
        .collect();
    let answer = |image| if image == 7 { "yes" } else { "no" };
    let annotations = asked.map(|(id, image)| {
        json!({"question_id": id, "image_id": image, "answer_type": "yes/no",
            "answers": [{"answer": answer(image)}]})
    });
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("room");
    write("known.json", &json!({ "questions": questions }).to_string());
    write(
        "annotations.json",
        &json!({ "annotations": annotations }).to_string(),
    );
    write("recipe.toml", RECIPE);
    write("vectors.txt", &format!("cat {}\n", ["0.1"; 100].join(" ")));
    folder
}

fn at(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

struct Quiet;

impl Reporter for Quiet {
    fn line(&mut self, _: &str) -> anyhow::Result<()> {
        Ok(())
    }

    fn step(&mut self, _: usize, _: usize, _: usize, _: &str) {}
}

/// Trains by a recipe of the folder; percent right on each dev set at the end.
fn learn(folder: &Path, recipe: &str, out: &str) -> Vec<f64> {
    let training = Training {
        recipe: &Recipe::read(&folder.join(recipe)).expect("a recipe"),
        places: &Places {
            data: folder.to_owned(),
            features: folder.join("features"),
            vectors: Some(folder.join("vectors.txt")),
            backbone: None,
        },
        from: None,
        stop_after: usize::MAX,
        out: &folder.join(out),
        devices: &[Device::flex()],
    };
    let history = training.train(&mut Quiet).expect("a run");
    history.epochs.last().expect("an epoch").dev.clone()
}

fn made(folder: &Path) -> DataSet {
    let (asked, said) = (
        folder.join("questions.json"),
        folder.join("annotations.json"),
    );
    vqa_v2::load(&asked, &said).expect("files of VQA v2")
}

fn teach(folder: &Path, out: &str, more: &[&str]) -> Vec<String> {
    let named = [
        ("--teacher", "run"),
        ("--recipe", "recipe.toml"),
        ("--data", ""),
        ("--features", "features"),
        ("--out", out),
    ];
    let named = named.map(|(option, name)| [option.to_owned(), at(folder, name)]);
    let mut arguments: Vec<String> = ["teach", "--source", "cats"].map(str::to_owned).into();
    arguments.extend(named.into_iter().flatten());
    arguments.extend(more.iter().map(|part| (*part).to_owned()));
    arguments
}

#[test]
fn a_student_learns_what_teachers_answer() {
    let folder = folder("teach");
    assert_eq!(learn(&folder, "recipe.toml", "run"), [100.0]);

    // The same questions: what the teacher has learnt.
    let said = run(&teach(&folder, "same", &["--sure", "0.4"]));
    assert!(said.contains("0 left out as too doubtful"), "{said}");
    let same = made(&folder.join("same"));
    assert_eq!(same.questions.len(), 4);
    for question in &same.questions {
        let is_cat = question.image == "7";
        let score = |answer: &str| question.accuracy(answer);
        assert_eq!(score("yes") > score("no"), is_cat, "{question:?}");
    }

    let recipe = RECIPE.replacen("known.json", "same/questions.json", 1);
    let recipe = recipe.replacen("annotations.json", "same/annotations.json", 1);
    fs::write(folder.join("student.toml"), recipe).expect("room");
    assert_eq!(learn(&folder, "student.toml", "student"), [100.0]);

    let mut arguments = teach(&folder, "none", &[]);
    arguments[2] = "dogs".to_owned();
    assert!(fails(&arguments).contains("no source `dogs`"));
    fs::remove_dir_all(folder).expect("the folder");
}

#[test]
fn a_recipe_without_parts_of_its_network_is_compared() {
    let folder = folder("ablate");
    let named = [
        ("--recipe", "recipe.toml"),
        ("--data", ""),
        ("--features", "features"),
        ("--vectors", "vectors.txt"),
        ("--out", "ablations"),
    ];
    let named = named.map(|(option, name)| [option.to_owned(), at(&folder, name)]);
    let mut arguments = vec!["ablate".to_owned()];
    arguments.extend(named.into_iter().flatten());
    let only = [
        "--seeds", "1", "--only", "whole", "--only", "question", "--only", "8-bits",
    ];
    arguments.extend(only.map(str::to_owned));
    run(&arguments);
    let table = fs::read_to_string(folder.join("ablations/ablations.md")).expect("a table");
    assert!(
        table.contains("| as the recipe has it | 100.0 | 1 |"),
        "{table}"
    );
    // Both photos are asked the same, so whoever sees none is right by halves.
    assert!(table.contains("zeros | 50.0 | 1 |"), "{table}");
    assert!(table.contains("8-bit weights | 100.0 | 1 |"), "{table}");
    fs::remove_dir_all(folder).expect("the folder");
}

#[test]
fn questions_are_made_out_of_what_is_known_of_photos() {
    let folder = folder("make");
    let write = |name: &str, value: Value| {
        fs::write(folder.join(name), value.to_string()).expect("room");
        at(&folder, name)
    };
    let make = |what: &str, file: &str, more: &[&str]| {
        let out = at(&folder, what);
        run(&[&["make", what, file, "--out", &out][..], more].concat());
        made(&folder.join(what)).questions
    };
    let new = write("new.json", json!([7]));

    let captions = json!({"7": ["A black cat is sitting."], "8.jpg": ["A white table"]});
    let captions = write("captions.json", captions);
    let asked = make("captions", &captions, &[]);
    assert!(
        asked
            .iter()
            .any(|one| one.text == "what color is the cat?" && one.answers == ["black"])
    );
    let asked = make("captions", &captions, &["--leave-out", &new]);
    assert!(!asked.is_empty() && asked.iter().all(|one| one.image == "8"));

    let boxes = json!({
        "000000000007.jpg": [[15, 0.5, 0.5, 0.8, 0.8]],
        "000000000008.jpg": [[16, 0.5, 0.5, 0.8, 0.8], [16, 0.1, 0.1, 0.1, 0.1]],
    });
    let boxes = write("boxes.json", boxes);
    let types = |asked: &[data::Question]| -> Vec<String> {
        let mut types: Vec<_> = asked
            .iter()
            .filter_map(|one| one.question_type.clone())
            .collect();
        types.sort_unstable();
        types.dedup();
        types
    };
    let asked = make("boxes", &boxes, &["--per-photo", "2", "--rounds", "2"]);
    assert_eq!(asked.len(), 8);
    assert!(asked.iter().any(|one| one.image == "7"), "COCO's number");
    let asked = make("boxes", &boxes, &[]);
    assert!(
        asked.len() >= 8 && types(&asked) == ["count", "naming", "presence"],
        "{asked:?}"
    );
    // The cat and the dog, each where it is and where the other one is; either
    // of them, or the other one.
    assert_eq!(
        make("boxes", &boxes, &["--only-these", "--unambiguous"]).len(),
        4
    );
    let choices = make("boxes", &boxes, &["--only-these", "--choices"]);
    assert_eq!(
        (choices.len(), types(&choices)),
        (4, vec!["alike".to_owned()])
    );

    let labels = write("labels.json", json!({"7": [15], "8": [41, 60], "9": [2]}));
    let asked = make("labels", &labels, &[]);
    assert!(
        asked
            .iter()
            .all(|one| one.question_type.as_deref() != Some("count")),
        "{asked:?}"
    );
    assert!(
        asked
            .iter()
            .any(|one| one.text.contains("cat") && one.answers == ["yes"])
    );

    let guesses = json!({"7": [[1, "What is it?", {"cat": 2, "dog": 0}]]});
    let asked = make("guesses", &write("guesses.json", guesses), &[]);
    assert!(asked[0].is_partly_known() && asked[0].accuracy("dog") == 0.0);
    assert!((asked[0].accuracy("cat") - 0.6).abs() < 1e-6);

    let wrong = write("wrong.json", json!({"7": [80]}));
    let output = lab(&["make", "labels", &wrong, "--out", &at(&folder, "none")]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("from 0 to 79"), "{said}");
    fs::remove_dir_all(folder).expect("the folder");
}
