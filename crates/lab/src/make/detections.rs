//! Questions made from what a detector saw: "are there any dogs?", "how many
//! people are there?", "is the cup left of the laptop?", "what room is this?".
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
//! not, half of the time where something alike is (a dog where there is a
//! cat).

mod choices;
mod photo;
mod scenes;
#[cfg(test)]
mod tests;
mod wordings;

use std::collections::BTreeMap;
use std::path::Path;

use data::boxes::{Thing, Things};
use data::{CLASSES, Class, DataError, DataSet, Group, Question, read_json};
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use self::scenes::ROOMS;
use self::wordings::Worded;

pub use self::choices::choices;
pub use self::photo::Photo;

/// A thing is there where its score is at least this (precision 0.8 and more
/// on COCO, see `crates/train/README.md`).
pub const SURE: f32 = 0.6;
/// A box of a lower score is not even a suspicion.
pub const SUSPECTED: f32 = 0.2;

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

/// What people boxed, as if a detector were sure of it.
pub fn of_boxes(things: &Things) -> Detections {
    let sure = |thing: &Thing| Detection {
        class: thing.class,
        score: 1.0,
        bounds: thing.bounds,
    };
    let photos = things.iter();
    photos
        .map(|(photo, things)| (photo.clone(), things.iter().map(sure).collect()))
        .collect()
}

/// Asks about each photo, `per_photo` questions at most. Everything random
/// follows from `seed`. A question's type says what it wants: presence, group,
/// count, naming, side, room, sport, riding or table.
pub fn questions(photos: &[Photo], per_photo: usize, seed: u64) -> DataSet {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut asked: Vec<Vec<Worded>> = photos.iter().map(|p| p.ask(&mut random)).collect();
    ask_whether(photos, &mut asked, &mut random);

    let mut set = DataSet::default();
    for (photo, mut asked) in photos.iter().zip(asked) {
        asked.shuffle(&mut random);
        for one in asked.into_iter().take(per_photo) {
            add(&mut set, photo.name, one);
        }
    }
    set
}

/// "Is this a cat?" where anybody would say so, because nothing else of its kind
/// is there or because it fills the photo, and about another such photo, half of
/// the time of the kind, where the answer is no. What is asked for is as often
/// there as not.
pub fn unambiguous(photos: &[Photo], seed: u64) -> DataSet {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let unambiguous = unambiguous_in(photos);
    let mut set = DataSet::default();
    for (photo, class) in &unambiguous {
        let Some((other, _)) = something_else(&unambiguous, (photo, *class), &mut random) else {
            continue;
        };
        for (photo, is) in [(*photo, true), (*other, false)] {
            let asked = wordings::is_this(&CLASSES[*class], is, &mut random);
            add(&mut set, photo.name, asked);
        }
    }
    set
}

/// A photo and what anybody would say that it is.
type Unambiguous<'a> = (&'a Photo<'a>, usize);

/// A photo of something else, of the same kind half of the time where there is
/// one; in neither photo the other's thing is suspected.
fn something_else<'a, 'b>(
    unambiguous: &'b [Unambiguous<'a>],
    (photo, class): Unambiguous,
    random: &mut ChaCha8Rng,
) -> Option<&'b Unambiguous<'a>> {
    let (alike, unlike): (Vec<_>, Vec<_>) = unambiguous
        .iter()
        .filter(|(other, is)| !other.suspected.contains(&class) && !photo.suspected.contains(is))
        .partition(|(_, is)| CLASSES[*is].group == CLASSES[class].group);
    let [first, second] = match random.random_bool(0.5) {
        true => [alike, unlike],
        false => [unlike, alike],
    };
    first
        .choose(random)
        .or_else(|| second.choose(random))
        .copied()
}

/// Each photo with each class that anybody would say that it is.
fn unambiguous_in<'a>(photos: &'a [Photo<'a>]) -> Vec<Unambiguous<'a>> {
    let of = |photo: &'a Photo<'a>| {
        photo
            .unambiguous()
            .into_iter()
            .map(move |class| (photo, class))
    };
    photos.iter().flat_map(of).collect()
}

/// What is known of each photo.
pub fn photos(detections: &Detections) -> Vec<Photo<'_>> {
    let photos = detections.iter();
    photos.map(|(name, seen)| Photo::new(name, seen)).collect()
}

/// Adds a question about a photo, whose type is what it wants.
fn add(set: &mut DataSet, photo: &str, asked: Worded) {
    let id = set.questions.len() as u64;
    let question = Question::of_set(id, photo.to_owned(), asked.text, asked.answers);
    set.questions.push(Question {
        question_type: Some(asked.wants.to_owned()),
        ..question
    });
}

/// Adds the question how many things of a class are in a photo.
pub fn add_count(set: &mut DataSet, photo: &str, class: &Class, n: usize, random: &mut ChaCha8Rng) {
    add(set, photo, wordings::count(class, n, random));
}

/// Asks for every class, group and room wherever it is, and as often where it
/// is not.
fn ask_whether(photos: &[Photo], asked: &mut [Vec<Worded>], random: &mut ChaCha8Rng) {
    for (at, class) in CLASSES.iter().enumerate() {
        let alike = |photo: &Photo| photo.has_group(class.group);
        let whether = Whether {
            is: photos_where(photos, |photo| photo.sure.contains(&at)),
            alike: photos_where(photos, |p| !p.suspected.contains(&at) && alike(p)),
            is_not: photos_where(photos, |photo| !photo.suspected.contains(&at)),
        };
        whether.ask(asked, random, |random, is| {
            wordings::presence(class, is, random)
        });
    }
    for group in [Group::Animal, Group::Vehicle, Group::Food] {
        let none = |photo: &Photo| !photo.suspects_group(group);
        let whether = Whether {
            is: photos_where(photos, |photo| photo.has_group(group)),
            alike: Vec::new(),
            is_not: photos_where(photos, none),
        };
        whether.ask(asked, random, |random, is| {
            wordings::any_of_group(group, is, random)
        });
    }
    for (at, room) in ROOMS.iter().enumerate() {
        let whether = Whether {
            is: photos_where(photos, |photo| photo.room() == Some(at)),
            alike: photos_where(photos, |photo| photo.room().is_some_and(|is| is != at)),
            is_not: photos_where(photos, |photo| photo.is_no_room()),
        };
        whether.ask(asked, random, |random, is| {
            wordings::is_room(room.name, is, random)
        });
    }
}

/// The places of the photos that something is true of.
fn photos_where(photos: &[Photo], is: impl Fn(&Photo) -> bool) -> Vec<usize> {
    (0..photos.len()).filter(|at| is(&photos[*at])).collect()
}

/// Photos that something is in, that something alike is in, and that it is not
/// in.
struct Whether {
    is: Vec<usize>,
    alike: Vec<usize>,
    is_not: Vec<usize>,
}

impl Whether {
    fn ask(
        &self,
        asked: &mut [Vec<Worded>],
        random: &mut ChaCha8Rng,
        question: impl Fn(&mut ChaCha8Rng, bool) -> Worded,
    ) {
        for photo in &self.is {
            let other = match random.random_bool(0.5) {
                true => self
                    .alike
                    .choose(random)
                    .or_else(|| self.is_not.choose(random)),
                false => self
                    .is_not
                    .choose(random)
                    .or_else(|| self.alike.choose(random)),
            };
            // What is in every photo is not asked for: the answer were known.
            if let Some(other) = other {
                asked[*photo].push(question(random, true));
                asked[*other].push(question(random, false));
            }
        }
    }
}
