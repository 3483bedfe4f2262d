//! Things that questions name.

use std::ops::Range;

use crate::nouns::{NOUNS, Noun};
use crate::words::Word;

/// A thing that a question names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The thing.
    pub noun: Noun,
    /// Whether several are spoken of.
    pub is_many: bool,
    /// The places of its name among the words.
    pub words: Range<usize>,
}

/// After the name of a thing these make the name of another one: "the train
/// station".
const OTHER_THINGS: [&str; 14] = [
    "station", "stop", "track", "tracks", "stand", "lane", "shop", "store", "house", "park",
    "race", "food", "court", "cloth",
];
/// Before a thing these say that it is there.
const POINTING: [&str; 5] = ["the", "this", "these", "that", "those"];
/// What may stand between: "the little girl", "the two dogs".
const MOST_BETWEEN: usize = 1;
/// Questions that begin so ask whether something is there, or what it is, and
/// take nothing for granted.
const ASKING: [[&str; 2]; 10] = [
    ["is", "there"],
    ["are", "there"],
    ["is", "this"],
    ["is", "that"],
    ["are", "these"],
    ["are", "those"],
    ["do", "you"],
    ["can", "you"],
    ["could", "this"],
    ["could", "there"],
];

/// All things that a question names, in its order; of a name inside a longer
/// one ("dog" in "hot dog") the longer one.
pub fn things(question: &[Word]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < question.len() {
        match named_at(question, at) {
            Some(named) => {
                at = named.words.end;
                found.push(named);
            }
            None => at += 1,
        }
    }
    found
}

fn named_at(question: &[Word], at: usize) -> Option<Named> {
    let begins = |name: &str| {
        // Nearly all begin with another word.
        if !name.starts_with(&question.get(at)?.text) {
            return None;
        }
        let n = name.split(' ').count();
        let typed = question.get(at..at + n)?;
        let same = typed
            .iter()
            .zip(name.split(' '))
            .all(|(word, part)| word.text == part);
        same.then_some(n)
    };
    let named = NOUNS.iter().filter_map(|noun| {
        let one = begins(noun.one).map(|n| (n, false));
        let (n, is_many) = one.or_else(|| begins(noun.many).map(|n| (n, true)))?;
        let words = at..at + n;
        Some(Named {
            noun: *noun,
            is_many,
            words,
        })
    });
    named.max_by_key(|named| named.words.len())
}

/// The first thing that a question takes for granted: "what color is the bus?"
/// cannot be answered where there is none. "Is there a bus?" can.
pub fn presupposed(question: &[Word]) -> Option<Noun> {
    let text = |at: usize| question.get(at).map(|word| word.text.as_str());
    let asks = |opening: &[&str; 2]| [text(0), text(1)] == opening.map(Some);
    let first = if ASKING.iter().any(asks) { 2 } else { 0 };
    let named = things(question);
    let granted = named.iter().enumerate().find(|(place, one)| {
        let next = text(one.words.end);
        let is_part = named
            .get(place + 1)
            .is_some_and(|next| next.words.start == one.words.end);
        let is_other = next.is_some_and(|next| OTHER_THINGS.contains(&next));
        let before = one.words.start.saturating_sub(MOST_BETWEEN + 1).max(first)..one.words.start;
        let is_pointed_at = before.filter_map(text).any(|word| POINTING.contains(&word));
        is_pointed_at && !is_part && !is_other
    });
    granted.map(|(_, named)| named.noun)
}
