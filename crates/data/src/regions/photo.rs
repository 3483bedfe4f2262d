use std::path::Path;

use super::error::{Place, RegionsError, Spot};

/// Most regions of a photo that are believed; the releases have 10 to 100.
pub(super) const MAX_REGIONS: usize = 1_000;
/// Most pixels on a side of a photo that are believed.
pub(super) const MAX_SIDE: u32 = 100_000;
/// Most numbers of a region that are believed; the releases have 2048.
pub(super) const MAX_REGION_DIM: usize = 100_000;
/// Most numbers of all regions of a photo: 64 MiB.
pub(super) const MAX_VALUES: usize = 1 << 24;

/// Detectors round the size of the photo that they have scaled, so that a box
/// may go beyond the photo by this many pixels.
const SLACK: f32 = 1.0;

/// The regions of one photo.
#[derive(Debug, Clone, PartialEq)]
pub struct PhotoRegions {
    /// The photo's name as the file has it, without an ending such as `.jpg`.
    pub image: String,
    /// `[left, top, right, bottom]` in 0..1 of the photo, one a region.
    pub boxes: Vec<[f32; 4]>,
    /// What the detector saw, `[regions, region_dim]`, flattened; finite.
    pub features: Vec<f32>,
    /// How many numbers there are of a region.
    pub region_dim: usize,
}

/// What a file says of one photo, before any of it is believed.
pub(super) struct Claimed<'a> {
    pub file: &'a Path,
    pub image: &'a str,
    pub width: u32,
    pub height: u32,
    /// `[regions, 4]` in pixels, and where they stand.
    pub boxes: (Vec<f32>, Place),
    /// `[regions, region_dim]`, and where they stand.
    pub features: (Vec<f32>, Place),
}

impl Claimed<'_> {
    /// The photo, when all of it can be. There is at least one box.
    pub fn check(self) -> Result<PhotoRegions, RegionsError> {
        let (boxes, boxes_at) = &self.boxes;
        let (features, features_at) = &self.features;
        let region_dim = features.len() / (boxes.len() / 4);
        self.check_finite(boxes, 4, *boxes_at)?;
        self.check_finite(features, region_dim, *features_at)?;
        let (pixels, _) = boxes.as_chunks::<4>();
        for (region, pixels) in pixels.iter().enumerate() {
            self.check_box(region, *pixels)?;
        }
        let (width, height) = (self.width as f32, self.height as f32);
        let part = |value: f32, side: f32| (value / side).clamp(0.0, 1.0);
        let in_photo = |[left, top, right, bottom]: &[f32; 4]| {
            [
                part(*left, width),
                part(*top, height),
                part(*right, width),
                part(*bottom, height),
            ]
        };
        Ok(PhotoRegions {
            image: stem(self.image).to_owned(),
            boxes: pixels.iter().map(in_photo).collect(),
            features: self.features.0,
            region_dim,
        })
    }

    fn check_finite(&self, values: &[f32], dim: usize, place: Place) -> Result<(), RegionsError> {
        let Some(first) = values.iter().position(|value| !value.is_finite()) else {
            return Ok(());
        };
        let value = format!("region {}: {}", first / dim, values[first]);
        Err(Spot::new(self.file, place).value(value, "a finite number"))
    }

    fn check_box(&self, region: usize, pixels: [f32; 4]) -> Result<(), RegionsError> {
        let (width, height) = (self.width, self.height);
        let [left, top, right, bottom] = pixels;
        let expected = if left > right || top > bottom {
            "left, top, right, bottom".to_owned()
        } else if is_inside(&pixels, width, height) {
            return Ok(());
        } else {
            let (all, _) = self.boxes.0.as_chunks::<4>();
            let is_swapped = all.iter().all(|b| is_inside(b, height, width));
            let hint = match is_swapped {
                true => {
                    "; all boxes fit into the other way round: the file has its width and \
                     height in the other order"
                }
                false => "",
            };
            format!("a box inside a photo {width} wide and {height} high{hint}")
        };
        let value = format!("box {region}: {pixels:?}");
        Err(Spot::new(self.file, self.boxes.1).value(value, expected))
    }
}

fn is_inside([left, top, right, bottom]: &[f32; 4], width: u32, height: u32) -> bool {
    let begins = *left >= -SLACK && *top >= -SLACK;
    begins && *right <= width as f32 + SLACK && *bottom <= height as f32 + SLACK
}

/// A photo's name without the ending of an image file.
fn stem(image: &str) -> &str {
    let (stem, ending) = image.rsplit_once('.').unwrap_or((image, ""));
    match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "png" => stem,
        _ => image,
    }
}

/// Every photo of a file must describe its regions by as many numbers.
#[derive(Debug, Default)]
pub(super) struct SameDim(Option<usize>);

impl SameDim {
    pub fn check(&mut self, at: Spot, photo: &PhotoRegions) -> Result<(), RegionsError> {
        let actual = photo.region_dim;
        let expected = *self.0.get_or_insert(actual);
        match actual == expected {
            true => Ok(()),
            false => {
                let expected = format!("{expected} as the photos before have");
                Err(at.value(format!("{actual} numbers a region"), expected))
            }
        }
    }
}
