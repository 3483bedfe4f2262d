//! Splitting a question into words.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::characters::{Character, Role, characters};

/// One word of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Normalised: lower case, Unicode NFKC.
    pub text: String,
    /// First byte of the word in the string that was split.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

/// The short forms that are words of their own in the vocabulary of GloVe 6B,
/// which was split by the rules of the Penn Treebank: "what's" is `what 's`.
const SHORT_FORMS: [&str; 6] = ["s", "re", "ll", "ve", "d", "m"];

/// Splits `question` into normalised words.
///
/// A word is a run of letters and digits. Apart from the short forms ("what's"
/// is `what 's`, "isn't" is `is n't`) everything else separates words: spaces,
/// hyphens, punctuation, symbols and emoji. Words come in the order of the
/// string, and their byte ranges lie on its character boundaries. One typed
/// character can stand for several words ("½" is `1 2`); those share its range.
pub fn words(question: &str) -> Vec<Word> {
    let characters = characters(question);
    let mut found: Vec<Range<usize>> = Vec::new();
    for run in runs(&characters) {
        match found.pop() {
            Some(previous) if follows_apostrophe(&characters, &previous, &run) => {
                let start = short_form_start(&characters, &previous, &run);
                let shortened = previous.start..previous.end.min(start);
                // Nothing is left of a word that was only the n of "n't".
                found.extend((!shortened.is_empty()).then_some(shortened));
                found.push(start..run.end);
            }
            previous => {
                found.extend(previous);
                found.push(run);
            }
        }
    }
    found
        .into_iter()
        .map(|word| word_of(&characters[word]))
        .collect()
}

/// Whether `text` could have come out of [`words`] as one word.
pub(crate) fn is_word(text: &str) -> bool {
    let alone = words(text);
    matches!(&alone[..], [word] if word.text == text) || is_short_form(text)
}

fn is_short_form(text: &str) -> bool {
    text.strip_prefix('\'')
        .is_some_and(|rest| SHORT_FORMS.contains(&rest))
}

/// The longest runs of letters and their marks.
fn runs(characters: &[Character]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut inside = false;
    for (index, character) in characters.iter().enumerate() {
        match (character.role, inside) {
            (Role::Letter, false) => runs.push(index..index + 1),
            (Role::Letter | Role::Mark, true) => {
                if let Some(run) = runs.last_mut() {
                    run.end = index + 1;
                }
            }
            _ => {}
        }
        inside = match character.role {
            Role::Letter => true,
            Role::Mark => inside,
            Role::Apostrophe | Role::Separator => false,
        };
    }
    runs
}

fn follows_apostrophe(
    characters: &[Character],
    previous: &Range<usize>,
    run: &Range<usize>,
) -> bool {
    previous.end + 1 == run.start && characters[previous.end].role == Role::Apostrophe
}

/// Where the word that ends with `run` starts: at the `n` of "n't", at the
/// apostrophe of the other short forms, or after it ("o'clock" is `o clock`).
fn short_form_start(
    characters: &[Character],
    previous: &Range<usize>,
    run: &Range<usize>,
) -> usize {
    let text: String = characters[run.clone()].iter().map(|c| c.value).collect();
    if text == "t" && characters[previous.end - 1].value == 'n' {
        previous.end - 1
    } else if SHORT_FORMS.contains(&text.as_str()) {
        previous.end
    } else {
        run.start
    }
}

/// Puts a word together; `characters` is never empty.
fn word_of(characters: &[Character]) -> Word {
    Word {
        text: characters.iter().map(|c| c.value).nfkc().collect(),
        start: characters.first().map_or(0, |c| c.start),
        end: characters.last().map_or(0, |c| c.end),
    }
}
