use std::borrow::Cow;

use thiserror::Error;

/// The longest side of a photo that is accepted, in pixels. Larger ones should
/// be scaled down while they are decoded.
pub const MAX_SIDE: usize = 16_384;

/// A decoded photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    width: usize,
    height: usize,
    rgba: Vec<u8>,
}

/// Pixels that are no photo.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PhotoError {
    /// There is nothing to see.
    #[error("the photo has no pixels ({width} x {height})")]
    Empty {
        /// Pixels in a row.
        width: usize,
        /// Rows.
        height: usize,
    },
    /// A side is too long.
    #[error("the photo is {width} x {height} pixels; {MAX_SIDE} is the longest side accepted")]
    TooLarge {
        /// Pixels in a row.
        width: usize,
        /// Rows.
        height: usize,
    },
    /// The bytes are not what the size says.
    #[error("a photo of {width} x {height} pixels has {expected} bytes of RGBA, not {actual}")]
    Length {
        /// Pixels in a row.
        width: usize,
        /// Rows.
        height: usize,
        /// Four bytes for each pixel.
        expected: usize,
        /// Bytes that were given.
        actual: usize,
    },
}

impl Photo {
    /// A photo from its pixels: rows from the top, four bytes (red, green,
    /// blue, opacity; 0..=255, sRGB) each.
    ///
    /// # Errors
    /// [`PhotoError`] when a side is 0 or longer than [`MAX_SIDE`], or when the
    /// bytes are not `width * height * 4`.
    pub fn from_rgba(width: usize, height: usize, rgba: Vec<u8>) -> Result<Self, PhotoError> {
        if width == 0 || height == 0 {
            return Err(PhotoError::Empty { width, height });
        }
        if width > MAX_SIDE || height > MAX_SIDE {
            return Err(PhotoError::TooLarge { width, height });
        }
        let expected = width * height * 4;
        if rgba.len() != expected {
            return Err(PhotoError::Length {
                width,
                height,
                expected,
                actual: rgba.len(),
            });
        }
        Ok(Self {
            width,
            height,
            rgba,
        })
    }

    /// The photo as a mirror shows it.
    pub fn mirrored(&self) -> Self {
        let rows = self.rgba.chunks_exact(self.width * 4);
        let rgba = rows.flat_map(|row| row.chunks_exact(4).rev().flatten());
        Self {
            rgba: rgba.copied().collect(),
            ..*self
        }
    }

    /// A part of the photo: `[left, top, right, bottom]`, each 0..=1 of the
    /// photo's side, to whole pixels and at least one of them.
    pub fn part(&self, [left, top, right, bottom]: [f64; 4]) -> Self {
        let pixels = |from: f64, to: f64, side: usize| {
            let at = |share: f64| (share.clamp(0.0, 1.0) * side as f64).round() as usize;
            let from = at(from).min(side - 1);
            from..at(to).max(from + 1)
        };
        let columns = pixels(left, right, self.width);
        let rows = pixels(top, bottom, self.height);
        let row =
            |y: usize| &self.rgba[(y * self.width + columns.start) * 4..][..columns.len() * 4];
        Self {
            width: columns.len(),
            height: rows.len(),
            rgba: rows.flat_map(row).copied().collect(),
        }
    }

    /// Pixels in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The pixels laid over white, four bytes each, all opaque: what is
    /// transparent shows as a page would show it.
    pub(crate) fn over_white(&self) -> Cow<'_, [u8]> {
        // A block at a time, which are compared side by side.
        let opaque = |block: &[[u8; 4]]| {
            let pixels = block.iter().map(|pixel| u32::from_le_bytes(*pixel));
            pixels.fold(u32::MAX, |all, pixel| all & pixel) >> 24 == 255
        };
        if self.rgba.as_chunks::<4>().0.chunks(1024).all(opaque) {
            return Cow::Borrowed(&self.rgba);
        }
        let pixels = self.rgba.chunks_exact(4).flat_map(|pixel| {
            let opacity = u32::from(pixel[3]);
            let over = |c: u8| ((u32::from(c) * opacity + 255 * (255 - opacity) + 127) / 255) as u8;
            [over(pixel[0]), over(pixel[1]), over(pixel[2]), 255]
        });
        Cow::Owned(pixels.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_that_lie_are_refused() {
        assert_eq!(
            Photo::from_rgba(0, 3, vec![]),
            Err(PhotoError::Empty {
                width: 0,
                height: 3
            })
        );
        assert!(matches!(
            Photo::from_rgba(20_000, 1, vec![0; 80_000]),
            Err(PhotoError::TooLarge { .. })
        ));
        assert!(matches!(
            Photo::from_rgba(2, 2, vec![0; 15]),
            Err(PhotoError::Length {
                expected: 16,
                actual: 15,
                ..
            })
        ));
    }

    #[test]
    fn a_part_is_cut_out_to_whole_pixels() {
        let pixels = (0..16u8).flat_map(|red| [red, 0, 0, 255]).collect();
        let photo = Photo::from_rgba(4, 4, pixels).expect("a photo");
        let part = photo.part([0.25, 0.5, 1.0, 1.0]);
        assert_eq!((part.width(), part.height()), (3, 2));
        let reds: Vec<u8> = part.rgba.chunks_exact(4).map(|p| p[0]).collect();
        assert_eq!(reds, [9, 10, 11, 13, 14, 15]);
        assert_eq!(photo.part([0.0, 0.0, 1.0, 1.0]), photo);
        let nothing = photo.part([1.0, 1.0, 1.0, 1.0]);
        assert_eq!((nothing.width(), nothing.height()), (1, 1));
    }

    #[test]
    fn a_mirror_swaps_left_and_right() {
        let pixels = vec![1, 1, 1, 255, 2, 2, 2, 255, 3, 3, 3, 255, 4, 4, 4, 255];
        let photo = Photo::from_rgba(2, 2, pixels).expect("a photo");
        let reds = |photo: &Photo| photo.rgba.iter().step_by(4).copied().collect::<Vec<_>>();
        assert_eq!(reds(&photo.mirrored()), [2, 1, 4, 3]);
        assert_eq!(photo.mirrored().mirrored(), photo);
    }

    #[test]
    fn what_is_transparent_is_white() {
        let pixels = vec![10, 20, 30, 255, 10, 20, 30, 0, 0, 0, 0, 128];
        let photo = Photo::from_rgba(3, 1, pixels).expect("a photo");
        assert_eq!(
            *photo.over_white(),
            [10, 20, 30, 255, 255, 255, 255, 255, 127, 127, 127, 255]
        );
    }
}
