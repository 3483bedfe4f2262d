//! Examples become batches: they are read, and put side by side.

mod hiding;

use std::collections::HashMap;

use burn::tensor::{DType, Device, Tensor, TensorData};

use crate::batch::Asking;
use crate::features::{FeatureError, Features, Origin};
use crate::maps::maps;
use crate::{Batch, Example, SentenceTargets, Targets};

pub(crate) use hiding::{Grouped, Hiding};

/// Some examples, read and put side by side, on no device yet.
pub(crate) struct Collated {
    /// How many.
    pub n_examples: usize,
    regions: TensorData,
    region_padding: TensorData,
    photos: TensorData,
    words: TensorData,
    word_padding: TensorData,
    scores: TensorData,
    known: Option<TensorData>,
    weights: TensorData,
    sentences: Option<(TensorData, TensorData)>,
    places: Vec<(usize, usize)>,
    asked: Vec<Asking>,
    seen: Vec<Vec<usize>>,
}

impl Collated {
    pub fn into_batch(self, device: &Device) -> Batch {
        Batch {
            regions: Tensor::from_data(self.regions, device),
            region_padding: Tensor::from_data(self.region_padding, device),
            photos: Tensor::from_data(self.photos, device),
            words: Tensor::from_data(self.words, device),
            word_padding: Tensor::from_data(self.word_padding, device),
            targets: Targets {
                scores: Tensor::from_data(self.scores, device),
                known: self.known.map(|known| Tensor::from_data(known, device)),
                weights: Tensor::from_data(self.weights, device),
            },
            sentences: self.sentences.map(|(vectors, known)| SentenceTargets {
                vectors: Tensor::from_data(vectors, device),
                known: Tensor::from_data(known, device),
            }),
            places: self.places,
            asked: self.asked,
            seen: self.seen,
        }
    }
}

/// Puts examples side by side; photos with fewer regions and questions with
/// fewer words than others are filled up, and the padding says where. A photo
/// that several are about is there once. All `files` must be of one origin.
///
/// # Errors
/// [`FeatureError`] when the features cannot be read.
pub fn collate(
    examples: &[&Example],
    files: &[Features],
    n_answers: usize,
    device: &Device,
) -> Result<Batch, FeatureError> {
    let examples: Vec<Grouped> = examples.iter().map(|example| (0, *example)).collect();
    Ok(collated(&examples, files, n_answers, None)?.into_batch(device))
}

/// With `hiding`, each group sees one view of its photo, and a part of the
/// photo's regions is left out.
pub(crate) fn collated(
    examples: &[Grouped],
    files: &[Features],
    n_answers: usize,
    mut hiding: Option<Hiding<'_>>,
) -> Result<Collated, FeatureError> {
    let views = hiding::views(examples, &mut hiding);
    let mut photo_of: HashMap<(usize, usize, usize), usize> = HashMap::new();
    let mut places = Vec::new();
    let mut photos = Vec::with_capacity(examples.len());
    for ((group, _), view) in examples.iter().zip(&views) {
        let photo = *photo_of
            .entry((*group, view.file, view.row))
            .or_insert_with(|| {
                places.push((view.file, view.row));
                places.len() - 1
            });
        photos.push(photo as i64);
    }
    let seen: Vec<Vec<usize>> = places
        .iter()
        .map(|(file, row)| hiding::seen(&files[*file], *row, &mut hiding))
        .collect();
    let (regions, region_padding) = regions(&places, files, &seen)?;
    let stand = match files[0].origin() {
        Origin::Maps(_) => vec![Vec::new(); seen.len()],
        _ => seen,
    };
    let wordings: Vec<&[u32]> = views
        .iter()
        .map(|view| hiding::wording(view, &mut hiding))
        .collect();
    let (words, word_padding) = words(&wordings);
    let asked = examples.iter().zip(&wordings).zip(&photos);
    let asked = asked.map(|(((_, example), words), photo)| Asking {
        photo: *photo as usize,
        words: words.to_vec(),
        targets: example.targets.clone(),
    });
    let asked = asked.collect();

    let n = examples.len();
    let (scores, known) = targets(examples, n_answers);
    let weights: Vec<f32> = examples.iter().map(|(_, one)| one.weight).collect();
    Ok(Collated {
        n_examples: n,
        regions,
        region_padding,
        photos: TensorData::new(photos, [n]),
        words,
        word_padding,
        scores,
        known,
        weights: TensorData::new(weights, [n]),
        sentences: sentences(examples),
        places,
        asked,
        seen: stand,
    })
}

/// How right each answer is, `[questions, answers]`, and where that is known; for
/// the most part it is of all answers.
fn targets(examples: &[Grouped], n_answers: usize) -> (TensorData, Option<TensorData>) {
    let shape = [examples.len(), n_answers];
    let mut scores = vec![0.0f32; examples.len() * n_answers];
    let mut known = vec![1.0f32; scores.len()];
    for (at, (_, example)) in examples.iter().enumerate() {
        let row = at * n_answers..(at + 1) * n_answers;
        let (scores, known) = (&mut scores[row.clone()], &mut known[row]);
        if example.partly_known {
            known.fill(0.0);
        }
        for (answer, score) in &example.targets {
            scores[*answer] = *score;
            known[*answer] = 1.0;
        }
    }
    let partly = examples.iter().any(|(_, example)| example.partly_known);
    let known = partly.then(|| TensorData::new(known, shape));
    (TensorData::new(scores, shape), known)
}

/// What a sentence encoder sees in the questions, `[questions, dim]`, and where it
/// does, `[questions]`; nothing where it sees none of them.
fn sentences(examples: &[Grouped]) -> Option<(TensorData, TensorData)> {
    let vectors = || {
        examples
            .iter()
            .map(|(_, example)| example.sentence.as_deref())
    };
    let dim = vectors().flatten().next()?.len();
    let n = examples.len();
    let known: Vec<f32> = vectors()
        .map(|one| f32::from(u8::from(one.is_some())))
        .collect();
    let mut values = vec![0.0f32; n * dim];
    for (row, vector) in values.chunks_exact_mut(dim).zip(vectors()) {
        if let Some(vector) = vector {
            row.copy_from_slice(vector);
        }
    }
    let values = TensorData::new(values, [n, dim]);
    Some((values, TensorData::new(known, [n])))
}

/// `[photos, regions, region_dim]` and padding, `[photos, regions]`.
fn regions(
    places: &[(usize, usize)],
    files: &[Features],
    seen: &[Vec<usize>],
) -> Result<(TensorData, TensorData), FeatureError> {
    if let Origin::Maps(_) = files[0].origin() {
        return maps(places, files, seen);
    }
    let most = seen.iter().map(Vec::len).max().unwrap_or(0);
    let dim = files[0].region_dim();
    let region_bytes = dim * 2;
    let mut bytes = vec![0u8; places.len() * most * region_bytes];
    let mut padding = vec![true; places.len() * most];
    for (at, ((file, row), seen)) in places.iter().zip(seen).enumerate() {
        let photo = files[*file].read(*row)?;
        let to = bytes[at * most * region_bytes..].chunks_exact_mut(region_bytes);
        for (region, to) in seen.iter().zip(to) {
            to.copy_from_slice(&photo[region * region_bytes..][..region_bytes]);
        }
        padding[at * most..][..seen.len()].fill(false);
    }
    let shape = [places.len(), most, dim];
    let data = TensorData::from_bytes_vec(bytes, shape, DType::F16).convert_dtype(DType::F32);
    let padding = TensorData::new(padding, [places.len(), most]);
    Ok((data, padding))
}

/// Ids and padding, `[questions, words]` each.
fn words(asked: &[&[u32]]) -> (TensorData, TensorData) {
    let longest = asked.iter().map(|words| words.len()).max().unwrap_or(1);
    let mut ids = vec![0i64; asked.len() * longest];
    let mut padding = vec![true; ids.len()];
    for (row, words) in asked.iter().enumerate() {
        for (column, word) in words.iter().enumerate() {
            ids[row * longest + column] = i64::from(*word);
            padding[row * longest + column] = false;
        }
    }
    let shape = [asked.len(), longest];
    (TensorData::new(ids, shape), TensorData::new(padding, shape))
}
