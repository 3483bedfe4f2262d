//! Questions whose answers follow from what people answered.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::things;
use crate::captions::COLOURS;
use crate::question::{DataSet, Kind, Question};

/// A thing that fewer answers name is no answer.
const COMMON: usize = 2;

/// Where one thing is, seen from another, and the same seen from the first.
struct Relation {
    said: &'static [&'static str],
    turned: &'static [&'static str],
}

#[rustfmt::skip]
const RELATIONS: [Relation; 8] = [
    Relation {
        said: &[
            "right of", "to the right of", "right side of", "on the right of", "on the right side of",
            "at the right side of", "to the right side of",
        ],
        turned: &["on the left side of", "to the left of"],
    },
    Relation {
        said: &[
            "left of", "to the left of", "left side of", "on the left of", "on the left side of",
            "at the left side of", "to the left side of",
        ],
        turned: &["on the right side of", "to the right of"],
    },
    Relation { said: &["in front of"], turned: &["behind"] },
    Relation { said: &["behind"], turned: &["in front of"] },
    Relation { said: &["above"], turned: &["below", "beneath"] },
    Relation { said: &["on", "on top of", "on the top of"], turned: &["below", "beneath"] },
    Relation { said: &["stuck on", "hung on", "hanged on", "hanging on"], turned: &["behind"] },
    Relation { said: &["near", "close to", "next to", "beside"], turned: &["close to", "near"] },
];

/// What stands upright: what is on it is before it, not above it.
const UPRIGHT: [&str; 6] = [
    "wall",
    "walls",
    "door",
    "window",
    "curtain",
    "refridgerator",
];

/// Words before a relation that say nothing of where a thing is.
#[rustfmt::skip]
const NEUTRAL: [&str; 20] = [
    "what", "which", "is", "are", "the", "a", "there", "object", "objects", "thing", "things", "item", "items",
    "found", "placed", "seen", "present", "kept", "visible", "located",
];

/// How what is in a photo is asked for.
const CONTENTS: [&str; 2] = ["what is in the picture?", "what is there?"];

/// What follows from the questions of a set, as questions after its last id:
///
/// - "what is to the left of the sofa?", a lamp, gives "what is to the right of
///   the lamp?", the sofa, where the sofa is also a common answer;
/// - "what is in the picture?" has all common things that the questions and
///   answers about a photo name as answers, each as one of the people.
pub fn inferred(set: &DataSet) -> DataSet {
    let common = Common::of(set);
    let ids = set.questions.iter().map(|question| question.id + 1);
    let first = ids.max().unwrap_or_default();
    let turned = set
        .questions
        .iter()
        .filter_map(|asked| common.turned(asked));
    let mut questions: Vec<Question> = turned.collect();
    questions.extend(common.contents(set));
    (first..)
        .zip(&mut questions)
        .for_each(|(id, question)| question.id = id);
    DataSet { questions }
}

/// Things that several answers name.
struct Common(BTreeSet<String>);

impl Common {
    fn of(set: &DataSet) -> Self {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for question in &set.questions {
            for thing in question.answers.iter().flat_map(|answer| things(answer)) {
                *counts.entry(thing).or_default() += 1;
            }
        }
        let is_thing =
            |name: &str| Kind::of_answer(name) == Kind::Other && !COLOURS.contains(&name);
        let common = counts
            .into_iter()
            .filter(|(name, n)| *n >= COMMON && is_thing(name));
        Self(common.map(|(name, _)| name).collect())
    }

    /// The same, asked from the other side.
    fn turned(&self, question: &Question) -> Option<Question> {
        let named = things(question.answers.first()?);
        let [thing] = &Vec::from_iter(named)[..] else {
            return None;
        };
        if !self.0.contains(thing) {
            return None;
        }
        let words = words(&question.text);
        let (relation, other) = self.relation(&words)?;
        let turned = match UPRIGHT.contains(&other.as_str()) && relation.said.contains(&"on") {
            true => "behind",
            false => relation.turned[question.id as usize % relation.turned.len()],
        };
        (*thing != other).then(|| {
            let text = format!("what is {turned} the {thing}?");
            Question::of_set(0, question.image.clone(), text, vec![other])
        })
    }

    /// Where it is, and from which common thing it is seen, where these words
    /// say nothing else.
    fn relation(&self, words: &[&str]) -> Option<(&'static Relation, String)> {
        let is_neutral = |word: &&str| NEUTRAL.contains(word);
        // At the first word that says something, and before: "on the right of".
        let most = words.iter().take_while(|word| is_neutral(word)).count();
        let rest = &words[most..];
        let begins = |said: &&str| rest.starts_with(&said.split(' ').collect::<Vec<_>>());
        RELATIONS.iter().find_map(|relation| {
            let said = relation.said.iter().filter(|said| begins(said));
            let longest = said.max_by_key(|said| said.len())?;
            let other = &rest[longest.split(' ').count()..];
            let is_name = |word: &&&str| !NEUTRAL.contains(*word) && !COLOURS.contains(*word);
            let other: Vec<&str> = other
                .iter()
                .skip_while(|word| !is_name(word))
                .copied()
                .collect();
            let other = other.join(" ");
            self.0.contains(&other).then_some((relation, other))
        })
    }

    /// What is in each photo.
    fn contents(&self, set: &DataSet) -> Vec<Question> {
        let mut of_photo: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for question in &set.questions {
            let found = of_photo.entry(&question.image).or_default();
            let answers = question.answers.iter().flat_map(|answer| things(answer));
            found.extend(answers.filter(|thing| self.0.contains(thing)));
            found.extend(
                self.relation(&words(&question.text))
                    .map(|(_, other)| other),
            );
        }
        of_photo.retain(|_, found| !found.is_empty());
        let asked = of_photo.into_iter().flat_map(|(image, found)| {
            CONTENTS
                .map(|text| Question::of_set(0, image.to_owned(), text.to_owned(), found.clone()))
        });
        asked.collect()
    }
}

fn words(question: &str) -> Vec<&str> {
    let words = question.split(|c: char| c.is_whitespace() || c == '?');
    words.filter(|word| !word.is_empty()).collect()
}
