use burn::tensor::{Device, Tensor};

use super::labels::CLASSES;
use super::{Eyes, Labels, mean_average_precision, pooled};
use crate::maps::read_photos;
use crate::{FeatureError, Features};

/// Photos that are looked at at once.
const BATCH: usize = 32;
/// A word counts from so many photos on.
const OFTEN: usize = 4;

/// How well eyes know what new photos show: mean average precisions, 0..1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// Of the classes.
    pub classes: Option<f64>,
    /// Of the captions' words.
    pub words: Option<f64>,
}

/// Measures eyes on the photos that nothing is learnt from; on a device that
/// records no gradients.
pub(crate) fn measure_labels(
    eyes: &Eyes,
    labels: &Labels,
    files: &[Features],
    device: &Device,
) -> Result<Seen, FeatureError> {
    let mut scores: Vec<Vec<f32>> = Vec::new();
    for places in labels.dev.chunks(BATCH) {
        let maps = Tensor::<3>::from_data(read_photos(places, files)?, device);
        let cells = eyes.labels(eyes.backbone.regions_of_maps(maps));
        let said = pooled(cells).into_data();
        let said: Vec<f32> = said.iter::<f32>().collect();
        scores.extend(said.chunks_exact(labels.names.len()).map(<[f32]>::to_vec));
    }
    let truths = labels.dev.iter().map(|place| labels.truths(*place));
    let truths: Vec<Vec<Option<bool>>> = truths.collect();
    let part = |from: usize, to: usize, at_least| {
        let scores: Vec<Vec<f32>> = scores.iter().map(|all| all[from..to].to_vec()).collect();
        let truths: Vec<_> = truths.iter().map(|all| all[from..to].to_vec()).collect();
        mean_average_precision(&scores, &truths, at_least)
    };
    Ok(Seen {
        classes: part(0, CLASSES, 1),
        words: part(CLASSES, labels.names.len(), OFTEN),
    })
}
