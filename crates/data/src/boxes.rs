//! Boxes that people drew round the things in photos.
//!
//! The file is a JSON object, a photo's file name to its things, each
//! `[class, cx, cy, w, h]` with the class one of COCO's and the box by
//! its middle and its sizes, in 0..1 of the photo:
//! `{"000000000009.jpg": [[45, 0.48, 0.69, 0.96, 0.6], ..]}`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::{DataError, read_json};

/// Classes that COCO has boxes of.
pub const N_CLASSES: usize = 80;

/// One thing in a photo.
#[derive(Debug, Clone, PartialEq)]
pub struct Thing {
    /// The class, in the order of COCO's annotations.
    pub class: usize,
    /// `[left, top, right, bottom]` in 0..1 of the photo.
    pub bounds: [f32; 4],
}

/// The things of each photo, by its file name.
pub type Things = BTreeMap<String, Vec<Thing>>;

impl Thing {
    /// The part of the photo inside the box, 0..1.
    pub fn area(&self) -> f32 {
        let [left, top, right, bottom] = self.bounds;
        (right - left) * (bottom - top)
    }

    /// The middle of the box, across and down.
    pub fn middle(&self) -> [f32; 2] {
        let [left, top, right, bottom] = self.bounds;
        [(left + right) / 2.0, (top + bottom) / 2.0]
    }

    /// Whether a place lies in the box.
    pub fn contains(&self, [x, y]: [f32; 2]) -> bool {
        let [left, top, right, bottom] = self.bounds;
        (left..=right).contains(&x) && (top..=bottom).contains(&y)
    }
}

/// Reads a file of boxes. Boxes without an area, of which COCO has a few, are
/// left out.
///
/// # Errors
/// A file that cannot be read, a class that does not exist, or a box that is
/// not in the photo.
pub fn load(file: &Path) -> Result<Things, DataError> {
    let rows: BTreeMap<String, Vec<[f32; 5]>> = read_json(file)?;
    let mut things = Things::new();
    for (photo, rows) in rows {
        let rows = rows.into_iter().enumerate();
        let with_area = rows.filter(|(_, [.., width, height])| *width != 0.0 && *height != 0.0);
        let read = with_area.map(|(at, row)| {
            thing(row).map_err(|(what, value, expected)| {
                let field = format!("{photo}[{at}].{what}");
                DataError::field(file, field, value.to_string(), expected)
            })
        });
        let read = read.collect::<Result<_, _>>()?;
        things.insert(photo, read);
    }
    Ok(things)
}

/// What is wrong in a row: its name, its value, and what was expected.
type Wrong = (&'static str, f32, &'static str);

fn thing([class, x, y, width, height]: [f32; 5]) -> Result<Thing, Wrong> {
    if class.fract() != 0.0 || !(0.0..N_CLASSES as f32).contains(&class) {
        return Err(("class", class, "a whole number from 0 to 79"));
    }
    for (what, value) in [("cx", x), ("cy", y), ("w", width), ("h", height)] {
        if !(0.0..=1.0).contains(&value) {
            return Err((what, value, "a part of the photo, 0 to 1"));
        }
    }
    let (right, bottom) = (x + width / 2.0, y + height / 2.0);
    Ok(Thing {
        class: class as usize,
        bounds: [right - width, bottom - height, right, bottom],
    })
}
