//! What things are called.

use std::sync::LazyLock;

/// COCO's classes stand first, this many.
const N_CLASSES: usize = 80;

/// What people call a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    /// One of them: "bus".
    pub one: &'static str,
    /// Several of them: "buses".
    pub many: &'static str,
    /// What COCO counts it among: "person" for "man".
    pub class: &'static str,
    /// What COCO groups that class under: "animal", "vehicle", "food" ...
    pub group: &'static str,
}

/// All nouns that are known, COCO's classes first.
pub static NOUNS: LazyLock<Vec<Noun>> = LazyLock::new(|| {
    let lines = include_str!("nouns.txt").lines();
    let nouns = lines.filter(|line| !line.starts_with('#')).map(|line| {
        let mut cells = line.split(", ");
        let [one, many, class, group] = [(); 4].map(|()| cells.next().unwrap_or_default());
        Noun {
            one,
            many,
            class,
            group,
        }
    });
    nouns.collect()
});

/// The classes of COCO in the order of its annotations.
pub fn classes() -> &'static [Noun] {
    &NOUNS[..N_CLASSES]
}

impl Noun {
    /// "a cat", "an orange"; what is not counted has no article.
    pub fn with_article(&self) -> String {
        if self.one == self.many {
            return self.one.to_owned();
        }
        let vowel = self.one.starts_with(['a', 'e', 'i', 'o', 'u']);
        format!("{} {}", if vowel { "an" } else { "a" }, self.one)
    }

    /// Asks whether it is there.
    pub fn question(&self) -> String {
        let are = self.one == self.many && self.one.ends_with('s');
        let is = if are { "are" } else { "is" };
        format!("{is} there {} in the picture?", self.with_article())
    }
}
