use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use burn::tensor::f16;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use vision::VisionConfig;

/// Region features of photos, written once and read often: `NAME.json` says
/// what is there, `NAME.f16` holds the numbers, photo after photo,
/// `[photos, regions, region_dim]`, 16 bits each.
///
/// Reading goes to the file each time; the operating system keeps what is
/// used, and the memory of the process does not grow with the photos.
#[derive(Debug)]
pub struct Features {
    index: Index,
    rows: HashMap<String, usize>,
    file: File,
}

/// Writes [`Features`].
#[derive(Debug)]
pub struct FeatureCache {
    index: Index,
    path: PathBuf,
    file: BufWriter<File>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Index {
    vision: VisionConfig,
    photos: Vec<String>,
}

/// Features that cannot be had.
#[derive(Debug, Error)]
pub enum FeatureError {
    /// The disk says no.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// What the disk says.
        source: std::io::Error,
    },
    /// The index is no index.
    #[error("{path} is no index of features: {source}")]
    Index {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The index and the numbers do not belong together.
    #[error("{path} has {actual} bytes; its index speaks of {expected}")]
    Length {
        /// The file.
        path: String,
        /// Bytes that the index promises.
        expected: u64,
        /// Bytes that are there.
        actual: u64,
    },
}

impl FeatureCache {
    /// Starts `path.f16`; `path.json` is written by [`finish`](Self::finish).
    ///
    /// # Errors
    /// [`FeatureError::File`] when the file cannot be written.
    pub fn create(path: &Path, vision: VisionConfig) -> Result<Self, FeatureError> {
        let numbers = path.with_extension("f16");
        let file = File::create(&numbers).map_err(|source| at(&numbers, source))?;
        Ok(Self {
            index: Index {
                vision,
                photos: Vec::new(),
            },
            path: path.to_path_buf(),
            file: BufWriter::new(file),
        })
    }

    /// Adds a photo; `features` is `[regions, region_dim]`, flattened.
    ///
    /// # Errors
    /// [`FeatureError::File`] when the disk is full.
    pub fn push(&mut self, photo: &str, features: &[f32]) -> Result<(), FeatureError> {
        let bytes: Vec<u8> = features
            .iter()
            .flat_map(|value| f16::from_f32(*value).to_le_bytes())
            .collect();
        self.file
            .write_all(&bytes)
            .map_err(|source| at(&self.path, source))?;
        self.index.photos.push(photo.to_owned());
        Ok(())
    }

    /// Writes the index and says how many photos there are.
    ///
    /// # Errors
    /// [`FeatureError::File`] when the disk is full.
    pub fn finish(mut self) -> Result<usize, FeatureError> {
        self.file.flush().map_err(|source| at(&self.path, source))?;
        let path = self.path.with_extension("json");
        let json = serde_json::to_vec(&self.index).map_err(|source| FeatureError::Index {
            path: path.display().to_string(),
            source,
        })?;
        std::fs::write(&path, json).map_err(|source| at(&path, source))?;
        Ok(self.index.photos.len())
    }
}

impl Features {
    /// Opens what [`FeatureCache`] has written.
    ///
    /// # Errors
    /// [`FeatureError`] when a file is missing or the two do not fit together.
    pub fn open(path: &Path) -> Result<Self, FeatureError> {
        let json = path.with_extension("json");
        let text = std::fs::read(&json).map_err(|source| at(&json, source))?;
        let index: Index = serde_json::from_slice(&text).map_err(|source| FeatureError::Index {
            path: json.display().to_string(),
            source,
        })?;
        let numbers = path.with_extension("f16");
        let file = File::open(&numbers).map_err(|source| at(&numbers, source))?;
        let actual = file
            .metadata()
            .map_err(|source| at(&numbers, source))?
            .len();
        let expected = (index.photos.len() * row_bytes(&index.vision)) as u64;
        if actual != expected {
            return Err(FeatureError::Length {
                path: numbers.display().to_string(),
                expected,
                actual,
            });
        }
        let rows = index.photos.iter().cloned().zip(0..).collect();
        Ok(Self { index, rows, file })
    }

    /// How the photos were looked at.
    pub fn vision(&self) -> &VisionConfig {
        &self.index.vision
    }

    /// The photos, in the order of their rows.
    pub fn photos(&self) -> impl Iterator<Item = &str> {
        self.index.photos.iter().map(String::as_str)
    }

    /// A photo's row, by its file name without the ending.
    pub fn row(&self, photo: &str) -> Option<usize> {
        self.rows.get(photo).copied()
    }

    /// The features of one photo as the 16-bit numbers they are kept as,
    /// appended to `bytes`.
    ///
    /// # Errors
    /// [`FeatureError::File`] when the disk fails.
    pub fn read(&self, row: usize, bytes: &mut Vec<u8>) -> Result<(), FeatureError> {
        let length = row_bytes(&self.index.vision);
        let start = bytes.len();
        bytes.resize(start + length, 0);
        self.file
            .read_exact_at(&mut bytes[start..], (row * length) as u64)
            .map_err(|source| at(Path::new("features"), source))
    }
}

fn row_bytes(vision: &VisionConfig) -> usize {
    vision.n_regions() * vision.region_dim() * 2
}

fn at(path: &Path, source: std::io::Error) -> FeatureError {
    FeatureError::File {
        path: path.display().to_string(),
        source,
    }
}
