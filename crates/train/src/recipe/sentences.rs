use std::path::PathBuf;

use serde::Deserialize;

/// A sentence encoder teaches the question encoder: from its last state a layer, that
/// is forgotten after training, says what the teacher makes of the question.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentencesRecipe {
    /// The questions' vectors, one long each: a question, its words joined by `_`, and
    /// its numbers a line. Questions that are not there are learnt without.
    pub vectors: PathBuf,
    /// Numbers of a vector; all-MiniLM-L6-v2 has 384.
    #[serde(default = "dim")]
    pub dim: usize,
    /// How much it counts: one minus the cosine, beside the loss of the answers.
    #[serde(default = "weight")]
    pub weight: f32,
}

fn dim() -> usize {
    384
}

fn weight() -> f32 {
    1.0
}
