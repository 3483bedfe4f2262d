use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::Example;
use crate::collate::Grouped;

/// The order of an epoch: groups of at most `most` questions about one photo, in
/// a random order, each with its group's number.
pub(crate) fn grouped<'a>(
    examples: &'a [Example],
    most: usize,
    random: &mut ChaCha8Rng,
) -> Vec<Grouped<'a>> {
    let mut shuffled: Vec<&Example> = examples.iter().collect();
    shuffled.shuffle(random);
    if most == 1 {
        return shuffled.into_iter().enumerate().collect();
    }
    // By the photo, and in a random order within it: the sort is stable.
    let photo = |example: &Example| (example.views[0].file, example.views[0].row);
    shuffled.sort_by_key(|example| photo(example));
    let of_photo = shuffled.chunk_by(|a, b| photo(a) == photo(b));
    let mut groups: Vec<&[&Example]> = of_photo.flat_map(|of| of.chunks(most)).collect();
    groups.shuffle(random);
    let numbered = groups.into_iter().enumerate();
    numbered
        .flat_map(|(number, group)| group.iter().map(move |example| (number, *example)))
        .collect()
}
