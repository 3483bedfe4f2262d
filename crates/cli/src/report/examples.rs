//! Photos with what was said about them.

use std::io::Cursor;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use data::Question;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, imageops::FilterType};
use vqa::{Answer, RegionBox};

use crate::photo_file;

/// The longest side of a photo on the page, in pixels.
const SIDE: u32 = 320;
/// Quality of its JPEG, 1..=100.
const QUALITY: u8 = 80;
/// Regions that cover more of the photo than this are no cells, and are not
/// drawn.
const CELL: f32 = 0.5;

/// One question, its photo, and what was said.
pub struct Example {
    pub question: String,
    /// What people said, each answer once.
    pub right: Vec<String>,
    /// 0..=1.
    pub accuracy: f64,
    pub answers: Vec<(String, f32)>,
    /// `data:` URL of the photo.
    pub photo: String,
    pub width: u32,
    pub height: u32,
    /// Box in pixels, `[left, top, width, height]`, and how much the cell
    /// speaks for the best answer, -1..=1 of the largest.
    pub cells: Vec<([f32; 4], f32)>,
}

impl Example {
    pub fn new(
        question: &Question,
        accuracy: f64,
        answers: &[Answer],
        boxes: &[RegionBox],
        file: &Path,
    ) -> Result<Self> {
        let photo = photo_file::decode(file)?;
        let photo = photo.resize(SIDE, SIDE, FilterType::Triangle).into_rgb8();
        let (width, height) = photo.dimensions();
        let mut jpeg = Cursor::new(Vec::new());
        DynamicImage::from(photo)
            .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY))
            .with_context(|| format!("cannot show {}", file.display()))?;
        let best = answers.first().map_or(&[][..], |best| &best.contributions);
        let mut right = question.answers.clone();
        right.sort_unstable();
        right.dedup();
        Ok(Self {
            question: question.text.clone(),
            right,
            accuracy,
            answers: answers
                .iter()
                .map(|answer| (answer.answer.clone(), answer.probability))
                .collect(),
            photo: format!("data:image/jpeg;base64,{}", STANDARD.encode(jpeg.get_ref())),
            width,
            height,
            cells: cells(boxes, best, width as f32, height as f32),
        })
    }
}

fn cells(
    boxes: &[RegionBox],
    contributions: &[f32],
    width: f32,
    height: f32,
) -> Vec<([f32; 4], f32)> {
    let cells: Vec<(&RegionBox, f32)> = boxes
        .iter()
        .zip(contributions.iter().copied())
        .filter(|([left, top, right, bottom], _)| (right - left) * (bottom - top) < CELL)
        .collect();
    let most = cells
        .iter()
        .map(|(_, value)| value.abs())
        .fold(1e-6, f32::max);
    cells
        .into_iter()
        .map(|([left, top, right, bottom], value)| {
            let pixels = [
                left * width,
                top * height,
                (right - left) * width,
                (bottom - top) * height,
            ];
            (pixels, value / most)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_in_pixels_and_the_whole_photo_is_none() {
        let boxes = [
            [0.0, 0.0, 0.5, 0.5],
            [0.5, 0.0, 1.0, 0.5],
            [0.0, 0.0, 1.0, 1.0],
        ];
        let cells = cells(&boxes, &[2.0, -1.0, 9.0], 100.0, 60.0);
        assert_eq!(
            cells,
            [
                ([0.0, 0.0, 50.0, 30.0], 1.0),
                ([50.0, 0.0, 50.0, 30.0], -0.5)
            ]
        );
    }
}
