//! Questions that name their two answers: "is this a cat or a dog?", "is this
//! inside or outside?", and the second one with yes and no.

use data::DataSet;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use text::classes;

use super::photo::Photo;
use super::{add, something_else, unambiguous_in, wordings};

/// Asks what is unambiguous by two names, each two of them about two photos, so that
/// either name is right as often, and where the photo was taken, as often inside
/// as outside. Everything random follows from `seed`. A question's type is
/// `alike` where both names are of one kind (a cat or a dog), `unlike` where they
/// are not (a cat or a bus), or `place`.
pub fn choices(photos: &[Photo], seed: u64) -> DataSet {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut set = DataSet::default();
    ask_which(photos, &mut set, &mut random);
    ask_where(photos, &mut set, &mut random);
    set
}

fn ask_which(photos: &[Photo], set: &mut DataSet, random: &mut ChaCha8Rng) {
    let unambiguous = unambiguous_in(photos);
    for (photo, class) in &unambiguous {
        let Some((other, is)) = something_else(&unambiguous, (photo, *class), random) else {
            continue;
        };
        for (photo, right, wrong) in [(photo, class, is), (other, is, class)] {
            let asked = wordings::either(&classes()[*right], &classes()[*wrong], random);
            add(set, photo.name, asked);
        }
    }
}

fn ask_where(photos: &[Photo], set: &mut DataSet, random: &mut ChaCha8Rng) {
    let [mut inside, mut outside]: [Vec<&Photo>; 2] = [Photo::is_inside, Photo::is_no_room]
        .map(|is| photos.iter().filter(|photo| is(photo)).collect());
    let each = inside.len().min(outside.len());
    for (some, is_inside) in [(&mut inside, true), (&mut outside, false)] {
        some.shuffle(random);
        for photo in some.iter().take(each) {
            add(set, photo.name, wordings::is_inside(is_inside, random));
            add(
                set,
                photo.name,
                wordings::inside_or_outside(is_inside, random),
            );
        }
    }
}
