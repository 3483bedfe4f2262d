use kernels::{Gru, Norm, Packed, rows};

use super::layers::{Source, normed};
use crate::DfafConfig;

/// The question's encoder.
#[derive(Debug)]
pub(super) struct Reading {
    /// The vectors of all words, one after the other.
    vectors: Vec<f32>,
    word_dim: usize,
    gru_dim: usize,
    gru: Gru,
    projection: Packed,
    whole: Option<Packed>,
    norm: Option<Norm>,
}

impl Reading {
    pub fn new<E>(mut from: Source<'_, E>, config: &DfafConfig) -> Result<Self, E> {
        let (word_dim, gru_dim, dim) = (config.word_dim, config.gru_dim, config.dim);
        let vectors = from.numbers("embedding.weight", &[config.n_words, word_dim])?;
        let input = from.layer("gru.input", [word_dim, 3 * gru_dim])?;
        let state = from.layer("gru.state", [gru_dim, 3 * gru_dim])?;
        let whole = match config.whole_question {
            true => Some(from.numbers("whole.weight", &[gru_dim, dim])?),
            false => None,
        };
        Ok(Self {
            vectors,
            word_dim,
            gru_dim,
            gru: Gru::new(input.packed(), state.packed()),
            projection: from.layer("projection", [gru_dim, dim])?.packed(),
            whole: whole.map(|weights| Packed::new(&weights, [gru_dim, dim], &[])),
            norm: from.norm_if(config.input_norm, "norm", dim)?,
        })
    }

    /// The words, `[words, dim]`, and the GRU's last state, empty where the network
    /// does without it. None where there are no words, or one that is not known.
    pub fn question(&self, ids: &[u32]) -> Option<(Vec<f32>, Vec<f32>)> {
        let vector = |id: &u32| {
            let from = usize::try_from(*id).ok()?.checked_mul(self.word_dim)?;
            self.vectors.get(from..from.checked_add(self.word_dim)?)
        };
        let vectors: Vec<&[f32]> = ids.iter().map(vector).collect::<Option<_>>()?;
        let states = match vectors.is_empty() {
            true => return None,
            false => self.gru.states(&vectors.concat()),
        };
        let mut words = self.projection.product(&states);
        let mut last = Vec::new();
        if let Some(whole) = &self.whole {
            last.extend_from_slice(&states[states.len() - self.gru_dim..]);
            let whole = whole.product(&last);
            for word in words.chunks_exact_mut(whole.len()) {
                rows::add(word, &whole);
            }
        }
        Some((normed(self.norm.as_ref(), &words), last))
    }
}
