use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use crate::Photo;

/// A photo squashed to the square that the backbone reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FittedPhoto {
    /// Side of the square in pixels.
    pub size: usize,
    /// `size * size` pixels of red, green, blue, 0..=255, rows from the top.
    pub rgb: Vec<u8>,
}

/// Squashes a photo to a square of `size` pixels, whatever its shape.
///
/// The filter is the triangle ("bilinear" with support scaled to the
/// reduction, as Pillow's `BILINEAR`), so that a large photo is averaged and
/// not sampled.
pub fn fit(photo: &Photo, size: usize) -> FittedPhoto {
    let opaque = photo.over_white();
    let (width, height) = (photo.width() as u32, photo.height() as u32);
    if (photo.width(), photo.height()) == (size, size) {
        return FittedPhoto::from_rgba(size, &opaque);
    }
    let mut fitted = Image::new(size as u32, size as u32, PixelType::U8x4);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Bilinear))
        .use_alpha(false);
    // Neither can fail: `Photo` has checked that the bytes match its sides, and
    // both images have the same type of pixel.
    if let Ok(source) = ImageRef::new(width, height, &opaque, PixelType::U8x4) {
        let resized = Resizer::new().resize(&source, &mut fitted, &options);
        debug_assert!(resized.is_ok(), "two images of one pixel type");
    }
    FittedPhoto::from_rgba(size, fitted.buffer())
}

impl FittedPhoto {
    fn from_rgba(size: usize, rgba: &[u8]) -> Self {
        let mut rgb = vec![0; rgba.len() / 4 * 3];
        let pixels = rgba.as_chunks::<4>().0.iter();
        for (to, [red, green, blue, _]) in rgb.as_chunks_mut::<3>().0.iter_mut().zip(pixels) {
            *to = [*red, *green, *blue];
        }
        Self { size, rgb }
    }

    /// All reds, then all greens, then all blues, rows from the top, as a
    /// backbone reads them: `(value - mean) / deviation`.
    ///
    /// # Shapes
    /// - output: `[3, size, size]`
    pub fn planes(&self, mean: f32, deviation: f32) -> Vec<f32> {
        let channel = |channel: usize| self.rgb.iter().skip(channel).step_by(3);
        let value = |value: &u8| (f32::from(*value) - mean) / deviation;
        (0..3).flat_map(channel).map(value).collect()
    }

    /// The mean colour of each square of `cell` by `cell` pixels, row by row:
    /// red, green and blue in 0..=1. What is left over at the right and below
    /// belongs to no cell.
    ///
    /// # Shapes
    /// - output: `[size / cell, size / cell, 3]`
    pub fn colours(&self, cell: usize) -> Vec<f32> {
        let side = self.size / cell;
        let mut colours = vec![0.0; side * side * 3];
        let mut sums = vec![0u32; side * cell * 3];
        let rows = self.rgb.chunks_exact(self.size * 3);
        for (y, row) in rows.take(side * cell).enumerate() {
            // Whole rows are added up first, which the processor does side by side.
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += u32::from(*value);
            }
            if (y + 1) % cell == 0 {
                let colours = colours[y / cell * side * 3..].as_chunks_mut::<3>().0;
                for (colour, sums) in colours.iter_mut().zip(sums.chunks_exact(cell * 3)) {
                    for (channel, mean) in colour.iter_mut().enumerate() {
                        let sum: u32 = sums.iter().skip(channel).step_by(3).sum();
                        *mean = sum as f32 / (cell * cell) as f32 / 255.0;
                    }
                }
                sums.fill(0);
            }
        }
        colours
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(width: usize, height: usize, pixel: [u8; 4]) -> Photo {
        Photo::from_rgba(width, height, pixel.repeat(width * height)).expect("a photo")
    }

    #[test]
    fn any_shape_becomes_the_square() {
        for (width, height) in [(1, 1), (3, 1000), (4000, 7), (224, 224), (223, 225)] {
            let fitted = fit(&plain(width, height, [9, 100, 200, 255]), 224);
            assert_eq!(fitted.rgb, [9, 100, 200].repeat(224 * 224));
        }
    }

    #[test]
    fn a_large_photo_is_averaged() {
        let stripes: Vec<u8> = (0..512 * 512)
            .flat_map(|at| [if at % 2 == 0 { 255 } else { 0 }, 0, 0, 255])
            .collect();
        let photo = Photo::from_rgba(512, 512, stripes).expect("a photo");
        let fitted = fit(&photo, 64);
        assert!(fitted.rgb.chunks(3).all(|p| (120..=136).contains(&p[0])));
    }
    #[test]
    fn planes_are_one_colour_after_the_other() {
        let rgb = vec![0, 100, 255, 127, 101, 254, 1, 102, 253, 2, 103, 252];
        let planes = FittedPhoto { size: 2, rgb }.planes(127.0, 128.0);
        assert_eq!(
            planes[..4],
            [-127.0 / 128.0, 0.0, -126.0 / 128.0, -125.0 / 128.0]
        );
        let blue = planes[8..].iter().map(|value| value * 128.0 + 127.0);
        assert_eq!(blue.collect::<Vec<_>>(), [255.0, 254.0, 253.0, 252.0]);
    }

    #[test]
    fn a_cell_has_the_colour_of_its_pixels() {
        let mut rgb = vec![0u8; 64 * 64 * 3];
        for at in 0..64 * 64 {
            if at % 64 >= 32 && at / 64 < 32 {
                rgb[at * 3] = 255;
            }
        }
        let colours = FittedPhoto { size: 64, rgb }.colours(32);
        let reds: Vec<f32> = colours.chunks(3).map(|c| c[0]).collect();
        assert_eq!(reds, [0.0, 1.0, 0.0, 0.0]);
    }

    #[test]
    fn what_fills_no_cell_has_no_colour() {
        let rgb = (0..5 * 5).flat_map(|at| {
            if at % 5 == 4 || at >= 20 {
                [255; 3]
            } else {
                [51; 3]
            }
        });
        let fitted = FittedPhoto {
            size: 5,
            rgb: rgb.collect(),
        };
        assert_eq!(fitted.colours(2), [0.2; 12]);
    }
}
