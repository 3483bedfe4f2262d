//! What whole photos show: classes, captions, and what a detector saw.
//!
//! Each file is a JSON object with a photo's number or file name to its value:
//!
//! - classes: the classes of COCO that are there, and no others are: `{"133": [59, 77]}`
//! - captions: sentences, which numbers may follow: `{"57": ["a cat on a bed", 0.69]}`
//! - detections: `[class, score, left, top, right, bottom]` with the box in
//!   0..1: `{"57": [[15, 0.98, 0.1, 0.2, 0.5, 0.9]]}`

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::boxes::{N_CLASSES, Thing, Things};
use crate::error::{DataError, read_json};

/// The classes in each photo, by its number or name.
pub type PhotoClasses = BTreeMap<String, Vec<usize>>;

/// The sentences about each photo, by its number or name.
pub type Captions = BTreeMap<String, Vec<String>>;

/// Reads which classes are in which photo.
///
/// # Errors
/// A file that cannot be read, or a class that does not exist.
pub fn load_classes(file: &Path) -> Result<PhotoClasses, DataError> {
    let read: PhotoClasses = read_json(file)?;
    for (photo, classes) in &read {
        if let Some(class) = classes.iter().find(|class| **class >= N_CLASSES) {
            return Err(no_class(file, photo, *class));
        }
    }
    Ok(read)
}

/// A value of a list of captions: a sentence, or how sure its writer was.
#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Sentence(String),
    Score(#[expect(dead_code, reason = "only that it is a number counts")] f64),
}

/// Reads captions; numbers among them are passed over.
///
/// # Errors
/// A file that cannot be read.
pub fn load_captions(file: &Path) -> Result<Captions, DataError> {
    let read: BTreeMap<String, Vec<Said>> = read_json(file)?;
    let sentences = |said: Vec<Said>| {
        let sentences = said.into_iter().filter_map(|said| match said {
            Said::Sentence(sentence) => Some(sentence),
            Said::Score(_) => None,
        });
        sentences.collect()
    };
    let photos = read.into_iter();
    Ok(photos
        .map(|(photo, said)| (photo, sentences(said)))
        .collect())
}

/// `[class, score, left, top, right, bottom]`
type Detection = (usize, f32, f32, f32, f32, f32);

/// Reads the things that a detector was at least that sure of, 0..1.
///
/// # Errors
/// A file that cannot be read, or a class that does not exist.
pub fn load_detections(file: &Path, at_least: f32) -> Result<Things, DataError> {
    let read: BTreeMap<String, Vec<Detection>> = read_json(file)?;
    let mut things = Things::new();
    for (photo, seen) in read {
        let mut of_photo = Vec::new();
        for (class, score, left, top, right, bottom) in seen {
            if class >= N_CLASSES {
                return Err(no_class(file, &photo, class));
            }
            if score >= at_least && right > left && bottom > top {
                let bounds = [left, top, right, bottom];
                of_photo.push(Thing { class, bounds });
            }
        }
        things.insert(photo, of_photo);
    }
    Ok(things)
}

fn no_class(file: &Path, photo: &str, class: usize) -> DataError {
    let field = format!("a class of photo {photo}");
    DataError::field(file, field, class.to_string(), "a number from 0 to 79")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written<T>(text: &str, read: impl Fn(&Path) -> T) -> T {
        read(&testing::Folder::new().write("written.json", text))
    }

    #[test]
    fn a_class_that_does_not_exist_is_named() {
        let read = written(r#"{"7": [3, 80]}"#, load_classes);
        let said = read.expect_err("80 classes").to_string();
        assert!(said.contains("photo 7") && said.contains("80"), "{said}");
    }

    #[test]
    fn numbers_among_captions_are_passed_over() {
        let text = r#"{"7": ["a cat", 0.5], "8": ["a dog", "a bed"]}"#;
        let read = written(text, load_captions).expect("captions");
        assert_eq!(read["7"], ["a cat"]);
        assert_eq!(read["8"], ["a dog", "a bed"]);
    }

    #[test]
    fn what_a_detector_is_unsure_of_is_left_out() {
        let text = r#"{"7": [[15, 0.9, 0.1, 0.1, 0.5, 0.5], [16, 0.3, 0.0, 0.0, 1.0, 1.0]]}"#;
        let read = written(text, |file| load_detections(file, 0.5));
        let seen = &read.expect("detections")["7"];
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].class, 15);
    }
}
