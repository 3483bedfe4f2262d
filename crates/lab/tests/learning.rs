//! From files about photos to questions, from trained networks to answers, and
//! what a recipe's parts are worth: on two photos of a few random numbers.

#[path = "learning/probing.rs"]
mod probing;
#[path = "learning/teaching.rs"]
mod teaching;

use burn::module::{Module, ModuleVisitor, Param};
use burn::tensor::{Device, Tensor};
use data::{DataSet, vqa_v2};
use serde_json::{Value, json};
use testing::{Folder, NETWORK, Program, annotations, asked, questions, source};
use train::{FeatureCache, Origin, Places, Recipe, Reporter, Run, Training, network_in};

const LAB: Program = Program(env!("CARGO_BIN_EXE_vqa-lab"));

const REGION_DIM: usize = 6;

/// A folder with features of the photos 7 and 8, and what is asked about them:
/// only 7 shows a cat.
fn folder() -> Folder {
    let folder = Folder::new();
    std::fs::create_dir(folder.join("features")).expect("a folder");
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

    let asked = asked([
        (70, 7, "is this a cat on the floor", "yes"),
        (80, 8, "is this a cat on the floor", "no"),
        (71, 7, "is this a dog on the table", "yes"),
        (81, 8, "is this a dog on the table", "no"),
    ]);
    folder.write("known.json", questions(&asked));
    folder.write("annotations.json", annotations(&asked));
    let sources = ["train", "dev"].map(|role| source("cats", role, "photos", "known.json"));
    let recipe = format!("{NETWORK}epochs = 100\n{}", sources.concat());
    folder.write("recipe.toml", recipe);
    folder.vectors("cat");
    folder
}

struct Quiet;

impl Reporter for Quiet {
    fn line(&mut self, _: &str) -> anyhow::Result<()> {
        Ok(())
    }

    fn step(&mut self, _: usize, _: usize, _: usize, _: &str) {}
}

/// Trains by a recipe of the folder; percent right on each dev set at the end.
fn learn(folder: &Folder, recipe: &str, out: &str) -> Vec<f64> {
    let training = Training {
        recipe: &Recipe::read(&folder.join(recipe)).expect("a recipe"),
        places: &Places {
            data: folder.path().to_owned(),
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

fn made(folder: &Folder, name: &str) -> DataSet {
    let file = |file: &str| folder.join(name).join(file);
    let set = vqa_v2::load(&file("questions.json"), &file("annotations.json"));
    set.expect("files of VQA v2")
}

/// All weights of a run.
fn weights(folder: &Folder, run: &str) -> Vec<f32> {
    struct All(Vec<f32>);
    impl ModuleVisitor for All {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            let values = param.val().into_data().try_into_vec::<f32>();
            self.0.extend(values.expect("32-bit numbers"));
        }
    }
    let folder = folder.join(run);
    let about = Run::read(&folder).expect("a run");
    let network = network_in(&folder, &about.network, &Device::flex()).expect("a network");
    let mut all = All(Vec::new());
    network.visit(&mut all);
    all.0
}

#[test]
fn a_soup_is_the_mean_of_its_runs() {
    let folder = folder();
    let recipe = folder.read("recipe.toml");
    let other = recipe.replacen("epochs = 100", "epochs = 3", 1);
    folder.write("recipe.toml", &other);
    let other = other.replacen("epochs = 3", "epochs = 2\nseed = 5", 1);
    folder.write("other.toml", other);
    learn(&folder, "recipe.toml", "a");
    learn(&folder, "other.toml", "b");

    let soup = |runs: &[&str]| {
        let runs = runs
            .iter()
            .flat_map(|run| ["--run".to_owned(), folder.at(run)]);
        let given: Vec<String> = ["soup".to_owned()].into_iter().chain(runs).collect();
        [given, vec!["--out".to_owned(), folder.at("soup")]].concat()
    };
    LAB.run(&soup(&["a", "b", "b"]));
    let (a, b) = (weights(&folder, "a"), weights(&folder, "b"));
    let mean = weights(&folder, "soup");
    assert!(a.iter().zip(&b).any(|(a, b)| (a - b).abs() > 1e-2));
    for ((a, b), mean) in a.iter().zip(&b).zip(&mean) {
        assert!(
            ((a + 2.0 * b) / 3.0 - mean).abs() < 1e-5,
            "{a}, {b}: {mean}"
        );
    }
    let said = LAB.fails(&soup(&["a", "b"]));
    assert!(said.contains("holds a run; give another --out"), "{said}");
    let said = LAB.fails(&soup(&["a"]));
    assert!(said.contains("two runs or more"), "{said}");
}

#[test]
fn a_recipe_without_parts_of_its_network_is_compared() {
    let folder = folder();
    let named = [
        ("--recipe", "recipe.toml"),
        ("--data", ""),
        ("--features", "features"),
        ("--vectors", "vectors.txt"),
        ("--out", "ablations"),
    ];
    let only = [
        "--seeds", "1", "--only", "whole", "--only", "question", "--only", "8-bits",
    ];
    LAB.run(&folder.arguments(&["ablate"], &named, &only));
    let table = folder.read("ablations/ablations.md");
    assert!(
        table.contains("| as the recipe has it | 100.0 | 1 |"),
        "{table}"
    );
    // Both photos are asked the same, so whoever sees none is right by halves.
    assert!(table.contains("zeros | 50.0 | 1 |"), "{table}");
    assert!(table.contains("8-bit weights | 100.0 | 1 |"), "{table}");
}

#[test]
fn questions_are_made_out_of_what_is_known_of_photos() {
    let folder = folder();
    let write = |name: &str, value: Value| {
        folder.write(name, value);
        folder.at(name)
    };
    let make = |what: &str, file: &str, more: &[&str]| {
        let out = folder.at(what);
        LAB.run(&[&["make", what, file, "--out", &out][..], more].concat());
        made(&folder, what).questions
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

    let open = write(
        "open.json",
        json!({"7": [[1, "What is it?"], [2, "Is this a cat on the floor?"]], "8": [[3, "Where?"]]}),
    );
    let (out, known) = (folder.at("open"), folder.at("known.json"));
    LAB.run(&["make", "open", &open, "--out", &out, "--known", &known]);
    let asked = vqa_v2::load_unanswered(&folder.join("open/questions.json"));
    let asked = asked.expect("questions").questions;
    let texts: Vec<&str> = asked.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(texts, ["What is it?", "Where?"]);

    let wrong = write("wrong.json", json!({"7": [80]}));
    let output = LAB.output(&["make", "labels", &wrong, "--out", &folder.at("none")]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("from 0 to 79"), "{said}");
}
