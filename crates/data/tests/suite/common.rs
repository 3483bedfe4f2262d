//! What the tests share: the made-up files, and breaking copies of them.

use std::fs;
use std::path::{Path, PathBuf};

use data::{DataError, Question};
pub use testing::Folder;

/// A file or folder of the fixtures.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

/// The text of a fixture.
pub fn text(name: &str) -> String {
    fs::read_to_string(fixture(name)).expect("a fixture")
}

/// A question as a row: id, photo, text, answer, type.
pub fn row(question: &Question) -> (u64, &str, &str, &str, Option<&str>) {
    let Question {
        id, image, text, ..
    } = question;
    let question_type = question.question_type.as_deref();
    (*id, image, text, &question.answers[0], question_type)
}

/// Breaks copies of fixtures, one text at a time, and checks that loading says
/// what is wrong and names the file. A case is a line: the file, a text of it,
/// what stands in its place, and what is said, with `|` between; `\n` is the end
/// of a line.
pub fn refused<T: std::fmt::Debug>(
    of: &str,
    files: &[&str],
    cases: &str,
    load: impl Fn(&Path, &str) -> Result<T, DataError>,
) {
    for case in cases.trim().lines() {
        let cells: Vec<String> = case
            .split('|')
            .map(|cell| cell.trim().replace(r"\n", "\n"))
            .collect();
        let [file, from, to, said] = &cells[..] else {
            panic!("{case} has {} cells", cells.len());
        };
        let folder = Folder::new();
        for name in files {
            let mut copy = text(&format!("{of}{name}"));
            if name == file {
                assert!(copy.contains(from), "{from:?} is not in {file}");
                copy = copy.replacen(from, to, 1);
            }
            folder.write(name, copy);
        }
        let message = load(folder.path(), file).expect_err(case).to_string();
        assert!(message.contains(said), "{case}: {message}");
        let named = |name: &str| message.contains(name.rsplit('/').next().unwrap_or(name));
        assert!(named(file) || said.contains(".json"), "{case}: {message}");
    }
}
