//! A sentence encoder as a teacher: the question encoder learns to put questions
//! that ask the same into the same place.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use burn::tensor::Tensor;

use crate::WordVectors;

/// Questions as a sentence encoder sees them.
pub(crate) struct Sentences(HashMap<String, Arc<[f32]>>);

/// What a step's questions are to the sentence encoder.
#[derive(Debug, Clone)]
pub struct SentenceTargets {
    /// One long each, `[questions, dim]`.
    pub vectors: Tensor<2>,
    /// 1 where there is one, `[questions]`.
    pub known: Tensor<1>,
}

impl Sentences {
    /// Reads GloVe's text format: a question, its words joined by `_`, and `dim`
    /// numbers a line.
    ///
    /// # Errors
    /// A line that is none.
    pub fn read(path: &Path, dim: usize) -> Result<Self> {
        let vectors = WordVectors::read(path, dim)?;
        let named = vectors.words.iter();
        let rows = named.filter_map(|name| Some((name.clone(), vectors.get(name)?.into())));
        Ok(Self(rows.collect()))
    }

    /// The vector of a question.
    pub fn of(&self, question: &str) -> Option<Arc<[f32]>> {
        let words: Vec<&str> = question.split_whitespace().collect();
        self.0.get(&words.join("_")).cloned()
    }
}

/// How far what the question encoder says of the questions points away from what
/// the sentence encoder does: one minus the cosine, 0 to 2, the mean over the
/// questions that it knows.
///
/// # Shapes
/// - said: `[questions, dim]`
/// - output: `[1]`
pub(crate) fn sentence_loss(said: Tensor<2>, targets: SentenceTargets) -> Tensor<1> {
    let squares = said.clone().powf_scalar(2.0).sum_dim(1); // [questions, 1]
    let along = (said * targets.vectors).sum_dim(1) / (squares + 1e-6).sqrt();
    let along: Tensor<1> = along.squeeze_dim(1);
    let n = targets.known.clone().sum().clamp_min(1.0);
    ((along.neg() + 1.0) * targets.known).sum() / n
}

#[cfg(test)]
mod tests {
    use burn::tensor::Device;

    use super::*;

    #[test]
    fn only_the_direction_counts_and_only_where_it_is_known() {
        let device = Device::flex();
        let loss = |said: [[f32; 2]; 3]| {
            let targets = SentenceTargets {
                vectors: Tensor::from_data([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]], &device),
                known: Tensor::from_data([1.0, 1.0, 0.0], &device),
            };
            sentence_loss(Tensor::from_data(said, &device), targets).into_scalar::<f32>()
        };
        assert!(loss([[5.0, 0.0], [0.0, 0.1], [7.0, -3.0]]).abs() < 1e-3);
        // At a right angle, and the other way round: 1 and 2.
        let apart = loss([[0.0, 3.0], [0.0, -2.0], [0.0, 0.0]]);
        assert!((apart - 1.5).abs() < 1e-3, "{apart}");
    }

    #[test]
    fn a_question_is_found_by_its_words() {
        let folder = testing::Folder::new();
        folder.write("sentences.txt", "is_it_red? 0.5 -0.5\n");
        let file = folder.join("sentences.txt");
        let sentences = Sentences::read(&file, 2).expect("sentences");
        let found = sentences.of(" is it  red?");
        assert_eq!(found.as_deref(), Some(&[0.5, -0.5][..]));
        assert!(sentences.of("is it blue?").is_none());
        assert!(Sentences::read(&file, 3).is_err());
    }
}
