//! The backbone against an independent implementation (PyTorch): golden
//! numbers that `golden/make_golden.py` computed from the committed weights.

use burn::tensor::{Device, Tensor};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use vision::{Backbone, Photo, VisionConfig, fit, pixels};

#[derive(Deserialize)]
struct Photos(BTreeMap<String, Golden>);

#[derive(Deserialize)]
struct Golden {
    packed: Numbers,
    float: Numbers,
}

#[derive(Deserialize)]
struct Numbers {
    grid: [usize; 3],
    features: Vec<Feature>,
    cell_means: Vec<f32>,
    top: Vec<Class>,
}

#[derive(Deserialize)]
struct Feature {
    row: usize,
    column: usize,
    channel: usize,
    value: f32,
}

#[derive(Deserialize)]
struct Class {
    class: usize,
    probability: f32,
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn backbone(device: &Device) -> Backbone {
    let bytes = std::fs::read(here("../../assets/easy-vqa/backbone.bpk")).expect("the weights");
    let fresh = VisionConfig::default().init(device).expect("a backbone");
    weights::unpack(fresh, bytes).expect("sound weights")
}

fn photo(name: &str) -> Photo {
    let path = here(&format!("tests/golden/{name}-224.png"));
    let pixels = image::open(path).expect("a photo").into_rgba8();
    Photo::from_rgba(224, 224, pixels.into_raw()).expect("pixels")
}

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().expect("32-bit floats")
}

#[test]
fn features_are_those_of_another_implementation() {
    let device = Device::flex();
    let backbone = backbone(&device);
    let golden = std::fs::read(here("tests/golden/golden.json")).expect("golden numbers");
    let Photos(photos) = serde_json::from_slice(&golden).expect("golden numbers");
    assert_eq!(photos.len(), 3);
    for (name, golden) in photos {
        let map = backbone.forward(pixels(&fit(&photo(&name), 224), &device));
        let [_, channels, rows, columns] = map.dims();
        assert_eq!([rows, columns, channels], golden.packed.grid);
        let cells = map.reshape([channels, rows * columns]).transpose();
        let features = numbers(cells.clone());
        for expected in &golden.packed.features {
            let cell = expected.row * columns + expected.column;
            let difference = features[cell * channels + expected.channel] - expected.value;
            assert!(difference.abs() < 1e-3, "{name}: {difference}");
        }
        for (cell, expected) in features.chunks(channels).zip(&golden.packed.cell_means) {
            let mean = cell.iter().sum::<f32>() / channels as f32;
            assert!((mean - expected).abs() < 1e-3, "{name}: {mean} {expected}");
        }
        let classes = numbers(backbone.classify(cells.mean_dim(0)));
        for expected in &golden.packed.top {
            let difference = classes[expected.class] - expected.probability;
            assert!(difference.abs() < 1e-3, "{name}: {difference}");
        }
    }
}

/// 8 bits move features a little; what is seen stays what it was.
#[test]
fn quantization_keeps_the_class_of_every_photo() {
    let golden = std::fs::read(here("tests/golden/golden.json")).expect("golden numbers");
    let Photos(photos) = serde_json::from_slice(&golden).expect("golden numbers");
    for (name, golden) in photos {
        let (packed, float) = (&golden.packed, &golden.float);
        assert_eq!(packed.top[0].class, float.top[0].class, "{name}");
    }
}
