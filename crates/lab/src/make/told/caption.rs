use std::collections::HashSet;
use std::ops::Range;

use crate::make::words::list;

const NUMBERS: [&str; 6] = ["one", "two", "three", "four", "five", "six"];

/// Several, though no "s" says so, and one, though it has an "s".
const MANY: [&str; 6] = ["people", "men", "women", "children", "sheep", "cattle"];
const ONE: [&str; 5] = ["bus", "glass", "grass", "dress", "tennis"];

const VERBS: [&str; 5] = ["is", "are", "sits", "stands", "hangs"];

/// Words that a subject's name does not go across.
const APART: [&str; 6] = ["of", "and", "or", "is", "are", "that"];

const WITHIN: [&str; 4] = ["in", "on", "at", "inside"];

/// The most words of a caption that a question repeats.
const MOST_WORDS: usize = 12;

/// The words of a caption, and which words name things.
pub struct Caption<'a> {
    pub words: &'a [&'a str],
    pub nouns: &'a HashSet<String>,
}

/// Whether an answer may name a thing: one word, no number and no colour.
pub fn is_noun(answer: &str) -> bool {
    let letters = answer.bytes().all(|byte| byte.is_ascii_lowercase());
    letters && !list("told-colours").contains(&answer) && !NUMBERS.contains(&answer)
}

fn be(subject: &str) -> &'static str {
    let many = MANY.contains(&subject) || subject.ends_with('s') && !ONE.contains(&subject);
    if many { "are" } else { "is" }
}

fn is_doing(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ing")
}

impl<'a> Caption<'a> {
    fn is_thing(&self, word: &str) -> bool {
        self.nouns.contains(word)
    }

    /// Where the name of the subject stands, with what is said of it before.
    /// The last of several nouns names it: a "kitchen table" is a table.
    fn subject(&self, is_subject: impl Fn(&str) -> bool) -> Option<Range<usize>> {
        let first = self
            .words
            .iter()
            .take(5)
            .position(|word| is_subject(word))?;
        let before = &self.words[..first];
        let plain = |word: &&str| {
            !APART.contains(word)
                && !list("after").contains(word)
                && !list("people").contains(word)
                && !is_doing(word)
        };
        let nouns = self.words[first..].iter();
        let n_nouns = nouns.take_while(|word| is_subject(word)).count();
        before.iter().all(plain).then_some(0..first + n_nouns)
    }

    /// What the caption says of the subject, as a question goes on.
    fn said(&self, subject: &Range<usize>) -> Option<Vec<&'a str>> {
        let rest = &self.words[subject.end..];
        let rest = rest.strip_prefix(&["that"]).unwrap_or(rest);
        let next = rest.first()?;
        let goes_on = VERBS.contains(next) || list("after").contains(next) || is_doing(next);
        if rest.len() < 2 || !goes_on {
            return None;
        }
        let verb = be(self.words[subject.end - 1]);
        let verb = (!VERBS.contains(next)).then_some(verb);
        let rest = rest.iter().copied().take(MOST_WORDS);
        Some(verb.into_iter().chain(rest).collect())
    }

    /// "What is looking over a metal fence?"
    pub fn what(&self) -> Option<(String, String)> {
        let subject = self.subject(|word| self.is_thing(word))?;
        let name = self.words[subject.end - 1];
        let said = self.said(&subject)?;
        let one = name.strip_suffix('s').unwrap_or(name);
        let tells = said.iter().any(|word| *word == name || *word == one);
        (!tells).then(|| (format!("what {}?", said.join(" ")), name.to_owned()))
    }

    /// "How many large beds are in a kitchen?"
    pub fn how_many(&self) -> Option<(String, String)> {
        let number = self.words.first().filter(|word| NUMBERS.contains(word))?;
        let is_subject = |word: &str| self.is_thing(word) || list("people").contains(&word);
        let subject = self.subject(is_subject)?;
        let said = self.said(&subject)?;
        let things = self.words[1..subject.end].join(" ");
        let question = format!("how many {things} {}?", said.join(" "));
        (be(self.words[subject.end - 1]) == "are").then(|| (question, (*number).to_owned()))
    }

    /// "What is the color of the bus?"; "a black and white bus" has two, and a
    /// "red bus stop" is no red bus.
    pub fn colours(&self) -> Vec<(String, String)> {
        let is_colour = |word: &str| list("told-colours").contains(&word);
        let at = (0..self.words.len().saturating_sub(1)).filter(|at| {
            let before = at.checked_sub(1).map(|at| self.words[at]);
            let after = self.words.get(at + 2);
            is_colour(self.words[*at])
                && self.is_thing(self.words[at + 1])
                && !before.is_some_and(|word| word == "and" || is_colour(word))
                && !after.is_some_and(|word| self.is_thing(word))
        });
        at.map(|at| {
            let question = format!("what is the color of the {}?", self.words[at + 1]);
            (question, self.words[at].to_owned())
        })
        .collect()
    }

    /// "Where is the young man running?", of a caption that ends with a place.
    pub fn place(&self) -> Option<(String, String)> {
        let (place, before) = self.words.split_last()?;
        let within = before.iter().rposition(|word| WITHIN.contains(word))?;
        let is_subject = |word: &str| self.is_thing(word) || list("people").contains(&word);
        let subject = self.subject(is_subject)?;
        let name = &self.words[subject.clone()];
        let close = before.len() - within <= 3;
        if !self.is_thing(place) || !close || subject.end > within || name.contains(place) {
            return None;
        }
        let doing = &self.words[subject.end..within];
        let doing = match doing {
            [verb, doing @ ..] if VERBS.contains(verb) => doing,
            doing => doing,
        };
        let plain = doing.first().is_none_or(|word| is_doing(word));
        let verb = be(name.last()?);
        let name = name.iter().filter(|word| !list("articles").contains(word));
        let said: Vec<&str> = name.chain(doing).copied().collect();
        let question = format!("where {verb} the {}?", said.join(" "));
        (plain && said.len() < MOST_WORDS).then(|| (question, (*place).to_owned()))
    }
}
