use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use train::part_of;

/// The part of the cut-outs that are never learnt from.
const HELD_OUT: f64 = 0.2;
/// A name of more words is a sentence.
const MOST_WORDS: usize = 3;

/// Folders of cut-outs, and what they hold is called. The first one that a path
/// goes through counts.
const GROUPS: [(&str, &str); 11] = [
    ("birds", "bird"),
    ("fish", "fish"),
    ("insects", "insect"),
    ("animals", "animal"),
    ("fruit", "fruit"),
    ("vegetables", "vegetable"),
    ("food", "food"),
    ("vehicles", "vehicle"),
    ("tools", "tool"),
    ("flowers", "flower"),
    ("hats", "hat"),
];
/// Words that join two things; the last word is then not the name.
const JOINING: [&str; 7] = ["of", "at", "in", "with", "from", "for", "and"];
/// Letters, signs and drawings are no things.
const NO_THINGS: [&str; 3] = ["symbols", "roadsigns", "cartoon"];

/// A cut-out thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    pub file: PathBuf,
    /// One word for it: "zebra".
    pub name: String,
    /// One word for its kind, where there is one: "animal".
    pub group: Option<&'static str>,
    /// The part of its path that is the same on every machine.
    path: String,
}

impl Stamp {
    /// Whether it is one of those that are measured on.
    pub fn is_held_out(&self) -> bool {
        part_of(&self.path) < HELD_OUT
    }
}

/// All cut-outs of a folder that have a name, in the order of their paths.
pub fn read(folder: &Path) -> Result<Vec<Stamp>> {
    let mut stamps = Vec::new();
    collect(folder, folder, &mut stamps)?;
    stamps.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(stamps)
}

fn collect(root: &Path, folder: &Path, stamps: &mut Vec<Stamp>) -> Result<()> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read the folder {}", folder.display()))?;
    for entry in entries {
        let file = entry?.path();
        if file.is_dir() {
            collect(root, &file, stamps)?;
        } else if file.extension().is_some_and(|end| end == "png") {
            stamps.extend(stamp(root, file)?);
        }
    }
    Ok(())
}

fn stamp(root: &Path, file: PathBuf) -> Result<Option<Stamp>> {
    let inside = file.strip_prefix(root).unwrap_or(&file);
    let folders: Vec<&str> = inside.iter().filter_map(|part| part.to_str()).collect();
    let text = file.with_extension("txt");
    if folders.iter().any(|folder| NO_THINGS.contains(folder)) || !text.exists() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(&text)
        .with_context(|| format!("cannot read {}", text.display()))?;
    let group = GROUPS.iter().find(|(folder, _)| folders.contains(folder));
    Ok(text.lines().next().and_then(name).map(|name| Stamp {
        name,
        group: group.map(|(_, group)| *group),
        path: folders.join("/"),
        file: file.clone(),
    }))
}

/// "A crowned crane." is a crane; a longer sentence says nothing plainly.
fn name(line: &str) -> Option<String> {
    let line = line.split('(').next()?.trim().trim_end_matches(['.', '!']);
    let words: Vec<&str> = line.split_whitespace().collect();
    let [article, named @ ..] = words.as_slice() else {
        return None;
    };
    let plain = |word: &&str| word.chars().all(|c| c.is_ascii_alphabetic());
    let is_name = ["A", "An"].contains(article)
        && (1..=MOST_WORDS).contains(&named.len())
        && named.iter().all(plain)
        && !named.iter().any(|word| JOINING.contains(word));
    named.last().filter(|_| is_name).map(|w| w.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_of_a_short_sentence_is_the_name() {
        let name = |line| name(line).unwrap_or_default();
        assert_eq!(name("A zebra."), "zebra");
        assert_eq!(name("A peacock (a male peafowl)."), "peacock");
        assert_eq!(name("An hot air balloon!"), "balloon");
        for line in [
            "A bunch of grapes.",
            "A birch at winter.",
            "Fire! Fire! Fire!",
            "A head of red lettuce that is fresh.",
            "A \u{201c}Fuji\u{201d} apple.",
            "A",
            "",
        ] {
            assert_eq!(name(line), "", "{line}");
        }
    }
}
