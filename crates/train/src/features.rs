//! Region features on disk.
//!
//! `NAME.json` says what is there: who has looked at the photos
//! ([`Origin`]), their names and, where photos differ in it, the number of
//! their regions. `NAME.f16` holds the numbers, photo after photo, region after
//! region, `region_dim` of 16 bits each.
//!
//! Instead there may be shards, made on several machines: `NAME-1-of-8.json` and
//! `.f16` to `NAME-8-of-8`.

mod cache;
mod error;
mod index;
mod names;
mod shards;

use std::path::Path;

use vision::VisionConfig;

pub use cache::FeatureCache;
pub use error::FeatureError;
pub use index::Origin;
use index::{Index, Places};
use shards::Numbers;

/// Region features of photos, written once and read often.
///
/// Reading goes to the file each time; the operating system keeps what is
/// used, and of a photo the process holds its name and some 30 bytes.
#[derive(Debug)]
pub struct Features {
    index: Index,
    places: Places,
    numbers: Numbers,
    blind: bool,
}

impl Features {
    /// Opens what [`FeatureCache`] has written.
    ///
    /// # Errors
    /// [`FeatureError`] when a file is missing or the two do not fit together.
    pub fn open(path: &Path) -> Result<Self, FeatureError> {
        let (mut index, numbers) = shards::open(path)?;
        let places = index.take_places(&path.with_extension("json"))?;
        let region_bytes = (index.origin.region_dim() as u64).saturating_mul(2);
        let expected = places.n_regions().saturating_mul(region_bytes);
        if numbers.length() != expected {
            return Err(FeatureError::Length {
                path: numbers.path().display().to_string(),
                expected,
                actual: numbers.length(),
            });
        }
        Ok(Self {
            index,
            places,
            numbers,
            blind: false,
        })
    }

    /// The same photos, of which nothing is seen: one region, all of whose
    /// numbers are 0. To the network any number of such regions are as one, and
    /// no eyes are needed to make it of a map.
    pub fn blind(mut self) -> Self {
        self.places = Places::Even {
            n_regions: 1,
            n_photos: self.index.photos.len(),
        };
        if let Origin::Maps(vision) = self.index.origin {
            self.index.origin = Origin::Vision(vision);
        }
        Self {
            blind: true,
            ..self
        }
    }

    /// Who has looked at the photos.
    pub fn origin(&self) -> &Origin {
        &self.index.origin
    }

    /// How the photos were looked at, where it was by our own eyes.
    pub fn vision(&self) -> Option<&VisionConfig> {
        self.index.origin.vision()
    }

    /// Numbers of a region.
    pub fn region_dim(&self) -> usize {
        self.index.origin.region_dim()
    }

    /// Regions of the photo in a row: those that are kept, or are made of its
    /// map.
    pub fn n_regions(&self, row: usize) -> usize {
        match self.origin() {
            Origin::Maps(vision) => vision.n_regions(),
            _ => self.n_rows(row),
        }
    }

    /// What is kept of the photo in a row: regions, or cells of its map.
    pub(crate) fn n_rows(&self, row: usize) -> usize {
        let place = self.places.of(row);
        (place.end - place.start) as usize
    }

    /// The photos, in the order of their rows.
    pub fn photos(&self) -> impl Iterator<Item = &str> {
        self.index.photos.iter()
    }

    /// The photo in a row: its file name without the ending.
    pub fn name(&self, row: usize) -> &str {
        self.index.photos.get(row)
    }

    /// A photo's row, by its file name without the ending.
    pub fn row(&self, photo: &str) -> Option<usize> {
        self.index.photos.find(photo)
    }

    /// The features of one photo as the 16-bit numbers they are kept as,
    /// `[regions, region_dim]`.
    ///
    /// # Errors
    /// [`FeatureError::File`] when the disk fails.
    pub fn read(&self, row: usize) -> Result<Vec<u8>, FeatureError> {
        let region_bytes = self.region_dim() * 2;
        let mut bytes = vec![0; self.n_rows(row) * region_bytes];
        if self.blind {
            return Ok(bytes);
        }
        let offset = self.places.of(row).start * region_bytes as u64;
        self.numbers.read(&mut bytes, offset)?;
        Ok(bytes)
    }
}
