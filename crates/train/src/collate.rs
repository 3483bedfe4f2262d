//! Examples become batches, with what training hides from the network.

use std::collections::HashMap;

use burn::tensor::{DType, Device, Tensor, TensorData};
use rand::RngExt;
use rand::seq::index;
use rand_chacha::ChaCha8Rng;

use crate::batch::Asking;
use crate::features::{FeatureError, Features, Origin};
use crate::maps::maps;
use crate::{Batch, Example, Schedule, Targets, View};

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
            places: self.places,
            asked: self.asked,
            seen: self.seen,
        }
    }
}

/// An example, and the number of the group that sees the same view of its photo
/// in this step.
pub(crate) type Grouped<'a> = (usize, &'a Example);

/// What is hidden from the network in a training step.
pub(crate) struct Hiding<'a> {
    pub random: &'a mut ChaCha8Rng,
    pub schedule: &'a Schedule,
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
    Ok(read(&examples, files, n_answers, None)?.into_batch(device))
}

/// With `hiding`, each group sees one view of its photo, and a part of the
/// photo's regions is left out.
pub(crate) fn read(
    examples: &[Grouped],
    files: &[Features],
    n_answers: usize,
    mut hiding: Option<Hiding<'_>>,
) -> Result<Collated, FeatureError> {
    let views = views(examples, &mut hiding);
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
        .map(|(file, row)| seen(&files[*file], *row, &mut hiding))
        .collect();
    let (regions, region_padding) = regions(&places, files, &seen)?;
    let stand = match files[0].origin() {
        Origin::Maps(_) => vec![Vec::new(); seen.len()],
        _ => seen,
    };
    let wordings: Vec<&[u32]> = views
        .iter()
        .map(|view| wording(view, &mut hiding))
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
    let mut scores = vec![0.0f32; n * n_answers];
    let mut known = vec![1.0f32; n * n_answers];
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
    let weights: Vec<f32> = examples.iter().map(|(_, one)| one.weight).collect();
    Ok(Collated {
        n_examples: n,
        regions,
        region_padding,
        photos: TensorData::new(photos, [n]),
        words,
        word_padding,
        scores: TensorData::new(scores, [n, n_answers]),
        known: partly.then(|| TensorData::new(known, [n, n_answers])),
        weights: TensorData::new(weights, [n]),
        places,
        asked,
        seen: stand,
    })
}

/// The view of each example that a step shows: the photo as it is, or sometimes
/// another view, the same for all of a group that have it.
fn views<'a>(examples: &[Grouped<'a>], hiding: &mut Option<Hiding<'_>>) -> Vec<&'a View> {
    let mut file_of: HashMap<usize, Option<usize>> = HashMap::new();
    let mut chosen = Vec::with_capacity(examples.len());
    for (group, example) in examples {
        let (plain, others) = (&example.views[0], &example.views[1..]);
        let Some(hiding) = hiding else {
            chosen.push(plain);
            continue;
        };
        if !others.is_empty() {
            file_of.entry(*group).or_insert_with(|| {
                let other = hiding.random.random_bool(hiding.schedule.other_views);
                let at = hiding.random.random_range(0..others.len());
                other.then_some(others[at].file)
            });
        }
        let file = file_of.get(group).copied().flatten();
        let other = others.iter().find(|view| Some(view.file) == file);
        chosen.push(other.unwrap_or(plain));
    }
    chosen
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

/// The regions of a photo that a step sees: all of them, or those that are
/// not hidden, never none.
fn seen(file: &Features, row: usize, hiding: &mut Option<Hiding<'_>>) -> Vec<usize> {
    let n_regions = file.n_regions(row);
    let Some(hiding) = hiding else {
        return (0..n_regions).collect();
    };
    let n_always = file.origin().n_always_seen();
    let n_free = n_regions - n_always;
    let n_hidden = (n_free as f64 * hiding.schedule.region_dropout).round() as usize;
    let n_kept = n_free.saturating_sub(n_hidden).max(1 - n_always);
    let mut seen = index::sample(hiding.random, n_free, n_kept).into_vec();
    seen.extend(n_free..n_regions);
    seen
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

/// The words that a step reads: as they were asked, or sometimes another way
/// to ask the same.
fn wording<'a>(view: &'a View, hiding: &mut Option<Hiding<'_>>) -> &'a [u32] {
    match hiding {
        Some(hiding) if !view.phrasings.is_empty() => {
            let other = hiding.random.random_bool(hiding.schedule.rephrase);
            let at = hiding.random.random_range(0..view.phrasings.len());
            match other {
                true => &view.phrasings[at],
                false => &view.words,
            }
        }
        _ => &view.words,
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    /// The same photo in so many files.
    fn example(n_views: usize) -> Example {
        let view = |file| View {
            file,
            words: vec![2],
            ..View::default()
        };
        Example {
            views: (0..n_views).map(view).collect(),
            targets: Vec::new(),
            partly_known: false,
            weight: 1.0,
        }
    }

    /// The files that examples of the same group are seen in, 300 times.
    fn seen(examples: &[Example], other_views: f64) -> Vec<Vec<usize>> {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let schedule = Schedule {
            other_views,
            ..Schedule::default()
        };
        let mut hiding = Some(Hiding {
            random: &mut random,
            schedule: &schedule,
        });
        let grouped: Vec<Grouped> = examples.iter().map(|example| (7, example)).collect();
        let mut step = || {
            views(&grouped, &mut hiding)
                .iter()
                .map(|v| v.file)
                .collect()
        };
        (0..300).map(|_| step()).collect()
    }

    fn counts(seen: &[Vec<usize>]) -> [usize; 3] {
        [0, 1, 2].map(|file| seen.iter().filter(|step| step[0] == file).count())
    }

    #[test]
    fn other_views_are_seen_as_often_as_asked_for() {
        let one = [example(3)];
        assert_eq!(counts(&seen(&one, 0.0)), [300, 0, 0]);
        let [itself, first, second] = counts(&seen(&one, 1.0));
        assert_eq!(itself, 0);
        assert!(first.abs_diff(second) < 60, "{first} and {second}");
        let [itself, ..] = counts(&seen(&one, 0.5));
        assert!((110..=190).contains(&itself), "{itself}");
        assert_eq!(counts(&seen(&[example(1)], 1.0)), [300, 0, 0]);
        let measured = views(&[(0, &one[0])], &mut None);
        assert_eq!(measured[0].file, 0, "measuring sees no other view");
    }

    #[test]
    fn questions_of_a_group_see_the_same_view_where_they_have_it() {
        let steps = seen(&[example(3), example(3), example(1)], 0.7);
        assert!(
            steps
                .iter()
                .all(|files| files[0] == files[1] && files[2] == 0)
        );
        assert!(steps.iter().any(|files| files[0] == 2));
    }
}
