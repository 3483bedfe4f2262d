//! What the tests share: the made-up files and folders to break copies of.

use std::fs;
use std::path::{Path, PathBuf};

use data::{DataError, DataSet, Question};

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

/// A folder that is removed when the test ends.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty folder; `name` is the test's, so that tests do not meet.
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a new folder");
        Self(folder)
    }

    /// An empty folder for a helper that several tests call at once.
    pub fn of_thread(name: &str) -> Self {
        let (process, thread) = (std::process::id(), std::thread::current().id());
        Self::new(&format!("{name}-{process}-{thread:?}"))
    }

    /// Writes a file and returns where it is.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let file = self.0.join(name);
        fs::write(&file, text).expect("a file");
        file
    }

    /// Writes copies of fixtures, with one text of one of them replaced.
    pub fn write_broken(&self, of: &str, names: &[&str], file: &str, from: &str, to: &str) {
        for name in names {
            let mut copy = text(&format!("{of}/{name}"));
            if *name == file {
                assert!(copy.contains(from), "{from:?} is not in {file}");
                copy = copy.replacen(from, to, 1);
            }
            self.write(name, &copy);
        }
    }

    /// Where the folder is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A question as a row: id, photo, text, answer, type.
pub fn row(question: &Question) -> (u64, &str, &str, &str, Option<&str>) {
    let Question {
        id, image, text, ..
    } = question;
    let question_type = question.question_type.as_deref();
    (*id, image, text, &question.answers[0], question_type)
}

/// Breaks copies of a fixture, each by replacing one text by another, and
/// checks that loading one fails with a message that names the file and has
/// the expected text in it.
pub fn refused(
    name: &str,
    cases: &[(&str, &str, &str)],
    load: impl Fn(&Path) -> Result<DataSet, DataError>,
) {
    let good = text(name);
    let folder = Folder::new(&format!("{name}-broken"));
    for (from, to, expected) in cases {
        assert!(good.contains(from), "{from} is not in {name}");
        let file = folder.write("broken.json", &good.replacen(from, to, 1));
        let message = load(&file).expect_err(to).to_string();
        assert!(message.contains(expected), "{from} -> {to}: {message}");
        assert!(message.contains("broken.json"), "{from} -> {to}: {message}");
    }
}
