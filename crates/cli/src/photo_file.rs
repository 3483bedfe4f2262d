use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use image::{DynamicImage, ImageDecoder, ImageReader};
use vision::Photo;

/// Reads a JPEG or PNG file the way a browser shows it.
pub fn read(path: &Path) -> Result<Photo> {
    let photo = decode(path)?.into_rgba8();
    let (width, height) = photo.dimensions();
    Photo::from_rgba(width as usize, height as usize, photo.into_raw())
        .with_context(|| format!("{} cannot be used", path.display()))
}

/// The pixels of a JPEG or PNG file, turned as its EXIF orientation says.
pub fn decode(path: &Path) -> Result<DynamicImage> {
    let name = path.display();
    let mut decoder = ImageReader::open(path)
        .with_context(|| format!("cannot read {name}"))?
        .with_guessed_format()
        .with_context(|| format!("cannot read {name}"))?
        .into_decoder()
        .with_context(|| format!("{name} is no JPEG or PNG photo"))?;
    let orientation = decoder
        .orientation()
        .with_context(|| format!("{name} has a damaged header"))?;
    let mut photo =
        DynamicImage::from_decoder(decoder).with_context(|| format!("{name} cannot be decoded"))?;
    photo.apply_orientation(orientation);
    Ok(photo)
}

/// The JPEG and PNG files of some folders, in the order of their names; at
/// least one.
pub fn list(folders: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in folders {
        let entries = std::fs::read_dir(folder)
            .with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
            if ["jpg", "jpeg", "png"]
                .iter()
                .any(|known| extension == *known)
            {
                files.push(path);
            }
        }
    }
    if files.is_empty() {
        bail!("there is no .jpg or .png photo in {folders:?}");
    }
    files.sort();
    Ok(files)
}
