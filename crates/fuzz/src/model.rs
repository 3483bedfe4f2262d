use std::collections::HashMap;

use burn::tensor::{Bool, Device, Int, Tensor, TensorData};
use dfaf::{Dfaf, DfafConfig, DfafInput};
use vqa::{Manifest, NETWORK, Vqa};

use crate::split_first;

/// A network that is small enough to be fed quickly, and large enough for a
/// part of its weights to be stored in 8 bits.
pub(crate) fn config() -> DfafConfig {
    DfafConfig {
        word_dim: 8,
        gru_dim: 64,
        dim: 32,
        hidden_dim: 64,
        ..DfafConfig::web(9, 5, 16)
    }
}

pub(crate) fn network() -> Dfaf {
    config()
        .init(&Device::flex())
        .expect("sizes that describe a network")
}

/// A weights file: it is refused, or all of its weights are finite.
pub fn weights(bytes: &[u8]) {
    if let Ok(network) = weights::unpack(network(), bytes.to_vec()) {
        weights::pack(&network, weights::Precision::Float32).expect("finite weights");
    }
}

/// A manifest, with weights files that are none: it is refused, or the weights
/// are.
pub fn manifest(bytes: &[u8]) {
    if Manifest::parse(bytes).is_err() {
        return;
    }
    let files = HashMap::from([(NETWORK.to_owned(), vec![0; 64])]);
    let loaded = Vqa::load(bytes, files, &Device::flex());
    assert!(loaded.is_err(), "a model without weights was loaded");
}

/// Regions, words and padding of any number and value: the logits are finite,
/// and what the words read of the regions has its shape and is no padding.
pub fn flows(bytes: &[u8]) {
    let (n_regions, bytes) = split_first(bytes);
    let (n_words, bytes) = split_first(bytes);
    let (n_regions, n_words) = (
        1 + usize::from(n_regions % 12),
        1 + usize::from(n_words % 8),
    );
    let mut bytes = bytes.iter().copied().chain(std::iter::repeat(0));
    let mut next = || bytes.next().unwrap_or(0);
    // The first of each is there: a photo has a region and a question a word.
    let region_padding: Vec<bool> = (0..n_regions).map(|at| next() % 4 == 0 && at > 0).collect();
    let word_padding: Vec<bool> = (0..n_words).map(|at| next() % 4 == 0 && at > 0).collect();
    let words: Vec<i64> = (0..n_words).map(|_| i64::from(next() % 9)).collect();
    let config = config();
    let values = (0..n_regions * config.region_dim).map(|_| {
        let exponent = i32::from(next() % 16);
        f32::from(next() as i8) * 2f32.powi(exponent)
    });
    let values: Vec<f32> = values.collect();

    let device = Device::flex();
    let input = DfafInput {
        regions: Tensor::from_data(
            TensorData::new(values, [1, n_regions, config.region_dim]),
            &device,
        ),
        region_padding: flags(region_padding.clone(), &device),
        words: Tensor::<2, Int>::from_data(TensorData::new(words, [1, n_words]), &device),
        word_padding: flags(word_padding, &device),
    };
    let network = network();
    let output = network.forward(input);
    assert!(
        floats(output.logits.clone())
            .iter()
            .all(|logit| logit.is_finite())
    );
    for block in &output.blocks {
        // [batch, heads, words, regions]
        let map = &block.words_from_regions;
        assert_eq!(map.dims(), [1, config.n_heads, n_words, n_regions]);
        let map = floats(map.clone());
        for (at, weight) in map.iter().enumerate() {
            assert!((0.0..=1.001).contains(weight), "a weight is {weight}");
            assert!(*weight < 1e-6 || !region_padding[at % n_regions]);
        }
    }
}

fn flags(values: Vec<bool>, device: &Device) -> Tensor<2, Bool> {
    let shape = [1, values.len()];
    Tensor::from_data(TensorData::new(values, shape), device)
}

fn floats<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().iter::<f32>().collect()
}
