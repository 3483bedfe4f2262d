//! What is asked about one photo by itself.

use std::collections::{BTreeMap, BTreeSet};

use data::boxes::Thing;
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use text::classes;

use super::wordings::{self, GROUPS, Worded};

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
    /// The boxes of each class; none where only the classes are known.
    pub boxes: BTreeMap<usize, Vec<&'a Thing>>,
    /// All classes that are there.
    pub classes: BTreeSet<usize>,
}

impl<'a> Photo<'a> {
    pub fn boxed(name: &'a str, things: &'a [Thing]) -> Self {
        let mut boxes: BTreeMap<usize, Vec<&Thing>> = BTreeMap::new();
        for thing in things {
            boxes.entry(thing.class).or_default().push(thing);
        }
        Self {
            name,
            classes: boxes.keys().copied().collect(),
            boxes,
        }
    }

    pub fn labelled(name: &'a str, classes: &[usize]) -> Self {
        Self {
            name,
            boxes: BTreeMap::new(),
            classes: classes.iter().copied().collect(),
        }
    }

    pub fn has_group(&self, group: &str) -> bool {
        self.classes
            .iter()
            .any(|class| classes()[*class].group == group)
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
        for (class, boxes) in &self.boxes {
            let n = boxes.len();
            if n <= MOST_COUNTED && (n > 1 || random.random_bool(0.2)) {
                asked.push(wordings::count(&classes()[*class], n, random));
            }
        }
        asked
    }

    /// "What animal is this?" where there is one kind of animal, and "what is
    /// this?" where one thing fills the photo.
    fn name(&self, random: &mut ChaCha8Rng) -> Vec<Worded> {
        let mut asked: Vec<Worded> = self
            .only_ones()
            .filter_map(|only| wordings::of_group(&classes()[only], random))
            .collect();
        if let Some(filling) = self.filling() {
            asked.push(wordings::naming(&classes()[filling], random));
        }
        asked
    }

    /// The one animal, vehicle and food, where there is one.
    fn only_ones(&self) -> impl Iterator<Item = usize> {
        GROUPS.into_iter().filter_map(|group| {
            let of_group = |class: &usize| classes()[*class].group == group;
            let mut of_group = self.classes.iter().copied().filter(of_group);
            let first = of_group.next();
            first.filter(|_| of_group.next().is_none())
        })
    }

    /// What fills the photo.
    fn filling(&self) -> Option<usize> {
        let boxes = self.boxes.values().flatten();
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
            .boxes
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
            wordings::side(&classes()[a.0], &classes()[b.0], left, random)
        });
        asked.into_iter().collect()
    }
}
