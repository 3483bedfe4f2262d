use std::fs;
use std::path::{Path, PathBuf};

use ::train::FeatureCache;
use vision::VisionConfig;
use weights::{Precision, pack};

use crate::files::BETWEEN_FILES;
use crate::model;

/// Good input for the target of that name, to start from: what the tree has as
/// fixtures, or what our own writers write.
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    match target {
        "weights" => [Precision::Int8, Precision::Float32, Precision::Int4]
            .map(|precision| pack(&model::network(), precision).expect("finite weights"))
            .into(),
        "manifest" => vec![read("../../assets/easy-vqa/manifest.json")],
        "question" => [
            "What is on the table?",
            "Is the cat left of the door?",
            "could this be a can't-miss, 1,000.5 \u{1f408} ??",
            "\u{5d4}\u{5d0}\u{5dd} \u{202e}e\u{301}\u{200d}",
        ]
        .map(Into::into)
        .into(),
        "photo" => {
            let head = [3, 0, 2, 0, 20, 20, 180, 180];
            vec![head.into_iter().chain(0..24).collect()]
        }
        "flows" => vec![(0..=255).collect()],
        "data_sets" => data_sets(),
        "regions" => vec![
            of(0, &["regions/width_first.tsv"]),
            of(1, &["regions/height_first.tsv"]),
            of(2, &["regions/openvqa/COCO_train2014_000000000009.jpg.npz"]),
        ],
        "features" => vec![features()],
        _ => Vec::new(),
    }
}

fn data_sets() -> Vec<Vec<u8>> {
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        of(0, &["vqa/questions.json", "vqa/annotations.json"]),
        of(
            1,
            &["easy_vqa/answers.txt", "easy_vqa/train/questions.json"],
        ),
        of(
            2,
            &["daquar/all_qa_pairs.txt", "daquar/train_images_list.txt"],
        ),
        of(3, &["daquar/data_train.csv"]),
        of(4, &["gqa.json"]),
        of(5, &["clevr.json"]),
        of(6, &["vqa/questions.json"]),
        with_kind(7, &[text(r#"{"9.jpg": [[45, 0.5, 0.7, 0.9, 0.6]]}"#)]),
        with_kind(7, &[text(r#"[7, "image9"]"#)]),
    ]
}

/// The features of two small photos, as `vqa prepare` keeps them.
fn features() -> Vec<u8> {
    let config = VisionConfig {
        input_size: 32,
        pooled: 1,
        n_classes: 1,
        label_dim: 1,
    };
    let photo = vec![0.5; config.n_regions() * config.region_dim()];
    let folder = testing::Folder::new();
    let path = folder.join("photos");
    let mut cache = FeatureCache::create(&path, config).expect("room for a file");
    for name in ["7", "8"] {
        cache.push(name, &photo).expect("room for a photo");
    }
    cache.finish().expect("room for an index");
    let read = |ending| fs::read(path.with_extension(ending)).expect("a file of the cache");
    [read("json"), read("f16")].join(BETWEEN_FILES)
}

fn with_kind(kind: u8, files: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = vec![kind];
    bytes.extend(files.join(BETWEEN_FILES));
    bytes
}

/// The fixtures of those names.
fn of(kind: u8, names: &[&str]) -> Vec<u8> {
    let files = names
        .iter()
        .map(|name| read(&format!("../data/tests/fixtures/{name}")));
    with_kind(kind, &files.collect::<Vec<_>>())
}

/// A file of the tree, from this crate's folder.
fn read(name: &str) -> Vec<u8> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
