//! WUPS, the second measure published for DAQUAR: half right is not all wrong.
//!
//! Malinowski and Fritz (2014), section 4.3: both answers are sets of things,
//! and a thing is in a set as much as it is like the member it is most like.
//! An answer scores the lesser of two products: of what its things are in the
//! truth, and of what the things of the truth are in it. How much two things
//! are alike is their Wu-Palmer similarity in WordNet; what is less than the
//! threshold counts a tenth. Published are the thresholds 0.9 and 0.0.
//!
//! ```text
//! index.noun --> word -> senses -----+
//! noun.exc   --> mice -> mouse ------+--> WordNet::similarity --> score
//! data.noun  --> Hypernyms (is a) ---+
//! ```

mod hypernyms;
mod lines;
mod noun_files;
mod wordnet;

use std::collections::BTreeSet;

pub use wordnet::WordNet;

use crate::daquar::things;

/// What is left of a similarity below the threshold.
const BELOW_THRESHOLD: f64 = 0.1;

/// How right `answer` is, in 0..=1. Answers are lists of things with commas
/// between them, as in DAQUAR: in any order, `garbage_bin` or `garbage bin`.
pub fn score(wordnet: &WordNet, truth: &str, answer: &str, threshold: f64) -> f64 {
    let (truth, answer) = (things(truth), things(answer));
    let alike = |thing: &str, other: &str| {
        let similarity = wordnet.similarity(thing, other);
        if thing == other || similarity >= threshold {
            similarity
        } else {
            similarity * BELOW_THRESHOLD
        }
    };
    let within = |thing: &String, set: &BTreeSet<String>| {
        set.iter()
            .map(|member| alike(thing, member))
            .fold(0.0, f64::max)
    };
    let covered = |things: &BTreeSet<String>, by: &BTreeSet<String>| {
        things.iter().map(|thing| within(thing, by)).product()
    };
    f64::min(covered(&answer, &truth), covered(&truth, &answer))
}
