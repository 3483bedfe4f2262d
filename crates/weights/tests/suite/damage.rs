//! Whatever is done to a file, loading it says what is wrong, or loads finite
//! weights; it never panics.

use burn::tensor::Device;
use burn_pack::{Bytes, DType, Tensor, Writer};
use weights::{Precision, WeightsError, pack, unpack};

use crate::faults::Faults;
use crate::modules::{One, Small, values};

fn device() -> Device {
    Device::flex()
}

fn good() -> Vec<u8> {
    pack(&Small::new(&device()), Precision::Int8).expect("float weights")
}

fn load(bytes: Vec<u8>) -> Result<Small, WeightsError> {
    unpack(Small::new(&device()), bytes)
}

#[test]
fn a_file_that_is_cut_anywhere_is_cut_short() {
    let good = good();
    let sixteenths = (0..16).map(|part| good.len() * part / 16);
    for length in sixteenths.chain(0..300).chain([good.len() - 1]) {
        let error = load(good[..length].to_vec()).expect_err("a file without its end");
        let WeightsError::Truncated {
            expected, actual, ..
        } = error
        else {
            panic!("{length} bytes: {error}");
        };
        assert!(actual == length as u64 && expected > actual && expected <= good.len() as u64);
    }
}

#[test]
fn a_file_with_more_behind_it_is_damaged() {
    let mut bytes = good();
    bytes.push(0);
    assert!(matches!(load(bytes), Err(WeightsError::Damaged { .. })));
}

#[test]
fn every_flipped_bit_of_the_header_is_noticed() {
    let good = good();
    for (index, bit) in (0..10).flat_map(|index| (0..8).map(move |bit| (index, bit))) {
        let mut bytes = good.clone();
        bytes[index] ^= 1 << bit;
        let error = load(bytes).expect_err("another header");
        let expected = match index {
            0..4 => matches!(error, WeightsError::Foreign { .. }),
            4..6 => matches!(error, WeightsError::Version { .. }),
            _ => matches!(
                error,
                WeightsError::Truncated { .. } | WeightsError::Damaged { .. }
            ),
        };
        assert!(expected, "byte {index}, bit {bit}: {error}");
    }
}

#[test]
fn files_of_another_kind_are_foreign() {
    let other = Writer::new(vec![])
        .with_metadata("format", "another")
        .into_bytes();
    let other = other.expect("an empty container").to_vec();
    let page = b"<!doctype html><title>404</title>".to_vec();
    for bytes in [other, page, b"PK\x03\x04".to_vec(), vec![0; 4096]] {
        let error = load(bytes).expect_err("another file");
        assert!(matches!(error, WeightsError::Foreign { .. }), "{error}");
    }
}

/// A file with these tensors that claims to be one of ours.
fn forged(tensors: Vec<Tensor>, version: &str) -> Vec<u8> {
    let writer = Writer::new(tensors)
        .with_metadata("format", "vqa-flow weights")
        .with_metadata("version", version)
        .with_metadata("block", "32")
        .with_metadata("bytes", &format!("{:020}", 0));
    let length = writer.size().expect("a size");
    let writer = writer.with_metadata("bytes", &format!("{length:020}"));
    writer.into_bytes().expect("a container").to_vec()
}

fn tensor(name: &str, dtype: DType, shape: &[usize], bytes: Vec<u8>) -> Tensor {
    Tensor::new(
        name.to_owned(),
        dtype,
        shape.to_vec(),
        None,
        Bytes::from_bytes_vec(bytes),
    )
}

fn load_one(tensors: Vec<Tensor>, version: &str) -> Result<One, WeightsError> {
    unpack(One::untouched([2, 40], &device()), forged(tensors, version))
}

fn values_of_one() -> Tensor {
    tensor("weight", DType::I8, &[2, 40], vec![1; 80])
}

fn scales_of_one() -> Tensor {
    tensor("weight.scale", DType::F16, &[2, 2], [0x00, 0x3C].repeat(4))
}

#[test]
fn a_good_forgery_is_loaded() {
    let loaded = load_one(vec![values_of_one(), scales_of_one()], "1").expect("a good file");
    assert_eq!(loaded.values(), [1.0; 80]);
}

#[test]
fn another_version_is_named() {
    let error = load_one(vec![values_of_one(), scales_of_one()], "2").expect_err("another version");
    let expected = WeightsError::Version {
        found: "2".to_owned(),
        supported: "1".to_owned(),
    };
    assert_eq!(error, expected);
}

#[test]
fn tensors_that_do_not_fit_the_module_are_named() {
    let name = |name: &str| name.to_owned();
    let shape = |of: &str, expected: &[usize], found: &[usize]| WeightsError::WrongShape {
        name: of.to_owned(),
        expected: expected.to_vec(),
        found: found.to_vec(),
    };
    let cases = [
        (
            vec![],
            WeightsError::MissingTensor {
                name: name("weight"),
            },
        ),
        (
            vec![values_of_one()],
            WeightsError::MissingTensor {
                name: name("weight.scale"),
            },
        ),
        (
            vec![
                values_of_one(),
                scales_of_one(),
                tensor("bias", DType::F32, &[1], vec![0; 4]),
            ],
            WeightsError::UnexpectedTensor { name: name("bias") },
        ),
        (
            vec![
                tensor("weight", DType::F32, &[2, 40], vec![0; 320]),
                scales_of_one(),
            ],
            WeightsError::UnexpectedTensor {
                name: name("weight.scale"),
            },
        ),
        (
            vec![
                tensor("weight", DType::I8, &[40, 2], vec![0; 80]),
                scales_of_one(),
            ],
            shape("weight", &[2, 40], &[40, 2]),
        ),
        (
            vec![
                values_of_one(),
                tensor("weight.scale", DType::F16, &[3], vec![0; 6]),
            ],
            shape("weight.scale", &[2, 2], &[3]),
        ),
        (
            vec![tensor("weight", DType::F64, &[2, 40], vec![0; 640])],
            WeightsError::WrongType {
                name: name("weight"),
                expected: "F32, I8 or U8",
                found: name("F64"),
            },
        ),
        (
            vec![
                values_of_one(),
                tensor("weight.scale", DType::F32, &[2, 2], vec![0; 16]),
            ],
            WeightsError::WrongType {
                name: name("weight.scale"),
                expected: "F16",
                found: name("F32"),
            },
        ),
    ];
    for (tensors, expected) in cases {
        let error = load_one(tensors, "1").expect_err("tensors of another module");
        assert_eq!(error, expected);
    }
}

#[test]
fn values_that_are_not_finite_are_named() {
    let scales = |third: [u8; 2]| [[0x00, 0x3C], [0x00, 0x3C], third, [0x00, 0x3C]].concat();
    for third in [[0x00, 0x7C], [0x01, 0x7C], [0x00, 0xFC]] {
        let scales = tensor("weight.scale", DType::F16, &[2, 2], scales(third));
        let error = load_one(vec![values_of_one(), scales], "1").expect_err("a scale");
        let index_is_2 = matches!(&error, WeightsError::NotFinite { name, index: 2, .. } if name == "weight.scale");
        assert!(index_is_2, "{error}");
    }
    let mut floats = 1.0_f32.to_le_bytes().repeat(80);
    floats[4 * 7..4 * 8].copy_from_slice(&f32::NAN.to_le_bytes());
    let floats = tensor("weight", DType::F32, &[2, 40], floats);
    let error = load_one(vec![floats], "1").expect_err("a weight");
    assert!(
        matches!(error, WeightsError::NotFinite { index: 7, .. }),
        "{error}"
    );
}

#[test]
fn weights_of_another_module_are_refused() {
    let one = One::of(vec![0.5; 80], [2, 40], &device());
    let bytes = pack(&one, Precision::Int8).expect("float weights");
    assert!(matches!(
        load(bytes),
        Err(WeightsError::MissingTensor { .. })
    ));
    let other = unpack(One::untouched([2, 40], &device()), good());
    assert!(matches!(other, Err(WeightsError::MissingTensor { .. })));
}

#[test]
fn ten_thousand_damaged_files_are_refused_or_loaded_with_finite_weights() {
    let good = good();
    let mut faults = Faults::new();
    let (mut refused, mut loaded) = (0, 0);
    for round in 0..10_000 {
        let bytes = faults.put_into(&good, round);
        match load(bytes) {
            Ok(module) => {
                loaded += 1;
                let all = values(&module);
                assert!(
                    all.iter()
                        .flat_map(|(_, v)| v)
                        .all(|value| value.is_finite())
                );
            }
            Err(_) => refused += 1,
        }
    }
    assert!(
        refused > 5_000 && loaded > 300,
        "{refused} refused, {loaded} loaded"
    );
}
