//! What is known of photos, read from the files that a recipe names.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use anyhow::{Context, Result};
use burn::tensor::{Device, Tensor, TensorData};
use data::boxes::{self, Thing};
use data::labels::{load_captions, load_classes, load_detections};

use super::coverage::{coverage, mirrored};
use crate::recipe::{EyesRecipe, Labelled};
use crate::{Features, Photos};

/// The classes stand before the words.
pub(super) const CLASSES: usize = data::CLASSES.len();
/// A detection counts from that score on.
const SURE: f32 = 0.4;
/// How much a machine's caption counts, and how much its silence does.
const MACHINE: [f32; 2] = [0.5, 0.1];
/// Words that name nothing that could be seen.
const UNSEEN: &str = "a an the of on in at to and with is are his her its their it up by for from \
    that this as some there next near while has be very each other into over off out down which who \
    he she they them not what or no all was being can been one two another front top through around \
    behind side back between under above along across during about like than then so";

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
    pub fn read(
        recipe: &EyesRecipe,
        data: &Path,
        files: &[Features],
        file_of: &HashMap<String, usize>,
        is_new: impl Fn(&str) -> bool,
        side: usize,
    ) -> Result<Self> {
        let mut written = Written::default();
        for labelled in &recipe.photos {
            written.read(labelled, data, files, file_of, &is_new)?;
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
        let names = data::CLASSES.iter().map(|class| class.one.to_owned());
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

/// What the files of a recipe say, before it is known which words are common.
#[derive(Default)]
struct Written {
    known: HashMap<Place, Known>,
    said: HashMap<Place, (HashSet<String>, [f32; 2])>,
    /// How many photos that may be learnt from have a word in captions by
    /// people.
    counts: HashMap<String, usize>,
    /// A file, another view of its photos, and whether that is a mirror.
    views: Vec<(usize, usize, bool)>,
    dev: Vec<Place>,
}

impl Written {
    fn read(
        &mut self,
        labelled: &Labelled,
        data: &Path,
        files: &[Features],
        file_of: &HashMap<String, usize>,
        is_new: &impl Fn(&str) -> bool,
    ) -> Result<()> {
        let find = |name: &str| {
            let file = file_of.get(name).copied();
            file.with_context(|| format!("no source of the recipe has the features `{name}`"))
        };
        let file = find(&labelled.features)?;
        for view in &labelled.views {
            self.views
                .push((file, find(&view.features)?, view.mirrored));
        }
        let photos = Photos::of(&files[file]);
        let place = |photo: &str| {
            let name = photos.name(photo)?;
            Some((file, files[file].row(name)?))
        };
        if let Some(path) = &labelled.classes {
            for (photo, classes) in load_classes(&data.join(path))? {
                let Some(place) = place(&photo) else { continue };
                if is_new(&photo) {
                    self.dev.push(place);
                }
                self.known.entry(place).or_default().classes = Some(classes);
            }
        }
        if let Some(path) = &labelled.boxes {
            for (photo, things) in boxes::load(&data.join(path))? {
                let Some(place) = place(&photo) else { continue };
                let known = self.known.entry(place).or_default();
                let mut classes: Vec<usize> = things.iter().map(|thing| thing.class).collect();
                classes.sort_unstable();
                classes.dedup();
                known.classes.get_or_insert(classes);
                known.things = things;
                known.has_all = true;
            }
        }
        if let Some(path) = &labelled.detections {
            for (photo, mut things) in load_detections(&data.join(path), SURE)? {
                let Some(place) = place(&photo) else { continue };
                let known = self.known.entry(place).or_default();
                let confirmed = known.classes.clone().unwrap_or_default();
                if !known.has_all {
                    things.retain(|thing| confirmed.contains(&thing.class));
                    known.things = things;
                }
            }
        }
        let captions = [
            (&labelled.captions, [1.0, 1.0]),
            (&labelled.machine_captions, MACHINE),
        ];
        for (path, weights) in captions {
            let Some(path) = path else { continue };
            for (photo, sentences) in load_captions(&data.join(path))? {
                let Some(place) = place(&photo) else { continue };
                self.say(place, &sentences, weights, is_new(&photo));
            }
        }
        Ok(())
    }

    /// Takes the words of sentences about a photo in, unless better ones are
    /// there.
    fn say(&mut self, place: Place, sentences: &[String], weights: [f32; 2], is_new: bool) {
        if self.said.contains_key(&place) {
            return;
        }
        let unseen: HashSet<&str> = UNSEEN.split_whitespace().collect();
        let words: HashSet<String> = sentences
            .iter()
            .flat_map(|sentence| text::words(sentence))
            .map(|word| word.text)
            .filter(|word| word.len() > 1 && !unseen.contains(word.as_str()))
            .collect();
        if !is_new && weights == [1.0, 1.0] {
            for word in &words {
                *self.counts.entry(word.clone()).or_default() += 1;
            }
        }
        self.said.insert(place, (words, weights));
    }

    /// The words that most photos have, the commonest first.
    fn commonest(&self, n: usize) -> Vec<String> {
        // By the count, and where it is the same by the alphabet.
        let counted: BTreeMap<(std::cmp::Reverse<usize>, &str), ()> = self
            .counts
            .iter()
            .map(|(word, count)| ((std::cmp::Reverse(*count), word.as_str()), ()))
            .collect();
        let words = counted.keys().take(n);
        words.map(|(_, word)| (*word).to_owned()).collect()
    }
}
