//! Questions that nobody has answered, for teachers to answer.
//!
//! The file is a JSON object, a photo's name to its questions:
//! `{"393225": [[393225000, "What website is this?"]]}`.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use anyhow::Result;
use data::{DataSet, Question, photo_number, read_json, vqa_v2};

use super::FromFile;

/// Questions that nobody has answered, out of `[[id, question], ..]` by photo.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    pub from: FromFile,
    /// A questions file of VQA v2 whose questions are left out, since they are
    /// answered or measured on; may be given several times.
    #[arg(long, value_name = "QUESTIONS")]
    known: Vec<PathBuf>,
}

type Asked = BTreeMap<String, Vec<(u64, String)>>;

pub fn run(arguments: &Arguments) -> Result<()> {
    let mut known = HashSet::new();
    for file in &arguments.known {
        let set = vqa_v2::load_unanswered(file)?;
        known.extend(set.questions.iter().map(|one| place(&one.image, &one.text)));
    }
    let asked: Asked = read_json(&arguments.from.file)?;
    let mut set = DataSet::default();
    for (photo, questions) in asked {
        for (id, text) in questions {
            if known.insert(place(&photo, &text)) {
                set.questions
                    .push(Question::of_set(id, photo.clone(), text, Vec::new()));
            }
        }
    }
    arguments.from.into.write(set)
}

/// A question is the same if it is asked of the same photo in the same words.
fn place(photo: &str, text: &str) -> (String, String) {
    let text = text.trim_end_matches(['?', ' ']).trim_start();
    (photo_number(photo).to_owned(), text.to_lowercase())
}
