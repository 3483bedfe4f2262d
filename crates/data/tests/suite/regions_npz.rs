//! Photos of OpenVQA's archives, and every way such an archive can lie.

use std::path::Path;

use crate::archives::{array, floats, whole, write};
use crate::common::{Folder, fixture};
use data::regions::{NpzFolder, PhotoRegions, RegionsError};

fn photos(folder: &str) -> Vec<PhotoRegions> {
    let folder = NpzFolder::open(&fixture(&format!("regions/{folder}"))).expect("a folder");
    folder.map(|photo| photo.expect("a photo")).collect()
}

fn only(folder: &Path) -> Result<PhotoRegions, RegionsError> {
    let mut photos = NpzFolder::open(folder).expect("a folder");
    photos.next().expect("a photo")
}

fn with(changes: &[(&'static str, Option<Vec<u8>>)]) -> Result<PhotoRegions, RegionsError> {
    let folder = Folder::new();
    write(&folder, changes);
    only(folder.path())
}

/// Whether an archive with one other array is refused by naming that array and
/// saying this.
fn refused(array: &'static str, bytes: Vec<u8>, said: &str) {
    let error = with(&[(array, Some(bytes))]).expect_err(array).to_string();
    for part in [&format!("`{array}`"), "7.jpg.npz", said] {
        assert!(error.contains(part), "{part}: {error}");
    }
}

#[test]
fn a_folder_is_read_photo_by_photo() {
    let photos = photos("openvqa");
    let names: Vec<&str> = photos.iter().map(|photo| photo.image.as_str()).collect();
    assert_eq!(
        names,
        ["COCO_train2014_000000000009", "COCO_train2014_000000000025"]
    );
    assert_eq!(photos[0].boxes[1], [0.1, 0.1, 0.5, 0.5]);
    for (photo, id) in photos.iter().zip([9.0, 25.0]) {
        assert_eq!(photo.region_dim, 8);
        for (at, value) in photo.features.iter().enumerate() {
            let (region, dim) = ((at / 8) as f32, (at % 8) as f32);
            assert_eq!(*value, id + region / 4.0 + dim / 64.0);
        }
    }
}

#[test]
fn features_in_rows_are_read_as_well() {
    let photos = photos("gqa");
    assert_eq!(photos[0].image, "30");
    assert_eq!(photos[0].boxes.len(), 10);
    assert_eq!(photos[0].features[8 + 3], 30.0 + 1.0 / 4.0 + 3.0 / 64.0);
}

#[test]
fn an_archive_made_here_says_the_same() {
    let photo = with(&[]).expect("a photo");
    assert_eq!(photo.features, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    assert_eq!(photo.boxes[1], [0.5, 0.5, 1.0, 1.0]);
    // num_bbox may be missing, the others not.
    assert_eq!(with(&[("num_bbox", None)]).expect("a photo"), photo);
    for array in ["x", "bbox", "image_w", "image_h"] {
        let error = with(&[(array, None)]).expect_err(array).to_string();
        assert!(
            error.contains(&format!("`{array}` is \"missing\"")),
            "{error}"
        );
    }
}

const SIX: [f64; 6] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];

#[test]
fn all_versions_and_types_and_orders_are_read() {
    let expected = with(&[]).expect("a photo");
    let floats = [1.0f32, 4.0, 2.0, 5.0, 3.0, 6.0]
        .map(f32::to_le_bytes)
        .concat();
    let doubles = SIX.map(f64::to_le_bytes).concat();
    for x in [
        array(1, "'<f4'", "False", "(3, 2)", &floats),
        array(2, "'<f4'", "False", "(3, 2)", &floats),
        array(3, "'<f4'", "False", "(3, 2)", &floats),
        array(1, "'<f8'", "False", "(2, 3)", &doubles),
        array(1, "'<f8'", "True", "(3, 2)", &doubles),
    ] {
        assert_eq!(with(&[("x", Some(x))]).expect("a photo"), expected);
    }
    let fourth = array(4, "'<f4'", "False", "(3, 2)", &floats);
    refused("x", fourth, "version is 4");
    // Larger than any 32-bit number.
    let mut large = doubles.clone();
    large[..8].copy_from_slice(&1e300f64.to_le_bytes());
    let large = array(1, "'<f8'", "False", "(2, 3)", &large);
    refused("x", large, "expected a finite number");
}

#[test]
fn other_types_are_refused() {
    let of = |descr: &str| array(1, descr, "False", "(3, 2)", &[0u8; 48]);
    for descr in ["'>f4'", "'<f2'", "'|O'", "'<c8'", "'|S4'", "''"] {
        refused("x", of(descr), "expected the type <f4");
    }
    // Whole numbers are no features, and a float is no size.
    refused("x", of("'<i8'"), "whole numbers");
    refused("image_w", floats("()", &[99.5]), "99.5");
}

#[test]
fn shapes_that_do_not_fit_the_boxes_are_refused() {
    for shape in ["(6,)", "(1, 6)", "(3, 2, 1)", "()", "(0, 2)"] {
        refused("x", floats(shape, &[1.0; 6]), "expected");
    }
    // Two by two could be either way round.
    refused("x", floats("(2, 2)", &[1.0; 4]), "only one side of 2");
    for (shape, n) in [
        ("(8,)", 8),
        ("(4, 2)", 8),
        ("(0, 4)", 0),
        ("(1001, 4)", 4004),
    ] {
        refused("bbox", floats(shape, &vec![1.0; n]), "expected [n, 4]");
    }
    refused("image_h", floats("(2,)", &[1.0; 2]), "a single number");
}

#[test]
fn numbers_out_of_their_range_are_refused() {
    for n in [0, 1, 3, -2, i64::MAX] {
        refused("num_bbox", whole(n), "expected");
    }
    for side in [0, -1, 100_001, i64::MIN] {
        refused("image_w", whole(side), "a whole number from 1 to 100000");
    }
}

#[test]
fn boxes_and_features_are_looked_at() {
    let boxes = |last: f32| floats("(2, 4)", &[0.0, 0.0, 50.0, 50.0, 50.0, 25.0, last, 50.0]);
    refused("bbox", boxes(120.0), "box 1: [50.0, 25.0, 120.0, 50.0]");
    refused("bbox", boxes(f32::NAN), "a finite number");
    refused("bbox", boxes(40.0), "left, top, right, bottom");
    refused(
        "x",
        floats("(3, 2)", &[f32::NEG_INFINITY; 6]),
        "a finite number",
    );
    let swapped = [("image_w", Some(whole(50))), ("image_h", Some(whole(100)))];
    let error = with(&swapped)
        .expect_err("the sizes are swapped")
        .to_string();
    assert!(error.contains("in the other order"), "{error}");
}

#[test]
fn an_array_that_claims_more_than_it_has_is_refused_before_there_is_room_for_it() {
    for (shape, said) in [
        ("(2048, 10000000)", "at most"),
        ("(18446744073709551615, 2)", "at most"),
        ("(4294967296, 4294967296)", "at most"),
        ("(99999999999999999999, 2)", "a header of numpy"),
        ("(4, 2)", "is cut off or damaged"),
    ] {
        refused("x", floats(shape, &[1.0; 6]), said);
    }
    refused("x", floats("(3, 2)", &[1.0; 7]), "is \"longer\"");
}

#[test]
fn headers_that_are_none_are_refused() {
    let of = |descr: &str, order: &str, shape: &str| array(1, descr, order, shape, &[0; 24]);
    let mut long = array(2, "'<f4'", "False", "(3, 2)", &[0; 24]);
    long[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut not_text = of("'<f4'", "False", "(3, 2)");
    not_text[20] = 0xff;
    for header in [
        b"no array at all".to_vec(),
        long,
        not_text,
        of("'<f4'", "Maybe", "(3, 2)"),
        of("[('a', '<f4')]", "False", "(3, 2)"),
        of("'<f4'", "False", "(3, -2)"),
        of("'<f4'", "False", "(3, 2"),
        of("'<f4'", "False", "((((((3"),
        of("'<f4", "False", "(3, 2)"),
        of("'<f4'", "False", "(3, 2), 'more': 1"),
        of("'<f4'", "False", "(1,1,1,1,1,6)"),
    ] {
        refused("x", header, "expected a header of numpy");
    }
    for cut in [0, 5, 9, 20] {
        let mut bytes = of("'<f4'", "False", "(3, 2)");
        bytes.truncate(cut);
        refused("x", bytes, "is cut off or damaged");
    }
}

#[test]
fn archives_that_were_cut_off_or_changed_are_refused() {
    let folder = Folder::new();
    let file = write(&folder, &[]);
    let whole = std::fs::read(&file).expect("an archive");
    for length in (0..whole.len()).step_by(7) {
        std::fs::write(&file, &whole[..length]).expect("room");
        assert!(only(folder.path()).is_err(), "the first {length} bytes");
    }
    let expected = with(&[]).expect("a photo");
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 0x55;
        std::fs::write(&file, &changed).expect("room");
        // A byte that nobody reads may change, a number may not.
        if let Ok(photo) = only(folder.path()) {
            assert_eq!(photo, expected, "byte {at}");
        }
    }
    std::fs::write(&file, &whole).expect("room");
    assert!(only(folder.path()).is_ok());
}

#[test]
fn photos_of_different_detectors_do_not_mix() {
    let folder = Folder::new();
    let first = write(&folder, &[]);
    std::fs::rename(&first, folder.path().join("1.npz")).expect("room");
    write(&folder, &[("x", Some(floats("(4, 2)", &[1.0; 8])))]);
    let mut photos = NpzFolder::open(folder.path()).expect("a folder");
    assert_eq!(photos.n_left(), 2);
    assert!(photos.next().expect("a photo").is_ok());
    let error = photos
        .next()
        .expect("a photo")
        .expect_err("of four numbers");
    let said = "is \"4 numbers a region\", expected 3";
    assert!(error.to_string().contains(said), "{error}");
}

#[test]
fn a_folder_without_archives_is_named() {
    let folder = Folder::new();
    let error = NpzFolder::open(folder.path()).expect_err("nothing");
    assert!(matches!(error, RegionsError::Empty { .. }), "{error}");
    let error = NpzFolder::open(&folder.path().join("none")).expect_err("nothing");
    assert!(matches!(error, RegionsError::Read { .. }), "{error}");
}
