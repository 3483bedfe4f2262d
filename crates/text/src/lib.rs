//! Questions become word ids, answers become entries of a list.
//!
//! ```text
//! "What's the cat on?"  --words-->  what | 's | the | cat | on  --Vocabulary-->  7 3 2 91 1
//!                                  (what is the cat on, as it is mended on the way)
//! answer list: 0 = "yes", 1 = "no", 2 = "cup", ...              --Answers----->  index <-> text
//! ```
//!
//! The same code splits the questions that a network is trained on and those
//! that a visitor types, so a word can never mean one id here and another there.
//!
//! What this crate does not know: tensors, word vectors, files, and which
//! answer is right. It takes any string at all and never panics on one.

mod answers;
mod characters;
mod mending;
mod nouns;
mod question;
mod things;
mod vocabulary;
mod words;

pub use answers::{Answers, AnswersError};
pub use nouns::{NOUNS, Noun, classes};
pub use question::{AskedWord, MAX_CHARACTERS, Question, QuestionError};
pub use things::{Named, presupposed, things};
pub use vocabulary::{FIRST_WORD, PADDING, UNKNOWN, Vocabulary, VocabularyError};
pub use words::{Word, words};
