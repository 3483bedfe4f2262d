//! An array as `numpy.save` writes it: six magic bytes, a version, the length
//! of a header, the header (a Python dictionary of `descr`, `fortran_order`
//! and `shape`), the numbers. Source: numpy.lib.format, versions 1 to 3.

use std::io::{self, Read};

const MAGIC: &[u8] = b"\x93NUMPY";
/// numpy itself refuses longer headers unless it is told otherwise.
const MAX_HEADER: usize = 10_000;
/// No array of a photo has more dimensions.
const MAX_DIMS: usize = 4;

/// What a header says.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        match Scanner(text).header() {
            Some(header) => Ok(header),
            None => problem(format!("cannot make sense of {:?}", text.trim_end())),
        }
    }
}

/// Reads the one kind of Python dictionary that numpy writes.
struct Scanner<'a>(&'a str);

impl<'a> Scanner<'a> {
    fn header(mut self) -> Option<Header> {
        let (mut descr, mut fortran_order, mut shape) = (None, None, None);
        self.take("{")?;
        while self.take("}").is_none() {
            let key = self.string()?;
            self.take(":")?;
            match key {
                "descr" => descr = Some(self.string()?.to_owned()),
                "fortran_order" => fortran_order = Some(self.truth()?),
                "shape" => shape = Some(self.tuple()?),
                _ => return None,
            }
            if self.take(",").is_none() {
                self.take("}")?;
                break;
            }
        }
        self.0.trim().is_empty().then_some(())?;
        Some(Header {
            descr: descr?,
            fortran_order: fortran_order?,
            shape: shape?,
        })
    }

    fn take(&mut self, token: &str) -> Option<()> {
        self.0 = self.0.trim_start().strip_prefix(token)?;
        Some(())
    }

    fn string(&mut self) -> Option<&'a str> {
        let text = self.0.trim_start();
        let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        let (string, rest) = text[1..].split_once(quote)?;
        self.0 = rest;
        Some(string)
    }

    fn truth(&mut self) -> Option<bool> {
        if self.take("True").is_some() {
            return Some(true);
        }
        self.take("False").map(|()| false)
    }

    fn tuple(&mut self) -> Option<Vec<u64>> {
        let mut numbers = Vec::new();
        self.take("(")?;
        while self.take(")").is_none() {
            let text = self.0.trim_start();
            let end = text.find(|c: char| !c.is_ascii_digit())?;
            numbers.push(text[..end].parse().ok()?);
            self.0 = &text[end..];
            if numbers.len() > MAX_DIMS {
                return None;
            }
            if self.take(",").is_none() {
                self.take(")")?;
                break;
            }
        }
        Some(numbers)
    }
}

/// The types of numbers that are read. All are little-endian, as every machine
/// that has made such files wrote them.
#[derive(Debug, Clone, Copy)]
pub(super) enum Number {
    F4,
    F8,
    I4,
    I8,
    U4,
    U8,
}

impl Number {
    pub fn of(descr: &str) -> Option<Self> {
        Some(match descr {
            "<f4" => Self::F4,
            "<f8" => Self::F8,
            "<i4" => Self::I4,
            "<i8" => Self::I8,
            "<u4" => Self::U4,
            "<u8" => Self::U8,
            _ => return None,
        })
    }

    pub fn is_float(self) -> bool {
        matches!(self, Self::F4 | Self::F8)
    }

    pub fn n_bytes(self) -> usize {
        match self {
            Self::F4 | Self::I4 | Self::U4 => 4,
            Self::F8 | Self::I8 | Self::U8 => 8,
        }
    }

    /// The numbers in `bytes`, a multiple of [`n_bytes`](Self::n_bytes).
    pub fn values(self, bytes: &[u8]) -> Vec<f64> {
        let (fours, _) = bytes.as_chunks::<4>();
        let (eights, _) = bytes.as_chunks::<8>();
        let four = |read: fn([u8; 4]) -> f64| fours.iter().map(|b| read(*b)).collect();
        let eight = |read: fn([u8; 8]) -> f64| eights.iter().map(|b| read(*b)).collect();
        match self {
            Self::F4 => four(|b| f64::from(f32::from_le_bytes(b))),
            Self::I4 => four(|b| f64::from(i32::from_le_bytes(b))),
            Self::U4 => four(|b| f64::from(u32::from_le_bytes(b))),
            Self::F8 => eight(f64::from_le_bytes),
            Self::I8 => eight(|b| i64::from_le_bytes(b) as f64),
            Self::U8 => eight(|b| u64::from_le_bytes(b) as f64),
        }
    }
}
