//! "What is the man holding?", "where is the dog?": what stands straight after
//! a verb, and the place that a caption names.

use super::is_many;
use crate::make::words::{list, pairs};

const WITHIN: [&str; 5] = ["in", "on", "at", "through", "across"];

/// Questions and answers out of the words of one caption.
pub fn asked(words: &[&str]) -> Vec<(String, &'static str)> {
    let mut asked: Vec<(String, &'static str)> = Vec::new();
    for at in 0..words.len() {
        for (verb, asks) in pairs("verbs") {
            let verb: Vec<&str> = verb.split(' ').collect();
            let after = words[at..].strip_prefix(&verb[..]);
            let object = after.and_then(|after| named(after, list("objects")));
            if let (Some(subject), Some(object)) = (last_subject(&words[..at]), object) {
                let is = if is_many(subject) { "are" } else { "is" };
                asked.push((format!("what {is} the {subject} {asks}?"), object));
            }
        }
    }
    asked.extend(place(words));
    asked
}

/// Where the first subject is: the first place after it that the caption names.
fn place(words: &[&str]) -> Option<(String, &'static str)> {
    let at = words
        .iter()
        .position(|word| list("subjects").contains(word))?;
    let after = (at + 1..words.len()).filter(|at| WITHIN.contains(&words[*at]));
    let place = after
        .filter_map(|at| named(&words[at + 1..], list("places")))
        .next()?;
    let is = if is_many(words[at]) { "are" } else { "is" };
    Some((format!("where {is} the {}?", words[at]), place))
}

fn last_subject<'a>(words: &[&'a str]) -> Option<&'a str> {
    let mut backwards = words.iter().rev();
    backwards
        .find(|word| list("subjects").contains(word))
        .copied()
}

/// The thing that comes first, after its articles, colours and the like, if it
/// is one of those. What follows must not make another thing of it ("a fire
/// hydrant", "a plate of food" are not asked about).
fn named(words: &[&str], things: &[&'static str]) -> Option<&'static str> {
    let is_before = |word: &&str| list("before").contains(word) || list("colours").contains(word);
    let at = words.iter().position(|word| !is_before(word))?;
    let thing = things.iter().find(|thing| **thing == words[at])?;
    let next = words.get(at + 1);
    let goes_on = next.is_some_and(|next| *next == "of" || things.contains(next));
    (!goes_on).then_some(*thing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(caption: &str) -> Vec<(String, &'static str)> {
        asked(&caption.split_whitespace().collect::<Vec<_>>())
    }

    #[test]
    fn what_follows_a_verb_or_a_place_is_the_answer() {
        let cases: [(&str, &[(&str, &str)]); 6] = [
            (
                "a man wearing a red hat on the beach",
                &[
                    ("what is the man wearing?", "hat"),
                    ("where is the man?", "beach"),
                ],
            ),
            (
                "two dogs running through the snow",
                &[("where are the dogs?", "snow")],
            ),
            (
                "a boy watches a girl carrying her small umbrella",
                &[("what is the girl carrying?", "umbrella")],
            ),
            (
                "a cat lying on a wooden table",
                &[
                    ("what is the cat lying on?", "table"),
                    ("where is the cat?", "table"),
                ],
            ),
            ("a man holding a plate of food", &[]),
            ("a street with a hat", &[]),
        ];
        for (caption, expected) in cases {
            let found = of(caption);
            let found: Vec<(&str, &str)> = found.iter().map(|(q, a)| (q.as_str(), *a)).collect();
            assert_eq!(found, expected, "{caption}");
        }
    }
}
