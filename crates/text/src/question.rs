//! A question as the network reads it.

use thiserror::Error;

use crate::mending::Read;
use crate::vocabulary::{UNKNOWN, Vocabulary};
use crate::words::words;

/// The longest question in characters; a pasted page is not a question.
pub const MAX_CHARACTERS: usize = 2_000;

/// The word ids of a question, and what to show of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// One id per word, at least one, at most as many as were allowed.
    pub ids: Vec<u32>,
    /// The words those ids stand for; as many as `ids`.
    pub words: Vec<AskedWord>,
    /// Whether words at the end were left out because there were too many.
    pub truncated: bool,
}

/// A word as the user sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedWord {
    /// As it was typed.
    pub text: String,
    /// Whether the vocabulary has it; the network reads all others alike.
    pub known: bool,
    /// The word that is read for it, where that is spelled otherwise: "color"
    /// for "colour", "giraffe" for "girafe".
    pub read_as: Option<String>,
}

/// Why a string cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QuestionError {
    /// Nothing but spaces.
    #[error("the question is empty; type a question about the photo")]
    Empty,
    /// Only punctuation, symbols or emoji.
    #[error("the question has no words; ask with words, such as \"what is this?\"")]
    NoWords,
    /// More characters than a question can have.
    #[error("the question has {characters} characters; the limit is {limit}")]
    TooLong {
        /// Its length in characters.
        characters: usize,
        /// The limit, [`MAX_CHARACTERS`].
        limit: usize,
    },
}

impl Vocabulary {
    /// Turns what was typed into ids, and keeps the first `max_words` words (at
    /// least one). Short forms are written out, and words that are spelled
    /// otherwise, or wrongly by a letter, are read as those that are known.
    ///
    /// # Errors
    /// A question that is empty, has no words, or more than
    /// [`MAX_CHARACTERS`] characters.
    pub fn encode(&self, question: &str, max_words: usize) -> Result<Question, QuestionError> {
        let characters = question.chars().count();
        if characters > MAX_CHARACTERS {
            return Err(QuestionError::TooLong {
                characters,
                limit: MAX_CHARACTERS,
            });
        }
        if question.trim().is_empty() {
            return Err(QuestionError::Empty);
        }
        let found = words(question);
        if found.is_empty() {
            return Err(QuestionError::NoWords);
        }
        Ok(self.encode_words(question, &self.mend(found), max_words.max(1)))
    }

    fn encode_words(&self, question: &str, found: &[Read], max_words: usize) -> Question {
        let kept = &found[..found.len().min(max_words)];
        let ids = kept
            .iter()
            .map(|read| self.id(&read.word.text).unwrap_or(UNKNOWN))
            .collect();
        let asked = |Read { word, respelled }: &Read| AskedWord {
            text: question
                .get(word.start..word.end)
                .unwrap_or(&word.text)
                .to_owned(),
            known: self.id(&word.text).is_some(),
            read_as: respelled.then(|| word.text.clone()),
        };
        Question {
            ids,
            words: kept.iter().map(asked).collect(),
            truncated: kept.len() < found.len(),
        }
    }
}
