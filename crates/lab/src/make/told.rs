//! Questions in the manner of COCO-QA (Ren et al., NIPS 2015), out of captions:
//! a caption says what a thing does, how many there are, what colour it has and
//! where it is, and the question asks for one word of it. "A giraffe looking
//! over a metal fence" answers "what is looking over a metal fence?".
//!
//! Which words name things is read from a set that has such answers, COCO-QA
//! itself: its answers are nouns, but for colours and numbers.

mod caption;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::Result;
use data::{DataSet, Question, labels, vqa_v2};

use self::caption::Caption;
use super::words::list;

/// Questions about a caption's things, in the manner of COCO-QA: captions by
/// photo, by people or by a machine.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    from: super::FromFile,
    /// Questions of VQA v2's format whose answers are words for things; may be
    /// given several times, each with its --nouns-annotations.
    #[arg(long, value_name = "FILE", required = true)]
    nouns_questions: Vec<PathBuf>,
    /// Their answers.
    #[arg(long, value_name = "FILE", required = true)]
    nouns_annotations: Vec<PathBuf>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let sets = arguments.nouns_questions.iter();
    let mut times: HashMap<String, usize> = HashMap::new();
    for (questions, annotations) in sets.zip(&arguments.nouns_annotations) {
        for question in vqa_v2::load(questions, annotations)?.questions {
            if let Some(answer) = question.commonest_answer() {
                *times.entry(answer).or_default() += 1;
            }
        }
    }
    let nouns = times.into_iter().filter(|(_, n)| *n > 1);
    let nouns: HashSet<String> = nouns
        .map(|(noun, _)| noun)
        .filter(|noun| caption::is_noun(noun) && !list("vague").contains(&noun.as_str()))
        .collect();
    arguments
        .from
        .into
        .write(load(&arguments.from.file, &nouns)?)
}

/// Reads captions as questions; all captions of a photo answer together.
fn load(file: &Path, nouns: &HashSet<String>) -> Result<DataSet> {
    let captions = labels::load_captions(file)?;
    let asked = captions.into_iter().flat_map(|(photo, captions)| {
        let mut asked: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (question, answer) in captions.iter().flat_map(|text| questions(text, nouns)) {
            asked.entry(question).or_default().push(answer);
        }
        asked
            .into_iter()
            .map(move |(text, answers)| (photo.clone(), text, answers))
    });
    let questions = (0..)
        .zip(asked)
        .map(|(id, (photo, text, answers))| Question::of_set(id, photo, text, answers));
    Ok(DataSet {
        questions: questions.collect(),
    })
}

/// What one caption answers.
fn questions(text: &str, nouns: &HashSet<String>) -> Vec<(String, String)> {
    let text = text.to_lowercase().replace("grey", "gray");
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'')
        .filter(|word| !word.is_empty())
        .collect();
    let caption = Caption {
        words: &words,
        nouns,
    };
    let mut asked = caption.colours();
    asked.extend(caption.what());
    asked.extend(caption.how_many());
    asked.extend(caption.place());
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(caption: &str) -> Vec<(String, String)> {
        let nouns = [
            "giraffe", "fence", "bus", "stop", "kitchen", "beds", "beach", "dogs",
        ];
        questions(caption, &nouns.map(str::to_owned).into())
    }

    fn assert_asked(caption: &str, expected: &[(&str, &str)]) {
        let found = asked(caption);
        let found: Vec<_> = found
            .iter()
            .map(|(q, a)| (q.as_str(), a.as_str()))
            .collect();
        assert_eq!(found, expected, "{caption}");
    }

    #[test]
    fn the_thing_that_a_caption_begins_with_is_asked_for() {
        assert_asked(
            "A giraffe looking over a metal fence.",
            &[("what is looking over a metal fence?", "giraffe")],
        );
        assert_asked(
            "Dogs are asleep there",
            &[("what are asleep there?", "dogs")],
        );
        assert_asked("A man and a giraffe in the sun", &[]);
        assert_asked("A giraffe and a man in the sun", &[]);
    }

    #[test]
    fn a_number_a_colour_and_a_place_are_asked_for() {
        assert_asked(
            "Two large beds in a kitchen",
            &[
                ("what are in a kitchen?", "beds"),
                ("how many large beds are in a kitchen?", "two"),
                ("where are the two large beds?", "kitchen"),
            ],
        );
        assert_asked(
            "A man standing beside a Red bus on the beach",
            &[
                ("what is the color of the bus?", "red"),
                ("where is the man standing beside a red bus?", "beach"),
            ],
        );
        assert_asked(
            "A young man running on the beach",
            &[("where is the young man running?", "beach")],
        );
    }

    #[test]
    fn what_is_not_said_plainly_is_not_asked() {
        for caption in ["A black and white bus", "A red bus stop", "A bus", ""] {
            assert_asked(caption, &[]);
        }
    }
}
