use burn::tensor::{Device, Tensor, TensorData};

use crate::backbone::FEATURES;
use crate::regions::{BOX, COLOUR};
use crate::{Backbone, CELL, Grid, Photo, VisionConfig, boxes, fit, pixels};

/// The block that stage 6 begins with: training that goes on with the backbone
/// leaves everything before it as it is.
pub const FIRST_TRAINED: usize = 11;

/// Channels of the map that enters [`FIRST_TRAINED`].
const CHANNELS: usize = 112;
/// Pixels of the input that one cell of that map stands for.
const FINE_CELL: usize = CELL / 2;

/// Numbers of one cell of a photo's [map](Backbone::map): its channels, and
/// its mean colour.
pub const MAP_DIM: usize = CHANNELS + COLOUR;

impl VisionConfig {
    /// Cells on a side of a photo's [map](Backbone::map).
    pub fn map_side(&self) -> usize {
        self.input_size / FINE_CELL
    }
}

impl Backbone {
    /// How far a photo gets through the stages that training leaves as they
    /// are: computed once and kept, it spares training most of the look.
    ///
    /// # Shapes
    /// - output: `[cells, 115]`, the cells of 16 pixels row by row
    pub fn map(&self, photo: &Photo, config: &VisionConfig, device: &Device) -> Tensor<2> {
        let photo = fit(photo, config.input_size);
        let map = self.until(pixels(&photo, device), FIRST_TRAINED);
        let [_, rows, columns, _] = map.dims();
        let cells = rows * columns;
        let colours = TensorData::new(photo.colours(FINE_CELL), [cells, COLOUR]);
        let colours = Tensor::<2>::from_data(colours, device);
        Tensor::cat(vec![map.reshape([cells, CHANNELS]), colours], 1)
    }

    /// The regions of photos by their [maps](Self::map), as
    /// [`look`](Self::look) gives them where each cell is a region of its own.
    /// Gradients flow through the features, and not through the soft labels.
    ///
    /// # Shapes
    /// - maps: `[photos, cells, 115]`
    /// - output: `[photos, cells / 4 + 1, region_dim]`
    pub fn regions_of_maps(&self, maps: Tensor<3>) -> Tensor<3> {
        let [photos, fine, _] = maps.dims();
        let side = fine.isqrt();
        let half = side.div_ceil(2);
        let cells = half * half;
        let map = maps.clone().narrow(2, 0, CHANNELS);
        let map = self.tail(map.reshape([photos, side, side, CHANNELS]), FIRST_TRAINED);
        let features: Tensor<3> = map.reshape([photos, cells, FEATURES]);

        let flat = features
            .clone()
            .detach()
            .reshape([photos * cells, FEATURES]);
        let labels = self.soft_labels(flat).detach();
        let [_, label_dim] = labels.dims();
        let labels = labels.reshape([photos, cells, label_dim]);
        let colours = maps.narrow(2, CHANNELS, COLOUR);
        let colours = halved(halved(colours, side), half);

        let seen = Tensor::cat(vec![features, labels, colours], 2);
        let whole = seen.clone().mean_dim(1);
        let seen = Tensor::cat(vec![seen, whole], 1);
        let grid = Grid {
            columns: half,
            rows: half,
        };
        let flat: Vec<f32> = boxes(grid).into_iter().flatten().collect();
        let places = TensorData::new(flat, [1, cells + 1, BOX]);
        let places = Tensor::<3>::from_data(places, &seen.device());
        Tensor::cat(vec![seen, places.expand([photos, cells + 1, BOX])], 2)
    }
}

/// The means of each cell and the one below it; called twice, of four cells,
/// since what comes out lies column by column.
///
/// # Shapes
/// - values: `[photos, rows * side, dim]`
/// - output: `[photos, side * rows / 2, dim]`
fn halved(values: Tensor<3>, side: usize) -> Tensor<3> {
    let [photos, cells, dim] = values.dims();
    let rows = cells / side;
    let pairs = values.reshape([photos, rows / 2, 2, side, dim]);
    let means: Tensor<4> = pairs.mean_dim(2).squeeze_dim(2); // [photos, rows / 2, side, dim]
    means
        .swap_dims(1, 2)
        .reshape([photos, side * rows / 2, dim])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_regions_of_a_map_are_those_of_the_photo() {
        let device = Device::flex();
        device.seed(3);
        let config = VisionConfig {
            input_size: 64,
            n_classes: 3,
            label_dim: 2,
            ..VisionConfig::default()
        };
        let backbone = config.init(&device).expect("a backbone");
        let rgba = (0..40 * 40 * 4).map(|at| match at % 4 {
            3 => 255,
            _ => (at * 7 % 251) as u8,
        });
        let photo = Photo::from_rgba(40, 40, rgba.collect()).expect("a photo");
        let map = backbone.map(&photo, &config, &device);
        assert_eq!(map.dims(), [config.map_side().pow(2), MAP_DIM]);
        let of_map = backbone.regions_of_maps(map.unsqueeze::<3>());
        let of_photo = backbone.look(&photo, &config, &device).features;
        let of_map: Vec<f32> = of_map.into_data().iter().collect();
        assert_eq!(of_map.len(), of_photo.len());
        let pairs = of_map.iter().zip(&of_photo);
        let worst = pairs.fold(0.0_f32, |worst, (a, b)| worst.max((a - b).abs()));
        assert!(worst < 1e-4, "{worst}");
    }
}
