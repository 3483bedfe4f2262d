use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::error::{FeatureError, at};
use super::index::{Index, Origin};

/// Writes [`Features`](super::Features), photo by photo.
#[derive(Debug)]
pub struct FeatureCache {
    index: Index,
    path: PathBuf,
    file: BufWriter<File>,
}

impl FeatureCache {
    /// Starts a file beside `path.f16`, which takes its place in
    /// [`finish`](Self::finish): until then whatever was there stays whole.
    ///
    /// # Errors
    /// [`FeatureError::File`] when the file cannot be written.
    pub fn create(path: &Path, origin: impl Into<Origin>) -> Result<Self, FeatureError> {
        let numbers = part(path);
        let file = File::create(&numbers).map_err(|source| at(&numbers, source))?;
        Ok(Self {
            index: Index::new(origin.into()),
            path: path.to_path_buf(),
            file: BufWriter::new(file),
        })
    }

    /// Adds a photo; `features` is `[regions, region_dim]`, flattened.
    ///
    /// # Errors
    /// [`FeatureError::Shape`] when these are no whole regions, or fewer or
    /// more than every photo of this origin has; [`FeatureError::Range`] for
    /// a number that does not fit; [`FeatureError::File`] when the disk is
    /// full.
    pub fn push(&mut self, photo: &str, features: &[f32]) -> Result<(), FeatureError> {
        let bytes = weights::halves(features).map_err(|value| FeatureError::Range {
            photo: photo.to_owned(),
            value,
        })?;
        self.index.push(photo, features.len())?;
        self.file
            .write_all(&bytes)
            .map_err(|source| at(&self.path, source))
    }

    /// Writes the index and says how many photos there are.
    ///
    /// # Errors
    /// [`FeatureError::File`] when the disk is full.
    pub fn finish(mut self) -> Result<usize, FeatureError> {
        self.file.flush().map_err(|source| at(&self.path, source))?;
        let numbers = self.path.with_extension("f16");
        std::fs::rename(part(&self.path), &numbers).map_err(|source| at(&numbers, source))?;
        let path = self.path.with_extension("json");
        let file = File::create(&path).map_err(|source| at(&path, source))?;
        let mut file = BufWriter::new(file);
        serde_json::to_writer(&mut file, &self.index).map_err(|source| FeatureError::Index {
            path: path.display().to_string(),
            source,
        })?;
        file.flush().map_err(|source| at(&path, source))?;
        Ok(self.index.photos.len())
    }

    /// Removes what was written so far: it may fill a disk, and is worth
    /// nothing.
    pub fn discard(self) {
        // Whoever gives up has said why already.
        let _ = std::fs::remove_file(part(&self.path));
    }
}

fn part(path: &Path) -> PathBuf {
    path.with_extension("f16.part")
}
