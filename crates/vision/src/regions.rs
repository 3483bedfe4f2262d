use burn::tensor::{Device, Tensor, TensorData};
use serde::{Deserialize, Serialize};

use crate::backbone::{CELL, FEATURES};
use crate::{Backbone, FittedPhoto, Photo, VisionConfig, fit, pixels};

/// Values of a region's mean colour.
pub(crate) const COLOUR: usize = 3;
/// Values of a region's box.
pub(crate) const BOX: usize = 4;

/// `[left, top, right, bottom]` in 0..1 of the original photo.
pub type RegionBox = [f32; 4];

/// How many cells lie beside and below each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// Cells beside each other.
    pub columns: usize,
    /// Cells below each other.
    pub rows: usize,
}

/// The regions of one photo.
#[derive(Debug, Clone)]
pub struct Regions {
    /// `[regions, region_dim]`: per region the backbone's 1280 features in
    /// 0..6, its soft label, its mean colour in 0..1, its box in 0..1.
    pub features: Tensor<2>,
    /// One box for each region: the cells row by row, the whole photo last.
    pub boxes: Vec<RegionBox>,
    /// The grid of all regions but the last.
    pub grid: Grid,
}

/// The boxes of a grid, row by row, and the whole photo last.
pub fn boxes(grid: Grid) -> Vec<RegionBox> {
    let (columns, rows) = (grid.columns as f32, grid.rows as f32);
    let cell = |at: usize| {
        let (row, column) = ((at / grid.columns) as f32, (at % grid.columns) as f32);
        [
            column / columns,
            row / rows,
            (column + 1.0) / columns,
            (row + 1.0) / rows,
        ]
    };
    let cells = (0..grid.columns * grid.rows).map(cell);
    cells.chain([[0.0, 0.0, 1.0, 1.0]]).collect()
}

impl Backbone {
    /// Looks at a photo of any shape, squashed to the square that `config`
    /// asks for.
    pub fn look(&self, photo: &Photo, config: &VisionConfig, device: &Device) -> Regions {
        let photo = fit(photo, config.input_size);
        let map = self.forward(pixels(&photo, device));
        let [_, _, rows, columns] = map.dims();
        let features = map.reshape([FEATURES, rows * columns]).transpose(); // [cells, 1280]
        let soft_labels = self.soft_labels(features.clone());
        Regions::of_cells(&photo, features, soft_labels, config)
    }
}

impl Regions {
    /// The regions of a photo, from what the backbone says of each cell of its
    /// square grid.
    ///
    /// # Shapes
    /// - features: `[cells, 1280]`
    /// - soft_labels: `[cells, label_dim]`
    pub(crate) fn of_cells(
        photo: &FittedPhoto,
        features: Tensor<2>,
        soft_labels: Tensor<2>,
        config: &VisionConfig,
    ) -> Self {
        let device = &features.device();
        let side = config.input_size / CELL;
        let cells = Grid {
            columns: side,
            rows: side,
        };
        let colours = TensorData::new(photo.colours(CELL), [side * side, COLOUR]);
        let colours = Tensor::<2>::from_data(colours, device);
        let seen = Tensor::cat(vec![features, soft_labels, colours], 1);
        let (seen, grid) = average(seen, cells, config.pooled);
        let whole = seen.clone().mean_dim(0);
        let seen = Tensor::cat(vec![seen, whole], 0);

        let boxes = boxes(grid);
        let flat: Vec<f32> = boxes.iter().flatten().copied().collect();
        let where_ = Tensor::<2>::from_data(TensorData::new(flat, [boxes.len(), BOX]), device);
        Self {
            features: Tensor::cat(vec![seen, where_], 1),
            boxes,
            grid,
        }
    }
}

/// The means of squares of `pooled` by `pooled` cells, `[cells, values]` to
/// `[cells / pooled^2, values]`, and their grid.
fn average(seen: Tensor<2>, cells: Grid, pooled: usize) -> (Tensor<2>, Grid) {
    if pooled == 1 {
        return (seen, cells);
    }
    let [_, values] = seen.dims();
    let (rows, columns) = (cells.rows / pooled, cells.columns / pooled);
    let beside = seen.reshape([cells.rows * columns, pooled, values]);
    let beside: Tensor<2> = beside.mean_dim(1).squeeze_dim(1);
    let below = beside.reshape([rows, pooled, columns * values]);
    let below: Tensor<2> = below.mean_dim(1).squeeze_dim(1);
    let grid = Grid { columns, rows };
    (below.reshape([rows * columns, values]), grid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_tile_the_photo_and_end_with_all_of_it() {
        let grid = Grid {
            columns: 3,
            rows: 2,
        };
        let boxes = boxes(grid);
        assert_eq!(boxes.len(), 7);
        assert_eq!(boxes[6], [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(boxes[5], [2.0 / 3.0, 0.5, 1.0, 1.0]);
        let area: f32 = boxes[..6]
            .iter()
            .map(|b| (b[2] - b[0]) * (b[3] - b[1]))
            .sum();
        assert!((area - 1.0).abs() < 1e-6);
    }

    #[test]
    fn four_cells_become_one_region() {
        let values: Vec<f32> = (0..16).map(|at| at as f32).collect();
        let seen = Tensor::<1>::from_floats(values.as_slice(), &Device::flex());
        let seen = Tensor::cat(
            vec![seen.clone().reshape([16, 1]), seen.reshape([16, 1]) * 2.0],
            1,
        );
        let four = Grid {
            columns: 4,
            rows: 4,
        };
        let (means, grid) = average(seen, four, 2);
        assert_eq!((grid.columns, grid.rows), (2, 2));
        let means: Vec<f32> = means.into_data().iter::<f32>().collect();
        assert_eq!(means, [2.5, 5.0, 4.5, 9.0, 10.5, 21.0, 12.5, 25.0]);
    }
}
