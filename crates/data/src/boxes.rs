//! Boxes that people drew round the things in photos.
//!
//! The file is a JSON object, a photo's file name to its things, each
//! `[class, cx, cy, w, h]` with the class one of [`CLASSES`] and the box by
//! its middle and its sizes, in 0..1 of the photo:
//! `{"000000000009.jpg": [[45, 0.48, 0.69, 0.96, 0.6], ..]}`. Where only names
//! matter, a row may begin with one instead: `["quetzal", 0.34, 0.7, 0.1, 0.3]`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::classes::CLASSES;
use crate::error::{DataError, read_json};

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
/// A file that cannot be read, a class that does not exist, or a box that is
/// not in the photo.
pub fn load(file: &Path) -> Result<Things, DataError> {
    things(file, read_json(file)?)
}

/// One thing in a photo, by its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// "quetzal"
    pub name: String,
    /// `[left, top, right, bottom]` in 0..1 of the photo.
    pub bounds: [f32; 4],
}

/// What a row of a file begins with.
#[derive(Deserialize)]
#[serde(untagged)]
enum Label {
    Class(f32),
    Name(String),
}

/// A label, `cx`, `cy`, `w`, `h`.
type NamedRow = (Label, f32, f32, f32, f32);

/// Reads a file whose rows begin with a class or with a name.
///
/// # Errors
/// As [`load`].
pub fn load_named(file: &Path) -> Result<BTreeMap<String, Vec<Named>>, DataError> {
    let rows: BTreeMap<String, Vec<NamedRow>> = read_json(file)?;
    each(rows, |photo, at, (label, x, y, width, height)| {
        let row = Row { file, photo, at };
        let name = match label {
            Label::Class(class) => CLASSES[row.class(class)?].one.to_owned(),
            Label::Name(name) => name,
        };
        let bounds = row.bounds([x, y, width, height])?;
        Ok(bounds.map(|bounds| Named { name, bounds }))
    })
}

fn things(file: &Path, rows: BTreeMap<String, Vec<[f32; 5]>>) -> Result<Things, DataError> {
    each(rows, |photo, at, [class, x, y, width, height]| {
        let row = Row { file, photo, at };
        let (class, bounds) = (row.class(class)?, row.bounds([x, y, width, height])?);
        Ok(bounds.map(|bounds| Thing { class, bounds }))
    })
}

/// What `read` makes of each row of each photo.
fn each<R, T>(
    rows: BTreeMap<String, Vec<R>>,
    read: impl Fn(&str, usize, R) -> Result<Option<T>, DataError>,
) -> Result<BTreeMap<String, Vec<T>>, DataError> {
    let photo = |(photo, rows): (String, Vec<R>)| {
        let rows = rows.into_iter().enumerate();
        let read = rows.filter_map(|(at, row)| read(&photo, at, row).transpose());
        let read = read.collect::<Result<Vec<T>, DataError>>()?;
        Ok((photo, read))
    };
    rows.into_iter().map(photo).collect()
}

/// Where a row stands.
struct Row<'a> {
    file: &'a Path,
    photo: &'a str,
    at: usize,
}

impl Row<'_> {
    fn wrong(&self, what: &str, value: f32, expected: &'static str) -> DataError {
        let field = format!("{}[{}].{what}", self.photo, self.at);
        DataError::field(self.file, field, value.to_string(), expected)
    }

    fn class(&self, class: f32) -> Result<usize, DataError> {
        if class.fract() != 0.0 || !(0.0..CLASSES.len() as f32).contains(&class) {
            return Err(self.wrong("class", class, "a whole number from 0 to 79"));
        }
        Ok(class as usize)
    }

    /// The edges of a box; nothing for one without an area, of which COCO has a
    /// few.
    fn bounds(&self, [x, y, width, height]: [f32; 4]) -> Result<Option<[f32; 4]>, DataError> {
        for (what, value) in [("cx", x), ("cy", y), ("w", width), ("h", height)] {
            if !(0.0..=1.0).contains(&value) {
                return Err(self.wrong(what, value, "a part of the photo, 0 to 1"));
            }
        }
        let (right, bottom) = (x + width / 2.0, y + height / 2.0);
        let has_area = width > 0.0 && height > 0.0;
        Ok(has_area.then_some([right - width, bottom - height, right, bottom]))
    }
}
