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

fn with(
    name: &str,
    changes: &[(&'static str, Option<Vec<u8>>)],
) -> Result<PhotoRegions, RegionsError> {
    let folder = Folder::of_thread(&format!("npz-{name}"));
    write(&folder, changes);
    only(folder.path())
}

/// The error of an archive with one other array, which its message names.
fn refused(array: &'static str, bytes: Vec<u8>) -> RegionsError {
    let error = with("refused", &[(array, Some(bytes))]).expect_err(array);
    let text = error.to_string();
    assert!(text.contains(&format!("`{array}`")), "{text}");
    assert!(text.contains("7.jpg.npz"), "{text}");
    error
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
    let photo = with("same", &[]).expect("a photo");
    assert_eq!(photo.features, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    assert_eq!(photo.boxes[1], [0.5, 0.5, 1.0, 1.0]);
    // num_bbox may be missing, the others not.
    assert_eq!(
        with("optional", &[("num_bbox", None)]).expect("a photo"),
        photo
    );
    for array in ["x", "bbox", "image_w", "image_h"] {
        let error = with("missing", &[(array, None)]).expect_err(array);
        assert!(matches!(error, RegionsError::NoArray { array: named, .. } if named == array));
    }
}

#[test]
fn all_versions_of_the_header_are_read() {
    let bytes = [1.0f32, 4.0, 2.0, 5.0, 3.0, 6.0]
        .map(f32::to_le_bytes)
        .concat();
    let expected = with("versions", &[]).expect("a photo");
    for version in [1, 2, 3] {
        let x = array(version, "'<f4'", "False", "(3, 2)", &bytes);
        assert_eq!(
            with("versions", &[("x", Some(x))]).expect("a photo"),
            expected
        );
    }
    let error = refused("x", array(4, "'<f4'", "False", "(3, 2)", &bytes));
    assert!(matches!(error, RegionsError::Header { .. }), "{error}");
}

#[test]
fn numbers_of_64_bits_and_columns_first_are_read() {
    let expected = with("types", &[]).expect("a photo");
    let doubles = [1.0f64, 2.0, 3.0, 4.0, 5.0, 6.0]
        .map(f64::to_le_bytes)
        .concat();
    for x in [
        array(1, "'<f8'", "False", "(2, 3)", &doubles),
        array(1, "'<f8'", "True", "(3, 2)", &doubles),
    ] {
        assert_eq!(with("types", &[("x", Some(x))]).expect("a photo"), expected);
    }
    // Larger than any 32-bit number.
    let mut large = doubles.clone();
    large[..8].copy_from_slice(&1e300f64.to_le_bytes());
    let error = refused("x", array(1, "'<f8'", "False", "(2, 3)", &large));
    assert!(matches!(error, RegionsError::NotFinite { .. }), "{error}");
}

#[test]
fn other_types_are_refused() {
    let bytes = [0u8; 48];
    for descr in ["'>f4'", "'<f2'", "'|O'", "'<c8'", "'|S4'", "''"] {
        let error = refused("x", array(1, descr, "False", "(3, 2)", &bytes));
        assert!(matches!(error, RegionsError::Value { .. }), "{error}");
        assert!(error.to_string().contains("<f4"), "{error}");
    }
    // Whole numbers are no features, and a float is no size.
    let error = refused("x", array(1, "'<i8'", "False", "(3, 2)", &bytes));
    assert!(matches!(error, RegionsError::Value { .. }), "{error}");
    let error = refused("image_w", floats("()", &[99.5]));
    assert!(matches!(error, RegionsError::Value { .. }), "{error}");
}

#[test]
fn shapes_that_do_not_fit_the_boxes_are_refused() {
    let six = |shape: &str| floats(shape, &[1.0; 6]);
    for shape in ["(6,)", "(1, 6)", "(3, 2, 1)", "()", "(0, 2)"] {
        let error = refused("x", six(shape));
        let told = matches!(
            error,
            RegionsError::Shape { .. } | RegionsError::Value { .. }
        );
        assert!(told, "{shape}: {error}");
    }
    // Two by two could be either way round.
    let error = refused("x", floats("(2, 2)", &[1.0; 4]));
    assert!(matches!(error, RegionsError::Shape { .. }), "{error}");
    for (shape, n) in [
        ("(8,)", 8),
        ("(4, 2)", 8),
        ("(0, 4)", 0),
        ("(1001, 4)", 4004),
    ] {
        let error = refused("bbox", floats(shape, &vec![1.0; n]));
        assert!(matches!(error, RegionsError::Shape { .. }), "{error}");
    }
    let error = refused("image_h", floats("(2,)", &[1.0; 2]));
    assert!(matches!(error, RegionsError::Shape { .. }), "{error}");
}

#[test]
fn a_number_of_boxes_that_is_not_theirs_is_refused() {
    for n in [0, 1, 3, -2, i64::MAX] {
        let error = refused("num_bbox", whole(n));
        assert!(matches!(error, RegionsError::Value { .. }), "{error}");
    }
}

#[test]
fn sizes_that_no_photo_has_are_refused() {
    for side in [0, -1, 100_001, i64::MIN] {
        let error = refused("image_w", whole(side));
        assert!(matches!(error, RegionsError::Value { .. }), "{error}");
    }
}

#[test]
fn boxes_and_features_are_looked_at() {
    let boxes = |last: f32| floats("(2, 4)", &[0.0, 0.0, 50.0, 50.0, 50.0, 25.0, last, 50.0]);
    let error = refused("bbox", boxes(120.0));
    assert!(
        matches!(error, RegionsError::BoxOutside { region: 1, .. }),
        "{error}"
    );
    let error = refused("bbox", boxes(f32::NAN));
    assert!(matches!(error, RegionsError::NotFinite { .. }), "{error}");
    let error = refused("bbox", boxes(40.0));
    assert!(matches!(error, RegionsError::BoxTurned { .. }), "{error}");
    let error = with(
        "swapped",
        &[("image_w", Some(whole(50))), ("image_h", Some(whole(100)))],
    );
    assert!(
        matches!(error, Err(RegionsError::SizeSwapped { .. })),
        "{error:?}"
    );
    let error = refused("x", floats("(3, 2)", &[f32::NEG_INFINITY; 6]));
    assert!(matches!(error, RegionsError::NotFinite { .. }), "{error}");
}

#[test]
fn an_array_that_claims_more_than_it_has_is_refused_before_there_is_room_for_it() {
    for shape in [
        "(2048, 10000000)",
        "(18446744073709551615, 2)",
        "(4294967296, 4294967296)",
    ] {
        let error = refused("x", floats(shape, &[1.0; 6]));
        assert!(matches!(error, RegionsError::TooLarge { .. }), "{error}");
    }
    let error = refused("x", floats("(99999999999999999999, 2)", &[1.0; 6]));
    assert!(matches!(error, RegionsError::Header { .. }), "{error}");
    let error = refused("x", floats("(4, 2)", &[1.0; 6]));
    assert!(matches!(error, RegionsError::Damaged { .. }), "{error}");
    let error = refused("x", floats("(3, 2)", &[1.0; 7]));
    assert!(matches!(error, RegionsError::Value { .. }), "{error}");
}

#[test]
fn headers_that_are_none_are_refused() {
    let mut long = array(2, "'<f4'", "False", "(3, 2)", &[0; 24]);
    long[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut not_text = array(1, "'<f4'", "False", "(3, 2)", &[0; 24]);
    not_text[20] = 0xff;
    let headers = [
        b"no array at all".to_vec(),
        long,
        not_text,
        array(1, "'<f4'", "Maybe", "(3, 2)", &[0; 24]),
        array(1, "[('a', '<f4')]", "False", "(3, 2)", &[0; 24]),
        array(1, "'<f4'", "False", "(3, -2)", &[0; 24]),
        array(1, "'<f4'", "False", "(3, 2", &[0; 24]),
        array(1, "'<f4'", "False", "((((((3", &[0; 24]),
        array(1, "'<f4", "False", "(3, 2)", &[0; 24]),
        array(1, "'<f4'", "False", "(3, 2), 'more': 1", &[0; 24]),
        array(1, "'<f4'", "False", "(1,1,1,1,1,6)", &[0; 24]),
    ];
    for header in headers {
        let error = refused("x", header);
        assert!(matches!(error, RegionsError::Header { .. }), "{error}");
    }
    for cut in [0, 5, 9, 20] {
        let mut bytes = array(1, "'<f4'", "False", "(3, 2)", &[0; 24]);
        bytes.truncate(cut);
        let error = refused("x", bytes);
        assert!(matches!(error, RegionsError::Damaged { .. }), "{error}");
    }
}

#[test]
fn archives_that_were_cut_off_or_changed_are_refused() {
    let folder = Folder::new("npz-damage");
    let file = write(&folder, &[]);
    let whole = std::fs::read(&file).expect("an archive");
    for length in (0..whole.len()).step_by(7) {
        std::fs::write(&file, &whole[..length]).expect("room");
        assert!(only(folder.path()).is_err(), "the first {length} bytes");
    }
    let expected = with("damage-same", &[]).expect("a photo");
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
    let folder = Folder::new("npz-mixed");
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
    assert!(
        matches!(
            error,
            RegionsError::RegionDim {
                actual: 4,
                expected: 3,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn a_folder_without_archives_is_named() {
    let folder = Folder::new("npz-empty");
    let error = NpzFolder::open(folder.path()).expect_err("nothing");
    assert!(matches!(error, RegionsError::Empty { .. }), "{error}");
    let error = NpzFolder::open(&folder.path().join("none")).expect_err("nothing");
    assert!(matches!(error, RegionsError::Read { .. }), "{error}");
}
