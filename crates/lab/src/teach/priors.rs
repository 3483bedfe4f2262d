//! Priors: what a question alone and a photo alone make probable.

use std::collections::HashMap;
use std::path::Path;

use ::train::{Features, VideoScenes};
use anyhow::{Context, Result, ensure};
use burn::tensor::f16;
use priors::{Answered, Phrases, left_out};

use super::asked::{Asked, Known};

/// What is added to how probable an answer is about a photo before it is
/// compared with how common the answer is.
const SLACK: f32 = 0.02;

/// Photos that are compared, each with each, at most: the time grows with the
/// third power of their number, the memory with the second.
const MOST_PHOTOS: usize = 5000;

/// How much plain models count beside the teachers.
#[derive(Debug, Clone, clap::Args)]
pub struct Weights {
    /// The part of the logarithm of an answer's probability that comes from the
    /// question's phrases alone, 0 to 1; the rest comes from the teachers.
    #[arg(long, default_value_t = 0.0)]
    phrases: f32,
    /// By which power an answer becomes more probable that is so about photos
    /// that look like this one.
    #[arg(long, default_value_t = 0.0)]
    photos: f32,
    /// Photos of the same scene do not count, either: those whose numbers follow
    /// each other.
    #[arg(long)]
    new_scenes: bool,
    /// Features that photos are compared by, where it is not by those that the
    /// teachers see.
    #[arg(long)]
    look: Option<String>,
}

/// Word ids of a question, and its answers with the part of the people that gave
/// each.
type Read = (Vec<u32>, Vec<(usize, f32)>);

impl Weights {
    /// Whether they count at all.
    pub fn count(&self) -> bool {
        self.phrases != 0.0 || self.photos != 0.0
    }
}

/// What questions alone and photos alone say.
pub struct Priors {
    weights: Weights,
    phrases: Phrases,
    /// By the row of a photo: the logarithm of how much more probable each
    /// answer is there than elsewhere.
    photos: HashMap<usize, Vec<f32>>,
}

impl Priors {
    /// Learns from questions and their answers. Features that only this needs
    /// lie in `folder`.
    pub fn learn(
        known: &Known,
        features: &Features,
        answers: &[String],
        weights: &Weights,
        folder: &Path,
    ) -> Result<Self> {
        ensure!(
            (0.0..=1.0).contains(&weights.phrases) && weights.photos >= 0.0,
            "--phrases is a part, 0 to 1, and --photos a power, 0 or more"
        );
        let place: HashMap<&str, usize> = answers.iter().map(String::as_str).zip(0..).collect();
        let index = |answer: &str| place.get(answer).copied();
        let asked: Vec<Read> = known
            .questions
            .iter()
            .map(|(_, one)| (known.ids(&one.text), one.shares(index)))
            .collect();
        let counted: Vec<Answered> = asked
            .iter()
            .map(|(words, answers)| Answered { words, answers })
            .collect();

        // What a question names is there, too.
        let mut rows = Vec::new();
        let mut said: Vec<Vec<usize>> = Vec::new();
        let mut number: HashMap<usize, usize> = HashMap::new();
        for ((row, _), (words, answers)) in known.questions.iter().zip(&asked) {
            let at = *number.entry(*row).or_insert_with(|| {
                rows.push(*row);
                said.push(Vec::new());
                rows.len() - 1
            });
            let named = words.iter().filter_map(|id| index(known.word(*id)?));
            said[at].extend(named.chain(answers.iter().map(|(answer, _)| *answer)));
        }
        let look = weights.look.as_ref();
        let look = look.map(|name| Features::open(&folder.join(name)));
        let look = look.transpose()?;
        let photos = match weights.photos > 0.0 {
            true => more_probable(
                features,
                look.as_ref(),
                &rows,
                &said,
                answers.len(),
                weights,
            )?,
            false => HashMap::new(),
        };
        Ok(Self {
            phrases: Phrases::fit(&counted, answers.len()),
            photos,
            weights: weights.clone(),
        })
    }

    /// Puts together what the teachers say of a question, `[answers]`, and
    /// what is known without them. The result adds up to 1.
    pub fn weigh(&self, asked: &Asked, known: &Known, said: &mut [f32]) {
        let phrases = self.phrases.log_probabilities(&known.ids(&asked.text));
        let photo = self.photos.get(&asked.row);
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

/// By the row of a photo: the logarithm of how much more probable each answer is
/// there than about others.
fn more_probable(
    features: &Features,
    look: Option<&Features>,
    rows: &[usize],
    said: &[Vec<usize>],
    n_answers: usize,
    weights: &Weights,
) -> Result<HashMap<usize, Vec<f32>>> {
    ensure!(
        rows.len() <= MOST_PHOTOS,
        "photos are compared each with each: {} are too many, {MOST_PHOTOS} at most",
        rows.len()
    );
    let names: Vec<&str> = rows.iter().map(|row| features.name(*row)).collect();
    let scenes = match weights.new_scenes {
        true => scenes(&names),
        false => (0..names.len()).collect(),
    };
    let looks = rows.iter().zip(&names).map(|(row, name)| match look {
        None => numbers(features, *row),
        Some(look) => {
            let row = look.row(name);
            numbers(
                look,
                row.with_context(|| format!("`look` has no photo {name}"))?,
            )
        }
    });
    let looks: Result<Vec<Vec<f32>>> = looks.collect();
    let Some((told, common)) = left_out(&looks?, said, &scenes, n_answers) else {
        return Ok(HashMap::new());
    };
    let more = |told: Vec<f32>| -> Vec<f32> {
        let pairs = told.into_iter().zip(&common);
        pairs
            .map(|(told, common)| ((told + SLACK) / (common + SLACK)).ln())
            .collect()
    };
    Ok(rows
        .iter()
        .copied()
        .zip(told.into_iter().map(more))
        .collect())
}

/// For each photo, by its name, the number of its scene.
fn scenes<'a>(names: &[&'a str]) -> Vec<usize> {
    let scenes = VideoScenes::of(names.iter().copied());
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
