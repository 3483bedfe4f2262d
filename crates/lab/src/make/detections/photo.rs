//! What is asked about one photo by itself.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use data::{CLASSES, Group};
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::wordings::{self, Worded};
use super::{Detection, SURE, SUSPECTED};

/// Sides are asked about where the middles are this far apart, of the photo's
/// width.
const APART: f32 = 0.2;
/// "What is this?" is asked where a thing fills this part of the photo.
const FILLING: f32 = 0.25;
/// More things of a kind are not counted.
const MOST_COUNTED: usize = 6;

/// What is known of one photo.
pub struct Photo<'a> {
    pub name: &'a str,
    /// The boxes of each class of which nothing is doubtful.
    pub counted: BTreeMap<usize, Vec<&'a Detection>>,
    /// Classes that are there.
    pub sure: Vec<usize>,
    /// Classes that may be there.
    pub suspected: HashSet<usize>,
}

impl<'a> Photo<'a> {
    pub fn new(name: &'a str, seen: &'a [Detection]) -> Self {
        let mut by_class: BTreeMap<usize, Vec<&Detection>> = BTreeMap::new();
        for one in seen.iter().filter(|one| one.score >= SUSPECTED) {
            by_class.entry(one.class).or_default().push(one);
        }
        let is_sure = |one: &&Detection| one.score >= SURE;
        Self {
            name,
            sure: by_class
                .iter()
                .filter(|(_, boxes)| boxes.iter().any(is_sure))
                .map(|(class, _)| *class)
                .collect(),
            suspected: seen.iter().map(|one| one.class).collect(),
            counted: by_class
                .into_iter()
                .filter(|(_, boxes)| boxes.iter().all(is_sure))
                .collect(),
        }
    }

    /// A photo of which only the classes are known that are there.
    pub fn labelled(name: &'a str, classes: &[usize]) -> Self {
        Self {
            name,
            counted: BTreeMap::new(),
            sure: classes.to_vec(),
            suspected: classes.iter().copied().collect(),
        }
    }

    pub fn has_group(&self, group: Group) -> bool {
        self.sure.iter().any(|class| CLASSES[*class].group == group)
    }

    pub fn suspects_group(&self, group: Group) -> bool {
        let mut suspected = self.suspected.iter();
        suspected.any(|class| CLASSES[*class].group == group)
    }

    /// All that is asked without looking at other photos.
    pub fn ask(&self, random: &mut ChaCha8Rng) -> Vec<Worded> {
        let mut asked = self.count(random);
        asked.extend(self.name(random));
        asked.extend(self.sides(random));
        asked.extend(self.scene(random));
        asked
    }

    /// "How many": a lone thing is counted a fifth of the time, or 1 would
    /// answer every question.
    fn count(&self, random: &mut ChaCha8Rng) -> Vec<Worded> {
        let mut asked = Vec::new();
        for (class, boxes) in &self.counted {
            let n = boxes.len();
            if n <= MOST_COUNTED && (n > 1 || random.random_bool(0.2)) {
                asked.push(wordings::count(&CLASSES[*class], n, random));
            }
        }
        asked
    }

    /// "What animal is this?" where there is one kind of animal, and "what is
    /// this?" where one thing fills the photo.
    fn name(&self, random: &mut ChaCha8Rng) -> Vec<Worded> {
        let mut asked: Vec<Worded> = self
            .only_ones()
            .filter_map(|only| wordings::of_group(&CLASSES[only], random))
            .collect();
        if let Some(filling) = self.filling() {
            asked.push(wordings::naming(&CLASSES[filling], random));
        }
        asked
    }

    /// The one animal, vehicle and food, where there is one.
    fn only_ones(&self) -> impl Iterator<Item = usize> {
        let groups = [Group::Animal, Group::Vehicle, Group::Food].into_iter();
        groups.filter_map(|group| {
            let of_group = |class: &usize| CLASSES[*class].group == group;
            let seen: Vec<usize> = self.suspected.iter().copied().filter(of_group).collect();
            match seen[..] {
                [only] if self.sure.contains(&only) => Some(only),
                _ => None,
            }
        })
    }

    /// What fills the photo.
    fn filling(&self) -> Option<usize> {
        let boxes = self.counted.values().flatten();
        let largest = boxes.max_by(|a, b| a.area().total_cmp(&b.area()))?;
        (largest.area() >= FILLING).then_some(largest.class)
    }

    /// What anybody would say that this is.
    pub fn unambiguous(&self) -> BTreeSet<usize> {
        self.only_ones().chain(self.filling()).collect()
    }

    /// Which of two lone things is left of the other.
    fn sides(&self, random: &mut ChaCha8Rng) -> Vec<Worded> {
        let alone: Vec<(usize, f32)> = self
            .counted
            .iter()
            .filter(|(_, boxes)| boxes.len() == 1)
            .map(|(class, boxes)| (*class, boxes[0].middle()[0]))
            .collect();
        let pairs: Vec<[(usize, f32); 2]> = alone
            .iter()
            .flat_map(|a| alone.iter().map(move |b| [*a, *b]))
            .filter(|[a, b]| (a.1 - b.1).abs() >= APART)
            .collect();
        let chosen = pairs.choose(random);
        let asked = chosen.map(|[a, b]| {
            let left = a.1 < b.1;
            wordings::side(&CLASSES[a.0], &CLASSES[b.0], left, random)
        });
        asked.into_iter().collect()
    }
}

impl Detection {
    /// The part of the photo inside the box, 0..1.
    pub(super) fn area(&self) -> f32 {
        let [left, top, right, bottom] = self.bounds;
        (right - left) * (bottom - top)
    }

    /// The middle of the box, across and down.
    pub(super) fn middle(&self) -> [f32; 2] {
        let [left, top, right, bottom] = self.bounds;
        [(left + right) / 2.0, (top + bottom) / 2.0]
    }

    /// Whether a place lies in the box.
    pub(super) fn contains(&self, [x, y]: [f32; 2]) -> bool {
        let [left, top, right, bottom] = self.bounds;
        (left..=right).contains(&x) && (top..=bottom).contains(&y)
    }
}
