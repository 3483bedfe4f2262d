//! Boxes that people drew round the things in photos.
//!
//! The file is a JSON object, a photo's file name to its things, each
//! `[class, cx, cy, w, h]` with the class one of [`CLASSES`] and the box by
//! its middle and its sizes, in 0..1 of the photo:
//! `{"000000000009.jpg": [[45, 0.48, 0.69, 0.96, 0.6], ..]}`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::detections::CLASSES;
use crate::error::{DataError, read_json};

/// The class of persons.
const PERSON: f32 = 0.0;

/// One thing in a photo.
#[derive(Debug, Clone, PartialEq)]
pub struct Thing {
    /// Place in [`CLASSES`].
    pub class: usize,
    /// `[left, top, right, bottom]` in 0..1 of the photo.
    pub bounds: [f32; 4],
}

/// The things of each photo, by its file name.
pub type Things = BTreeMap<String, Vec<Thing>>;

/// Reads a file of boxes.
///
/// # Errors
/// A file that cannot be read, a class that does not exist, or a box without
/// an area.
pub fn load(file: &Path) -> Result<Things, DataError> {
    things(file, read_json(file)?)
}

/// Reads a file of the boxes of persons, `[cx, cy, w, h]` each; a photo has at
/// least one.
///
/// # Errors
/// A file that cannot be read, or a box without an area.
pub fn load_persons(file: &Path) -> Result<Things, DataError> {
    let rows: BTreeMap<String, Vec<[f32; 4]>> = read_json(file)?;
    let person = |[x, y, width, height]: [f32; 4]| [PERSON, x, y, width, height];
    let persons = |rows: Vec<[f32; 4]>| rows.into_iter().map(person).collect();
    let rows = rows.into_iter().map(|(photo, rows)| (photo, persons(rows)));
    things(file, rows.collect())
}

fn things(file: &Path, rows: BTreeMap<String, Vec<[f32; 5]>>) -> Result<Things, DataError> {
    let thing = |photo: &str, at: usize, [class, x, y, width, height]: [f32; 5]| {
        let wrong = |what, value: f32, expected| {
            let field = format!("{photo}[{at}].{what}");
            Err(DataError::field(file, field, value.to_string(), expected))
        };
        if class.fract() != 0.0 || !(0.0..CLASSES.len() as f32).contains(&class) {
            return wrong("class", class, "a whole number from 0 to 79");
        }
        for (what, value) in [("cx", x), ("cy", y), ("w", width), ("h", height)] {
            let is_size = matches!(what, "w" | "h");
            if !(0.0..=1.0).contains(&value) || (is_size && value == 0.0) {
                return wrong(what, value, "a part of the photo, 0 to 1");
            }
        }
        let (right, bottom) = (x + width / 2.0, y + height / 2.0);
        Ok(Thing {
            class: class as usize,
            bounds: [right - width, bottom - height, right, bottom],
        })
    };
    let photo = |(photo, rows): (String, Vec<[f32; 5]>)| {
        let rows = rows.into_iter().enumerate();
        let things = rows.map(|(at, row)| thing(&photo, at, row));
        Ok((photo.clone(), things.collect::<Result<_, _>>()?))
    };
    rows.into_iter().map(photo).collect()
}
