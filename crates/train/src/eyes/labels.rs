//! What is known of photos, and what a step learns of it.

mod written;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::Result;
use burn::tensor::{Device, Tensor, TensorData};
use data::boxes::Thing;

use self::written::Written;
use super::coverage::{coverage, mirrored};
use crate::Features;
use crate::recipe::EyesRecipe;

/// The classes stand before the words.
pub(super) const CLASSES: usize = data::N_CLASSES;
/// A file and a row in it.
type Place = (usize, usize);

/// What is known of photos.
pub struct Labels {
    /// Names: the classes, and then words.
    pub names: Vec<String>,
    of: HashMap<Place, Known>,
    mirrors: HashSet<usize>,
    /// Cells on a side of a photo's regions.
    side: usize,
    /// Photos that nothing is learnt from.
    pub dev: Vec<Place>,
}

/// What is known of one photo.
#[derive(Debug, Clone, Default)]
struct Known {
    /// All classes that are there.
    classes: Option<Vec<usize>>,
    /// Words, by their labels, and how much they and the others count.
    words: Option<(Vec<usize>, [f32; 2])>,
    things: Vec<Thing>,
    /// Whether those are all things.
    has_all: bool,
}

/// What a step learns of labels.
pub(crate) struct LabelTargets {
    /// `[photos, labels]` in 0..=1.
    pub scores: Tensor<2>,
    /// How much that counts, `[photos, labels]`.
    pub known: Tensor<2>,
    /// Which part of each cell each class covers, `[photos, cells, classes]`.
    pub cells: Tensor<3>,
    /// Whether that is known, `[photos, 1, classes]`.
    pub cells_known: Tensor<3>,
}

impl Labels {
    /// Reads what the recipe names; `file_of` finds an opened file by its
    /// name, `is_new` says of which photos nothing may be learnt: they are
    /// measured on.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn load(
        recipe: &EyesRecipe,
        data: &Path,
        files: &[Features],
        file_of: &HashMap<String, usize>,
        is_new: impl Fn(&str) -> bool,
        side: usize,
    ) -> Result<Self> {
        let mut written = Written::default();
        for labelled in &recipe.photos {
            written.add(labelled, data, files, file_of, &is_new)?;
        }
        let words = written.commonest(recipe.words);
        let word_of: HashMap<&str, usize> = (CLASSES..)
            .zip(&words)
            .map(|(label, word)| (word.as_str(), label))
            .collect();
        let mut of = written.known;
        for (place, (words, weights)) in &written.said {
            let labels = words.iter().filter_map(|word| word_of.get(word.as_str()));
            let mut labels: Vec<usize> = labels.copied().collect();
            labels.sort_unstable();
            of.entry(*place).or_default().words = Some((labels, *weights));
        }
        let mirrors = written.views.iter().filter(|view| view.2);
        let mirrors = mirrors.map(|(_, view, _)| *view).collect();
        for (plain, view, _) in &written.views {
            let known: Vec<(usize, Known)> = of
                .iter()
                .filter(|((file, _), _)| file == plain)
                .filter_map(|((_, row), known)| {
                    let name = files[*plain].name(*row);
                    Some((files[*view].row(name)?, known.clone()))
                })
                .collect();
            of.extend(known.into_iter().map(|(row, known)| ((*view, row), known)));
        }
        let names = text::classes().iter().map(|class| class.one.to_owned());
        Ok(Self {
            names: names.chain(words).collect(),
            of,
            mirrors,
            side,
            dev: written.dev,
        })
    }

    /// What a step about these photos learns.
    pub(crate) fn targets(&self, places: &[Place], device: &Device) -> LabelTargets {
        let (n, n_labels, n_cells) = (places.len(), self.names.len(), self.side * self.side);
        let mut scores = vec![0.0f32; n * n_labels];
        let mut known = vec![0.0f32; n * n_labels];
        let mut cells = vec![0.0f32; n * n_cells * CLASSES];
        let mut cells_known = vec![0.0f32; n * CLASSES];
        for (at, place) in places.iter().enumerate() {
            let Some(photo) = self.of.get(place) else {
                continue;
            };
            let row = at * n_labels..(at + 1) * n_labels;
            photo.targets(&mut scores[row.clone()], &mut known[row]);
            let things = self.things(*place);
            for class in 0..CLASSES {
                let has = things.iter().any(|thing| thing.class == class);
                if !photo.knows_cells_of(class, has) {
                    continue;
                }
                cells_known[at * CLASSES + class] = 1.0;
                if has {
                    let covered = self.covered(&things, class);
                    for (cell, part) in covered.into_iter().enumerate() {
                        cells[(at * n_cells + cell) * CLASSES + class] = part;
                    }
                }
            }
        }
        let tensor2 = |values, dim| Tensor::from_data(TensorData::new(values, [n, dim]), device);
        let cells = TensorData::new(cells, [n, n_cells, CLASSES]);
        let cells_known = TensorData::new(cells_known, [n, 1, CLASSES]);
        LabelTargets {
            scores: tensor2(scores, n_labels),
            known: tensor2(known, n_labels),
            cells: Tensor::from_data(cells, device),
            cells_known: Tensor::from_data(cells_known, device),
        }
    }

    /// The cells that any of the classes covers at least half, or where they
    /// cover none so far, those that they cover most; nothing where they are
    /// nowhere or everywhere.
    pub(crate) fn cells_of(&self, place: Place, classes: &[usize]) -> Option<Vec<f32>> {
        let things = self.things(place);
        let of_classes = things.iter().filter(|thing| classes.contains(&thing.class));
        let covered = coverage(of_classes, self.side);
        let most = covered.iter().copied().fold(0.0, f32::max);
        let enough = f32::min(0.5, most);
        let on: Vec<f32> = covered
            .iter()
            .map(|part| f32::from(u8::from(*part >= enough)))
            .collect();
        let n_on = on.iter().filter(|on| **on > 0.0).count();
        (most > 0.1 && n_on * 2 < on.len()).then_some(on)
    }

    /// Whether a photo shows a class, where that is known.
    pub(crate) fn shows(&self, place: Place, class: usize) -> Option<bool> {
        let photo = self.of.get(&place)?;
        match &photo.classes {
            Some(classes) => Some(classes.contains(&class)),
            None => photo
                .has_all
                .then(|| photo.things.iter().any(|thing| thing.class == class)),
        }
    }

    /// What is known of the labels of a photo, in their order.
    pub fn truths(&self, place: Place) -> Vec<Option<bool>> {
        let mut scores = vec![0.0; self.names.len()];
        let mut known = scores.clone();
        if let Some(photo) = self.of.get(&place) {
            photo.targets(&mut scores, &mut known);
        }
        let each = scores.iter().zip(&known);
        each.map(|(score, known)| (*known == 1.0).then_some(*score > 0.0))
            .collect()
    }

    fn covered(&self, things: &[Thing], class: usize) -> Vec<f32> {
        let of_class = things.iter().filter(|thing| thing.class == class);
        coverage(of_class, self.side)
    }

    /// The things in a photo, as its file shows them.
    fn things(&self, place: Place) -> Vec<Thing> {
        let Some(photo) = self.of.get(&place) else {
            return Vec::new();
        };
        match self.mirrors.contains(&place.0) {
            true => photo.things.iter().map(mirrored).collect(),
            false => photo.things.clone(),
        }
    }
}

impl Known {
    fn targets(&self, scores: &mut [f32], known: &mut [f32]) {
        if let Some(classes) = &self.classes {
            known[..CLASSES].fill(1.0);
            classes.iter().for_each(|class| scores[*class] = 1.0);
        }
        if let Some((words, [said, silent])) = &self.words {
            known[CLASSES..].fill(*silent);
            for word in words {
                scores[*word] = 1.0;
                known[*word] = *said;
            }
        }
    }

    /// Whether the boxes of a class are known: all are, or it is not there, or
    /// a detector found it where it should be.
    fn knows_cells_of(&self, class: usize, has_box: bool) -> bool {
        match &self.classes {
            Some(classes) => self.has_all || has_box || !classes.contains(&class),
            None => self.has_all,
        }
    }
}
