//! Photos of bottom-up-attention's files, and every way such a file can lie.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::common::{Folder, fixture, text};
use data::regions::{PhotoRegions, RegionsError, SizeOrder, Tsv};

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
fn with(changes: &[(usize, &str)]) -> Vec<Result<PhotoRegions, RegionsError>> {
    let whole = text("regions/width_first.tsv");
    let mut lines: Vec<Vec<&str>> = whole
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    for (field, value) in changes {
        lines[1][*field] = value;
    }
    let lines: Vec<String> = lines.iter().map(|fields| fields.join("\t")).collect();
    read(&lines.join("\n"))
}

fn read(text: &str) -> Vec<Result<PhotoRegions, RegionsError>> {
    let folder = Folder::new();
    let file = folder.write("photos.tsv", text);
    let tsv = Tsv::open(&file, SizeOrder::WidthFirst).expect("a file");
    tsv.collect()
}

/// Whether the second line is refused by saying this, after which nothing more
/// is read unless it was only cut short.
fn refused(changes: &[(usize, &str)], said: &str) {
    let mut read = with(changes);
    assert!(read[0].is_ok(), "{changes:?}");
    let n = read.len();
    let error = read.remove(1).expect_err(said);
    assert_eq!(n, if error.is_cut_short() { 3 } else { 2 }, "{error}");
    let error = error.to_string();
    assert!(
        error.contains("line 2") && error.contains(said),
        "{said}: {error}"
    );
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
        assert!(
            error.to_string().contains("480 wide and 640 high"),
            "{error}"
        );
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
        let photo = with(&[(IMAGE, name)]).remove(1).expect("a photo");
        assert_eq!(photo.image, stem);
    }
}

#[test]
fn numbers_must_be_numbers_in_range() {
    for (field, value, said) in [
        (IMAGE, "", "`image_id` is \"\""),
        (WIDTH, "wide", "`image_w` is \"wide\""),
        (WIDTH, "0", "`image_w` is \"0\""),
        (WIDTH, "100001", "`image_w` is \"100001\""),
        (HEIGHT, "-4", "`image_h` is \"-4\""),
        (HEIGHT, "4.5", "`image_h` is \"4.5\""),
        (NUM_BOXES, "0", "`num_boxes` is \"0\""),
        (NUM_BOXES, "1001", "`num_boxes` is \"1001\""),
        (NUM_BOXES, "99999999999999999999", "`num_boxes` is"),
    ] {
        refused(&[(field, value)], said);
    }
}

#[test]
fn parts_that_are_missing_are_told() {
    refused(&[(BOXES, "AAAA*AAA")], "`boxes` has Invalid");
    refused(&[(FEATURES, "AAAA*AAA")], "expected base64");
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
        refused(changes, "boxes");
    }
}

#[test]
fn a_number_of_boxes_that_fits_its_boxes_alone_is_refused() {
    // 16 numbers are 8 for two regions and 4 for four.
    let four_boxes = base64(&[1.0; 16]);
    let changes = [(NUM_BOXES, "4"), (BOXES, &four_boxes)];
    refused(&changes, "is \"4 numbers a region\", expected 8");
}

#[test]
fn numbers_that_are_none_are_refused() {
    let mut features = [1.0f32; 16];
    features[9] = f32::NAN;
    refused(&[(FEATURES, &base64(&features))], "region 1: NaN");
    let boxes = [0.0, 0.0, f32::INFINITY, 4.0, 0.0, 0.0, 1.0, 1.0];
    refused(&[(BOXES, &base64(&boxes))], "region 0: inf");
}

#[test]
fn boxes_must_lie_in_the_photo_but_for_a_pixel() {
    let second = |pixels: [f32; 4]| base64(&[&[0.0, 0.0, 9.0, 9.0], &pixels[..]].concat());
    // The photo is 480 wide and 640 high.
    let read = with(&[(BOXES, &second([-0.5, 0.0, 480.9, 640.9]))]);
    let photo = read[1].as_ref().expect("a photo");
    assert_eq!(photo.boxes[1], [0.0, 0.0, 1.0, 1.0]);
    for pixels in [
        [-2.0, 0.0, 10.0, 10.0],
        [0.0, -2.0, 10.0, 10.0],
        [0.0, 0.0, 700.0, 10.0],
        [0.0, 0.0, 600.0, 600.0],
        [0.0, 0.0, 10.0, 642.0],
    ] {
        refused(&[(BOXES, &second(pixels))], "box 1: [");
    }
    for pixels in [[10.0, 0.0, 9.0, 10.0], [0.0, 10.0, 9.0, 9.0]] {
        refused(&[(BOXES, &second(pixels))], "left, top, right, bottom");
    }
}

#[test]
fn lines_of_another_format_are_refused() {
    assert!(read("").is_empty());
    for (text, said) in [
        ("\n", "has 1 fields"),
        ("9\t640\t480", "has 3 fields"),
        ("a\tb\tc\td\te\tf\tg", "is \"7 fields\""),
    ] {
        let error = read(text).remove(0).expect_err(text).to_string();
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn a_file_that_is_cut_off_in_a_line_is_refused() {
    let whole = text("regions/width_first.tsv");
    let read = read(&whole[..whole.len() - 30]);
    assert_eq!(read.len(), 3);
    let error = read[2].as_ref().expect_err("a cut-off line");
    assert!(error.is_cut_short(), "{error}");
}

#[test]
fn a_line_without_end_is_given_up() {
    let folder = Folder::new();
    let file = folder.path().join("photos.tsv");
    // A hole: no bytes on the disk.
    let made = std::fs::File::create(&file).and_then(|file| file.set_len(1 << 30));
    made.expect("a file");
    let mut tsv = Tsv::open(&file, SizeOrder::WidthFirst).expect("a file");
    let error = tsv.next().expect("a line").expect_err("it is too long");
    assert!(
        error.to_string().contains("line 1 is \"longer\""),
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
