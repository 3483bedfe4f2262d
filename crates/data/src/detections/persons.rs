//! How many people there are, and on which side.

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::add;
use super::classes::CLASSES;
use super::wordings::{self, Asked};
use crate::boxes::{Thing, Things};
use crate::question::DataSet;

/// Larger groups are not counted.
const MOST_COUNTED: usize = 10;
/// How often people alone are asked about: they are half of COCO's photos of
/// people, and 1 would answer every question.
const ALONE: f64 = 0.35;
/// People whose middles are all this near an edge are on that side.
const ASIDE: f32 = 0.4;

/// Asks about the people whom somebody boxed: how many there are, whether it is
/// one or several, and whether there is somebody on the left or right. A
/// photo that boxes nobody is not asked about. Everything random follows from
/// `seed`.
pub fn persons(things: &Things, seed: u64) -> DataSet {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut set = DataSet::default();
    for (photo, persons) in things {
        let asked = [
            count(persons, &mut random),
            alone(persons, &mut random),
            side(persons, &mut random),
        ];
        for one in asked.into_iter().flatten() {
            add(&mut set, photo, one);
        }
    }
    set
}

fn count(persons: &[Thing], random: &mut ChaCha8Rng) -> Option<Asked> {
    let n = persons.len();
    let is_asked = match n {
        1 => random.random_bool(ALONE),
        _ => (2..=MOST_COUNTED).contains(&n),
    };
    is_asked.then(|| wordings::count(&CLASSES[persons[0].class], n, random))
}

/// As many are alone as are not, roughly.
fn alone(persons: &[Thing], random: &mut ChaCha8Rng) -> Option<Asked> {
    let is_asked = !persons.is_empty() && random.random_bool(0.5);
    is_asked.then(|| wordings::alone(persons.len() == 1, random))
}

/// Asks for the side where they are or, as often, for the other one.
fn side(persons: &[Thing], random: &mut ChaCha8Rng) -> Option<Asked> {
    let middle = |person: &Thing| (person.bounds[0] + person.bounds[2]) / 2.0;
    let mut middles = persons.iter().map(middle);
    let first = middles.next()?;
    let left = first < 0.5;
    let is_aside = |middle: f32| match left {
        true => middle < ASIDE,
        false => middle > 1.0 - ASIDE,
    };
    if !is_aside(first) || !middles.all(is_aside) {
        return None;
    }
    let asks_left = random.random_bool(0.5);
    let side = ["right", "left"][usize::from(asks_left)];
    let wording = [
        format!("is there a person on the {side}?"),
        format!("is there anybody on the {side} side?"),
        format!("is there someone on the {side} side of the picture?"),
    ];
    let text = wording.choose(random).cloned()?;
    Some(Asked::whether("side", text, asks_left == left))
}
