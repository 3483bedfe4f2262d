//! Finding the photo of a question.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::DataError;

/// A folder of photos, listed once.
#[derive(Debug, Clone)]
pub struct ImageFolder {
    by_stem: HashMap<String, PathBuf>,
    by_id: HashMap<u64, PathBuf>,
}

impl ImageFolder {
    /// Lists the `.jpg`, `.jpeg` and `.png` files of a folder, not of its
    /// subfolders. Of several files for one photo the first by name is taken.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn open(folder: &Path) -> Result<Self, DataError> {
        let unreadable = |source| DataError::Read {
            file: folder.to_owned(),
            source,
        };
        let mut files = Vec::new();
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            files.push(entry.map_err(unreadable)?.path());
        }
        Ok(Self::from_files(files))
    }

    /// The same for a list of files. Whatever is no photo by its name is left
    /// out; of several files for one photo the first by name is taken.
    pub fn from_files(mut files: Vec<PathBuf>) -> Self {
        files.sort_unstable();
        let mut found = Self {
            by_stem: HashMap::new(),
            by_id: HashMap::new(),
        };
        for file in files.into_iter().filter(|file| is_photo(file)) {
            found.insert(file);
        }
        found
    }

    fn insert(&mut self, file: PathBuf) {
        let Some(stem) = file.file_stem().and_then(|stem| stem.to_str()) else {
            return; // No data set names a photo in broken Unicode.
        };
        if let Some(id) = coco_id(stem) {
            self.by_id.entry(id).or_insert_with(|| file.clone());
        }
        self.by_stem.entry(stem.to_owned()).or_insert(file);
    }

    /// The file of a photo that is given as `image1`, as a COCO id (`42`), or
    /// as any of the names that COCO photos have: `COCO_val2014_000000000042`,
    /// `000000000042`; with or without `.jpg`, `.jpeg` or `.png`.
    pub fn find(&self, image: &str) -> Option<&Path> {
        let stem = match Path::new(image).file_stem().and_then(|stem| stem.to_str()) {
            Some(stem) if is_photo(Path::new(image)) => stem,
            _ => image,
        };
        let by_id = || coco_id(stem).and_then(|id| self.by_id.get(&id));
        self.by_stem.get(stem).or_else(by_id).map(PathBuf::as_path)
    }

    /// How many photos there are.
    pub fn len(&self) -> usize {
        self.by_stem.len()
    }

    /// Whether there is no photo.
    pub fn is_empty(&self) -> bool {
        self.by_stem.is_empty()
    }
}

fn is_photo(file: &Path) -> bool {
    let extension = file
        .extension()
        .and_then(|e| e.to_str())
        .map(str::to_ascii_lowercase);
    matches!(extension.as_deref(), Some("jpg" | "jpeg" | "png"))
}

/// The id in `42`, `000000000042` and `COCO_train2014_000000000042`.
fn coco_id(stem: &str) -> Option<u64> {
    let digits = match stem.strip_prefix("COCO_") {
        Some(rest) => rest.rsplit_once('_')?.1,
        None => stem,
    };
    let numeric = digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| numeric)
}

/// The number that COCO gives a photo, out of one of its file names
/// (`000000000042.jpg`, `COCO_val2014_000000000042.jpg`); another name as it is.
pub fn photo_number(image: &str) -> &str {
    let stem = image.split('.').next().unwrap_or(image);
    let digits = stem.rsplit('_').next().unwrap_or(stem);
    match digits.trim_start_matches('0') {
        number if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => number,
        _ => image,
    }
}

#[cfg(test)]
mod tests {
    use super::photo_number;

    #[test]
    fn a_photo_of_coco_is_known_by_its_number() {
        assert_eq!(photo_number("000000000042.jpg"), "42");
        assert_eq!(photo_number("COCO_val2014_000000000042"), "42");
        assert_eq!(photo_number("42"), "42");
        assert_eq!(photo_number("image42.png"), "image42.png");
        assert_eq!(photo_number("000.jpg"), "000.jpg");
    }
}
