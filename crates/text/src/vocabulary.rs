//! Which words a network knows.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::words::is_word;

/// The id that fills up a short question in a batch; no word has it.
pub const PADDING: u32 = 0;
/// The id of every word that is not in the vocabulary.
pub const UNKNOWN: u32 = 1;
/// The id of the first word of a vocabulary.
pub const FIRST_WORD: u32 = 2;

/// An ordered list of words. Serialised, it is the plain list of its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Vocabulary {
    words: Vec<String>,
    ids: HashMap<String, u32>,
}

/// Why a list of words is no vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum VocabularyError {
    /// The same word twice: it would have two ids.
    #[error("the word {word:?} is in the vocabulary twice, at {first} and at {second}")]
    Duplicate {
        /// The word.
        word: String,
        /// Its first place in the list, from 0.
        first: usize,
        /// Its second place.
        second: usize,
    },
    /// An empty string.
    #[error("entry {index} of the vocabulary is empty")]
    Empty {
        /// Its place in the list, from 0.
        index: usize,
    },
    /// No question can contain this word, because splitting never yields it.
    #[error("entry {index} of the vocabulary, {word:?}, is not one normalised word")]
    NotNormalised {
        /// Its place in the list, from 0.
        index: usize,
        /// The entry.
        word: String,
    },
}

impl Vocabulary {
    /// Takes the words without the two special ids, in the order of their ids.
    ///
    /// # Errors
    /// An entry that is empty, not a word as [`words`](crate::words) yields
    /// it, or there twice.
    pub fn new(words: Vec<String>) -> Result<Self, VocabularyError> {
        let mut ids = HashMap::with_capacity(words.len());
        for ((index, word), id) in words.iter().enumerate().zip(FIRST_WORD..) {
            check(index, word)?;
            if let Some(earlier) = ids.insert(word.clone(), id) {
                return Err(VocabularyError::Duplicate {
                    word: word.clone(),
                    first: (earlier - FIRST_WORD) as usize,
                    second: index,
                });
            }
        }
        Ok(Self { words, ids })
    }

    /// How many ids there are: the words and the two special ones.
    #[allow(clippy::len_without_is_empty)] // The special ids are always there.
    pub fn len(&self) -> usize {
        self.words.len() + FIRST_WORD as usize
    }

    /// The words; the one at `index` has the id `index + FIRST_WORD`.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The id of a normalised word, or nothing if the vocabulary lacks it.
    pub fn id(&self, word: &str) -> Option<u32> {
        self.ids.get(word).copied()
    }
}

fn check(index: usize, word: &str) -> Result<(), VocabularyError> {
    if word.is_empty() {
        return Err(VocabularyError::Empty { index });
    }
    if !is_word(word) {
        let word = word.to_owned();
        return Err(VocabularyError::NotNormalised { index, word });
    }
    Ok(())
}

impl TryFrom<Vec<String>> for Vocabulary {
    type Error = VocabularyError;

    fn try_from(words: Vec<String>) -> Result<Self, Self::Error> {
        Self::new(words)
    }
}

impl From<Vocabulary> for Vec<String> {
    fn from(vocabulary: Vocabulary) -> Self {
        vocabulary.words
    }
}
