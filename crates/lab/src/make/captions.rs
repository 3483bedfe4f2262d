//! Questions made from captions: "a black dog is running in the snow with a
//! stick" answers "what color is the dog?", "what is the dog doing?" and "where
//! is the dog?", "a man wearing a hat" answers "what is the man wearing?", and
//! captions that speak of a man and of nobody else answer "is this a man?" and
//! "is there a woman?".
//!
//! The file is that of [`labels::load_captions`], by people or by a machine. Only
//! what the words say plainly is used: a colour straight before a well-known
//! thing, what the subject of a caption is doing, and the well-known thing or
//! place straight after a verb or "in". All captions of a photo answer together,
//! each as one of the people.

mod objects;
mod people;

use std::collections::BTreeMap;
use std::path::Path;

use data::{DataError, DataSet, Question, labels};

use self::people::whether_somebody;
use super::words::list;

/// Words that may stand between the subject and what it is doing.
const BETWEEN: [&str; 2] = ["is", "are"];

/// Reads captions as questions. A question's id is its place.
///
/// # Errors
/// A file that cannot be read or has another form.
pub fn load(file: &Path) -> Result<DataSet, DataError> {
    let captions = labels::load_captions(file)?;
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
        for (question, answer) in objects::asked(&words) {
            asked.entry(question).or_default().push(answer.to_owned());
        }
    }
    asked
}

fn is_many(thing: &str) -> bool {
    ["people", "men", "women", "children"].contains(&thing)
        || thing.ends_with('s') && !["dress", "grass", "bus"].contains(&thing)
}

/// "A black dog": things with the one colour that stands before them. "A black
/// and white dog" has two, and is left out.
fn coloured<'a>(words: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let is_colour = |word: &&str| list("colours").contains(word);
    let pairs = words.windows(2).enumerate();
    pairs
        .filter(|(_, pair)| is_colour(&pair[0]) && list("coloured").contains(&pair[1]))
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
    let at = words
        .iter()
        .position(|word| list("subjects").contains(word))?;
    let after = words[at + 1..].iter().position(|w| !BETWEEN.contains(w))?;
    let doing = words[at + 1 + after];
    list("doings")
        .contains(&doing)
        .then_some((words[at], doing))
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
                ("where is the dog?", "grass"),
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
    fn what_is_not_said_plainly_is_not_asked() {
        assert!(
            asked(&[
                "A black and white dog",
                "A man in a hat about to ride",
                "A red brick wall",
                "A dog",
                "",
            ])
            .is_empty()
        );
    }
}
