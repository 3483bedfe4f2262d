use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::error::{RegionsError, Spot};
use super::npy::{Header, HeaderError};
use super::photo::MAX_VALUES;

/// A `numpy.savez` archive: a zip file with an entry `NAME.npy` for each
/// array, stored or deflated.
pub(super) struct Archive<'a> {
    pub file: &'a Path,
    zip: ZipArchive<BufReader<File>>,
}

/// Numbers in rows, the last index fastest.
pub(super) struct Array {
    pub shape: Vec<u64>,
    pub values: Vec<f64>,
    is_float: bool,
}

impl<'a> Archive<'a> {
    /// Opens an archive and lists its entries.
    pub fn open(file: &'a Path) -> Result<Self, RegionsError> {
        let opened = File::open(file).map_err(|source| RegionsError::unreadable(file, source))?;
        let zip = ZipArchive::new(BufReader::new(opened));
        Ok(Self {
            file,
            zip: zip.map_err(|source| not_zip(file, source))?,
        })
    }

    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(&entry(name)).is_some()
    }

    /// A single whole number from 1 to `most`.
    pub fn whole(&mut self, name: &'static str, most: u32) -> Result<u32, RegionsError> {
        let spot = Spot::array(self.file, name);
        let array = self.array(name)?;
        let &[value] = array.values.as_slice() else {
            return Err(spot.shape(&array.shape, "a single number"));
        };
        match value.fract() == 0.0 && (1.0..=f64::from(most)).contains(&value) {
            true => Ok(value as u32),
            false => Err(spot.value(value, format!("a whole number from 1 to {most}"))),
        }
    }

    pub fn floats(&mut self, name: &'static str) -> Result<Array, RegionsError> {
        let array = self.array(name)?;
        match array.is_float {
            true => Ok(array),
            false => Err(Spot::array(self.file, name).value("whole numbers", "floats, <f4 or <f8")),
        }
    }

    fn array(&mut self, name: &'static str) -> Result<Array, RegionsError> {
        let file = self.file;
        match self.zip.by_name(&entry(name)) {
            Ok(mut entry) => Array::read(&mut entry, Spot::array(file, name)),
            Err(ZipError::FileNotFound) => {
                Err(Spot::array(file, name).value("missing", "an array of that name"))
            }
            Err(source) => Err(not_zip(file, source)),
        }
    }
}

impl Array {
    fn read(entry: &mut impl Read, at: Spot) -> Result<Self, RegionsError> {
        let header = Header::read(entry).map_err(|error| match error {
            HeaderError::Read(source) => at.damaged(source),
            HeaderError::Problem(problem) => at.clone().value(problem, "a header of numpy"),
        })?;
        let Some(n_bytes) = header.n_bytes() else {
            let expected = "the type <f4, <f8, <i4, <i8, <u4 or <u8";
            return Err(at.value(&header.descr, expected));
        };
        let Some(n_values) = n_values(&header.shape) else {
            let expected = format!("at most {MAX_VALUES} numbers");
            return Err(at.shape(&header.shape, expected));
        };
        let mut bytes = vec![0u8; n_values * n_bytes];
        let read = entry.read_exact(&mut bytes);
        read.map_err(|source| at.damaged(source))?;
        // Reading the end makes the archive compare its checksum.
        let rest = entry.read(&mut [0u8; 1]);
        let rest = rest.map_err(|source| at.damaged(source))?;
        if rest > 0 {
            return Err(at.value("longer", format!("{} bytes as its shape says", bytes.len())));
        }
        Ok(Self::new(header, &bytes))
    }

    fn new(header: Header, bytes: &[u8]) -> Self {
        let array = Self {
            values: header.values(bytes),
            is_float: header.is_float(),
            shape: header.shape,
        };
        // A transposed array that numpy did not have to copy is saved with its
        // columns one after the other.
        match (header.fortran_order, array.shape.as_slice()) {
            (true, &[rows, columns]) => Self {
                values: turned(&array.values, columns as usize, rows as usize),
                ..array
            },
            _ => array,
        }
    }
}

/// `[rows, columns]` as `[columns, rows]`.
pub(super) fn turned(values: &[f64], rows: usize, columns: usize) -> Vec<f64> {
    let value = |at: usize| values[at % rows * columns + at / rows];
    (0..rows * columns).map(value).collect()
}

/// How many numbers there are, unless they are more than a photo has.
fn n_values(shape: &[u64]) -> Option<usize> {
    let product = shape.iter().try_fold(1u64, |all, n| all.checked_mul(*n));
    let n_values = product.filter(|n| *n <= MAX_VALUES as u64)?;
    usize::try_from(n_values).ok()
}

fn entry(array: &str) -> String {
    format!("{array}.npy")
}

fn not_zip(file: &Path, source: ZipError) -> RegionsError {
    RegionsError::Zip {
        file: file.to_owned(),
        source,
    }
}
