use std::collections::HashMap;

use ::hints::{Asked, Phrases, left_out};
use ::train::{Example, Features};
use anyhow::{Context, Result, ensure};
use burn::tensor::f16;
use serde::Deserialize;
use text::FIRST_WORD;

use super::held_out::Scenes;

/// What is added to how probable an answer is about a photo before it is
/// compared with how common the answer is.
const SLACK: f32 = 0.02;

/// Photos that are compared, each with each, at most: the time grows with the
/// third power of their number, the memory with the second.
const MOST_PHOTOS: usize = 5000;

/// How much plain models count beside the teachers.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HintWeights {
    /// The part of the logarithm of an answer's probability that comes from the
    /// question's phrases alone, 0..=1; the rest comes from the teachers.
    phrases: f32,
    /// By which power an answer becomes more probable that is so about photos
    /// that look like this one.
    photos: f32,
    /// Whether photos of the same scene do not count, either: those whose
    /// numbers follow each other.
    #[serde(default)]
    new_scenes: bool,
    /// Features that photos are compared by, where it is not by those that are
    /// learnt from.
    pub look: Option<String>,
}

/// What questions alone and photos alone say, for the targets of a pupil.
pub struct Hints {
    weights: HintWeights,
    phrases: Phrases,
    /// By features file and row of a photo: the logarithm of how much more
    /// probable each answer is there than elsewhere.
    photos: HashMap<(usize, usize), Vec<f32>>,
}

impl Hints {
    /// Learns from questions and their answers. `words` are without the two
    /// special ones, `look` are the features that photos are compared by where
    /// it is not by those of `files`.
    pub fn learn(
        known: &[Example],
        files: &[Features],
        words: &[String],
        answers: &[String],
        weights: HintWeights,
        look: Option<&Features>,
    ) -> Result<Self> {
        ensure!(
            (0.0..=1.0).contains(&weights.phrases) && weights.photos >= 0.0,
            "hints: `phrases` is a part, 0 to 1, and `photos` a power, 0 or more"
        );
        let asked: Vec<Asked> = known.iter().map(asked).collect();
        let photos = Photos::new(known, files, words, answers)?;
        Ok(Self {
            phrases: Phrases::fit(&asked, answers.len()),
            photos: photos.more_probable(look, answers.len(), weights.new_scenes)?,
            weights,
        })
    }

    /// Puts together what the teachers say of an example, `[answers]`, and
    /// what is known without them. The result adds up to 1.
    pub fn with(&self, example: &Example, said: &mut [f32]) {
        let phrases = self.phrases.log_probabilities(&example.words);
        let photo = self.photos.get(&(example.file, example.row));
        let part = self.weights.phrases;
        for (at, value) in said.iter_mut().enumerate() {
            let teachers = value.max(1e-6).ln();
            let photo = photo.map_or(0.0, |more| more[at]);
            *value = (1.0 - part) * teachers + part * phrases[at] + self.weights.photos * photo;
        }
        let most = said.iter().copied().fold(f32::MIN, f32::max);
        said.iter_mut().for_each(|log| *log = (*log - most).exp());
        let total: f32 = said.iter().sum();
        said.iter_mut().for_each(|value| *value /= total);
    }
}

fn asked(example: &Example) -> Asked<'_> {
    Asked {
        words: &example.words,
        answers: &example.targets,
    }
}

/// The photos that are asked about.
struct Photos<'a> {
    files: &'a [Features],
    /// File and row of each.
    places: Vec<(usize, usize)>,
    /// What is said of each.
    said: Vec<Vec<usize>>,
}

impl<'a> Photos<'a> {
    fn new(
        known: &[Example],
        files: &'a [Features],
        words: &[String],
        answers: &[String],
    ) -> Result<Self> {
        let named: HashMap<&str, usize> = answers.iter().map(String::as_str).zip(0..).collect();
        let word = |id: &u32| words.get(id.checked_sub(FIRST_WORD)? as usize);
        let named_by = |id: &u32| named.get(word(id)?.as_str()).copied();
        let mut numbers: HashMap<(usize, usize), usize> = HashMap::new();
        let (mut places, mut said) = (Vec::new(), Vec::<Vec<usize>>::new());
        for example in known {
            let place = (example.file, example.row);
            let number = *numbers.entry(place).or_insert(said.len());
            if number == said.len() {
                places.push(place);
                said.push(Vec::new());
            }
            // What a question names is there, too.
            said[number].extend(example.words.iter().filter_map(named_by));
            said[number].extend(example.targets.iter().map(|(answer, _)| answer));
        }
        ensure!(
            places.len() <= MOST_PHOTOS,
            "hints compare all photos of a source with each other: {} are too many, {MOST_PHOTOS} at most",
            places.len()
        );
        Ok(Self {
            files,
            places,
            said,
        })
    }

    /// By file and row of a photo: the logarithm of how much more probable each
    /// answer is there than about others.
    fn more_probable(
        self,
        look: Option<&Features>,
        n_answers: usize,
        new_scenes: bool,
    ) -> Result<HashMap<(usize, usize), Vec<f32>>> {
        let names = self
            .places
            .iter()
            .map(|(file, row)| self.files[*file].name(*row));
        let names: Vec<&str> = names.collect();
        let scenes = match new_scenes {
            true => scenes(&names),
            false => (0..names.len()).collect(),
        };
        let looks = self
            .places
            .iter()
            .zip(&names)
            .map(|((file, row), name)| match look {
                None => numbers(&self.files[*file], *row),
                Some(look) => {
                    let row = look.row(name);
                    numbers(
                        look,
                        row.with_context(|| format!("`look` has no photo {name}"))?,
                    )
                }
            });
        let looks: Result<Vec<Vec<f32>>> = looks.collect();
        let Some((told, common)) = left_out(&looks?, &self.said, &scenes, n_answers) else {
            return Ok(HashMap::new());
        };
        let more = |told: Vec<f32>| -> Vec<f32> {
            let pairs = told.into_iter().zip(&common);
            pairs
                .map(|(told, common)| ((told + SLACK) / (common + SLACK)).ln())
                .collect()
        };
        Ok(self
            .places
            .into_iter()
            .zip(told.into_iter().map(more))
            .collect())
    }
}

/// For each photo, by its name, the number of its scene.
fn scenes<'a>(names: &[&'a str]) -> Vec<usize> {
    let scenes = Scenes::of(names.iter().copied());
    let mut numbers = HashMap::new();
    let number = |name: &&'a str| {
        let next = numbers.len();
        *numbers.entry(scenes.of_photo(name)).or_insert(next)
    };
    names.iter().map(number).collect()
}

/// A photo in numbers: of each number of its regions the mean and the largest,
/// as roots, so that few large ones do not outweigh the rest.
fn numbers(features: &Features, row: usize) -> Result<Vec<f32>> {
    let bytes = features.read(row)?;
    let dim = features.region_dim();
    let mut mean = vec![0.0f32; dim];
    let mut most = vec![f32::MIN; dim];
    for region in bytes.chunks_exact(dim * 2) {
        for (at, number) in region.chunks_exact(2).enumerate() {
            let number = f16::from_le_bytes([number[0], number[1]]).to_f32();
            mean[at] += number;
            most[at] = most[at].max(number);
        }
    }
    let n_regions = features.n_regions(row).max(1) as f32;
    mean.iter_mut().for_each(|sum| *sum /= n_regions);
    let root = |value: &f32| value.signum() * value.abs().sqrt();
    Ok(mean.iter().chain(&most).map(root).collect())
}
