use burn::tensor::{Device, Tensor, TensorData};
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
        let rgb = rgba.chunks_exact(4).flat_map(|pixel| &pixel[..3]);
        Self {
            size,
            rgb: rgb.copied().collect(),
        }
    }

    /// The pixels as the backbone was trained on them, `(x - 127) / 128`
    /// (the constants of the EfficientNet-lite reference implementation).
    ///
    /// # Shapes
    /// - output: `[1, 3, size, size]`
    pub fn normalised(&self, device: &Device) -> Tensor<4> {
        let area = self.size * self.size;
        let mut planes = vec![0.0f32; 3 * area];
        for (at, pixel) in self.rgb.chunks_exact(3).enumerate() {
            for (channel, value) in pixel.iter().enumerate() {
                planes[channel * area + at] = (f32::from(*value) - 127.0) / 128.0;
            }
        }
        let shape = [1, 3, self.size, self.size];
        Tensor::from_data(TensorData::new(planes, shape), device)
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
}
