use burn::tensor::Device;
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
    pub features: Vec<f32>,
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
        let [features, soft_labels] = [features, soft_labels]
            .map(|rows| rows.into_data().iter::<f32>().collect::<Vec<f32>>());
        Regions::of_cells(&photo, &features, &soft_labels, config)
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
        features: &[f32],
        soft_labels: &[f32],
        config: &VisionConfig,
    ) -> Self {
        let side = config.input_size / CELL;
        let cells = Grid {
            columns: side,
            rows: side,
        };
        let n_cells = side * side;
        let colours = photo.colours(CELL);
        let parts = [features, soft_labels, &colours];
        let mut seen = Vec::with_capacity(parts.iter().map(|part| part.len()).sum());
        for cell in 0..n_cells {
            for part in parts {
                let width = part.len() / n_cells;
                seen.extend_from_slice(&part[cell * width..][..width]);
            }
        }
        let (seen, grid) = average(seen, cells, config.pooled);
        let n_cells = grid.rows * grid.columns;
        let dim = seen.len() / n_cells;
        let whole = mean(seen.chunks_exact(dim), dim);

        let boxes = boxes(grid);
        let mut features = Vec::with_capacity(boxes.len() * (dim + BOX));
        let regions = seen.chunks_exact(dim).chain([&whole[..]]);
        for (seen, box_) in regions.zip(&boxes) {
            features.extend_from_slice(seen);
            features.extend_from_slice(box_);
        }
        Self {
            features,
            boxes,
            grid,
        }
    }
}

/// The means of squares of `pooled` by `pooled` cells, `[cells, values]` to
/// `[cells / pooled^2, values]`, and their grid.
fn average(seen: Vec<f32>, cells: Grid, pooled: usize) -> (Vec<f32>, Grid) {
    if pooled == 1 {
        return (seen, cells);
    }
    let dim = seen.len() / (cells.rows * cells.columns);
    let grid = Grid {
        columns: cells.columns / pooled,
        rows: cells.rows / pooled,
    };
    let means = (0..grid.rows * grid.columns).flat_map(|at| {
        let (row, column) = (at / grid.columns * pooled, at % grid.columns * pooled);
        let square = (row..row + pooled).flat_map(|row| {
            (column..column + pooled).map(move |column| row * cells.columns + column)
        });
        mean(square.map(|cell| &seen[cell * dim..][..dim]), dim)
    });
    (means.collect(), grid)
}

fn mean<'a>(rows: impl Iterator<Item = &'a [f32]>, dim: usize) -> Vec<f32> {
    let mut sums = vec![0.0; dim];
    let mut n = 0;
    for row in rows {
        sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
        n += 1;
    }
    sums.iter_mut().for_each(|sum| *sum /= n as f32);
    sums
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
        let values = (0..16).map(|at| at as f32);
        let seen: Vec<f32> = values.flat_map(|x| [x, x * 2.0]).collect();
        let four = Grid {
            columns: 4,
            rows: 4,
        };
        let (means, grid) = average(seen, four, 2);
        assert_eq!((grid.columns, grid.rows), (2, 2));
        assert_eq!(means, [2.5, 5.0, 4.5, 9.0, 10.5, 21.0, 12.5, 25.0]);
    }
}
