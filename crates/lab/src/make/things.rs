//! Questions about the things in photos: "are there any dogs?", "how many
//! people are there?", "is the cup left of the laptop?", "what room is this?".
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

use data::{DataSet, Question};
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use text::{Noun, classes};

use self::scenes::ROOMS;
use self::wordings::{GROUPS, Worded};

pub use self::choices::choices;
pub use self::photo::Photo;

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
            let asked = wordings::is_this(&classes()[*class], is, &mut random);
            add(&mut set, photo.name, asked);
        }
    }
    set
}

/// A photo and what anybody would say that it is.
type Unambiguous<'a> = (&'a Photo<'a>, usize);

/// A photo of something else, of the same kind half of the time where there is
/// one; in neither photo is the other's thing.
fn something_else<'a, 'b>(
    unambiguous: &'b [Unambiguous<'a>],
    (photo, class): Unambiguous,
    random: &mut ChaCha8Rng,
) -> Option<&'b Unambiguous<'a>> {
    let (alike, unlike): (Vec<_>, Vec<_>) = unambiguous
        .iter()
        .filter(|(other, is)| !other.classes.contains(&class) && !photo.classes.contains(is))
        .partition(|(_, is)| classes()[*is].group == classes()[class].group);
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
pub fn add_count(set: &mut DataSet, photo: &str, class: &Noun, n: usize, random: &mut ChaCha8Rng) {
    add(set, photo, wordings::count(class, n, random));
}

/// Asks for every class, group and room wherever it is, and as often where it
/// is not.
fn ask_whether(photos: &[Photo], asked: &mut [Vec<Worded>], random: &mut ChaCha8Rng) {
    for (at, class) in classes().iter().enumerate() {
        let alike = |photo: &Photo| photo.has_group(class.group);
        let whether = Whether {
            is: photos_where(photos, |photo| photo.classes.contains(&at)),
            alike: photos_where(photos, |p| !p.classes.contains(&at) && alike(p)),
            is_not: photos_where(photos, |photo| !photo.classes.contains(&at)),
        };
        whether.ask(asked, random, |random, is| {
            wordings::presence(class, is, random)
        });
    }
    for group in GROUPS {
        let whether = Whether {
            is: photos_where(photos, |photo| photo.has_group(group)),
            alike: Vec::new(),
            is_not: photos_where(photos, |photo| !photo.has_group(group)),
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
            wordings::is_room(room.0, is, random)
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
            let [first, second] = match random.random_bool(0.5) {
                true => [&self.alike, &self.is_not],
                false => [&self.is_not, &self.alike],
            };
            let other = first.choose(random).or_else(|| second.choose(random));
            // What is in every photo is not asked for: the answer were known.
            if let Some(other) = other {
                asked[*photo].push(question(random, true));
                asked[*other].push(question(random, false));
            }
        }
    }
}
