use std::path::PathBuf;

use serde::Deserialize;

use super::View;

/// How the last stages of the backbone are trained together with the network,
/// where the features are maps. Where they are regions, the backbone stays as it
/// is, and of all this only the flows are supervised.
/// Every loss is a mean, and counts as much as its weight says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EyesRecipe {
    /// The learning rate of the backbone, as a part of the network's.
    #[serde(default = "slower")]
    pub learning_rate: f64,
    /// The weight of which classes and words a photo shows.
    #[serde(default = "whole")]
    pub labels: f32,
    /// The weight of which classes cover a cell.
    #[serde(default = "whole")]
    pub cells: f32,
    /// The weight of the flows: what a word that names a thing reads, and what
    /// speaks for the answer, should lie on the thing.
    #[serde(default)]
    pub flows: f32,
    /// The weight of the matches: a region that shows what a word names should
    /// read that word in the first head, and no other region should.
    #[serde(default)]
    pub matches: f32,
    /// How many of the captions' commonest words are learnt.
    #[serde(default = "words")]
    pub words: usize,
    /// What is known of photos.
    pub photos: Vec<Labelled>,
}

/// What is known of the photos of one file of maps.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labelled {
    /// The maps' file name without its ending.
    pub features: String,
    /// Other views of the same photos.
    #[serde(default)]
    pub views: Vec<View>,
    /// All classes that are there, see [`data::labels::load_classes`].
    pub classes: Option<PathBuf>,
    /// All boxes that are there, see [`data::boxes`].
    pub boxes: Option<PathBuf>,
    /// What a detector saw, see [`data::labels::load_detections`]; it counts
    /// where the classes confirm it.
    pub detections: Option<PathBuf>,
    /// Captions by people, see [`data::labels::load_captions`].
    pub captions: Option<PathBuf>,
    /// Captions by a machine, which count where no person wrote any, and half.
    pub machine_captions: Option<PathBuf>,
}

fn slower() -> f64 {
    0.2
}

fn whole() -> f32 {
    1.0
}

fn words() -> usize {
    700
}
