//! Many ways to ask the same, as people type.
//!
//! A network that has heard one wording of a question only takes another one
//! for another question. Frames of questions change places here ("how many dogs
//! are there?", "how many dogs can you see?", "number of dogs"), and words go
//! that people leave out.

mod frames;

use std::collections::HashSet;

use crate::phrasing::{phrasings, without_articles};
use frames::FRAMES;

/// So many of a question are enough.
const MOST: usize = 8;

/// Other wordings of a question, in lower case and without its mark, the least
/// unusual first. Empty where none is known.
pub fn rewordings(question: &str) -> Vec<String> {
    let lower = question.to_lowercase();
    let asked = lower.trim_end_matches(['?', '.', ' ']);
    let tail = FRAMES
        .tails
        .iter()
        .find_map(|tail| asked.strip_suffix(tail));
    let plain = tail.unwrap_or(asked);
    let mut ways = same(asked);
    ways.extend(presence(plain, tail.is_some()));
    ways.extend(counts(plain));
    ways.extend(colors(asked));
    ways.extend(kinds(asked));
    ways.extend(doing(asked));
    ways.extend(places(asked));
    ways.extend(other_word(asked));
    ways.extend(phrasings(asked));
    ways.extend(left_out(asked));
    let mut known = HashSet::from([asked.to_owned()]);
    ways.retain(|way| known.insert(way.clone()));
    ways.truncate(MOST);
    ways
}

fn same(asked: &str) -> Vec<String> {
    let group = FRAMES.same.iter().find(|group| group.contains(&asked));
    group.map_or_else(Vec::new, |group| owned(group))
}

fn presence(plain: &str, had_tail: bool) -> Vec<String> {
    let opened = FRAMES.presence.iter().find_map(|(opening, others)| {
        let rest = plain.strip_prefix(opening)?;
        Some((*opening, others, rest))
    });
    let Some((opening, others, rest)) = opened else {
        return Vec::new();
    };
    let mut ways: Vec<String> = others
        .iter()
        .map(|other| format!("{other}{rest}"))
        .collect();
    ways.push(match had_tail {
        true => plain.to_owned(),
        false => format!("{plain} in the picture"),
    });
    let is_short = rest.split(' ').count() <= 3;
    if opening == "is there " && is_short && rest.starts_with("a") {
        ways.push(rest.to_owned());
    }
    ways
}

fn counts(plain: &str) -> Vec<String> {
    let Some(rest) = plain.strip_prefix("how many ") else {
        return Vec::new();
    };
    let ended = FRAMES
        .count_ends
        .iter()
        .find_map(|end| rest.strip_suffix(end));
    let things = ended.unwrap_or(rest);
    match things.split(' ').count() {
        1..=3 => filled(&FRAMES.counts, things),
        _ => Vec::new(),
    }
}

fn colors(asked: &str) -> Vec<String> {
    let Some((opening, thing)) = opened(&FRAMES.color, asked) else {
        return Vec::new();
    };
    // "What color is the man wearing?" asks for no man's color.
    let is_thing =
        thing.split(' ').count() <= 5 && !thing.split(' ').any(|word| word.ends_with("ing"));
    let mut ways = match is_thing {
        true => filled(&FRAMES.colors, thing),
        false => Vec::new(),
    };
    if opening == "what color are " {
        ways.iter_mut().for_each(|way| {
            *way = way
                .replace("color is ", "color are ")
                .replace(" is what", " are what")
        });
    }
    ways
}

fn kinds(asked: &str) -> Vec<String> {
    let (rest, is_kind) = match opened(&FRAMES.kind, asked) {
        Some((_, rest)) => (rest, true),
        None => match opened(&["what ", "which "], asked) {
            Some((_, rest)) => (rest, false),
            None => return Vec::new(),
        },
    };
    let thing = FRAMES.this.iter().find_map(|end| rest.strip_suffix(end));
    match thing {
        Some(thing) if !thing.contains(' ') && thing != "color" && thing != "time" => {
            filled(&FRAMES.kinds, thing)
        }
        _ if is_kind => FRAMES
            .kind
            .iter()
            .map(|kind| format!("{kind}{rest}"))
            .collect(),
        _ => Vec::new(),
    }
}

/// "what is the man holding" is "what does the man hold", and "is he smiling"
/// is "does he smile".
fn doing(asked: &str) -> Vec<String> {
    let words: Vec<&str> = asked.split(' ').collect();
    let verb = words.iter().enumerate().find_map(|(at, word)| {
        let verb = FRAMES.verbs.iter().find(|(doing, _)| doing == word)?;
        Some((at, verb.1))
    });
    let is = words.iter().position(|word| ["is", "are"].contains(word));
    let (Some((verb_at, verb)), Some(is)) = (verb, is) else {
        return Vec::new();
    };
    let opens = is == 0 || (is == 1 && words[0] == "what");
    if !opens || verb_at < is + 2 || ["there", "it", "this"].contains(&words[is + 1]) {
        return Vec::new();
    }
    let does = if words[is] == "is" { "does" } else { "do" };
    let mut other = words.clone();
    other[is] = does;
    other[verb_at] = verb;
    let mut ways = vec![other.join(" ")];
    if is == 1 {
        other = words;
        other.remove(is);
        ways.push(without_articles(&other.join(" ")));
    }
    ways
}

fn places(asked: &str) -> Vec<String> {
    let Some((_, thing)) = opened(&["where is ", "where are "], asked) else {
        return Vec::new();
    };
    match thing.split(' ').count() {
        2..=4 => filled(&["where can {} be found", "where {-}"], thing),
        _ => Vec::new(),
    }
}

fn other_word(asked: &str) -> Vec<String> {
    let swaps = FRAMES
        .words
        .iter()
        .flat_map(|(one, other)| [(*one, *other), (*other, *one)]);
    let swapped = swaps.filter(|(from, _)| asked.split(' ').any(|word| word == *from));
    let way = |(from, to): (&str, &str)| {
        let words = asked
            .split(' ')
            .map(|word| if word == from { to } else { word });
        words.collect::<Vec<_>>().join(" ")
    };
    swapped.map(way).take(2).collect()
}

/// What is left where words go that carry little.
fn left_out(asked: &str) -> Vec<String> {
    let mut ways = vec![without_articles(asked)];
    for opening in [
        "what is on ",
        "what is in ",
        "what is behind ",
        "what is under ",
    ] {
        if let Some(rest) = asked.strip_prefix(opening) {
            let short = opening.replace("what is", "what");
            ways.push(format!("{short}{}", without_articles(rest)));
        }
    }
    if let Some(alone) = asked
        .strip_prefix("is it ")
        .filter(|rest| !rest.contains(' '))
    {
        ways.push(alone.to_owned());
    }
    ways
}

fn opened<'a>(openings: &[&'a str], asked: &'a str) -> Option<(&'a str, &'a str)> {
    let mut openings = openings.iter();
    openings.find_map(|opening| Some((*opening, asked.strip_prefix(opening)?)))
}

fn filled(frames: &[&str], thing: &str) -> Vec<String> {
    let bare = without_articles(thing);
    let frames = frames.iter();
    frames
        .map(|frame| frame.replace("{-}", &bare).replace("{}", thing))
        .collect()
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::rewordings;

    #[test]
    fn frames_change_places() {
        for (question, other) in [
            ("Is there a dog in the picture?", "do you see a dog"),
            ("Is there a dog?", "is there a dog in the picture"),
            ("Is there a dog?", "a dog"),
            ("are there any cats?", "any cats"),
            ("do you see a dog?", "is there a dog"),
            ("How many dogs are there?", "number of dogs"),
            (
                "How many dogs are in the picture?",
                "how many dogs can you see",
            ),
            ("What color is the bus?", "what is the color of the bus"),
            ("What color is the bus?", "what color bus"),
            ("What color are the cars?", "what color are the cars"),
            ("what animal is this?", "which animal is this"),
            (
                "What kind of dog is sleeping?",
                "what type of dog is sleeping",
            ),
            ("what is the man holding?", "what does the man hold"),
            ("what is the man holding?", "what man holding"),
            ("Are they wearing hats?", "do they wear hats"),
            ("where is the dog?", "where dog"),
            ("Is it sunny?", "sunny"),
            ("what is on the table ?", "what on table"),
            ("is the couch red?", "is the sofa red"),
        ] {
            let same = question.to_lowercase().trim_end_matches([' ', '?']) == other;
            assert!(
                same || rewordings(question).contains(&other.to_owned()),
                "{question}: {:?}",
                rewordings(question)
            );
        }
    }

    #[test]
    fn what_would_mean_something_else_is_left_alone() {
        assert_eq!(
            rewordings("What color is the man wearing?"),
            ["what color is man wearing"]
        );
        assert!(rewordings("why?").is_empty());
        assert!(rewordings("").is_empty());
        for question in [
            "is there a dog?",
            "how many cats are here?",
            "is it raining?",
        ] {
            let ways = rewordings(question);
            assert!(ways.len() <= super::MOST && ways.iter().all(|way| !way.is_empty()));
        }
    }
}
