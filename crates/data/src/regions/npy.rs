//! An array as `numpy.save` writes it: six magic bytes, a version, the length
//! of a header, the header (a Python dictionary of `descr`, `fortran_order`
//! and `shape`), the numbers. Source: numpy.lib.format, versions 1 to 3.

use std::io::{self, Read};

use serde::Deserialize;

const MAGIC: &[u8] = b"\x93NUMPY";
/// numpy itself refuses longer headers unless it is told otherwise.
const MAX_HEADER: usize = 10_000;
/// No array of a photo has more dimensions.
const MAX_DIMS: usize = 4;

/// What a header says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    /// The type of a number, such as `<f4`.
    pub descr: String,
    /// Whether the first index runs fastest.
    pub fortran_order: bool,
    pub shape: Vec<u64>,
}

/// Why there is no header.
pub(super) enum HeaderError {
    /// The file ends before it.
    Read(io::Error),
    /// It says something else.
    Problem(String),
}

impl From<io::Error> for HeaderError {
    fn from(source: io::Error) -> Self {
        Self::Read(source)
    }
}

fn problem<T>(text: impl Into<String>) -> Result<T, HeaderError> {
    Err(HeaderError::Problem(text.into()))
}

impl Header {
    /// Reads a header and leaves `reader` before the first number.
    pub fn read(reader: &mut impl Read) -> Result<Self, HeaderError> {
        let mut start = [0u8; 8];
        reader.read_exact(&mut start)?;
        if start[..6] != *MAGIC {
            return problem("it does not begin with \\x93NUMPY");
        }
        let length = match start[6] {
            1 => {
                let mut length = [0u8; 2];
                reader.read_exact(&mut length)?;
                u16::from_le_bytes(length) as usize
            }
            2 | 3 => {
                let mut length = [0u8; 4];
                reader.read_exact(&mut length)?;
                u32::from_le_bytes(length) as usize
            }
            version => return problem(format!("its version is {version}, expected 1 to 3")),
        };
        if length > MAX_HEADER {
            return problem(format!(
                "it claims {length} bytes, the limit is {MAX_HEADER}"
            ));
        }
        let mut text = vec![0u8; length];
        reader.read_exact(&mut text)?;
        let Ok(text) = std::str::from_utf8(&text) else {
            return problem("it is no text");
        };
        match header(text) {
            Some(header) if header.shape.len() <= MAX_DIMS => Ok(header),
            _ => problem(format!("cannot make sense of {:?}", text.trim_end())),
        }
    }
}

/// Reads the one kind of Python dictionary that numpy writes: it is JSON but for
/// its quotes, its tuples, its truths, and a comma behind the last of all.
fn header(dictionary: &str) -> Option<Header> {
    let mut json: String = dictionary.split_whitespace().collect();
    for (python, here) in [
        ("'", "\""),
        ("(", "["),
        (")", "]"),
        (",]", "]"),
        (",}", "}"),
        ("True", "true"),
        ("False", "false"),
    ] {
        json = json.replace(python, here);
    }
    serde_json::from_str(&json).ok()
}

/// The types of numbers that are read. All are little-endian, as every machine
/// that has made such files wrote them.
const TYPES: [&str; 6] = ["<f4", "<f8", "<i4", "<i8", "<u4", "<u8"];

impl Header {
    /// The bytes of a number, where it is of one of [`TYPES`].
    pub fn n_bytes(&self) -> Option<usize> {
        let known = TYPES.contains(&self.descr.as_str());
        known.then_some(if self.descr.ends_with('8') { 8 } else { 4 })
    }

    pub fn is_float(&self) -> bool {
        self.descr.starts_with("<f")
    }

    /// The numbers in `bytes`, a multiple of [`n_bytes`](Self::n_bytes).
    pub fn values(&self, bytes: &[u8]) -> Vec<f64> {
        let (fours, _) = bytes.as_chunks::<4>();
        let (eights, _) = bytes.as_chunks::<8>();
        let four = |read: fn([u8; 4]) -> f64| fours.iter().map(|b| read(*b)).collect();
        let eight = |read: fn([u8; 8]) -> f64| eights.iter().map(|b| read(*b)).collect();
        match self.descr.as_str() {
            "<f4" => four(|b| f64::from(f32::from_le_bytes(b))),
            "<i4" => four(|b| f64::from(i32::from_le_bytes(b))),
            "<u4" => four(|b| f64::from(u32::from_le_bytes(b))),
            "<f8" => eight(f64::from_le_bytes),
            "<i8" => eight(|b| i64::from_le_bytes(b) as f64),
            _ => eight(|b| u64::from_le_bytes(b) as f64),
        }
    }
}
