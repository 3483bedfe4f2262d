//! Questions made from what a detector saw: "are there any dogs?", "how many
//! people are there?", "is the cup left of the laptop?".
//!
//! The file is a JSON object, a photo's name to its detections:
//! `{"COCO_val2014_000000000042": [[16, 0.87, 0.02, 0.46, 0.99, 0.98], ..]}`,
//! each `[class, score, left, top, right, bottom]` with the class one of
//! [`CLASSES`] and the box in 0..1 of the photo. A detector is a teacher that
//! errs, so only what it is sure of is asked about: a thing is there from
//! [`SURE`] on and absent only where it was not even suspected.
//!
//! The questions are balanced so that the words alone do not give the answer
//! away: whatever is asked for where it is, is asked for as often where it is
//! not.

mod classes;
mod wordings;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::error::{DataError, read_json};
use crate::question::{DataSet, Question};

pub use classes::{CLASSES, Class, Group};

/// A thing is there where its score is at least this (precision 0.8 and more
/// on COCO, see `crates/train/README.md`).
pub const SURE: f32 = 0.6;
/// A box of a lower score is not even a suspicion.
pub const SUSPECTED: f32 = 0.2;
/// Sides are asked about where the middles are this far apart, of the photo's
/// width.
const APART: f32 = 0.2;
/// "What is this?" is asked where a thing fills this part of the photo.
const FILLING: f32 = 0.25;
/// More things of a kind are not counted.
const MOST_COUNTED: usize = 6;

/// One box of a detector.
#[derive(Debug, Clone, PartialEq)]
pub struct Detection {
    /// Place in [`CLASSES`].
    pub class: usize,
    /// How sure the detector is, 0..1.
    pub score: f32,
    /// `[left, top, right, bottom]` in 0..1 of the photo.
    pub bounds: [f32; 4],
}

/// The detections of each photo, by its name.
pub type Detections = BTreeMap<String, Vec<Detection>>;

/// Reads a file of detections.
///
/// # Errors
/// A file that cannot be read, a class that does not exist, or a score that is
/// none.
pub fn load(file: &Path) -> Result<Detections, DataError> {
    let rows: BTreeMap<String, Vec<[f32; 6]>> = read_json(file)?;
    let mut detections = Detections::new();
    for (photo, rows) in rows {
        let mut seen = Vec::with_capacity(rows.len());
        for (at, [class, score, left, top, right, bottom]) in rows.into_iter().enumerate() {
            let wrong = |what, value: f32, expected| {
                let field = format!("{photo}[{at}].{what}");
                Err(DataError::field(file, field, value.to_string(), expected))
            };
            if class.fract() != 0.0 || !(0.0..CLASSES.len() as f32).contains(&class) {
                return wrong("class", class, "a whole number from 0 to 79");
            }
            if !(0.0..=1.0).contains(&score) {
                return wrong("score", score, "a number from 0 to 1");
            }
            seen.push(Detection {
                class: class as usize,
                score,
                bounds: [left, top, right, bottom],
            });
        }
        detections.insert(photo, seen);
    }
    Ok(detections)
}

/// Asks about each photo, `per_photo` questions at most. Everything random
/// follows from `seed`.
pub fn questions(detections: &Detections, per_photo: usize, seed: u64) -> DataSet {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let photos: Vec<Photo> = detections
        .iter()
        .map(|(name, seen)| Photo::new(name, seen))
        .collect();
    let mut pool: Vec<usize> = photos.iter().flat_map(|photo| photo.there()).collect();
    pool.shuffle(&mut random);
    let mut set = DataSet::default();
    for photo in &photos {
        let mut asked = photo.ask(&pool, &mut random);
        asked.shuffle(&mut random);
        for (text, answer) in asked.into_iter().take(per_photo) {
            let id = set.questions.len() as u64;
            let image = photo.name.to_owned();
            let question = Question::of_set(id, image, text, vec![answer]);
            set.questions.push(question);
        }
    }
    set
}

/// A question and its answer.
type Asked = (String, String);

/// What is known of one photo.
struct Photo<'a> {
    name: &'a str,
    /// The sure boxes of each class of which nothing else is suspected.
    counted: BTreeMap<usize, Vec<&'a Detection>>,
    sure: Vec<usize>,
    suspected: HashSet<usize>,
}

impl<'a> Photo<'a> {
    fn new(name: &'a str, seen: &'a [Detection]) -> Self {
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

    fn there(&self) -> impl Iterator<Item = usize> {
        self.sure.iter().copied()
    }

    fn ask(&self, pool: &[usize], random: &mut ChaCha8Rng) -> Vec<Asked> {
        let mut asked = Vec::new();
        for class in self.there() {
            asked.push(wordings::presence(&CLASSES[class], true, random));
            if let Some(other) = self.absent(class, pool, random) {
                asked.push(wordings::presence(&CLASSES[other], false, random));
            }
        }
        asked.extend(self.count(random));
        asked.extend(self.name(random));
        asked.extend(self.sides(random));
        asked
    }

    /// A class that is not in the photo: one of the same group half of the
    /// time, which is the harder question, else one of the pool, in which each
    /// class is as frequent as among the photos.
    fn absent(&self, class: usize, pool: &[usize], random: &mut ChaCha8Rng) -> Option<usize> {
        let group = CLASSES[class].group;
        let alike: Vec<usize> = (0..CLASSES.len())
            .filter(|other| CLASSES[*other].group == group && *other != class)
            .collect();
        let other = match random.random_bool(0.5) {
            true => alike.choose(random).or_else(|| pool.choose(random)),
            false => pool.choose(random),
        };
        other
            .copied()
            .filter(|other| !self.suspected.contains(other))
    }

    /// "How many": a lone thing is counted a fifth of the time, or 1 would
    /// answer every question.
    fn count(&self, random: &mut ChaCha8Rng) -> Vec<Asked> {
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
    fn name(&self, random: &mut ChaCha8Rng) -> Vec<Asked> {
        let mut asked = Vec::new();
        for group in [Group::Animal, Group::Vehicle, Group::Food] {
            let of_group = |class: &usize| CLASSES[*class].group == group;
            let seen: Vec<usize> = self.suspected.iter().copied().filter(of_group).collect();
            if let [only] = seen[..]
                && self.sure.contains(&only)
            {
                asked.extend(wordings::of_group(&CLASSES[only], random));
            }
        }
        let area = |one: &Detection| {
            let [left, top, right, bottom] = one.bounds;
            (right - left) * (bottom - top)
        };
        let boxes = self.counted.values().flatten();
        let largest = boxes.max_by(|a, b| area(a).total_cmp(&area(b)));
        if let Some(largest) = largest
            && area(largest) >= FILLING
        {
            asked.push(wordings::naming(&CLASSES[largest.class], random));
        }
        asked
    }

    /// Which of two lone things is left of the other.
    fn sides(&self, random: &mut ChaCha8Rng) -> Vec<Asked> {
        let alone: Vec<(usize, f32)> = self
            .counted
            .iter()
            .filter(|(_, boxes)| boxes.len() == 1)
            .map(|(class, boxes)| (*class, (boxes[0].bounds[0] + boxes[0].bounds[2]) / 2.0))
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
