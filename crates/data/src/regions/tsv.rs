//! The files of bottom-up-attention (Anderson et al. 2018), as its
//! `tools/generate_tsv.py` writes them: a line for each photo, no heading,
//! `image_id, image_w, image_h, num_boxes, boxes, features` between tabs. The
//! last two are base64 of little-endian 32-bit floats, `[num_boxes, 4]` in
//! pixels and `[num_boxes, 2048]`.
//!
//! The tools have written the width first from their first version on; files
//! of other extractors that follow the format put the height first. Nothing in
//! a file says so, but a wrong guess does not stay hidden: some box of a photo
//! that is no square will not fit.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::error::{Place, RegionsError, Spot};
use super::photo::{
    Claimed, MAX_REGION_DIM, MAX_REGIONS, MAX_SIDE, MAX_VALUES, PhotoRegions, SameDim,
};

const N_FIELDS: usize = 6;
/// The largest photo that is believed, in base64, and something for its size.
const MAX_LINE: usize = MAX_VALUES * 4 / 3 * 4 + (1 << 16);

/// Which of a photo's two sizes a line gives first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SizeOrder {
    /// `image_id, image_w, image_h, ...`
    #[default]
    WidthFirst,
    /// `image_id, image_h, image_w, ...`
    HeightFirst,
}

/// Reads a file line by line. A line that is cut short is an error, after which
/// the next one is read ([`RegionsError::is_cut_short`]); after any other error
/// there are no more photos, since what follows cannot be trusted.
#[derive(Debug)]
pub struct Tsv {
    file: PathBuf,
    reader: BufReader<File>,
    order: SizeOrder,
    text: Vec<u8>,
    line: usize,
    n_bytes: u64,
    same_dim: SameDim,
    is_over: bool,
}

impl Tsv {
    /// Opens a file; nothing of it is read yet.
    ///
    /// # Errors
    /// [`RegionsError::Read`] when it cannot be opened.
    pub fn open(file: &Path, order: SizeOrder) -> Result<Self, RegionsError> {
        let opened = File::open(file).map_err(|source| RegionsError::unreadable(file, source))?;
        Ok(Self {
            file: file.to_owned(),
            reader: BufReader::with_capacity(1 << 20, opened),
            order,
            text: Vec::new(),
            line: 0,
            n_bytes: 0,
            same_dim: SameDim::default(),
            is_over: false,
        })
    }

    /// Bytes that were read so far.
    pub fn n_bytes(&self) -> u64 {
        self.n_bytes
    }

    fn photo(&mut self) -> Result<Option<PhotoRegions>, RegionsError> {
        if !self.read_line()? {
            return Ok(None);
        }
        let line = Line {
            file: &self.file,
            number: self.line,
            text: &self.text,
        };
        let photo = line.photo(self.order)?;
        self.same_dim.check(line.spot("features"), &photo)?;
        Ok(Some(photo))
    }

    /// Reads the next line into `text`, without its end; false after the last.
    fn read_line(&mut self) -> Result<bool, RegionsError> {
        self.text.clear();
        let mut limited = (&mut self.reader).take(MAX_LINE as u64 + 2);
        let read = limited.read_until(b'\n', &mut self.text);
        let n = read.map_err(|source| RegionsError::unreadable(&self.file, source))?;
        self.n_bytes += n as u64;
        self.line += 1;
        for end in [b'\n', b'\r'] {
            if self.text.last() == Some(&end) {
                self.text.pop();
            }
        }
        if self.text.len() > MAX_LINE {
            let at = Spot::new(&self.file, Place::Line(self.line));
            return Err(at.value("longer", format!("at most {MAX_LINE} bytes")));
        }
        Ok(n > 0)
    }
}

impl Iterator for Tsv {
    type Item = Result<PhotoRegions, RegionsError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let photo = self.photo().transpose();
        self.is_over = match &photo {
            Some(Ok(_)) => false,
            Some(Err(error)) => !error.is_cut_short(),
            None => true,
        };
        photo
    }
}

struct Line<'a> {
    file: &'a Path,
    number: usize,
    text: &'a [u8],
}

impl Line<'_> {
    fn photo(&self, order: SizeOrder) -> Result<PhotoRegions, RegionsError> {
        let fields: Vec<&[u8]> = self.text.split(|byte| *byte == b'\t').collect();
        let &[image, first, second, num_boxes, boxes, features] = fields.as_slice() else {
            let at = Spot::new(self.file, Place::Line(self.number));
            let (n, expected) = (fields.len(), format!("{N_FIELDS} between tabs"));
            return Err(match n < N_FIELDS {
                true => at.cut_short(format!("{n} fields"), expected),
                false => at.value(format!("{n} fields"), expected),
            });
        };
        let (width, height) = match order {
            SizeOrder::WidthFirst => (first, second),
            SizeOrder::HeightFirst => (second, first),
        };
        let image = std::str::from_utf8(image).ok().filter(|id| !id.is_empty());
        let image = image.ok_or_else(|| self.spot("image_id").value(shown(fields[0]), "a name"))?;
        let n_boxes = self.number("num_boxes", num_boxes, MAX_REGIONS as u32)? as usize;
        let claimed = Claimed {
            file: self.file,
            image,
            width: self.number("image_w", width, MAX_SIDE)?,
            height: self.number("image_h", height, MAX_SIDE)?,
            boxes: (self.boxes(boxes, n_boxes)?, self.spot("boxes").place),
            features: (
                self.features(features, n_boxes)?,
                self.spot("features").place,
            ),
        };
        claimed.check()
    }

    fn boxes(&self, text: &[u8], n_boxes: usize) -> Result<Vec<f32>, RegionsError> {
        let bytes = self.decoded("boxes", text)?;
        match bytes.len() == n_boxes * 16 {
            true => Ok(floats(&bytes)),
            false => {
                let expected = format!("{} for {n_boxes} boxes", n_boxes * 16);
                Err(self.bytes("boxes", bytes.len(), expected))
            }
        }
    }

    fn features(&self, text: &[u8], n_boxes: usize) -> Result<Vec<f32>, RegionsError> {
        let bytes = self.decoded("features", text)?;
        let dim = bytes.len() / (n_boxes * 4);
        let fits = bytes.len() == n_boxes * dim * 4 && (1..=MAX_REGION_DIM).contains(&dim);
        match fits {
            true => Ok(floats(&bytes)),
            false => {
                let expected = format!(
                    "a multiple of {} for {n_boxes} boxes, at most {MAX_REGION_DIM} times that",
                    n_boxes * 4
                );
                Err(self.bytes("features", bytes.len(), expected))
            }
        }
    }

    fn number(&self, field: &'static str, text: &[u8], most: u32) -> Result<u32, RegionsError> {
        let number = std::str::from_utf8(text).ok().and_then(|t| t.parse().ok());
        number
            .filter(|number| (1..=most).contains(number))
            .ok_or_else(|| {
                let expected = format!("a whole number from 1 to {most}");
                self.spot(field).value(shown(text), expected)
            })
    }

    fn decoded(&self, field: &'static str, text: &[u8]) -> Result<Vec<u8>, RegionsError> {
        let decoded = BASE64_STANDARD.decode(text);
        decoded.map_err(|error| self.spot(field).cut_short(error.to_string(), "base64"))
    }

    fn bytes(&self, field: &'static str, n: usize, expected: String) -> RegionsError {
        self.spot(field).cut_short(format!("{n} bytes"), expected)
    }

    fn spot(&self, field: &'static str) -> Spot {
        Spot::new(self.file, Place::Field(self.number, field))
    }
}

/// The beginning of a field; one that is in the place of another may be
/// megabytes long.
fn shown(text: &[u8]) -> String {
    String::from_utf8_lossy(&text[..text.len().min(40)]).into_owned()
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    let (floats, _) = bytes.as_chunks::<4>();
    floats
        .iter()
        .map(|bytes| f32::from_le_bytes(*bytes))
        .collect()
}
