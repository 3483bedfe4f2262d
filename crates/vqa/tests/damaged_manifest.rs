//! A manifest that was altered in any way: an error that has a name, or a
//! model that says what it says; never a crash.

use burn::tensor::Device;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use vqa::{Manifest, Vqa};

/// What numbers become: those at which sizes overflow, and plain wrong ones.
const NUMBERS: [&str; 8] = [
    "0",
    "1",
    "-1",
    "3",
    "65",
    "4294967296",
    "18446744073709551615",
    "1e308",
];

/// The manifest with one to three faults.
fn damaged(good: &[u8], random: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for _ in 0..=random.random_range(0..3) {
        let at = random.random_range(0..bytes.len());
        match random.random_range(0..5) {
            0 => bytes[at] = random.random(),
            1 => bytes.truncate(at.max(1)),
            2 => drop(bytes.drain(at..(at + 8).min(bytes.len()))),
            3 => bytes.insert(at, b"{}[]\",:0"[random.random_range(0..8)]),
            _ => replace_number(&mut bytes, at, NUMBERS[random.random_range(0..8)]),
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

/// Puts `number` in the place of the first one behind `at`.
fn replace_number(bytes: &mut Vec<u8>, at: usize, number: &str) {
    let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit) else {
        return;
    };
    let start = at + start;
    let is_part = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let length = bytes[start..]
        .iter()
        .take_while(|byte| is_part(byte))
        .count();
    bytes.splice(start..start + length, number.bytes());
}

#[test]
fn ten_thousand_damaged_manifests_are_refused_or_read() {
    let (good, _) = testing::model_files("easy-vqa");
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let n_refused = (0..10_000)
        .filter(|_| Manifest::parse(&damaged(&good, &mut random)).is_err())
        .count();
    assert!(n_refused > 5_000, "{n_refused} refused");
    assert!(n_refused < 10_000, "some changes are no faults");
}

#[test]
fn a_model_with_a_damaged_manifest_is_refused_or_works() {
    let (good, files) = testing::model_files("easy-vqa");
    let mut random = ChaCha8Rng::seed_from_u64(2);
    for _ in 0..300 {
        // What is only a fault of grammar has been seen above.
        let manifest = loop {
            let damaged = damaged(&good, &mut random);
            if damaged != good && Manifest::parse(&damaged).is_ok() {
                break damaged;
            }
        };
        let files = files.clone();
        if let Ok(model) = Vqa::load(&manifest, files, &Device::flex()) {
            assert!(model.manifest().network.n_answers > 0);
        }
    }
}
