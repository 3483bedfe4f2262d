//! Questions about photos, put side by side.

use std::sync::Arc;

use burn::tensor::{Bool, Int, Tensor};
use dfaf::DfafInput;

use crate::SentenceTargets;

/// One question about one photo, ready to be learnt from.
#[derive(Debug, Clone)]
pub struct Example {
    /// The question about the photo as it is, and then about its other views,
    /// such as a part of it, or a mirror with left and right swapped in the
    /// words; training mixes them in. At least one.
    pub views: Vec<View>,
    /// Answers and how right each is, in 0..=1.
    pub targets: Vec<(usize, f32)>,
    /// Whether nothing is known of the answers that are no targets; else they
    /// are wrong.
    pub partly_known: bool,
    /// The question as a sentence encoder sees it, where it does.
    pub sentence: Option<Arc<[f32]>>,
    /// How much it counts in the loss, where others count 1.
    pub weight: f32,
}

impl Example {
    /// A question in word ids about the photo in a row of a features file.
    pub fn new(file: usize, row: usize, words: Vec<u32>, targets: Vec<(usize, f32)>) -> Self {
        let view = View {
            file,
            row,
            words,
            phrasings: Vec::new(),
        };
        Self {
            views: vec![view],
            targets,
            partly_known: false,
            sentence: None,
            weight: 1.0,
        }
    }
}

/// A question about one view of a photo.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Which of the feature files holds it.
    pub file: usize,
    /// Its row there.
    pub row: usize,
    /// Word ids, at least one.
    pub words: Vec<u32>,
    /// Other ways to ask the same, in word ids; training mixes them in.
    pub phrasings: Vec<Vec<u32>>,
}

/// Questions about photos, as tensors; several may be about one photo.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The regions of each photo, `[photos, regions, region_dim]`.
    pub regions: Tensor<3>,
    /// True where there is no region, `[photos, regions]`.
    pub region_padding: Tensor<2, Bool>,
    /// Which of the photos each question is about, `[questions]`.
    pub photos: Tensor<1, Int>,
    /// Word ids, `[questions, words]`, padding last.
    pub words: Tensor<2, Int>,
    /// True where there is no word, `[questions, words]`.
    pub word_padding: Tensor<2, Bool>,
    /// What the network should say, `[questions, answers]` in 0..=1.
    pub targets: Targets,
    /// What the questions are to a sentence encoder; nothing where it sees none.
    pub sentences: Option<SentenceTargets>,
    /// The file and the row of each photo.
    pub places: Vec<(usize, usize)>,
    /// What each question asks, and of which of the photos.
    pub(crate) asked: Vec<Asking>,
    /// Which regions of each photo stand here, in their order; empty where they are
    /// made of maps, and all stand in their places.
    pub(crate) seen: Vec<Vec<usize>>,
}

/// A question of a step, as numbers on no device.
#[derive(Debug, Clone)]
pub(crate) struct Asking {
    /// The place in [`Batch::places`].
    pub photo: usize,
    /// Word ids.
    pub words: Vec<u32>,
    /// Answers and how right each is.
    pub targets: Vec<(usize, f32)>,
}

/// What a network should say.
#[derive(Debug, Clone)]
pub struct Targets {
    /// How right each answer is, `[questions, answers]` in 0..=1.
    pub scores: Tensor<2>,
    /// 1 where that is known and 0 where it is not, `[questions, answers]`;
    /// nothing where all of it is known.
    pub known: Option<Tensor<2>>,
    /// How much each question counts, `[questions]`.
    pub weights: Tensor<1>,
}

impl Batch {
    /// What the network sees, a photo for each question.
    pub fn input(&self) -> DfafInput {
        let photos = self.photos.clone();
        DfafInput {
            regions: self.regions.clone().select(0, photos.clone()),
            region_padding: self.region_padding.clone().select(0, photos),
            words: self.words.clone(),
            word_padding: self.word_padding.clone(),
        }
    }
}
