use std::io;
use std::path::Path;

use super::error::{Place, RegionsError};

/// A place of a file, and what can be wrong there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'a> {
    pub file: &'a Path,
    pub place: Place,
}

impl<'a> Spot<'a> {
    pub fn array(file: &'a Path, name: &'static str) -> Self {
        let place = Place::Array(name);
        Self { file, place }
    }

    pub fn value(self, value: impl ToString, expected: impl Into<String>) -> RegionsError {
        RegionsError::Value {
            file: self.file.to_owned(),
            place: self.place,
            value: value.to_string(),
            expected: expected.into(),
        }
    }

    pub fn base64(self, source: base64::DecodeError) -> RegionsError {
        RegionsError::Base64 {
            file: self.file.to_owned(),
            place: self.place,
            source,
        }
    }

    pub fn byte_count(self, actual: usize, expected: String) -> RegionsError {
        RegionsError::ByteCount {
            file: self.file.to_owned(),
            place: self.place,
            actual,
            expected,
        }
    }

    pub fn damaged(self, source: io::Error) -> RegionsError {
        RegionsError::Damaged {
            file: self.file.to_owned(),
            place: self.place,
            source,
        }
    }

    pub fn header(self, problem: String) -> RegionsError {
        RegionsError::Header {
            file: self.file.to_owned(),
            place: self.place,
            problem,
        }
    }

    pub fn shape(self, shape: Vec<u64>, expected: impl Into<String>) -> RegionsError {
        RegionsError::Shape {
            file: self.file.to_owned(),
            place: self.place,
            shape,
            expected: expected.into(),
        }
    }

    pub fn too_large(self, shape: Vec<u64>, limit: u64) -> RegionsError {
        RegionsError::TooLarge {
            file: self.file.to_owned(),
            place: self.place,
            shape,
            limit,
        }
    }
}
