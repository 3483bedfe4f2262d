//! The last stages of a small backbone learn together with the network: from
//! maps of eight made-up photos, of which two are new.

use std::fs;
use std::path::PathBuf;

use burn::tensor::Device;
use serde_json::{Value, json};
use testing::{Folder, Posed, annotations, questions, source};
use train::{FeatureCache, Origin, Places, Recipe, Reporter, Training};
use vision::{MAP_DIM, VisionConfig};
use weights::Precision;

const RECIPE: &str = r#"
min_answers = 1
leave_out = ["new.json"]
[network]
dim = 16
gru_dim = 8
n_heads = 2
hidden_dim = 16
[training]
epochs = EPOCHS
batch = 8
questions_a_photo = 4
learning_rate = 0.02
[eyes]
learning_rate = 0.3
flows = 0.5
words = 2
[[eyes.photos]]
features = "maps"
classes = "classes.json"
boxes = "boxes.json"
captions = "captions.json"
"#;

fn vision() -> VisionConfig {
    VisionConfig {
        input_size: 64,
        n_classes: 3,
        label_dim: 2,
        ..VisionConfig::default()
    }
}

/// The photos 0 to 5 are learnt from, 6 and 7 are new; those with an even number
/// show a cat in their left half.
fn folder(epochs: usize) -> Folder {
    let folder = Folder::new();
    fs::create_dir(folder.join("features")).expect("a folder");
    let maps = folder.join("features/maps");
    let mut cache = FeatureCache::create(&maps, Origin::Maps(vision())).expect("a cache");
    let side = vision().map_side();
    for photo in 0..8usize {
        let value = |at: usize| {
            let (cell, channel) = (at / MAP_DIM, at % MAP_DIM);
            let is_left = cell % side < side / 2;
            let shows = photo.is_multiple_of(2) && is_left;
            let noise = ((photo * 31 + at * 17) % 13) as f32 / 13.0 - 0.5;
            f32::from(u8::from(shows && channel % 2 == 0)) * 2.0 + noise * 0.2
        };
        let map: Vec<f32> = (0..side * side * MAP_DIM).map(value).collect();
        cache.push(&photo.to_string(), &map).expect("room");
    }
    cache.finish().expect("room");

    let asked = (0..16).map(|id| Posed {
        id,
        image: id / 2,
        text: ["is there a cat", "do you see a cat"][id as usize % 2],
        answer: if id / 2 % 2 == 0 { "yes" } else { "no" },
    });
    let asked: Vec<Posed> = asked.collect();
    folder.write("annotations.json", annotations(&asked));
    for (name, of) in [("questions", 0..16), ("known", 0..12), ("new", 12..16)] {
        folder.write(&format!("{name}.json"), questions(&asked[of]));
    }
    for (name, cat, none) in [
        ("classes", json!([15]), json!([])),
        ("boxes", json!([[15, 0.25, 0.5, 0.5, 1.0]]), json!([])),
        (
            "captions",
            json!(["a furry animal"]),
            json!(["an empty street"]),
        ),
    ] {
        let photos = (0..8).map(|at| (at.to_string(), if at % 2 == 0 { &cat } else { &none }));
        let photos = photos.map(|(photo, value)| (photo, value.clone()));
        folder.write(&format!("{name}.json"), Value::Object(photos.collect()));
    }
    let learnt = source("cats", "train", "maps", "questions.json");
    let dev = source("cats", "dev", "maps", "known.json");
    let recipe = RECIPE.replace("EPOCHS", &epochs.to_string());
    folder.write("recipe.toml", recipe + &learnt + &dev);
    folder.vectors("cat");
    let device = Device::flex();
    device.seed(5);
    let backbone = vision().init(&device).expect("a backbone");
    let packed = weights::pack(&backbone, Precision::Float32).expect("a file");
    fs::write(folder.join("backbone.bpk"), packed).expect("room");
    folder
}

#[derive(Default)]
struct Told(Vec<String>);

impl Reporter for Told {
    fn line(&mut self, text: &str) -> anyhow::Result<()> {
        self.0.push(text.to_owned());
        Ok(())
    }

    fn step(&mut self, _: usize, _: usize, _: usize, _: &str) {}
}

fn train(folder: &Folder, out: &str, stop_after: usize) -> (train::History, Vec<String>) {
    let training = Training {
        recipe: &Recipe::read(&folder.join("recipe.toml")).expect("a recipe"),
        places: &Places {
            data: folder.path().to_owned(),
            features: folder.join("features"),
            vectors: Some(folder.join("vectors.txt")),
            backbone: Some(folder.join("backbone.bpk")),
        },
        from: None,
        stop_after,
        out: &folder.join(out),
        devices: &[Device::flex()],
    };
    let mut told = Told::default();
    let history = training.train(&mut told).expect("a run");
    (history, told.0)
}

#[test]
fn eyes_learn_what_photos_show_and_the_network_answers_by_it() {
    let folder = folder(40);
    let (history, told) = train(&folder, "run", usize::MAX);
    let (first, last) = (&history.epochs[0], history.epochs.last().expect("an epoch"));
    assert!(
        last.loss < first.loss * 0.5,
        "{} and {}",
        first.loss,
        last.loss
    );
    assert_eq!(last.dev, [100.0], "{told:?}");
    let said = told.iter().rfind(|line| line.contains("classes mAP"));
    let said = said.expect("how much is seen");
    assert!(said.contains("classes mAP 1.000"), "{said}");
    assert!(
        told[0].contains("4 about new photos left out"),
        "{}",
        told[0]
    );

    // The backbone of the run is another one than it started from.
    let device = Device::flex();
    let read = |path: PathBuf| {
        let bytes = fs::read(path).expect("a file");
        weights::unpack(vision().init(&device).expect("a backbone"), bytes).expect("weights")
    };
    let before = read(folder.join("backbone.bpk"));
    let after = read(folder.join("run/backbone.bpk"));
    let moved = |at: usize| {
        let weight = |backbone: &vision::Backbone| backbone.blocks[at].project.weight.val();
        let difference = (weight(&after) - weight(&before)).abs().max();
        difference.into_scalar::<f32>()
    };
    assert!(moved(15) > 0.01, "the last block learns: {}", moved(15));
    assert!(moved(10) < 0.02, "stage 5 is only rounded: {}", moved(10));
}

#[test]
fn a_run_with_eyes_goes_on_where_it_was_cut_off() {
    let folder = folder(3);
    let (whole, _) = train(&folder, "whole", usize::MAX);
    train(&folder, "cut", 2);
    let (resumed, told) = train(&folder, "cut", usize::MAX);
    assert!(
        told.iter().any(|line| line == "going on after epoch 2"),
        "{told:?}"
    );
    let losses = |history: &train::History| -> Vec<f64> {
        history.epochs.iter().map(|epoch| epoch.loss).collect()
    };
    assert_eq!(losses(&resumed), losses(&whole));
}
