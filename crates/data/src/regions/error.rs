use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;
use zip::result::ZipError;

/// Where in a file something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A line, from 1.
    Line(usize),
    /// A field of a line, by its name in the format.
    Field(usize, &'static str),
    /// An array of an archive.
    Array(&'static str),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Field(line, field) => write!(f, "line {line}, `{field}`"),
            Self::Array(name) => write!(f, "array `{name}`"),
        }
    }
}

/// A place of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The file.
    pub file: PathBuf,
    /// Where in it.
    pub place: Place,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file.display(), self.place)
    }
}

impl Spot {
    pub(super) fn new(file: &Path, place: Place) -> Self {
        let file = file.to_owned();
        Self { file, place }
    }

    pub(super) fn array(file: &Path, name: &'static str) -> Self {
        Self::new(file, Place::Array(name))
    }

    pub(super) fn value(self, value: impl ToString, expected: impl Into<String>) -> RegionsError {
        RegionsError::Value {
            at: self,
            value: value.to_string(),
            expected: expected.into(),
        }
    }

    pub(super) fn cut_short(self, value: String, expected: impl Into<String>) -> RegionsError {
        RegionsError::CutShort {
            at: self,
            value,
            expected: expected.into(),
        }
    }

    /// The shape of an array, which is not what was expected.
    pub(super) fn shape(self, shape: &[u64], expected: impl Into<String>) -> RegionsError {
        self.value(format!("{shape:?}"), expected)
    }

    pub(super) fn damaged(&self, source: io::Error) -> RegionsError {
        let at = self.clone();
        RegionsError::Damaged { at, source }
    }
}

/// Why region features cannot be read; every message names the file.
#[derive(Debug, Error)]
pub enum RegionsError {
    /// The file or folder cannot be read.
    #[error("cannot read {}: {source}", file.display())]
    Read {
        /// What was to be read.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds no photo.
    #[error("there is no .npz file in {}", file.display())]
    Empty {
        /// The folder.
        file: PathBuf,
    },
    /// The file is no zip archive, or a damaged one.
    #[error("{}: not a readable zip archive: {source}", file.display())]
    Zip {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        source: ZipError,
    },
    /// An array cannot be read to its end.
    #[error("{at} is cut off or damaged: {source}")]
    Damaged {
        /// Where.
        at: Spot,
        /// What is wrong with it.
        source: io::Error,
    },
    /// Something is not what belongs there.
    #[error("{at} is {value:?}, expected {expected}")]
    Value {
        /// Where.
        at: Spot,
        /// What it says.
        value: String,
        /// What it could have said.
        expected: String,
    },
    /// A line ends too early or a part of it is missing, as lines of released
    /// files do; those after it are whole.
    #[error("{at} has {value}, expected {expected}")]
    CutShort {
        /// Where.
        at: Spot,
        /// What is there.
        value: String,
        /// What a whole line has.
        expected: String,
    },
}

impl RegionsError {
    pub(super) fn unreadable(file: &Path, source: io::Error) -> Self {
        let file = file.to_owned();
        Self::Read { file, source }
    }

    /// Whether the lines after this one are whole.
    pub fn is_cut_short(&self) -> bool {
        matches!(self, Self::CutShort { .. })
    }
}
