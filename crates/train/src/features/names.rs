use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The names of photos in one piece of text, with nothing but two numbers
/// beside each: a data set has more than a hundred thousand.
#[derive(Debug, Default)]
pub(super) struct Names {
    text: String,
    ends: Vec<usize>,
    /// Their places by the alphabet, once they are [`sorted`](Self::sort).
    by_name: Vec<u32>,
}

impl Names {
    pub fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[at]]
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// Makes [`find`](Self::find) possible.
    pub fn sort(&mut self) {
        let mut by_name: Vec<u32> = (0..self.len() as u32).collect();
        by_name.sort_unstable_by_key(|at| (self.get(*at as usize), *at));
        self.by_name = by_name;
    }

    /// The place of a name, the last one where it is there several times.
    pub fn find(&self, name: &str) -> Option<usize> {
        let after = self
            .by_name
            .partition_point(|at| self.get(*at as usize) <= name);
        let at = self.by_name[after.checked_sub(1)?] as usize;
        (self.get(at) == name).then_some(at)
    }
}

impl Serialize for Names {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(NamesVisitor)
    }
}

struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Names;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of names")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Names, A::Error> {
        let mut all = Names::default();
        while let Some(name) = names.next_element::<String>()? {
            all.push(&name);
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_where_it_stands_last() {
        let mut names = Names::default();
        for name in ["b", "", "ab", "b", "a", "ä"] {
            names.push(name);
        }
        names.sort();
        let places = ["b", "", "ab", "a", "ä", "c", "abc"].map(|name| names.find(name));
        let expected = [Some(3), Some(1), Some(2), Some(4), Some(5), None, None];
        assert_eq!(places, expected);
        let all: Vec<&str> = names.iter().collect();
        assert_eq!(all, ["b", "", "ab", "b", "a", "ä"]);
        assert_eq!(Names::default().find("a"), None);
    }
}
