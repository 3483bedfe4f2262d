//! The files of easy-VQA (Victor Zhou, 2019), as the package `easy-vqa` 1.0
//! for Python brings them in its folder `data`:
//!
//! ```text
//! answers.txt             one answer a line, 13 in all
//! train/questions.json    [["what color is the shape?", "blue", 0], ...]
//! train/images/0.png      the picture that the 0 above stands for
//! test/...                the same
//! ```

use std::collections::HashSet;
use std::path::Path;

use crate::error::{DataError, read_text};
use crate::question::{DataSet, Part, Question};
use crate::stream::each_element;

/// Question, answer, picture.
type Entry = (String, String, u64);

/// Reads one part from the folder that holds `answers.txt`. A question's id is
/// its place in its file, from 0, so that ids are unique within one part only;
/// the pictures of a part are in its own folder, `train/images` or
/// `test/images`.
///
/// # Errors
/// A file that cannot be read, or an answer that is not in the list.
pub fn load(folder: &Path, part: Part) -> Result<DataSet, DataError> {
    let answers: HashSet<String> = answers(folder)?.into_iter().collect();
    let part = match part {
        Part::Train => "train",
        Part::Test => "test",
    };
    let file = folder.join(part).join("questions.json");
    let mut set = DataSet::default();
    each_element(&file, |place, (text, answer, image): Entry| {
        if !answers.contains(&answer) {
            let field = format!("[{place}][1]");
            return Err(DataError::field(
                &file,
                field,
                answer,
                "an answer of answers.txt",
            ));
        }
        let image = image.to_string();
        let question = Question::exact(place as u64, image, text, answer);
        set.questions.push(question);
        Ok(())
    })?;
    Ok(set)
}

/// All answers there are, in the order of `answers.txt`.
///
/// # Errors
/// A file that cannot be read, a blank line or an answer that is there twice.
pub fn answers(folder: &Path) -> Result<Vec<String>, DataError> {
    let file = folder.join("answers.txt");
    let text = read_text(&file)?;
    let mut seen = HashSet::new();
    let lines = (1..).zip(text.lines().map(str::trim));
    let answer = |(number, line): (usize, &str)| {
        if line.is_empty() || !seen.insert(line.to_owned()) {
            let expected = "an answer that is not there yet";
            let field = format!("line {number}");
            return Err(DataError::field(&file, field, line, expected));
        }
        Ok(line.to_owned())
    };
    lines.map(answer).collect()
}
