//! Statements about where things are, true or false, asked as questions.
//!
//! The file is a JSON list in the style of VSR (Liu, Emerson and Collier,
//! 2023): `{"image_id": 42, "caption": "The cat is left of the dog.",
//! "label": 1, "relation": "left of"}`. A network that answers questions can
//! learn from it once "The cat is ..." has become "Is the cat ...?".

use std::path::Path;

use data::{DataError, DataSet, Question, read_json};
use serde::Deserialize;

#[derive(Deserialize)]
struct Statement {
    image_id: u64,
    caption: String,
    label: u8,
}

/// Reads statements as questions that are answered yes (label 1) or no (0). A
/// question's id is its place in the file, from 0.
///
/// # Errors
/// A file that cannot be read, a label other than 0 and 1, or a sentence that
/// cannot be turned into a question.
pub fn load(file: &Path) -> Result<DataSet, DataError> {
    let statements: Vec<Statement> = read_json(file)?;
    let numbered = (0..).zip(statements);
    let questions = numbered.map(|(id, statement)| question(file, id, statement));
    Ok(DataSet {
        questions: questions.collect::<Result<_, _>>()?,
    })
}

fn question(file: &Path, id: u64, statement: Statement) -> Result<Question, DataError> {
    let answer = match statement.label {
        0 => "no",
        1 => "yes",
        label => {
            let field = format!("[{id}].label");
            return Err(DataError::field(file, field, label.to_string(), "0 or 1"));
        }
    };
    let text = question_of(&statement.caption).ok_or_else(|| {
        let expected = "a sentence such as \"The cat is left of the dog.\"";
        DataError::field(
            file,
            format!("[{id}].caption"),
            &statement.caption,
            expected,
        )
    })?;
    let image = statement.image_id.to_string();
    Ok(Question::of_set(id, image, text, vec![answer.to_owned()]))
}

/// The verbs of such statements, what goes to the front of the question, and
/// what stays where the verb was.
const VERBS: [(&str, &str, &str); 6] = [
    ("is", "Is", ""),
    ("are", "Are", ""),
    ("contains", "Does", "contain"),
    ("consists", "Does", "consist"),
    ("has", "Does", "have"),
    ("faces", "Does", "face"),
];

/// "The cat is left of the dog." becomes "Is the cat left of the dog?".
fn question_of(caption: &str) -> Option<String> {
    let sentence = caption.trim().trim_end_matches('.');
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let find = |word: &&str| VERBS.iter().find(|(verb, ..)| verb == word);
    let (at, (_, front, rest)) = words
        .iter()
        .enumerate()
        .find_map(|(at, w)| Some((at, find(w)?)))?;
    let (subject, predicate) = (words.get(..at)?, words.get(at + 1..)?);
    if subject.is_empty() || predicate.is_empty() {
        return None;
    }
    // Only the article loses its capital; a name would keep it.
    let first = match subject[0] {
        "The" => "the",
        "A" => "a",
        "An" => "an",
        other => other,
    };
    let parts = [*front, first]
        .into_iter()
        .chain(subject[1..].iter().copied());
    let parts = parts.chain([*rest]).chain(predicate.iter().copied());
    let words: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    Some(format!("{}?", words.join(" ")))
}

#[cfg(test)]
mod tests {
    use data::Kind;

    use super::*;

    fn fixture() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spatial.json")
    }

    #[test]
    fn statements_become_questions() {
        let cases = [
            ("The cat is left of the dog.", "Is the cat left of the dog?"),
            ("The hot dog is on the cup", "Is the hot dog on the cup?"),
            (
                "The bowl contains the banana.",
                "Does the bowl contain the banana?",
            ),
            (
                "The cake consists of the apple. ",
                "Does the cake consist of the apple?",
            ),
            (
                "The scissors are under a book.",
                "Are the scissors under a book?",
            ),
            ("A person faces the cat.", "Does a person face the cat?"),
        ];
        for (caption, question) in cases {
            assert_eq!(question_of(caption).as_deref(), Some(question));
        }
    }

    #[test]
    fn other_sentences_are_refused() {
        for caption in [
            "",
            ".",
            "The cat.",
            "is on the dog.",
            "The cat is.",
            "The cat sits there.",
        ] {
            assert_eq!(question_of(caption), None, "{caption:?}");
        }
    }

    #[test]
    fn statements_are_asked_as_questions() {
        let set = load(&fixture()).expect("a good file");
        let rows: Vec<_> = set
            .questions
            .iter()
            .map(|q| (q.image.as_str(), q.text.as_str(), q.answers[0].as_str()))
            .collect();
        let expected = [
            ("42", "Is the oar left of the boat?", "yes"),
            ("7", "Does the nest contain the hot dog?", "no"),
        ];
        assert_eq!(rows, expected);
        assert!(
            set.questions
                .iter()
                .all(|question| question.kind == Kind::YesNo)
        );
        assert_eq!(
            (
                set.questions[0].accuracy("yes"),
                set.questions[0].accuracy("no")
            ),
            (1.0, 0.0)
        );
    }

    #[test]
    fn a_statement_that_cannot_be_asked_is_named() {
        let good = std::fs::read_to_string(fixture()).expect("a fixture");
        let cases = [
            ("\"label\": 0", "\"label\": 2", "[1].label is \"2\""),
            ("The oar is left of", "Left of", "[0].caption"),
            ("\"image_id\": 7", "\"image_id\": \"7\"", "[1].image_id"),
        ];
        for (from, to, expected) in cases {
            assert!(good.contains(from), "{from}");
            let file = std::env::temp_dir().join(format!("{}-spatial.json", std::process::id()));
            std::fs::write(&file, good.replacen(from, to, 1)).expect("room");
            let message = load(&file).expect_err("a broken file").to_string();
            assert!(
                message.contains(expected) && message.contains("spatial.json"),
                "{message}"
            );
        }
    }
}
