use burn::tensor::{DType, Device, Tensor, TensorData};
use dfaf::DfafInput;
use rand::RngExt;
use rand::seq::index;
use rand_chacha::ChaCha8Rng;

use crate::Recipe;
use crate::features::{FeatureError, Features};

/// The id of a word that is not in the vocabulary.
const UNKNOWN: i64 = 1;

/// One question about one photo, ready to be learnt from.
#[derive(Debug, Clone)]
pub struct Example {
    /// Which of the feature files holds the photo.
    pub file: usize,
    /// The photo's row there.
    pub row: usize,
    /// Word ids, at least one.
    pub words: Vec<u32>,
    /// Other ways to ask the same, in word ids; training mixes them in.
    pub phrasings: Vec<Vec<u32>>,
    /// The same question about other views of the photo, such as a part of it,
    /// or a mirror with left and right swapped in the words; training mixes
    /// them in.
    pub views: Vec<Example>,
    /// Right answers and how right each is, in 0..1.
    pub targets: Vec<(usize, f32)>,
}

/// Some examples, as tensors.
#[derive(Debug, Clone)]
pub struct Batch {
    /// What the network sees.
    pub input: DfafInput,
    /// What it should say, `[batch, answers]` in 0..1.
    pub targets: Tensor<2>,
}

/// Some examples, read and put side by side, on no device yet.
pub(crate) struct Collated {
    /// How many.
    pub n_examples: usize,
    regions: TensorData,
    region_padding: TensorData,
    words: TensorData,
    word_padding: TensorData,
    targets: TensorData,
}

impl Collated {
    pub fn into_batch(self, device: &Device) -> Batch {
        Batch {
            input: DfafInput {
                regions: Tensor::from_data(self.regions, device),
                region_padding: Tensor::from_data(self.region_padding, device),
                words: Tensor::from_data(self.words, device),
                word_padding: Tensor::from_data(self.word_padding, device),
            },
            targets: Tensor::from_data(self.targets, device),
        }
    }
}

/// What is hidden from the network in a training step.
pub(crate) struct Hiding<'a> {
    pub random: &'a mut ChaCha8Rng,
    pub recipe: &'a Recipe,
}

impl Hiding<'_> {
    fn hides_a_word(&mut self) -> bool {
        let part = self.recipe.word_dropout;
        part > 0.0 && self.random.random_bool(part)
    }
}

/// Puts examples side by side; photos with fewer regions and questions with
/// fewer words than others are filled up, and the padding says where. All
/// `files` must be of one origin.
///
/// # Errors
/// [`FeatureError`] when the features cannot be read.
pub fn collate(
    examples: &[&Example],
    files: &[Features],
    n_answers: usize,
    device: &Device,
) -> Result<Batch, FeatureError> {
    Ok(read(examples, files, n_answers, None)?.into_batch(device))
}

/// With `hiding`, a part of each photo's regions is left out and a part of the
/// words becomes unknown.
pub(crate) fn read(
    examples: &[&Example],
    files: &[Features],
    n_answers: usize,
    mut hiding: Option<Hiding<'_>>,
) -> Result<Collated, FeatureError> {
    let shown: Vec<&Example> = examples
        .iter()
        .map(|example| view(example, &mut hiding))
        .collect();
    let examples = shown.as_slice();
    let (regions, region_padding) = regions(examples, files, &mut hiding)?;
    let batch = examples.len();
    let (words, word_padding) = words(examples, &mut hiding);

    let mut targets = vec![0.0f32; batch * n_answers];
    for (at, example) in examples.iter().enumerate() {
        for (answer, score) in &example.targets {
            targets[at * n_answers + answer] = *score;
        }
    }
    Ok(Collated {
        n_examples: batch,
        regions,
        region_padding,
        words,
        word_padding,
        targets: TensorData::new(targets, [batch, n_answers]),
    })
}

/// `[batch, regions, region_dim]` and padding, `[batch, regions]`.
fn regions(
    examples: &[&Example],
    files: &[Features],
    hiding: &mut Option<Hiding<'_>>,
) -> Result<(TensorData, TensorData), FeatureError> {
    let seen: Vec<Vec<usize>> = examples
        .iter()
        .map(|example| seen(&files[example.file], example.row, hiding))
        .collect();
    let most = seen.iter().map(Vec::len).max().unwrap_or(0);
    let dim = files[examples[0].file].region_dim();
    let region_bytes = dim * 2;
    let mut bytes = vec![0u8; examples.len() * most * region_bytes];
    let mut padding = vec![true; examples.len() * most];
    for (at, (example, seen)) in examples.iter().zip(&seen).enumerate() {
        let photo = files[example.file].read(example.row)?;
        let to = bytes[at * most * region_bytes..].chunks_exact_mut(region_bytes);
        for (region, to) in seen.iter().zip(to) {
            to.copy_from_slice(&photo[region * region_bytes..][..region_bytes]);
        }
        padding[at * most..][..seen.len()].fill(false);
    }
    let shape = [examples.len(), most, dim];
    let data = TensorData::from_bytes_vec(bytes, shape, DType::F16).convert_dtype(DType::F32);
    let padding = TensorData::new(padding, [examples.len(), most]);
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
    let n_hidden = (n_free as f64 * hiding.recipe.region_dropout).round() as usize;
    let n_kept = n_free.saturating_sub(n_hidden).max(1 - n_always);
    let mut seen = index::sample(hiding.random, n_free, n_kept).into_vec();
    seen.extend(n_free..n_regions);
    seen
}

/// Ids and padding, `[batch, words]` each.
fn words(examples: &[&Example], hiding: &mut Option<Hiding<'_>>) -> (TensorData, TensorData) {
    let asked: Vec<&[u32]> = examples
        .iter()
        .map(|example| wording(example, hiding))
        .collect();
    let longest = asked.iter().map(|words| words.len()).max().unwrap_or(1);
    let mut ids = vec![0i64; examples.len() * longest];
    let mut padding = vec![true; ids.len()];
    for (row, asked) in asked.into_iter().enumerate() {
        for (column, word) in asked.iter().enumerate() {
            let hidden = hiding.as_mut().is_some_and(Hiding::hides_a_word);
            let at = row * longest + column;
            ids[at] = if hidden { UNKNOWN } else { i64::from(*word) };
            padding[at] = false;
        }
    }
    let shape = [examples.len(), longest];
    (TensorData::new(ids, shape), TensorData::new(padding, shape))
}

/// The words that a step reads: as they were asked, or sometimes another way
/// to ask the same.
fn wording<'a>(example: &'a Example, hiding: &mut Option<Hiding<'_>>) -> &'a [u32] {
    match hiding {
        Some(hiding) if !example.phrasings.is_empty() => {
            let other = hiding.random.random_bool(hiding.recipe.rephrase);
            let at = hiding.random.random_range(0..example.phrasings.len());
            if other {
                &example.phrasings[at]
            } else {
                &example.words
            }
        }
        _ => &example.words,
    }
}

/// The example as it is, or sometimes in another view.
fn view<'a>(example: &'a Example, hiding: &mut Option<Hiding<'_>>) -> &'a Example {
    match hiding {
        Some(hiding) if !example.views.is_empty() => {
            let other = hiding.random.random_bool(hiding.recipe.other_views);
            let at = hiding.random.random_range(0..example.views.len());
            if other { &example.views[at] } else { example }
        }
        _ => example,
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    fn of_row(row: usize, views: Vec<Example>) -> Example {
        Example {
            file: 0,
            row,
            words: vec![2],
            phrasings: Vec::new(),
            views,
            targets: Vec::new(),
        }
    }

    /// How often each row is seen in 300 steps.
    fn seen(example: &Example, other_views: f64) -> [usize; 3] {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let recipe = Recipe {
            other_views,
            ..Recipe::default()
        };
        let mut hiding = Some(Hiding {
            random: &mut random,
            recipe: &recipe,
        });
        let mut counts = [0; 3];
        for _ in 0..300 {
            counts[view(example, &mut hiding).row] += 1;
        }
        counts
    }

    #[test]
    fn other_views_are_seen_as_often_as_asked_for() {
        let example = of_row(0, vec![of_row(1, vec![]), of_row(2, vec![])]);
        assert_eq!(seen(&example, 0.0), [300, 0, 0]);
        let [itself, first, second] = seen(&example, 1.0);
        assert_eq!(itself, 0);
        assert!(first.abs_diff(second) < 60, "{first} and {second}");
        let [itself, ..] = seen(&example, 0.5);
        assert!((110..=190).contains(&itself), "{itself}");
        assert_eq!(seen(&of_row(0, vec![]), 1.0), [300, 0, 0]);
        assert_eq!(view(&example, &mut None).row, 0, "measuring sees no view");
    }
}
