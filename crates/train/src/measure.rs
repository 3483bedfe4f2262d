use burn::tensor::Device;

use crate::{Example, FeatureError, Features, Learner, collate};

/// Examples that are measured at once.
const BATCH: usize = 128;

/// Percent of the examples' score that the best answers of a network on
/// `device` get.
///
/// # Errors
/// [`FeatureError`] when the features cannot be read.
pub fn measure(
    model: &Learner,
    examples: &[Example],
    files: &[Features],
    device: &Device,
) -> Result<f64, FeatureError> {
    let targets = examples.iter().flat_map(|example| &example.targets);
    let n_answers = targets.map(|(answer, _)| answer + 1).max().unwrap_or(1);
    let examples: Vec<&Example> = examples.iter().collect();
    let mut right = 0.0;
    for chosen in examples.chunks(BATCH) {
        let batch = collate(chosen, files, n_answers, device)?;
        let best = model.forward(&batch).output.logits.argmax(1).into_data();
        for (example, best) in chosen.iter().zip(best.iter::<i64>()) {
            let score = example.targets.iter().find(|(at, _)| *at as i64 == best);
            right += score.map_or(0.0, |(_, score)| f64::from(*score));
        }
    }
    Ok(100.0 * right / examples.len().max(1) as f64)
}
