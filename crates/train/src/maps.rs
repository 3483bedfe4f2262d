//! Photos that are kept as maps, of which the eyes make regions.

use burn::tensor::{DType, TensorData};

use crate::features::{FeatureError, Features};

/// The whole maps of photos, `[photos, cells, dim]`, and the padding of the
/// regions that are made of them: true where one is not seen.
pub(crate) fn maps(
    places: &[(usize, usize)],
    files: &[Features],
    seen: &[Vec<usize>],
) -> Result<(TensorData, TensorData), FeatureError> {
    let n_regions = files[0].n_regions(0);
    let mut padding = vec![true; places.len() * n_regions];
    for (at, seen) in seen.iter().enumerate() {
        seen.iter()
            .for_each(|region| padding[at * n_regions + region] = false);
    }
    let padding = TensorData::new(padding, [places.len(), n_regions]);
    Ok((read_photos(places, files)?, padding))
}

/// All that is kept of photos which have as many regions, or cells of a map, each:
/// `[photos, regions or cells, dim]`; `places` are files and rows in them.
///
/// # Errors
/// [`FeatureError::File`] when the disk fails.
pub fn read_photos(
    places: &[(usize, usize)],
    files: &[Features],
) -> Result<TensorData, FeatureError> {
    let mut bytes = Vec::new();
    for (file, row) in places {
        bytes.extend(files[*file].read(*row)?);
    }
    let shape = [places.len(), files[0].n_rows(0), files[0].region_dim()];
    Ok(TensorData::from_bytes_vec(bytes, shape, DType::F16).convert_dtype(DType::F32))
}
