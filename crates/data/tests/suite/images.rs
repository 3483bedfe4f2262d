//! A photo is found by whichever of its names is known.

use crate::common::Folder;
use data::{DataError, ImageFolder};

fn found(folder: &ImageFolder, image: &str) -> Option<String> {
    let name = folder.find(image)?.file_name()?;
    Some(name.to_string_lossy().into_owned())
}

#[test]
fn every_usual_name_finds_the_file() {
    let files = [
        "COCO_val2014_000000000042.jpg",
        "COCO_train2014_000000000043.PNG",
        "000000000044.jpeg",
        "45.jpg",
        "image1.jpg",
    ];
    let folder = Folder::new();
    for file in files
        .into_iter()
        .chain(["46.txt", "readme", "COCO_47.jpg", "48x.jpg"])
    {
        folder.write(file, "");
    }
    let images = ImageFolder::open(folder.path()).expect("a folder");
    let cases = [
        ("42", Some(files[0])),
        ("000000000042", Some(files[0])),
        ("COCO_val2014_000000000042.jpg", Some(files[0])),
        ("COCO_val2014_000000000042", Some(files[0])),
        ("COCO_train2014_000000000042", Some(files[0])),
        ("43", Some(files[1])),
        ("44", Some(files[2])),
        ("45.png", Some(files[3])),
        ("image1", Some(files[4])),
        ("1", None),
        ("46", None),
        ("47", None),
        ("48", None),
        ("", None),
        ("99999999999999999999", None),
    ];
    for (image, file) in cases {
        assert_eq!(found(&images, image).as_deref(), file, "{image:?}");
    }
    assert_eq!(images.len(), 7);
}

#[test]
fn of_several_files_for_a_photo_the_first_by_name_is_taken() {
    let folder = Folder::new();
    for file in [
        "COCO_val2014_000000000007.jpg",
        "7.png",
        "7.jpg",
        "000000000007.jpg",
    ] {
        folder.write(file, "");
    }
    let images = ImageFolder::open(folder.path()).expect("a folder");
    // By stem first, so "7" is 7.jpg; other names go by number.
    assert_eq!(found(&images, "7").as_deref(), Some("7.jpg"));
    assert_eq!(found(&images, "007").as_deref(), Some("000000000007.jpg"));
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = Folder::new();
    let missing = folder.path().join("nothing");
    let error = ImageFolder::open(&missing).expect_err("no folder");
    assert!(
        matches!(&error, DataError::Read { file, .. } if *file == missing),
        "{error}"
    );
}
