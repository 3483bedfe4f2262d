//! The answers a network can give.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An ordered list of answers: the logit at an index belongs to the text at
/// that index. Serialised, it is the plain list of its texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Answers {
    texts: Vec<String>,
    indices: HashMap<String, usize>,
}

/// Why a list of texts is no answer list.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnswersError {
    /// The list has no entry, so nothing could ever be answered.
    #[error("the answer list has no entries")]
    NoAnswers,
    /// The same answer twice: its probability would be split.
    #[error("the answer {text:?} is in the list twice, at {first} and at {second}")]
    Duplicate {
        /// The answer.
        text: String,
        /// Its first place in the list, from 0.
        first: usize,
        /// Its second place.
        second: usize,
    },
    /// An answer of nothing but spaces.
    #[error("entry {index} of the answer list is blank")]
    Blank {
        /// Its place in the list, from 0.
        index: usize,
    },
}

impl Answers {
    /// Takes the answers in the order of the network's outputs.
    ///
    /// # Errors
    /// No entry at all, a blank one, or one that is there twice.
    pub fn new(texts: Vec<String>) -> Result<Self, AnswersError> {
        if texts.is_empty() {
            return Err(AnswersError::NoAnswers);
        }
        let mut indices = HashMap::with_capacity(texts.len());
        for (index, text) in texts.iter().enumerate() {
            if text.trim().is_empty() {
                return Err(AnswersError::Blank { index });
            }
            if let Some(first) = indices.insert(text.clone(), index) {
                let text = text.clone();
                return Err(AnswersError::Duplicate {
                    text,
                    first,
                    second: index,
                });
            }
        }
        Ok(Self { texts, indices })
    }

    /// How many answers there are, at least one.
    #[allow(clippy::len_without_is_empty)] // An empty list cannot be made.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// The answer at `index`, or nothing past the end.
    pub fn get(&self, index: usize) -> Option<&str> {
        self.texts.get(index).map(String::as_str)
    }

    /// The place of an answer, or nothing if the network cannot give it.
    pub fn index(&self, text: &str) -> Option<usize> {
        self.indices.get(text).copied()
    }

    /// All answers in order.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }
}

impl TryFrom<Vec<String>> for Answers {
    type Error = AnswersError;

    fn try_from(texts: Vec<String>) -> Result<Self, Self::Error> {
        Self::new(texts)
    }
}

impl From<Answers> for Vec<String> {
    fn from(answers: Answers) -> Self {
        answers.texts
    }
}
