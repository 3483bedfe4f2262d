//! The last stages of a small backbone learn together with the network: from
//! maps of eight made-up photos, of which two are new.

use std::fs;
use std::path::{Path, PathBuf};

use burn::tensor::Device;
use serde_json::{Value, json};
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
    [[sources]]
    name = "cats"
    features = "maps"
    questions.vqa-v2 = { questions = "questions.json", annotations = "annotations.json" }
    [[sources]]
    name = "cats"
    role = "dev"
    features = "maps"
    questions.vqa-v2 = { questions = "known.json", annotations = "annotations.json" }
"#;

fn vision() -> VisionConfig {
    VisionConfig {
        input_size: 64,
        n_classes: 3,
        label_dim: 2,
        ..VisionConfig::default()
    }
}

/// A folder of its own for a test. The photos 0 to 5 are learnt from, 6 and 7
/// are new; those with an even number show a cat in their left half.
fn folder(name: &str, epochs: usize) -> PathBuf {
    let name = format!("vqa-flow-eyes-{name}-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(folder.join("features")).expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("room");

    let mut cache = FeatureCache::create(&folder.join("features/maps"), Origin::Maps(vision()))
        .expect("a cache");
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

    let asked = |photos: std::ops::Range<usize>| -> Value {
        let questions = photos.flat_map(|photo| {
            ["is there a cat", "do you see a cat"].into_iter().enumerate().map(
                move |(at, text)| json!({"question_id": photo * 2 + at, "image_id": photo, "question": text}),
            )
        });
        json!({ "questions": questions.collect::<Vec<_>>() })
    };
    let answers = (0..16).map(|id| {
        let answer = if id / 2 % 2 == 0 { "yes" } else { "no" };
        json!({"question_id": id, "image_id": id / 2, "answer_type": "yes/no",
            "answers": vec![json!({"answer": answer}); 10]})
    });
    let answers: Vec<Value> = answers.collect();
    write("questions.json", &asked(0..8).to_string());
    write("known.json", &asked(0..6).to_string());
    write("new.json", &asked(6..8).to_string());
    write(
        "annotations.json",
        &json!({ "annotations": answers }).to_string(),
    );
    let of_photos = |value: fn(usize) -> Value| -> String {
        let photos = (0..8).map(|photo| (photo.to_string(), value(photo)));
        Value::Object(photos.collect()).to_string()
    };
    write(
        "classes.json",
        &of_photos(|photo| match photo % 2 {
            0 => json!([15]),
            _ => json!([]),
        }),
    );
    write(
        "boxes.json",
        &of_photos(|photo| match photo % 2 {
            0 => json!([[15, 0.25, 0.5, 0.5, 1.0]]),
            _ => json!([]),
        }),
    );
    write(
        "captions.json",
        &of_photos(|photo| match photo % 2 {
            0 => json!(["a furry animal"]),
            _ => json!(["an empty street"]),
        }),
    );
    write(
        "recipe.toml",
        &RECIPE.replace("EPOCHS", &epochs.to_string()),
    );
    write("vectors.txt", &format!("cat {}\n", ["0.1"; 100].join(" ")));
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

fn train(folder: &Path, out: &str, stop_after: usize) -> (train::History, Vec<String>) {
    let training = Training {
        recipe: &Recipe::read(&folder.join("recipe.toml")).expect("a recipe"),
        places: &Places {
            data: folder.to_owned(),
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
    let folder = folder("learn", 40);
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
    fs::remove_dir_all(&folder).expect("it is there");
}

#[test]
fn a_run_with_eyes_goes_on_where_it_was_cut_off() {
    let folder = folder("resume", 3);
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
    fs::remove_dir_all(&folder).expect("it is there");
}
