//! The files of OpenVQA (MILVLG/openvqa): a `numpy.savez` archive for each
//! photo, named `COCO_train2014_000000000009.jpg.npz`. Its loaders read `x`,
//! the features, and `bbox`, `[n, 4]` in pixels; the archives also hold
//! `image_w`, `image_h` and `num_bbox`.
//!
//! For VQA, `x` is `[2048, n]` (`vqa_loader.py` turns it); for GQA it is
//! `[n, 2048]`, and the sizes are called `width` and `height`
//! (`gqa_feat_preproc.py`). `bbox` tells which way round `x` is. Other arrays
//! are not looked at.

use std::path::{Path, PathBuf};

use super::archive::{Archive, turned};
use super::error::{Place, RegionsError, Spot};
use super::photo::{Claimed, MAX_REGION_DIM, MAX_REGIONS, MAX_SIDE, PhotoRegions, SameDim};

/// Reads the `.npz` files of a folder, by name.
#[derive(Debug)]
pub struct NpzFolder {
    files: std::vec::IntoIter<PathBuf>,
    same_dim: SameDim,
}

impl NpzFolder {
    /// Lists the folder, not its subfolders.
    ///
    /// # Errors
    /// [`RegionsError::Read`] when it cannot be listed,
    /// [`RegionsError::Empty`] when it holds no `.npz` file.
    pub fn open(folder: &Path) -> Result<Self, RegionsError> {
        let unreadable = |source| RegionsError::unreadable(folder, source);
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let file = entry.map_err(unreadable)?.path();
            if file.extension().is_some_and(|ending| ending == "npz") {
                files.push(file);
            }
        }
        if files.is_empty() {
            return Err(RegionsError::Empty {
                file: folder.to_owned(),
            });
        }
        files.sort_unstable();
        Ok(Self {
            files: files.into_iter(),
            same_dim: SameDim::default(),
        })
    }

    /// Photos that were not read yet.
    pub fn n_left(&self) -> usize {
        self.files.len()
    }
}

impl Iterator for NpzFolder {
    type Item = Result<PhotoRegions, RegionsError>;

    fn next(&mut self) -> Option<Self::Item> {
        let file = self.files.next()?;
        let photo = Archive::open(&file).and_then(photo);
        Some(photo.and_then(|photo| {
            self.same_dim.check(Spot::array(&file, "x"), &photo)?;
            Ok(photo)
        }))
    }
}

fn photo(mut archive: Archive<'_>) -> Result<PhotoRegions, RegionsError> {
    let file = archive.file;
    let width = side(&mut archive, "image_w", "width")?;
    let height = side(&mut archive, "image_h", "height")?;
    let boxes = archive.floats("bbox")?;
    let n_boxes = match *boxes.shape {
        [n, 4] if (1..=MAX_REGIONS as u64).contains(&n) => n as usize,
        _ => {
            let expected = format!("[n, 4], n from 1 to {MAX_REGIONS}");
            return Err(Spot::array(file, "bbox").shape(&boxes.shape, expected));
        }
    };
    check_num_bbox(&mut archive, n_boxes)?;
    let image = file.file_stem().unwrap_or_default().to_string_lossy();
    let claimed = Claimed {
        file,
        image: &image,
        width,
        height,
        boxes: (narrow(&boxes.values), Place::Array("bbox")),
        features: (features(&mut archive, n_boxes)?, Place::Array("x")),
    };
    claimed.check()
}

/// `[regions, region_dim]`, whichever way round the archive has them.
fn features(archive: &mut Archive<'_>, n_boxes: usize) -> Result<Vec<f32>, RegionsError> {
    let spot = Spot::array(archive.file, "x");
    let x = archive.floats("x")?;
    let n = n_boxes as u64;
    let dims = 1..=MAX_REGION_DIM as u64;
    match *x.shape {
        // Both ways would do, and one of them would be wrong.
        [rows, columns] if rows == n && columns == n && n > 1 => {
            let expected = format!("only one side of {n}, the number of boxes");
            Err(spot.shape(&x.shape, expected))
        }
        [rows, dim] if rows == n && dims.contains(&dim) => Ok(narrow(&x.values)),
        [dim, columns] if columns == n && dims.contains(&dim) => {
            Ok(narrow(&turned(&x.values, dim as usize, n_boxes)))
        }
        _ => {
            let expected = format!("[dim, {n}] or [{n}, dim], dim from 1 to {MAX_REGION_DIM}");
            Err(spot.shape(&x.shape, expected))
        }
    }
}

fn check_num_bbox(archive: &mut Archive<'_>, n_boxes: usize) -> Result<(), RegionsError> {
    if !archive.has("num_bbox") {
        return Ok(());
    }
    let claimed = archive.whole("num_bbox", MAX_REGIONS as u32)?;
    match claimed as usize == n_boxes {
        true => Ok(()),
        false => {
            let expected = format!("{n_boxes}, the number of boxes in `bbox`");
            Err(Spot::array(archive.file, "num_bbox").value(claimed, expected))
        }
    }
}

/// Width or height, by either of its names.
fn side(
    archive: &mut Archive<'_>,
    name: &'static str,
    other: &'static str,
) -> Result<u32, RegionsError> {
    let name = match !archive.has(name) && archive.has(other) {
        true => other,
        false => name,
    };
    archive.whole(name, MAX_SIDE)
}

fn narrow(values: &[f64]) -> Vec<f32> {
    values.iter().map(|value| *value as f32).collect()
}
