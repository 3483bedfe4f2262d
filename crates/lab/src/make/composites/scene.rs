use anyhow::{Context, Result};
use image::imageops::{self, FilterType};
use image::{DynamicImage, RgbImage, RgbaImage};
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::colour;
use super::stamp::Stamp;
use crate::photo_file;

/// The longer side of a photo that is written, in pixels.
const SIDE: u32 = 320;
/// How large a thing is, as a part of the photo's shorter side.
const SIZE: std::ops::RangeInclusive<f64> = 0.25..=0.6;
/// How often each number of things of the first kind is pasted.
const COUNTS: [usize; 10] = [1, 1, 1, 1, 1, 2, 2, 3, 3, 4];
/// A place is looked for this often before a thing is left out.
const ATTEMPTS: usize = 30;
/// The most that two boxes may overlap, as a part of the smaller one.
const OVERLAP: f64 = 0.1;

/// A thing that was pasted.
#[derive(Debug, Clone, PartialEq)]
pub struct Pasted {
    pub name: String,
    pub group: Option<&'static str>,
    pub colour: Option<&'static str>,
    /// `[left, top, right, bottom]` in 0..1 of the photo.
    pub bounds: [f64; 4],
}

/// A photo that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Composite {
    pub number: usize,
    pub things: Vec<Pasted>,
}

impl Composite {
    /// The things of a name.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Pasted> {
        self.things.iter().filter(move |thing| thing.name == name)
    }

    /// The names, each once, in the order of pasting.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.things.iter().map(|t| t.name.as_str()).collect();
        names.dedup();
        names
    }
}

/// Pastes some of the first cut-out and one of the second on a photo.
pub fn paste(
    number: usize,
    ground: DynamicImage,
    first: &Stamp,
    second: Option<&Stamp>,
    random: &mut ChaCha8Rng,
) -> Result<(Composite, RgbImage)> {
    let mut photo = ground.resize(SIDE, SIDE, FilterType::Triangle).into_rgba8();
    let count = COUNTS.choose(random).copied().unwrap_or(1);
    let mut things = Vec::new();
    let some = std::iter::repeat_n(first, count);
    let scale = 1.0 / (count as f64).sqrt();
    for (stamp, scale) in some
        .map(|stamp| (stamp, scale))
        .chain(second.map(|stamp| (stamp, 1.0)))
    {
        let thing = photo_file::decode(&stamp.file)?.into_rgba8();
        let thing = cut(&thing).with_context(|| format!("{} is empty", stamp.file.display()))?;
        let size = random.random_range(SIZE) * scale;
        let thing = fit(&thing, size, &photo, random.random_bool(0.5));
        if let Some(bounds) = place(&thing, &photo, &things, random) {
            imageops::overlay(&mut photo, &thing, bounds[0] as i64, bounds[1] as i64);
            let (width, height) = (f64::from(photo.width()), f64::from(photo.height()));
            things.push(Pasted {
                name: stamp.name.clone(),
                group: stamp.group,
                colour: colour::of_thing(&thing),
                bounds: [
                    bounds[0] / width,
                    bounds[1] / height,
                    bounds[2] / width,
                    bounds[3] / height,
                ],
            });
        }
    }
    let photo = DynamicImage::ImageRgba8(photo).into_rgb8();
    Ok((Composite { number, things }, photo))
}

/// The smallest part of a cut-out that holds all of it.
fn cut(thing: &RgbaImage) -> Option<RgbaImage> {
    let seen = || {
        thing
            .enumerate_pixels()
            .filter(|(_, _, pixel)| pixel[3] > 0)
    };
    let (left, right) = (seen().map(|p| p.0).min()?, seen().map(|p| p.0).max()?);
    let (top, bottom) = (seen().map(|p| p.1).min()?, seen().map(|p| p.1).max()?);
    let part = imageops::crop_imm(thing, left, top, right - left + 1, bottom - top + 1);
    Some(part.to_image())
}

/// A thing whose longer side is `size` of the photo's shorter one.
fn fit(thing: &RgbaImage, size: f64, photo: &RgbaImage, mirrored: bool) -> RgbaImage {
    let side = f64::from(photo.width().min(photo.height())) * size;
    let scale = side / f64::from(thing.width().max(thing.height()));
    let scaled = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
    let fitted = imageops::resize(
        thing,
        scaled(thing.width()),
        scaled(thing.height()),
        FilterType::Triangle,
    );
    match mirrored {
        true => imageops::flip_horizontal(&fitted),
        false => fitted,
    }
}

/// A box in pixels where the thing covers little of the others.
fn place(
    thing: &RgbaImage,
    photo: &RgbaImage,
    others: &[Pasted],
    random: &mut ChaCha8Rng,
) -> Option<[f64; 4]> {
    let (width, height) = (f64::from(photo.width()), f64::from(photo.height()));
    let free = |side: u32, of: u32| of.saturating_sub(side);
    (0..ATTEMPTS).find_map(|_| {
        let left = random.random_range(0..=free(thing.width(), photo.width()));
        let top = random.random_range(0..=free(thing.height(), photo.height()));
        let bounds = [
            f64::from(left),
            f64::from(top),
            f64::from(left + thing.width()).min(width),
            f64::from(top + thing.height()).min(height),
        ];
        let covers = |other: &Pasted| {
            let [l, t, r, b] = other.bounds;
            overlap(bounds, [l * width, t * height, r * width, b * height]) > OVERLAP
        };
        (!others.iter().any(covers)).then_some(bounds)
    })
}

/// What two boxes share, as a part of the smaller one.
fn overlap(a: [f64; 4], b: [f64; 4]) -> f64 {
    let side = |low: usize, high: usize| (a[high].min(b[high]) - a[low].max(b[low])).max(0.0);
    let area = |of: [f64; 4]| (of[2] - of[0]) * (of[3] - of[1]);
    side(0, 2) * side(1, 3) / area(a).min(area(b)).max(f64::EPSILON)
}

#[cfg(test)]
mod tests {
    use image::Rgba;

    use super::*;

    #[test]
    fn a_cut_out_loses_its_margin() {
        let thing = RgbaImage::from_fn(10, 8, |x, y| {
            let inside = (2..5).contains(&x) && (3..7).contains(&y);
            Rgba([9, 9, 9, if inside { 255 } else { 0 }])
        });
        let part = cut(&thing).expect("a part");
        assert_eq!(part.dimensions(), (3, 4));
        assert_eq!(cut(&RgbaImage::new(4, 4)), None);
    }

    #[test]
    fn boxes_overlap_by_a_part_of_the_smaller_one() {
        let whole = [0.0, 0.0, 10.0, 10.0];
        assert_eq!(overlap(whole, [0.0, 0.0, 2.0, 2.0]), 1.0);
        assert_eq!(overlap(whole, [9.0, 0.0, 11.0, 2.0]), 0.5);
        assert_eq!(overlap(whole, [11.0, 0.0, 12.0, 2.0]), 0.0);
    }
}
