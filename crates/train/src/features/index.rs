use std::fs::File;
use std::io::BufReader;
use std::ops::Range;
use std::path::Path;

use serde::{Deserialize, Serialize};
use vision::{MAP_DIM, VisionConfig};

use super::error::{FeatureError, at};
use super::names::Names;

/// Who has looked at the photos of a cache.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Our own eyes: every photo has the same regions, the whole photo last.
    Vision(VisionConfig),
    /// The same, up to the stages that training goes on with: maps, of which
    /// regions are made while training (`vision::Backbone::map`).
    Maps(VisionConfig),
    /// A detector elsewhere: as many regions a photo as it has found, one as
    /// good as the other.
    Detector {
        /// Numbers of a region: the detector's own, and its box in 0..1 of
        /// the photo in the last four.
        region_dim: usize,
    },
}

impl Origin {
    /// Numbers of a region.
    pub fn region_dim(&self) -> usize {
        match self {
            Self::Vision(vision) => vision.region_dim(),
            Self::Maps(_) => MAP_DIM,
            Self::Detector { region_dim } => *region_dim,
        }
    }

    /// How the photos were looked at, where it was by our own eyes.
    pub fn vision(&self) -> Option<&VisionConfig> {
        match self {
            Self::Vision(vision) | Self::Maps(vision) => Some(vision),
            Self::Detector { .. } => None,
        }
    }

    /// The rows that are kept of a photo, where all photos have as many.
    fn n_rows(&self) -> Option<usize> {
        match self {
            Self::Vision(vision) => Some(vision.n_regions()),
            Self::Maps(vision) => Some(vision.map_side().saturating_mul(vision.map_side())),
            Self::Detector { .. } => None,
        }
    }

    /// Regions at the end of each photo that training never hides.
    pub(crate) fn n_always_seen(&self) -> usize {
        match self {
            Self::Vision(_) | Self::Maps(_) => 1,
            Self::Detector { .. } => 0,
        }
    }
}

impl From<VisionConfig> for Origin {
    fn from(vision: VisionConfig) -> Self {
        Self::Vision(vision)
    }
}

/// What is in a cache.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Index {
    #[serde(flatten)]
    pub origin: Origin,
    pub photos: Names,
    /// The regions of each photo of a detector.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub n_regions: Vec<u32>,
}

/// Where the regions of each photo are, counted in regions.
#[derive(Debug)]
pub(super) enum Places {
    /// The same number for each photo.
    Even { n_regions: usize, n_photos: usize },
    /// Where each photo begins, and the end of the last one.
    Uneven(Vec<u64>),
}

impl Index {
    pub fn new(origin: Origin) -> Self {
        Self {
            origin,
            photos: Names::default(),
            n_regions: Vec::new(),
        }
    }

    /// Reads an index name by name, so that it is never there twice.
    pub fn read(path: &Path) -> Result<Self, FeatureError> {
        let file = File::open(path).map_err(|source| at(path, source))?;
        let index = serde_json::from_reader(BufReader::new(file));
        index.map_err(|source| FeatureError::Index {
            path: path.display().to_string(),
            source,
        })
    }

    /// The photos of a shard and those of the next one.
    pub fn followed_by(mut self, next: Self, path: &Path) -> Result<Self, FeatureError> {
        if next.origin != self.origin {
            return Err(FeatureError::Counts {
                path: path.display().to_string(),
                problem: "its photos were looked at in another way than the first shard's"
                    .to_owned(),
            });
        }
        next.photos.iter().for_each(|photo| self.photos.push(photo));
        self.n_regions.extend(next.n_regions);
        Ok(self)
    }

    /// Adds a photo of `n_values` numbers.
    pub fn push(&mut self, photo: &str, n_values: usize) -> Result<(), FeatureError> {
        let dim = self.origin.region_dim();
        let refused = |expected: String| FeatureError::Shape {
            photo: photo.to_owned(),
            actual: n_values,
            expected,
        };
        match self.origin.n_rows() {
            Some(n_rows) => {
                let expected = n_rows * dim;
                if n_values != expected {
                    return Err(refused(expected.to_string()));
                }
            }
            None => {
                let n_regions = n_values.checked_div(dim).unwrap_or(0);
                if n_regions == 0 || n_regions * dim != n_values {
                    return Err(refused(format!("some times {dim}")));
                }
                self.n_regions.push(n_regions as u32);
            }
        }
        self.photos.push(photo);
        Ok(())
    }

    /// Takes the numbers of regions out of the index.
    pub fn take_places(&mut self, path: &Path) -> Result<Places, FeatureError> {
        let n_photos = self.photos.len();
        let n_regions = std::mem::take(&mut self.n_regions);
        if let Some(n_regions) = self.origin.n_rows() {
            return Ok(Places::Even {
                n_regions,
                n_photos,
            });
        }
        let refused = |problem: String| FeatureError::Counts {
            path: path.display().to_string(),
            problem,
        };
        if n_regions.len() != n_photos {
            let n_counted = n_regions.len();
            return Err(refused(format!(
                "{n_photos} photos, but the regions of {n_counted}"
            )));
        }
        if let Some(empty) = n_regions.iter().position(|n| *n == 0) {
            let photo = self.photos.get(empty);
            return Err(refused(format!("photo {photo} has no region")));
        }
        let mut starts = Vec::with_capacity(n_photos + 1);
        let mut start = 0u64;
        for n in n_regions {
            starts.push(start);
            start += u64::from(n);
        }
        starts.push(start);
        Ok(Places::Uneven(starts))
    }
}

impl Places {
    /// The regions of a photo, counted over all photos.
    pub fn of(&self, row: usize) -> Range<u64> {
        match self {
            Self::Even { n_regions, .. } => {
                let n = *n_regions as u64;
                row as u64 * n..(row as u64 + 1) * n
            }
            Self::Uneven(starts) => starts[row]..starts[row + 1],
        }
    }

    /// The regions of all photos.
    pub fn n_regions(&self) -> u64 {
        match self {
            Self::Even {
                n_regions,
                n_photos,
            } => (*n_regions as u64).saturating_mul(*n_photos as u64),
            Self::Uneven(starts) => starts.last().copied().unwrap_or(0),
        }
    }
}
