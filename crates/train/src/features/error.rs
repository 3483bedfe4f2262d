use std::path::Path;

use thiserror::Error;

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
    /// The index is one, but what it counts cannot be.
    #[error("{path} is no index of features: {problem}")]
    Counts {
        /// The file.
        path: String,
        /// What is wrong with it.
        problem: String,
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
    /// A photo's features are not whole regions, or not as many as all have.
    #[error("photo {photo} has {actual} numbers, expected {expected}")]
    Shape {
        /// The photo.
        photo: String,
        /// Its numbers.
        actual: usize,
        /// What they should have been.
        expected: String,
    },
    /// A number does not fit into 16 bits.
    #[error("photo {photo}: {value} does not fit into 16 bits, which reach to 65504")]
    Range {
        /// The photo.
        photo: String,
        /// The number.
        value: f32,
    },
}

pub(super) fn at(path: &Path, source: std::io::Error) -> FeatureError {
    FeatureError::File {
        path: path.display().to_string(),
        source,
    }
}
