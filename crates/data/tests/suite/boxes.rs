//! Boxes of things are read, and boxes that cannot be are refused.

use crate::common::Folder;
use data::boxes::{self, Thing};

#[test]
fn a_box_is_given_by_its_middle_and_its_sizes() {
    let folder = Folder::new();
    let file = folder.write(
        "boxes.json",
        r#"{"b.jpg": [[15, 0.5, 0.25, 0.5, 0.5]], "a.jpg": []}"#,
    );
    let things = boxes::load(&file).expect("good boxes");
    let thing = Thing {
        class: 15,
        bounds: [0.25, 0.0, 0.75, 0.5],
    };
    assert_eq!(things["b.jpg"], [thing]);
    assert!(things["a.jpg"].is_empty());
}

#[test]
fn a_box_without_an_area_is_left_out() {
    let folder = Folder::new();
    let rows = r#"{"a.jpg": [[1, 0.5, 0.5, 0, 0.5], [2, 0.5, 0.5, 0.5, 0.5]]}"#;
    let things = boxes::load(&folder.write("boxes.json", rows)).expect("boxes");
    let classes: Vec<usize> = things["a.jpg"].iter().map(|thing| thing.class).collect();
    assert_eq!(classes, [2]);
}

#[test]
fn a_box_that_is_none_is_named() {
    let folder = Folder::new();
    let cases = [
        ("[80, 0.5, 0.5, 0.5, 0.5]", "a.jpg[0].class is \"80\""),
        ("[1.5, 0.5, 0.5, 0.5, 0.5]", "a.jpg[0].class is \"1.5\""),
        ("[1, 1.5, 0.5, 0.5, 0.5]", "a.jpg[0].cx is \"1.5\""),
        ("[1, 0.5, 0.5, -0.1, 0.5]", "a.jpg[0].w is \"-0.1\""),
        ("[1, 0.5, 0.5, 0.5]", "a.jpg[0]"),
    ];
    for (row, expected) in cases {
        let file = folder.write("boxes.json", format!(r#"{{"a.jpg": [{row}]}}"#));
        let message = boxes::load(&file).expect_err(row).to_string();
        assert!(message.contains(expected), "{row}: {message}");
        assert!(message.contains("boxes.json"), "{row}: {message}");
    }
}
