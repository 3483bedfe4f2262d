//! The original files of DAQUAR (Malinowski and Fritz, 2014).
//!
//! The accuracy published for DAQUAR compares sets: an answer is right if it
//! names the same things as the one given, in any order, a thing named twice
//! counting once. So an answer is kept in one spelling: its things sorted,
//! joined by a comma, `garbage_bin` with a space. Some later work, such as
//! the one that made the random split, compares with the first thing of an
//! answer only, which is easier.

mod csv;
mod phrase;

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use crate::error::{DataError, read_text};
pub use crate::question::Part;
use crate::question::{DataSet, Question};

/// How the questions are divided into training and test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// By photo, as the authors of DAQUAR did: no photo is in both parts.
    Official,
    /// By question: a photo of the test can be one of the training.
    Random,
}

/// Reads one part of a split from the folder that holds the files.
///
/// A question's id is its place in its file, from 0; those of the random test
/// part start at [`RANDOM_TEST_IDS`], so that ids are unique within a split.
///
/// # Errors
/// A file that cannot be read, or a line that is no question.
pub fn load(folder: &Path, split: Split, part: Part) -> Result<DataSet, DataError> {
    match (split, part) {
        (Split::Official, Part::Train) => official(folder, "train_images_list.txt"),
        (Split::Official, Part::Test) => official(folder, "test_images_list.txt"),
        (Split::Random, Part::Train) => random(folder, "data_train.csv", 0),
        (Split::Random, Part::Test) => random(folder, "data_eval.csv", RANDOM_TEST_IDS),
    }
}

/// The type of a question whose answer is one thing, a number or a colour
/// among them. Some published figures are of these alone, nine in ten: those of
/// Stacked Attention Networks (Yang et al., CVPR 2016), section 4.1.
pub const ONE_THING: &str = "one thing";
/// The type of the others.
pub const SEVERAL_THINGS: &str = "several things";

/// The first id of the test part of the random split.
pub const RANDOM_TEST_IDS: u64 = 1_000_000;

/// The one spelling of an answer, see the [module](self).
pub fn canonical_answer(answer: &str) -> String {
    things(answer).into_iter().collect::<Vec<_>>().join(", ")
}

/// The set of things that an answer names.
pub(crate) fn things(answer: &str) -> BTreeSet<String> {
    let words = |thing: &str| {
        let lower = thing.replace('_', " ").to_lowercase();
        lower.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let things = answer.split(',').map(words);
    things.filter(|thing| !thing.is_empty()).collect()
}

/// Lines alternate between a question, which names its photo, and its answer.
fn official(folder: &Path, list: &str) -> Result<DataSet, DataError> {
    let listed = read_text(&folder.join(list))?;
    let images: HashSet<&str> = listed.split_whitespace().collect();
    let file = folder.join("all_qa_pairs.txt");
    let text = read_text(&file)?;
    let mut lines = text.lines();
    let mut set = DataSet::default();
    for id in 0.. {
        let Some(line) = lines.next() else { break };
        let place = |offset: u64| format!("line {}", 2 * id + 1 + offset);
        let (asked, image) = phrase::split(line).ok_or_else(|| {
            DataError::field(
                &file,
                place(0),
                line,
                "a question that names a photo (image1)",
            )
        })?;
        let answer = lines.next().unwrap_or_default();
        let question = question(id, image, asked, answer)
            .ok_or_else(|| DataError::field(&file, place(1), answer, "an answer"))?;
        if images.contains(question.image.as_str()) {
            set.questions.push(question);
        }
    }
    Ok(set)
}

/// A table with the columns question, answer and image_id.
fn random(folder: &Path, name: &str, first_id: u64) -> Result<DataSet, DataError> {
    let file = folder.join(name);
    let text = read_text(&file)?;
    let mut set = DataSet::default();
    for (index, line) in text.lines().enumerate() {
        let wrong = |expected| {
            Err(DataError::field(
                &file,
                format!("line {}", index + 1),
                line,
                expected,
            ))
        };
        let cells = csv::cells(line).unwrap_or_default();
        let [asked, answer, image] = &cells[..] else {
            return wrong("three cells: question, answer, image");
        };
        if index == 0 {
            if [asked, answer, image] != ["question", "answer", "image_id"] {
                return wrong("the heading question,answer,image_id");
            }
            continue;
        }
        let asked = phrase::split(asked).map_or_else(|| phrase::tidy(asked), |(asked, _)| asked);
        match question(first_id + index as u64 - 1, image.clone(), asked, answer) {
            Some(question) => set.questions.push(question),
            None => return wrong("an answer"),
        }
    }
    Ok(set)
}

fn question(id: u64, image: String, text: String, answer: &str) -> Option<Question> {
    let named = things(answer).len();
    let question_type = match named {
        0 => return None,
        1 => ONE_THING,
        _ => SEVERAL_THINGS,
    };
    Some(Question {
        question_type: Some(question_type.to_owned()),
        ..Question::of_set(id, image, text, vec![canonical_answer(answer)])
    })
}
