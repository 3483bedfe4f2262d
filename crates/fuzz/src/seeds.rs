use std::fs;
use std::path::{Path, PathBuf};

use ::train::FeatureCache;
use vision::VisionConfig;
use weights::{Precision, pack};

use crate::files::{BETWEEN_FILES, Folder};
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
            with_kind(0, &[fixture("regions/width_first.tsv")]),
            with_kind(1, &[fixture("regions/height_first.tsv")]),
            with_kind(
                2,
                &[fixture(
                    "regions/openvqa/COCO_train2014_000000000009.jpg.npz",
                )],
            ),
        ],
        "features" => vec![features()],
        _ => Vec::new(),
    }
}

fn data_sets() -> Vec<Vec<u8>> {
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        with_kind(
            0,
            &[
                fixture("vqa/questions.json"),
                fixture("vqa/annotations.json"),
            ],
        ),
        with_kind(
            1,
            &[
                fixture("easy_vqa/answers.txt"),
                fixture("easy_vqa/train/questions.json"),
            ],
        ),
        with_kind(
            2,
            &[
                fixture("daquar/all_qa_pairs.txt"),
                fixture("daquar/train_images_list.txt"),
            ],
        ),
        with_kind(3, &[fixture("daquar/data_train.csv")]),
        with_kind(4, &[fixture("gqa.json")]),
        with_kind(5, &[fixture("clevr.json")]),
        with_kind(6, &[fixture("vqa/questions.json")]),
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
    let folder = Folder::new("seeds");
    let path = folder.0.join("photos");
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

fn fixture(name: &str) -> Vec<u8> {
    read(&format!("../data/tests/fixtures/{name}"))
}

/// A file of the tree, from this crate's folder.
fn read(name: &str) -> Vec<u8> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
