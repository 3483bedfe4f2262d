//! The shipped model says what it said before: logits, probabilities and
//! evidence, held to 1e-5 while the code around them changes.
//!
//! A new model in `assets/model` says something else. Make the file anew with
//!
//! ```sh
//! VQA_FLOW_REMAKE=1 cargo nextest run -E 'binary(same_answers)'
//! ```

use std::path::Path;

use burn::tensor::Device;
use pollster::block_on;
use serde::{Deserialize, Serialize};
use vqa::{BACKBONE, NETWORK, Photo, Vqa};

const PHOTOS: [&str; 3] = ["chelsea", "coffee", "astronaut"];
const QUESTIONS: [&str; 6] = [
    "Is this a cat?",
    "What color is the cat?",
    "How many people are in the picture?",
    "What is on the table?",
    "Is this inside or outside?",
    "what animal is this zzzqqq",
];
const TOP: usize = 5;
const TOLERANCE: f32 = 1e-5;

#[derive(Serialize, Deserialize)]
struct Said {
    /// SHA-256 of the two weights files that said it.
    model: [String; 2],
    replies: Vec<Reply>,
}

#[derive(Serialize, Deserialize)]
struct Reply {
    photo: String,
    question: String,
    answers: Vec<(String, f32, f32)>,
    /// What each region adds to the best answer's logit.
    evidence: Vec<f32>,
}

fn model() -> Vqa {
    let (manifest, files) = testing::model_files("model");
    Vqa::load(&manifest, files, &Device::flex()).expect("a model")
}

fn photo(name: &str) -> Photo {
    let file = testing::at(&format!("assets/samples/{name}.jpg"));
    let pixels = image::open(file).expect("a photo").into_rgba8();
    let (width, height) = pixels.dimensions();
    Photo::from_rgba(width as usize, height as usize, pixels.into_raw()).expect("a photo")
}

fn said() -> Said {
    let model = model();
    let hash = |name: &str| {
        let mut files = model.manifest().files.iter();
        let file = files.find(|file| file.name == name).expect("a file");
        file.sha256.clone()
    };
    let mut replies = Vec::new();
    for name in PHOTOS {
        let scene = model.look(&photo(name));
        for question in QUESTIONS {
            let reply = block_on(model.ask(&scene, question, TOP)).expect("a reply");
            replies.push(Reply {
                photo: name.to_owned(),
                question: question.to_owned(),
                evidence: reply.answers[0].contributions.clone(),
                answers: reply
                    .answers
                    .into_iter()
                    .map(|one| (one.answer, one.probability, one.logit))
                    .collect(),
            });
        }
    }
    Said {
        model: [hash(NETWORK), hash(BACKBONE)],
        replies,
    }
}

fn near(value: f32, expected: f32) -> bool {
    (value - expected).abs() <= TOLERANCE * (1.0 + expected.abs())
}

#[test]
fn the_shipped_model_says_what_it_said() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/same_answers.json");
    let now = said();
    if std::env::var_os("VQA_FLOW_REMAKE").is_some() {
        let json = serde_json::to_string_pretty(&now).expect("JSON");
        std::fs::write(&file, json + "\n").expect("room");
        return;
    }
    let before = std::fs::read(&file).expect("what it said");
    let before: Said = serde_json::from_slice(&before).expect("JSON");
    assert_eq!(
        now.model,
        before.model,
        "assets/model is another one: make {} anew, as this test's head says",
        file.display()
    );
    assert_eq!(now.replies.len(), before.replies.len());
    for (now, before) in now.replies.iter().zip(&before.replies) {
        let asked = format!("{}: {}", now.photo, now.question);
        assert_eq!(
            (&now.photo, &now.question),
            (&before.photo, &before.question)
        );
        for (now, before) in now.answers.iter().zip(&before.answers) {
            assert_eq!(now.0, before.0, "{asked}");
            let same = near(now.1, before.1) && near(now.2, before.2);
            assert!(same, "{asked}: {now:?}, before {before:?}");
        }
        assert_eq!(now.evidence.len(), before.evidence.len(), "{asked}");
        let mut parts = now.evidence.iter().zip(&before.evidence);
        assert!(parts.all(|(now, before)| near(*now, *before)), "{asked}");
    }
}
