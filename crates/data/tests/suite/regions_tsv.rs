//! Photos of bottom-up-attention's files, and every way such a file can lie.

use std::path::PathBuf;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::common::{Folder, fixture, text};
use data::regions::{PhotoRegions, Place, RegionsError, SizeOrder, Tsv};

const IMAGE: usize = 0;
const WIDTH: usize = 1;
const HEIGHT: usize = 2;
const NUM_BOXES: usize = 3;
const BOXES: usize = 4;
const FEATURES: usize = 5;

fn photos(file: &str, order: SizeOrder) -> Vec<PhotoRegions> {
    let file = Tsv::open(&fixture(&format!("regions/{file}")), order).expect("a file");
    file.map(|photo| photo.expect("a photo")).collect()
}

fn base64(values: &[f32]) -> String {
    let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    BASE64_STANDARD.encode(bytes)
}

/// What a file says whose second line has other fields.
fn with(name: &str, changes: &[(usize, &str)]) -> Vec<Result<PhotoRegions, RegionsError>> {
    let whole = text("regions/width_first.tsv");
    let mut lines: Vec<Vec<String>> = whole
        .lines()
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect();
    for (field, value) in changes {
        lines[1][*field] = (*value).to_owned();
    }
    let lines: Vec<String> = lines.iter().map(|fields| fields.join("\t")).collect();
    read(name, &lines.join("\n"))
}

fn read(name: &str, text: &str) -> Vec<Result<PhotoRegions, RegionsError>> {
    let folder = Folder::of_thread(&format!("tsv-{name}"));
    let file: PathBuf = folder.write("photos.tsv", text);
    let tsv = Tsv::open(&file, SizeOrder::WidthFirst).expect("a file");
    tsv.collect()
}

/// The error of the second line, after which nothing more is read unless it was
/// only cut short.
fn refused(name: &str, changes: &[(usize, &str)]) -> RegionsError {
    let mut read = with(name, changes);
    assert!(read[0].is_ok(), "{name}");
    let n = read.len();
    let error = read.remove(1).expect_err(name);
    assert_eq!(n, if error.is_cut_short() { 3 } else { 2 }, "{name}");
    assert!(error.to_string().contains("line 2"), "{error}");
    error
}

#[test]
fn a_file_is_read_photo_by_photo() {
    let photos = photos("width_first.tsv", SizeOrder::WidthFirst);
    let names: Vec<&str> = photos.iter().map(|photo| photo.image.as_str()).collect();
    assert_eq!(names, ["9", "25", "30"]);
    let n_boxes: Vec<usize> = photos.iter().map(|photo| photo.boxes.len()).collect();
    assert_eq!(n_boxes, [3, 2, 10]);
    assert!(photos.iter().all(|photo| photo.region_dim == 8));
    assert_eq!(photos[0].boxes[1], [0.1, 0.1, 0.5, 0.5]);
    assert_eq!(photos[0].boxes[2], [0.5, 0.25, 1.0, 0.75]);
    // Photo 25, its second region, its last feature.
    assert_eq!(photos[1].features.len(), 16);
    assert_eq!(photos[1].features[15], 25.0 + 1.0 / 4.0 + 7.0 / 64.0);
}

#[test]
fn both_orders_of_width_and_height_give_the_same_photos() {
    assert_eq!(
        photos("height_first.tsv", SizeOrder::HeightFirst),
        photos("width_first.tsv", SizeOrder::WidthFirst),
    );
}

#[test]
fn a_wrong_order_of_width_and_height_is_told() {
    for (file, order) in [
        ("height_first.tsv", SizeOrder::WidthFirst),
        ("width_first.tsv", SizeOrder::HeightFirst),
    ] {
        let mut tsv = Tsv::open(&fixture(&format!("regions/{file}")), order).expect("a file");
        let error = tsv.next().expect("a line").expect_err("another order");
        let RegionsError::SizeSwapped { width, height, .. } = &error else {
            panic!("{error}");
        };
        assert_eq!((*width, *height), (480, 640));
        assert!(error.to_string().contains("in the other order"), "{error}");
        assert!(tsv.next().is_none());
    }
}

#[test]
fn bytes_are_counted_as_they_are_read() {
    let file = fixture("regions/width_first.tsv");
    let mut tsv = Tsv::open(&file, SizeOrder::WidthFirst).expect("a file");
    assert_eq!(tsv.n_bytes(), 0);
    assert!(tsv.by_ref().all(|photo| photo.is_ok()));
    assert_eq!(
        tsv.n_bytes(),
        std::fs::metadata(&file).expect("a size").len()
    );
}

#[test]
fn names_lose_the_ending_of_an_image() {
    for (name, stem) in [
        ("COCO_val2014_000000000042.jpg", "COCO_val2014_000000000042"),
        ("n161313", "n161313"),
        ("a.b.PNG", "a.b"),
        ("v1.5", "v1.5"),
    ] {
        let photo = with("names", &[(IMAGE, name)]).remove(1).expect("a photo");
        assert_eq!(photo.image, stem);
    }
}

#[test]
fn numbers_must_be_numbers_in_range() {
    for (field, value) in [
        (IMAGE, ""),
        (WIDTH, "wide"),
        (WIDTH, "0"),
        (WIDTH, "100001"),
        (HEIGHT, "-4"),
        (HEIGHT, "4.5"),
        (NUM_BOXES, "0"),
        (NUM_BOXES, "1001"),
        (NUM_BOXES, "99999999999999999999"),
    ] {
        let error = refused("numbers", &[(field, value)]);
        let names = ["image_id", "image_w", "image_h", "num_boxes"];
        let expected = Place::Field {
            line: 2,
            field: names[field],
        };
        assert!(
            matches!(&error, RegionsError::Value { at, value: said, .. }
                if at.place == expected && said == value),
            "{error}"
        );
    }
}

#[test]
fn a_field_that_is_no_base64_is_named() {
    for (field, name) in [(BOXES, "boxes"), (FEATURES, "features")] {
        let error = refused("base64", &[(field, "AAAA*AAA")]);
        assert!(matches!(error, RegionsError::Base64 { .. }), "{error}");
        assert!(error.to_string().contains(name), "{error}");
    }
}

#[test]
fn more_or_fewer_numbers_than_boxes_are_refused() {
    let three_boxes = base64(&[1.0; 12]);
    for changes in [
        // It has two.
        &[(NUM_BOXES, "3")][..],
        &[(BOXES, three_boxes.as_str())],
        &[(BOXES, "")],
        &[(BOXES, "AAAA")],
        &[(FEATURES, "")],
        &[(FEATURES, &base64(&[1.0; 15]))],
    ] {
        let error = refused("counts", changes);
        assert!(matches!(error, RegionsError::ByteCount { .. }), "{error}");
    }
}

#[test]
fn a_number_of_boxes_that_fits_its_boxes_alone_is_refused() {
    // 16 numbers are 8 for two regions and 4 for four.
    let four_boxes = base64(&[1.0; 16]);
    let error = refused("dims", &[(NUM_BOXES, "4"), (BOXES, &four_boxes)]);
    assert!(
        matches!(
            error,
            RegionsError::RegionDim {
                actual: 4,
                expected: 8,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn numbers_that_are_none_are_refused() {
    let mut features = [1.0f32; 16];
    features[9] = f32::NAN;
    let error = refused("nan", &[(FEATURES, &base64(&features))]);
    assert!(
        matches!(error, RegionsError::NotFinite { region: 1, .. }),
        "{error}"
    );
    let boxes = [0.0, 0.0, f32::INFINITY, 4.0, 0.0, 0.0, 1.0, 1.0];
    let error = refused("infinite", &[(BOXES, &base64(&boxes))]);
    assert!(
        matches!(error, RegionsError::NotFinite { region: 0, .. }),
        "{error}"
    );
}

#[test]
fn boxes_must_lie_in_the_photo_but_for_a_pixel() {
    let second = |pixels: [f32; 4]| base64(&[&[0.0, 0.0, 9.0, 9.0], &pixels[..]].concat());
    // The photo is 480 wide and 640 high.
    let read = with("slack", &[(BOXES, &second([-0.5, 0.0, 480.9, 640.9]))]);
    let photo = read[1].as_ref().expect("a photo");
    assert_eq!(photo.boxes[1], [0.0, 0.0, 1.0, 1.0]);
    for pixels in [
        [-2.0, 0.0, 10.0, 10.0],
        [0.0, -2.0, 10.0, 10.0],
        [0.0, 0.0, 700.0, 10.0],
        [0.0, 0.0, 600.0, 600.0],
        [0.0, 0.0, 10.0, 642.0],
    ] {
        let error = refused("outside", &[(BOXES, &second(pixels))]);
        match pixels[2] {
            // 640 would be wide enough.
            600.0 => assert!(matches!(error, RegionsError::BoxOutside { region: 1, .. })),
            _ => assert!(matches!(error, RegionsError::BoxOutside { .. }), "{error}"),
        }
    }
    for pixels in [[10.0, 0.0, 9.0, 10.0], [0.0, 10.0, 9.0, 9.0]] {
        let error = refused("turned", &[(BOXES, &second(pixels))]);
        assert!(matches!(error, RegionsError::BoxTurned { .. }), "{error}");
    }
}

#[test]
fn lines_of_another_format_are_refused() {
    for (text, n) in [
        ("", 0),
        ("\n", 1),
        ("9\t640\t480", 3),
        ("a\tb\tc\td\te\tf\tg", 7),
    ] {
        let read = read("fields", text);
        match (n, read.as_slice()) {
            (0, []) => {}
            (_, [Err(RegionsError::FieldCount { actual, .. })]) => assert_eq!(*actual, n),
            (_, other) => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_file_that_is_cut_off_in_a_line_is_refused() {
    let whole = text("regions/width_first.tsv");
    let read = read("cut", &whole[..whole.len() - 30]);
    assert_eq!(read.len(), 3);
    let error = read[2].as_ref().expect_err("a cut-off line");
    assert!(
        matches!(
            error,
            RegionsError::Base64 { .. } | RegionsError::ByteCount { .. }
        ),
        "{error}"
    );
}

#[test]
fn a_line_without_end_is_given_up() {
    let folder = Folder::new("tsv-endless");
    let file = folder.path().join("photos.tsv");
    // A hole: no bytes on the disk.
    let made = std::fs::File::create(&file).and_then(|file| file.set_len(1 << 30));
    made.expect("a file");
    let mut tsv = Tsv::open(&file, SizeOrder::WidthFirst).expect("a file");
    let error = tsv.next().expect("a line").expect_err("it is too long");
    assert!(
        matches!(error, RegionsError::LongLine { line: 1, .. }),
        "{error}"
    );
    assert!(tsv.n_bytes() < 100 << 20);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Tsv::open(&fixture("regions/none.tsv"), SizeOrder::WidthFirst).expect_err("none");
    assert!(matches!(error, RegionsError::Read { .. }));
    assert!(error.to_string().contains("none.tsv"), "{error}");
}
