//! "Is there a woman in the picture?": kinds of people that captions speak of.

use std::collections::BTreeMap;

use crate::make::words::list;

/// Kinds of people, and the words of captions that speak of them.
const PEOPLE: [(&str, &[&str]); 4] = [
    ("man", &["man", "men", "guy", "guys", "gentleman"]),
    ("woman", &["woman", "women", "lady", "ladies"]),
    ("boy", &["boy", "boys"]),
    ("girl", &["girl", "girls"]),
];

/// Asks for a man, a woman, a boy and a girl where most captions speak of one,
/// and as often where they speak of another and of nobody else.
pub fn whether_somebody(
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
    let wordings = list("is-somebody");
    let wording = |at: usize| wordings[at % wordings.len()].replace("{}", kind);
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
    (some && settled && n_of(list("somebody")) == 0).then_some(counts.map(|n| n > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
