//! The network that a run starts from.

use std::path::Path;

use anyhow::{Context, Result};
use burn::tensor::{Device, Distribution, Tensor, TensorData};
use dfaf::Dfaf;

use crate::{Corpus, Run, WordVectors};

/// Random but for its word vectors, for the answers' biases, and for what the
/// run or model in the folder `from` has learnt (a warm start).
pub(crate) fn network(
    corpus: &Corpus,
    run: &Run,
    vectors: &WordVectors,
    from: Option<&Path>,
    device: &Device,
) -> Result<Dfaf> {
    let bias = TensorData::new(corpus.answer_bias(), [run.answers.len()]);
    let network = run
        .network
        .init(device)?
        .with_word_vectors(word_vectors(run, vectors, device)?)
        .with_answer_vectors(answer_vectors(run, vectors, device))
        .with_answer_bias(Tensor::from_data(bias, device));
    match from {
        Some(from) => run.warm_start(from, network, device),
        None => Ok(network),
    }
}

/// GloVe's vectors for the words that it knows, small random ones for the
/// rest, `[n_words, word_dim]`.
fn word_vectors(run: &Run, vectors: &WordVectors, device: &Device) -> Result<Tensor<2>> {
    let dim = run.network.word_dim;
    let shape = [run.network.n_words, dim];
    let random = Tensor::<2>::random(shape, Distribution::Normal(0.0, 0.3), device);
    let values = random.into_data().try_into_vec::<f32>();
    let mut values = values
        .ok()
        .context("the device gave back no 32-bit numbers")?;
    for (at, word) in run.words.iter().enumerate() {
        if let Some(vector) = vectors.get(word) {
            values[(at + 2) * dim..(at + 3) * dim].copy_from_slice(vector);
        }
    }
    Ok(Tensor::from_data(TensorData::new(values, shape), device))
}

/// The mean vector of each answer's words, `[answers, word_dim]`.
fn answer_vectors(run: &Run, vectors: &WordVectors, device: &Device) -> Tensor<2> {
    let means = run.answers.iter().map(|answer| {
        let words = text::words(answer);
        vectors.mean(words.iter().map(|word| word.text.as_str()))
    });
    let values: Vec<f32> = means.flatten().collect();
    let shape = [run.answers.len(), run.network.word_dim];
    Tensor::from_data(TensorData::new(values, shape), device)
}
