use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A folder of a test's own, which goes when the test ends.
pub struct Folder(TempDir);

impl Default for Folder {
    fn default() -> Self {
        Self(TempDir::with_prefix("vqa-flow-").expect("a new folder"))
    }
}

impl Folder {
    /// An empty folder.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// A file in it.
    pub fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.path().join(name)
    }

    /// The same as an argument of a program.
    pub fn at(&self, name: &str) -> String {
        self.join(name).display().to_string()
    }

    /// Writes a file, and the folders that it is in.
    pub fn write(&self, name: &str, text: impl ToString) -> PathBuf {
        let file = self.join(name);
        make_room(&file);
        fs::write(&file, text.to_string()).expect("a file");
        file
    }

    /// The same with bytes that are no text.
    pub fn write_bytes(&self, name: &str, bytes: &[u8]) {
        let file = self.join(name);
        make_room(&file);
        fs::write(file, bytes).expect("a file");
    }

    /// The text of a file in it.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.join(name)).expect(name)
    }

    /// Word vectors of 100 numbers that know one word.
    pub fn vectors(&self, word: &str) -> PathBuf {
        self.write(
            "vectors.txt",
            format!("{word} {}\n", ["0.1"; 100].join(" ")),
        )
    }

    /// The arguments of a command: the first ones, options that name files here,
    /// and the last ones.
    pub fn arguments(&self, first: &[&str], named: &[(&str, &str)], last: &[&str]) -> Vec<String> {
        let named = named
            .iter()
            .map(|(option, name)| [(*option).to_owned(), self.at(name)]);
        let owned = |some: &[&str]| some.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        [owned(first), named.flatten().collect(), owned(last)].concat()
    }

    /// A copy of a sample photo (`chelsea`, `coffee`) under another name.
    pub fn photo(&self, sample: &str, name: &str) {
        let file = self.join(name);
        make_room(&file);
        let sample = crate::root().join(format!("assets/samples/{sample}.jpg"));
        fs::copy(sample, file).expect("a photo");
    }
}

fn make_room(file: &Path) {
    let folder = file.parent().expect("a folder");
    fs::create_dir_all(folder).expect("a folder");
}
