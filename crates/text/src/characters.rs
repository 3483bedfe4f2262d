//! One character at a time: what it is once normalised, and where it was typed.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a normalised character does to the word that is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A letter or a digit: it starts a word or carries it on.
    Letter,
    /// A combining mark: it carries a word on but cannot start one.
    Mark,
    /// An apostrophe, whichever of its many forms was typed.
    Apostrophe,
    /// Everything else ends a word.
    Separator,
}

/// A normalised character and the bytes of the original that it came from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Character {
    pub value: char,
    pub role: Role,
    /// First byte of the original character.
    pub start: usize,
    /// One past the last byte of the original character.
    pub end: usize,
}

/// Decomposes and lower-cases every character of `text` on its own, so that
/// each result still knows its bytes. Composition has to see whole words and
/// happens when a word is put together.
pub(crate) fn characters(text: &str) -> Vec<Character> {
    let mut found = Vec::with_capacity(text.len());
    let mut typed = text.char_indices().peekable();
    while let Some((start, value)) = typed.next() {
        let next = typed.peek().map(|&(_, next)| next);
        let end = start + value.len_utf8();
        if is_ignored(value) {
            continue;
        }
        let place = |value, role| Character {
            value,
            role,
            start,
            end,
        };
        if is_apostrophe(value) {
            found.push(place('\'', Role::Apostrophe));
        } else if is_emoji(value, next) || !(value.is_alphanumeric() || is_combining_mark(value)) {
            found.push(place(' ', Role::Separator));
        } else {
            let lower = value.nfkd().flat_map(char::to_lowercase).nfkd();
            found.extend(lower.filter(|&c| !is_ignored(c)).map(|c| place(c, role(c))));
        }
    }
    found
}

fn role(value: char) -> Role {
    match value {
        // A letter can decompose into an apostrophe and a letter (U+0149).
        c if is_apostrophe(c) => Role::Apostrophe,
        c if is_combining_mark(c) => Role::Mark,
        c if c.is_alphanumeric() => Role::Letter,
        _ => Role::Separator,
    }
}

/// The apostrophe of the keyboard, the typographic one, the modifier letter,
/// the full-width one, and the accents that people type instead.
fn is_apostrophe(value: char) -> bool {
    matches!(
        value,
        '\'' | '\u{2019}' | '\u{02BC}' | '\u{FF07}' | '\u{00B4}' | '`'
    )
}

/// Soft hyphen, joiners and variation selectors change how a word looks, never
/// which word it is.
fn is_ignored(value: char) -> bool {
    matches!(
        value,
        '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FEFF}'
    ) || matches!(value, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Some emoji are made of letters and digits: squared letters and flags have a
/// block of their own, others are ordinary characters followed by a request
/// for the coloured form (U+FE0F) or by the frame of a key (U+20E3).
fn is_emoji(value: char, next: Option<char>) -> bool {
    const COLOURED: char = '\u{FE0F}';
    const KEY: char = '\u{20E3}';
    match next {
        Some(KEY) => true,
        // Digits and their key frames come as digit, U+FE0F, U+20E3.
        Some(COLOURED) if !value.is_ascii_alphabetic() => true,
        _ => matches!(value, '\u{1F100}'..='\u{1F1FF}') || value == KEY,
    }
}
