//! What is a kind of what, and how alike that makes two things.

use std::collections::{HashMap, VecDeque};
use std::path::Path;

use crate::error::DataError;

/// One meaning, as it stands in `data.noun`.
#[derive(Debug)]
pub struct Synset {
    /// The byte at which its line starts, which is its name in the files.
    pub offset: usize,
    /// The number of its line, from 1.
    pub line: usize,
    /// Its first word, in lower case.
    pub head: String,
    /// What it is a kind of, or an instance of, as offsets.
    pub hypernyms: Vec<usize>,
}

/// All meanings, each in its place, with the places of what they are kinds of.
#[derive(Debug)]
pub struct Hypernyms {
    synsets: Vec<Synset>,
    above: Vec<Vec<usize>>,
    depths: Vec<Depth>,
}

/// How many steps a meaning is from the root, by the shortest way and by the
/// longest.
#[derive(Debug, Clone, Copy, Default)]
struct Depth {
    least: usize,
    most: usize,
}

/// Every meaning above one, itself included, with the fewest steps to it.
pub type Ancestors = HashMap<usize, usize>;

impl Hypernyms {
    /// Resolves the offsets, which `synsets` are sorted by.
    ///
    /// # Errors
    /// An offset that is none, and meanings that are kinds of each other.
    pub fn new(file: &Path, synsets: Vec<Synset>) -> Result<Self, DataError> {
        let mut hypernyms = Self {
            above: Vec::with_capacity(synsets.len()),
            depths: Vec::new(),
            synsets,
        };
        let wrong = |synset: &Synset, offset: usize, expected| {
            let field = format!("line {}, pointer's synset_offset", synset.line);
            DataError::field(file, field, offset.to_string(), expected)
        };
        for synset in &hypernyms.synsets {
            let find = |&offset: &usize| {
                let place = hypernyms.find(offset);
                place.ok_or_else(|| wrong(synset, offset, "the offset of a synset in this file"))
            };
            let above = synset.hypernyms.iter().map(find);
            hypernyms.above.push(above.collect::<Result<_, _>>()?);
        }
        hypernyms.depths = depths(&hypernyms.above).map_err(|place| {
            let synset = &hypernyms.synsets[place];
            wrong(synset, synset.hypernyms[0], "a way to the root")
        })?;
        Ok(hypernyms)
    }

    /// The place of the meaning with this offset.
    pub fn find(&self, offset: usize) -> Option<usize> {
        let found = self
            .synsets
            .binary_search_by_key(&offset, |synset| synset.offset);
        found.ok()
    }

    /// The first word of a meaning.
    pub fn head(&self, place: usize) -> &str {
        &self.synsets[place].head
    }

    /// What is above a meaning.
    pub fn ancestors(&self, place: usize) -> Ancestors {
        let mut steps = Ancestors::new();
        let mut queue = VecDeque::from([(place, 0)]);
        while let Some((place, n)) = queue.pop_front() {
            if steps.contains_key(&place) {
                continue;
            }
            steps.insert(place, n);
            queue.extend(self.above[place].iter().map(|&above| (above, n + 1)));
        }
        steps
    }

    /// The Wu-Palmer similarity of two meanings as NLTK computes it
    /// (`Synset.wup_similarity`), nothing if nothing is above both:
    /// `2 depth / (2 depth + steps)`. The depth is that of the lowest meaning
    /// above both, counted along the longest way with the root as 1; but which
    /// is lowest is decided along the shortest ways, and between equals by
    /// `name`, unless one of the two is the first meaning itself.
    pub fn wu_palmer(
        &self,
        place: usize,
        first: &Ancestors,
        second: &Ancestors,
        name: impl Fn(usize) -> String,
    ) -> Option<f64> {
        let common = || first.keys().copied().filter(|at| second.contains_key(at));
        let least = common().map(|at| self.depths[at].least).max()?;
        let lowest = common().filter(|&at| self.depths[at].least == least);
        let lowest = lowest.collect::<Vec<_>>();
        let subsumer = match lowest[..] {
            [only] => only,
            _ if lowest.contains(&place) => place,
            _ => lowest.into_iter().min_by_key(|&at| name(at))?,
        };
        let above = self.ancestors(subsumer);
        let depth = self.depths[subsumer].most + 1;
        let steps = fewest_steps(first, &above)? + fewest_steps(second, &above)?;
        Some(2.0 * depth as f64 / (2 * depth + steps) as f64)
    }
}

/// The fewest steps by way of a meaning that is above both.
fn fewest_steps(one: &Ancestors, other: &Ancestors) -> Option<usize> {
    let through = |(at, steps)| Some(steps + other.get(at)?);
    one.iter().filter_map(through).min()
}

/// The depth of every meaning, from the roots downwards; or the place of one
/// that no way down from a root reaches, because it is above itself.
fn depths(above: &[Vec<usize>]) -> Result<Vec<Depth>, usize> {
    let mut below = vec![Vec::new(); above.len()];
    for (place, above) in above.iter().enumerate() {
        above.iter().for_each(|&at| below[at].push(place));
    }
    let mut waiting: Vec<usize> = above.iter().map(Vec::len).collect();
    let mut ready: Vec<usize> = (0..above.len()).filter(|&at| waiting[at] == 0).collect();
    let mut depths = vec![Depth::default(); above.len()];
    while let Some(place) = ready.pop() {
        let ways = || above[place].iter().map(|&at| depths[at]);
        depths[place] = Depth {
            least: ways().map(|way| way.least + 1).min().unwrap_or(0),
            most: ways().map(|way| way.most + 1).max().unwrap_or(0),
        };
        for &at in &below[place] {
            waiting[at] -= 1;
            if waiting[at] == 0 {
                ready.push(at);
            }
        }
    }
    match waiting.iter().position(|&n| n > 0) {
        Some(place) => Err(place),
        None => Ok(depths),
    }
}
