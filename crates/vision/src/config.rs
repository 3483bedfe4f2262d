use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::backbone::{CELL, FEATURES};
use crate::regions::{BOX, COLOUR};

/// How a photo is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisionConfig {
    /// Side of the square that the backbone reads, in pixels; a multiple of 32.
    pub input_size: usize,
    /// Cells beside and below each other that are averaged into one region;
    /// their number on a side must be a multiple of it. 1 leaves each cell a
    /// region of its own.
    #[serde(default = "each", skip_serializing_if = "is_each")]
    pub pooled: usize,
    /// Classes of the backbone's classifier.
    pub n_classes: usize,
    /// Length of the word vector of a class.
    pub label_dim: usize,
}

/// A way of looking that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VisionConfigError {
    /// The square does not split into cells of 32 pixels, or is too large.
    #[error("`input_size` is {0}; it must be a multiple of 32 from 32 to 1024")]
    InputSize(usize),
    /// The cells do not fall into whole regions.
    #[error("`pooled` is {pooled}; it must divide the {cells} cells of a side")]
    Pooled {
        /// What it says.
        pooled: usize,
        /// Cells on a side.
        cells: usize,
    },
    /// A size is zero or absurd.
    #[error("`{field}` is {value}; it must be from 1 to 100000")]
    Size {
        /// The field's name.
        field: &'static str,
        /// What it says.
        value: usize,
    },
}

impl Default for VisionConfig {
    /// EfficientNet-lite0 as it was trained: 224 pixels, the 1000 classes of
    /// ImageNet, GloVe vectors of 100 for their names.
    fn default() -> Self {
        Self {
            input_size: 224,
            pooled: each(),
            n_classes: 1000,
            label_dim: 100,
        }
    }
}

impl VisionConfig {
    /// Checks the sizes.
    ///
    /// # Errors
    /// [`VisionConfigError`] for the first size that cannot be.
    pub fn validate(&self) -> Result<(), VisionConfigError> {
        let size = self.input_size;
        if !size.is_multiple_of(CELL) || !(CELL..=1024).contains(&size) {
            return Err(VisionConfigError::InputSize(size));
        }
        let cells = size / CELL;
        if self.pooled == 0 || !cells.is_multiple_of(self.pooled) {
            let pooled = self.pooled;
            return Err(VisionConfigError::Pooled { pooled, cells });
        }
        for (field, value) in [("n_classes", self.n_classes), ("label_dim", self.label_dim)] {
            if !(1..=100_000).contains(&value) {
                return Err(VisionConfigError::Size { field, value });
            }
        }
        Ok(())
    }

    /// Regions on a side of the grid: one for each 32 pixels, or for as many
    /// of these as are averaged.
    pub fn side(&self) -> usize {
        self.input_size / CELL / self.pooled.max(1)
    }

    /// Regions of a photo: the grid, and the whole photo last. Sizes that are
    /// not valid give some large number, and no overflow.
    pub fn n_regions(&self) -> usize {
        self.side().saturating_mul(self.side()).saturating_add(1)
    }

    /// Length of a region's features: backbone, soft label, colour, box.
    pub fn region_dim(&self) -> usize {
        (FEATURES + COLOUR + BOX).saturating_add(self.label_dim)
    }
}

fn each() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_each(pooled: &usize) -> bool {
    *pooled == each()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averaged_cells_are_fewer_regions() {
        let config = VisionConfig {
            input_size: 448,
            pooled: 2,
            ..VisionConfig::default()
        };
        config.validate().expect("14 cells are 7 pairs");
        assert_eq!(config.n_regions(), VisionConfig::default().n_regions());
        for pooled in [0, 3, 28] {
            let config = VisionConfig {
                pooled,
                ..config.clone()
            };
            let refused = config.validate().expect_err("no whole regions");
            assert_eq!(refused, VisionConfigError::Pooled { pooled, cells: 14 });
        }
    }

    #[test]
    fn a_manifest_that_says_nothing_of_it_averages_nothing() {
        let old = r#"{"input_size":224,"n_classes":1000,"label_dim":100}"#;
        let config: VisionConfig = serde_json::from_str(old).expect("a way of looking");
        assert_eq!(config, VisionConfig::default());
        assert_eq!(serde_json::to_string(&config).expect("text"), old);
    }
}
