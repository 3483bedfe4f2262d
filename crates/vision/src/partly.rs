use burn::tensor::Tensor;

use crate::regions::BOX;

/// The regions of a photo of which some cells are seen and the others are not,
/// once for each view.
///
/// What a cell that is not seen holds becomes zeros, and the last region, the
/// mean of all cells, becomes the mean of those that are seen: kept as it was
/// it would still tell of the others. With all cells seen the regions are what
/// they were; with none, nothing of the photo is left.
///
/// # Shapes
/// - features: `[regions, region_dim]`, the whole photo last, as
///   [`Backbone::look`](crate::Backbone::look) gives them
/// - seen: `[views, cells]`, 1 for a cell that is seen, else 0; there is one
///   region more than there are cells
/// - output: `[views, regions, region_dim]`
pub fn partly_seen(features: Tensor<2>, seen: Tensor<2>) -> Tensor<3> {
    let [n_regions, dim] = features.dims();
    let [views, n_cells] = seen.dims();
    let cells = features.clone().narrow(0, 0, n_cells);
    let whole_box = features
        .narrow(0, n_regions - 1, 1)
        .narrow(1, dim - BOX, BOX);

    let n_seen = seen.clone().sum_dim(1).clamp_min(1.0); // [views, 1]
    let mean = seen.clone().matmul(cells.clone()) / n_seen; // [views, dim]
    let mean = mean.narrow(1, 0, dim - BOX);
    let whole = Tensor::cat(vec![mean, whole_box.expand([views, BOX])], 1);
    let cells = cells.unsqueeze::<3>() * seen.unsqueeze_dim::<3>(2); // [views, cells, dim]
    Tensor::cat(vec![cells, whole.unsqueeze_dim(1)], 1)
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Device, TensorData};

    use super::*;

    /// Two cells and the whole photo: two values and a box each.
    const FEATURES: [[f32; 6]; 3] = [
        [1.0, 4.0, 0.0, 0.0, 0.5, 1.0],
        [3.0, 8.0, 0.5, 0.0, 1.0, 1.0],
        [2.0, 6.0, 0.0, 0.0, 1.0, 1.0],
    ];

    fn seen(views: &[[f32; 2]]) -> Vec<Vec<f32>> {
        let device = Device::flex();
        let features = Tensor::from_data(FEATURES, &device);
        let flat: Vec<f32> = views.iter().flatten().copied().collect();
        let views = Tensor::from_data(TensorData::new(flat, [views.len(), 2]), &device);
        let seen = partly_seen(features, views).into_data();
        let seen: Vec<f32> = seen.iter::<f32>().collect();
        seen.chunks(6).map(<[f32]>::to_vec).collect()
    }

    #[test]
    fn with_all_cells_seen_the_regions_are_what_they_were() {
        assert_eq!(seen(&[[1.0, 1.0]]), FEATURES);
    }

    #[test]
    fn the_whole_photo_is_the_mean_of_what_is_seen() {
        let regions = seen(&[[0.0, 1.0], [0.0, 0.0]]);
        assert_eq!(regions[0], [0.0; 6], "a hidden cell");
        assert_eq!(regions[1], FEATURES[1]);
        assert_eq!(regions[2], [3.0, 8.0, 0.0, 0.0, 1.0, 1.0]);
        assert_eq!(regions[5], [0.0, 0.0, 0.0, 0.0, 1.0, 1.0], "nothing left");
    }
}
