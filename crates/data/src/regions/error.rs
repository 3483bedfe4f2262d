use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;
use zip::result::ZipError;

/// Where in a file something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A field of a line.
    Field {
        /// The line, from 1.
        line: usize,
        /// The field's name in the format.
        field: &'static str,
    },
    /// An array of an archive.
    Array(&'static str),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field { line, field } => write!(f, "line {line}, `{field}`"),
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
    pub(super) fn array(file: &Path, name: &'static str) -> Self {
        Self {
            file: file.to_owned(),
            place: Place::Array(name),
        }
    }

    pub(super) fn value(self, value: impl ToString, expected: impl Into<String>) -> RegionsError {
        RegionsError::Value {
            at: self,
            value: value.to_string(),
            expected: expected.into(),
        }
    }

    pub(super) fn shape(self, shape: Vec<u64>, expected: impl Into<String>) -> RegionsError {
        RegionsError::Shape {
            at: self,
            shape,
            expected: expected.into(),
        }
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
    /// A line does not end where a line of this format must have ended.
    #[error("{}: line {line} has more than {limit} bytes", file.display())]
    LongLine {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The most bytes that a line may have.
        limit: usize,
    },
    /// A line has another number of fields.
    #[error("{}: line {line} has {actual} fields between tabs, expected {expected}", file.display())]
    FieldCount {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The fields that are there.
        actual: usize,
        /// The fields of the format.
        expected: usize,
    },
    /// A value is not of the kind that belongs there.
    #[error("{at} is {value:?}, expected {expected}")]
    Value {
        /// Where.
        at: Spot,
        /// What it says.
        value: String,
        /// What it could have said.
        expected: String,
    },
    /// A field of numbers is no base64.
    #[error("{at} is not base64: {source}")]
    Base64 {
        /// Where.
        at: Spot,
        /// What is wrong with it.
        source: base64::DecodeError,
    },
    /// The numbers of a field are more or fewer than the boxes make them.
    #[error("{at} has {actual} bytes, expected {expected}")]
    ByteCount {
        /// Where.
        at: Spot,
        /// The bytes that are there.
        actual: usize,
        /// What the number of boxes makes of it.
        expected: String,
    },
    /// A number is infinite or none at all.
    #[error("{at}, region {region}: {value} is no finite number")]
    NotFinite {
        /// Where.
        at: Spot,
        /// The region, from 0.
        region: usize,
        /// The number.
        value: f32,
    },
    /// A box ends before it begins.
    #[error("{at}, box {region}: {pixels:?} is not left, top, right, bottom")]
    BoxTurned {
        /// Where.
        at: Spot,
        /// The region, from 0.
        region: usize,
        /// The box in pixels.
        pixels: [f32; 4],
    },
    /// A box goes beyond the photo.
    #[error("{at}, box {region}: {pixels:?} is not inside a photo {width} wide and {height} high")]
    BoxOutside {
        /// Where.
        at: Spot,
        /// The region, from 0.
        region: usize,
        /// The box in pixels.
        pixels: [f32; 4],
        /// The photo's width as the file tells it.
        width: u32,
        /// The photo's height.
        height: u32,
    },
    /// A box goes beyond the photo, and width and height the other way round
    /// would hold all of its boxes.
    #[error(
        "{at}, box {region}: {pixels:?} is not inside a photo {width} wide and {height} high, \
         but all boxes fit into {height} wide and {width} high: \
         the file has its width and height in the other order"
    )]
    SizeSwapped {
        /// Where.
        at: Spot,
        /// The region, from 0.
        region: usize,
        /// The box in pixels.
        pixels: [f32; 4],
        /// The photo's width as it was read.
        width: u32,
        /// The photo's height.
        height: u32,
    },
    /// Regions are described by more or fewer numbers than those before.
    #[error("{at} has {actual} numbers a region, the photos before have {expected}")]
    RegionDim {
        /// Where.
        at: Spot,
        /// What this photo has.
        actual: usize,
        /// What those before have.
        expected: usize,
    },
    /// The file is no zip archive, or a damaged one.
    #[error("{}: not a readable zip archive: {source}", file.display())]
    Zip {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        source: ZipError,
    },
    /// An array is not in the archive.
    #[error("{}: there is no array `{array}`", file.display())]
    NoArray {
        /// The file.
        file: PathBuf,
        /// Its name.
        array: &'static str,
    },
    /// An array cannot be read to its end.
    #[error("{at} is cut off or damaged: {source}")]
    Damaged {
        /// Where.
        at: Spot,
        /// What is wrong with it.
        source: io::Error,
    },
    /// An entry does not begin as numpy begins an array.
    #[error("{at} has no header of numpy: {problem}")]
    Header {
        /// Where.
        at: Spot,
        /// What is wrong with it.
        problem: String,
    },
    /// An array claims more numbers than a photo can have.
    #[error("{at} claims the shape {shape:?}, more than {limit} numbers")]
    TooLarge {
        /// Where.
        at: Spot,
        /// Its shape.
        shape: Vec<u64>,
        /// The most numbers that are read.
        limit: u64,
    },
    /// Boxes and features do not belong together.
    #[error("{at} has the shape {shape:?}, expected {expected}")]
    Shape {
        /// Where.
        at: Spot,
        /// Its shape.
        shape: Vec<u64>,
        /// What it could have been.
        expected: String,
    },
}

impl RegionsError {
    /// Whether a line ends too early or a part of it is missing, as lines of
    /// released files do; those after it are whole.
    pub fn is_cut_short(&self) -> bool {
        match self {
            Self::FieldCount {
                actual, expected, ..
            } => actual < expected,
            Self::Base64 { .. } | Self::ByteCount { .. } => true,
            _ => false,
        }
    }
}
