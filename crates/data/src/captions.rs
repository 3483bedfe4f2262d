//! Questions made from captions: "a black dog is running" answers "what color
//! is the dog?" and "what is the dog doing?", and captions that speak of a man
//! and of nobody else answer "is this a man?" and "is there a woman?".
//!
//! The file is a JSON object, a photo's name to its captions, as people wrote
//! them. Only what the words say plainly is used: a colour straight before a
//! well-known thing, and what the subject of a caption is doing. All captions
//! of a photo answer together, each as one of the people.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::{DataError, read_json};
use crate::question::{DataSet, Question};

const COLOURS: [&str; 13] = [
    "black", "white", "red", "blue", "green", "yellow", "brown", "orange", "pink", "purple",
    "gray", "tan", "silver",
];

/// Things whose colour people ask for.
#[rustfmt::skip]
const THINGS: [&str; 70] = [
    "dog", "cat", "horse", "bird", "bear", "cow", "dogs", "cows", "puppy", "shirt", "jacket", "shorts", "pants",
    "hat", "dress", "coat", "helmet", "vest", "shoes", "jeans", "sweater", "suit", "tie", "skirt", "outfit", "hair",
    "cap", "swimsuit", "backpack", "bag", "umbrella", "ball", "toy", "frisbee", "kite", "grass", "water", "sky",
    "train", "bus", "car", "truck", "bike", "bicycle", "motorcycle", "boat", "plane", "kayak", "jeep", "toilet",
    "plate", "table", "wall", "walls", "building", "door", "couch", "chair", "bed", "blanket", "laptop", "clock",
    "flowers", "fence", "sign", "stove", "tent", "collar", "bucket", "slide",
];

const SUBJECTS: [&str; 18] = [
    "man", "woman", "boy", "girl", "person", "child", "dog", "dogs", "people", "men", "women",
    "children", "boys", "girls", "cat", "surfer", "skier", "player",
];

/// Kinds of people, and the words of captions that speak of them.
const PEOPLE: [(&str, &[&str]); 4] = [
    ("man", &["man", "men", "guy", "guys", "gentleman"]),
    ("woman", &["woman", "women", "lady", "ladies"]),
    ("boy", &["boy", "boys"]),
    ("girl", &["girl", "girls"]),
];

/// Words that may mean any of them.
#[rustfmt::skip]
const SOMEBODY: [&str; 20] = [
    "person", "people", "someone", "somebody", "child", "children", "kid", "kids", "baby", "player", "players",
    "skier", "surfer", "skateboarder", "snowboarder", "rider", "couple", "family", "crowd", "group",
];

const IS_SOMEBODY: [&str; 4] = [
    "is this a {}?",
    "is there a {} in the picture?",
    "is that a {}?",
    "do you see a {}?",
];

/// What is done, and said in one word.
#[rustfmt::skip]
const DOINGS: [&str; 44] = [
    "standing", "sitting", "riding", "walking", "skiing", "swinging", "flying", "eating", "jumping", "surfing",
    "leaning", "posing", "working", "talking", "lying", "smiling", "watching", "running", "waiting", "cooking",
    "climbing", "swimming", "fishing", "sliding", "leaping", "diving", "kayaking", "chasing", "splashing",
    "laughing", "kicking", "hiking", "catching", "paddling", "fighting", "reading", "drinking", "wakeboarding",
    "driving", "sleeping", "throwing", "snowboarding", "skateboarding", "playing",
];

/// Words that may stand between the subject and what it is doing.
const BETWEEN: [&str; 2] = ["is", "are"];

/// Reads captions as questions. A question's id is its place.
///
/// # Errors
/// A file that cannot be read or has another form.
pub fn load(file: &Path) -> Result<DataSet, DataError> {
    let captions: BTreeMap<String, Vec<String>> = read_json(file)?;
    let asked = captions.iter().flat_map(|(photo, captions)| {
        let questions = questions(captions).into_iter();
        questions.map(move |(text, answers)| (photo, text, answers))
    });
    let somebody = whether_somebody(&captions);
    let somebody = somebody
        .into_iter()
        .map(|(photo, text, answer)| (photo, text, vec![answer.to_owned()]));
    let questions = (0..)
        .zip(asked.chain(somebody))
        .map(|(id, (photo, text, answers))| Question::of_set(id, photo.clone(), text, answers));
    Ok(DataSet {
        questions: questions.collect(),
    })
}

/// Each question with what the captions answer.
fn questions(captions: &[String]) -> BTreeMap<String, Vec<String>> {
    let mut asked: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for caption in captions {
        let lower = caption.to_lowercase().replace("grey", "gray");
        let words: Vec<&str> = lower
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .filter(|word| !word.is_empty())
            .collect();
        for (thing, colour) in coloured(&words) {
            let is = if is_many(thing) { "are" } else { "is" };
            let question = format!("what color {is} the {thing}?");
            asked.entry(question).or_default().push(colour.to_owned());
        }
        if let Some((subject, doing)) = doing(&words) {
            let is = if is_many(subject) { "are" } else { "is" };
            let question = format!("what {is} the {subject} doing?");
            asked.entry(question).or_default().push(doing.to_owned());
        }
    }
    asked
}

/// Asks for a man, a woman, a boy and a girl where most captions speak of one,
/// and as often where they speak of another and of nobody else.
fn whether_somebody(
    captions: &BTreeMap<String, Vec<String>>,
) -> Vec<(&String, String, &'static str)> {
    let mut asked = Vec::new();
    let known: Vec<(&String, [bool; 4])> = captions
        .iter()
        .filter_map(|(photo, captions)| Some((photo, people(captions)?)))
        .collect();
    for (at, (kind, _)) in PEOPLE.iter().enumerate() {
        let (there, absent): (Vec<_>, Vec<_>) = known.iter().partition(|(_, are)| are[at]);
        let n = there.len().min(absent.len());
        asked.extend(ask_of(kind, &there, n, "yes"));
        asked.extend(ask_of(kind, &absent, n, "no"));
    }
    asked
}

/// Asks for a kind of people about `n` of the photos, spread over all of them.
fn ask_of<'a>(
    kind: &str,
    photos: &[&(&'a String, [bool; 4])],
    n: usize,
    answer: &'static str,
) -> Vec<(&'a String, String, &'static str)> {
    let step = photos.len().checked_div(n).unwrap_or(1).max(1);
    let spread = photos.iter().step_by(step).take(n).enumerate();
    let wording = |at: usize| IS_SOMEBODY[at % IS_SOMEBODY.len()].replace("{}", kind);
    spread
        .map(|(at, (photo, _))| (*photo, wording(at), answer))
        .collect()
}

/// Which kinds of people most captions of a photo speak of, where they speak of
/// some, and leave nobody open.
fn people(captions: &[String]) -> Option<[bool; 4]> {
    let words: Vec<Vec<String>> = captions
        .iter()
        .map(|caption| {
            let words = caption.split(|c: char| !c.is_alphanumeric());
            words.map(str::to_lowercase).collect()
        })
        .collect();
    let n_of = |kind: &[&str]| {
        let speaks = |words: &&Vec<String>| words.iter().any(|w| kind.contains(&w.as_str()));
        words.iter().filter(speaks).count()
    };
    let counts = PEOPLE.map(|(_, words)| n_of(words));
    let settled = counts.iter().all(|n| *n == 0 || 2 * n > words.len());
    let some = counts.iter().any(|n| *n > 0);
    (some && settled && n_of(&SOMEBODY) == 0).then_some(counts.map(|n| n > 0))
}

fn is_many(thing: &str) -> bool {
    ["people", "men", "women", "children"].contains(&thing)
        || thing.ends_with('s') && !["dress", "grass", "bus"].contains(&thing)
}

/// "A black dog": things with the one colour that stands before them. "A black
/// and white dog" has two, and is left out.
fn coloured<'a>(words: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let is_colour = |word: &&str| COLOURS.contains(word);
    let pairs = words.windows(2).enumerate();
    pairs
        .filter(|(_, pair)| is_colour(&pair[0]) && THINGS.contains(&pair[1]))
        .filter(|(at, _)| {
            let before = at.checked_sub(1).map(|at| words[at]);
            !before.is_some_and(|word| word == "and" || is_colour(&word))
        })
        .map(|(_, pair)| (pair[1], pair[0]))
        .collect()
}

/// "A young man is riding a horse": the first subject and what it is doing,
/// where nothing but "is" stands between.
fn doing<'a>(words: &[&'a str]) -> Option<(&'a str, &'a str)> {
    let at = words.iter().position(|word| SUBJECTS.contains(word))?;
    let after = words[at + 1..].iter().position(|w| !BETWEEN.contains(w))?;
    let doing = words[at + 1 + after];
    DOINGS.contains(&doing).then_some((words[at], doing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(captions: &[&str]) -> Vec<(String, String)> {
        let captions: Vec<String> = captions.iter().map(|&text| text.to_owned()).collect();
        let questions = questions(&captions).into_iter();
        questions.map(|(q, a)| (q, a.join(" "))).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |&(q, a): &(&str, &str)| (q.to_owned(), a.to_owned());
        expected.iter().map(owned).collect()
    }

    #[test]
    fn a_colour_before_a_thing_and_a_doing_after_a_subject_are_asked_for() {
        assert_eq!(
            asked(&["A Black dog is running on green grass ."]),
            pairs(&[
                ("what color is the dog?", "black"),
                ("what color is the grass?", "green"),
                ("what is the dog doing?", "running"),
            ])
        );
    }

    #[test]
    fn captions_of_a_photo_answer_together() {
        assert_eq!(
            asked(&[
                "Two men surfing",
                "The men are swimming.",
                "Some men surfing a wave"
            ]),
            pairs(&[("what are the men doing?", "surfing swimming surfing")])
        );
    }

    #[test]
    fn who_is_asked_for_where_all_agree_and_as_often_where_somebody_else_is() {
        let of = |name: &str, captions: &[&str]| {
            let captions = captions.iter().map(|&text| text.to_owned()).collect();
            (name.to_owned(), captions)
        };
        let captions: BTreeMap<String, Vec<String>> = [
            of("a", &["A man on a bench", "A man sits", "Man"]),
            of("b", &["A woman on a bench", "A lady sits", "A person sits"]),
            of("c", &["A woman on a bench", "A lady sits"]),
            of("d", &["A man and a dog", "A dog"]),
            of("e", &["A dog", "A dog"]),
        ]
        .into_iter()
        .collect();
        let asked = whether_somebody(&captions);
        let asked: Vec<(&str, &str, &str)> = asked
            .iter()
            .map(|(photo, text, answer)| (photo.as_str(), text.as_str(), *answer))
            .collect();
        // b says "a person" too, d is half and half, e has nobody.
        assert_eq!(
            asked,
            [
                ("a", "is this a man?", "yes"),
                ("c", "is this a man?", "no"),
                ("c", "is this a woman?", "yes"),
                ("a", "is this a woman?", "no"),
            ]
        );
    }

    #[test]
    fn what_is_not_said_plainly_is_not_asked() {
        assert!(
            asked(&[
                "A black and white dog",
                "A man in a hat riding a horse",
                "A red brick wall",
                "A dog",
                "",
            ])
            .is_empty()
        );
    }
}
