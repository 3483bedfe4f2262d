//! "What is the man holding?", "where is the dog?": what stands straight after
//! a verb, and the place that a caption names.

use super::{COLOURS, SUBJECTS, is_many};

/// What somebody does with a thing: the words of captions, and those that ask.
const VERBS: [(&[&str], &str); 21] = [
    (&["wearing"], "wearing"),
    (&["wears"], "wearing"),
    (&["holding"], "holding"),
    (&["holds"], "holding"),
    (&["carrying"], "carrying"),
    (&["carries"], "carrying"),
    (&["riding"], "riding"),
    (&["rides"], "riding"),
    (&["eating"], "eating"),
    (&["eats"], "eating"),
    (&["catching"], "catching"),
    (&["throwing"], "throwing"),
    (&["kicking"], "kicking"),
    (&["flying"], "flying"),
    (&["playing", "with"], "playing with"),
    (&["looking", "at"], "looking at"),
    (&["sitting", "on"], "sitting on"),
    (&["sits", "on"], "sitting on"),
    (&["standing", "on"], "standing on"),
    (&["lying", "on"], "lying on"),
    (&["laying", "on"], "lying on"),
];

/// What is worn, held, ridden, eaten, played with, sat on.
#[rustfmt::skip]
const OBJECTS: [&str; 120] = [
    "shirt", "t-shirt", "hat", "cap", "helmet", "jacket", "suit", "pants", "dress", "backpack", "tie", "coat",
    "wetsuit", "skirt", "socks", "costume", "shoes", "boots", "harness", "collar", "jersey", "vest", "sweater",
    "clothes", "scarf", "glasses", "sunglasses", "goggles", "mask", "shorts", "jeans", "uniform", "gloves", "glove",
    "bikini", "swimsuit", "headband", "racket", "racquet", "bat", "umbrella", "stick", "plate", "frisbee", "drink",
    "child", "ball", "rope", "dog", "cat", "surfboard", "baby", "cellphone", "phone", "camera", "fish", "banana",
    "cake", "sandwich", "kite", "spoon", "knife", "fork", "flag", "sign", "basketball", "football", "purse", "bag",
    "bags", "doughnut", "donut", "pizza", "apple", "hotdog", "bread", "toast", "food", "meal", "grass", "hay",
    "leaves", "laptop", "computer", "remote", "book", "newspaper", "cup", "glass", "bottle", "box", "toy", "doll",
    "towel", "bike", "bicycle", "horse", "wave", "waves", "skateboard", "motorcycle", "snowboard", "motorbike",
    "scooter", "unicycle", "boat", "train", "skis", "guitar", "bench", "couch", "chair", "bed", "rock", "table",
    "wall", "branch", "dock", "ledge", "stairs",
];

/// Where somebody or something is.
#[rustfmt::skip]
const PLACES: [&str; 58] = [
    "beach", "street", "sidewalk", "field", "grass", "water", "ocean", "sea", "lake", "river", "pool", "park",
    "forest", "woods", "yard", "kitchen", "bathroom", "bedroom", "restaurant", "station", "airport", "court", "snow",
    "sand", "mountain", "hill", "road", "couch", "bed", "bench", "table", "chair", "boat", "train", "zoo", "room",
    "office", "store", "dock", "playground", "desk", "rock", "floor", "dirt", "plate", "sink", "bowl", "runway",
    "tracks", "pasture", "trampoline", "swing", "tree", "air", "sky", "stage", "track", "bar",
];

const WITHIN: [&str; 5] = ["in", "on", "at", "through", "across"];

/// Words that may stand before the name of a thing.
#[rustfmt::skip]
const BEFORE: [&str; 58] = [
    "a", "an", "the", "his", "her", "its", "their", "some", "two", "three", "several", "very", "large", "small",
    "big", "little", "young", "old", "long", "short", "tall", "colorful", "wooden", "open", "wet", "dirty", "grassy",
    "snowy", "sandy", "rocky", "stuffed", "plastic", "tennis", "baseball", "soccer", "hot", "dry", "empty", "busy",
    "city", "brick", "stone", "metal", "plaid", "striped", "matching", "wedding", "bathing", "business", "leather",
    "winter", "heavy", "dark", "light", "bright", "lush", "swimming", "gold",
];

/// Questions and answers out of the words of one caption.
pub fn asked(words: &[&str]) -> Vec<(String, &'static str)> {
    let mut asked: Vec<(String, &'static str)> = Vec::new();
    for at in 0..words.len() {
        for (verb, asks) in VERBS {
            let object = words[at..]
                .strip_prefix(verb)
                .and_then(|after| named(after, &OBJECTS));
            if let (Some(subject), Some(object)) = (last_subject(&words[..at]), object) {
                let is = if is_many(subject) { "are" } else { "is" };
                asked.push((format!("what {is} the {subject} {asks}?"), object));
            }
        }
    }
    asked.extend(place(words));
    asked
}

/// Where the first subject is: the first place after it that the caption names.
fn place(words: &[&str]) -> Option<(String, &'static str)> {
    let at = words.iter().position(|word| SUBJECTS.contains(word))?;
    let after = (at + 1..words.len()).filter(|at| WITHIN.contains(&words[*at]));
    let place = after
        .filter_map(|at| named(&words[at + 1..], &PLACES))
        .next()?;
    let is = if is_many(words[at]) { "are" } else { "is" };
    Some((format!("where {is} the {}?", words[at]), place))
}

fn last_subject<'a>(words: &[&'a str]) -> Option<&'a str> {
    let mut backwards = words.iter().rev();
    backwards.find(|word| SUBJECTS.contains(word)).copied()
}

/// The thing that comes first, after its articles, colours and the like, if it
/// is one of those. What follows must not make another thing of it ("a fire
/// hydrant", "a plate of food" are not asked about).
fn named(words: &[&str], things: &[&'static str]) -> Option<&'static str> {
    let is_before = |word: &&str| BEFORE.contains(word) || COLOURS.contains(word);
    let at = words.iter().position(|word| !is_before(word))?;
    let thing = things.iter().find(|thing| **thing == words[at])?;
    let next = words.get(at + 1);
    let goes_on = next.is_some_and(|next| *next == "of" || things.contains(next));
    (!goes_on).then_some(*thing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(caption: &str) -> Vec<(String, &'static str)> {
        asked(&caption.split_whitespace().collect::<Vec<_>>())
    }

    #[test]
    fn what_follows_a_verb_or_a_place_is_the_answer() {
        let cases: [(&str, &[(&str, &str)]); 6] = [
            (
                "a man wearing a red hat on the beach",
                &[
                    ("what is the man wearing?", "hat"),
                    ("where is the man?", "beach"),
                ],
            ),
            (
                "two dogs running through the snow",
                &[("where are the dogs?", "snow")],
            ),
            (
                "a boy watches a girl carrying her small umbrella",
                &[("what is the girl carrying?", "umbrella")],
            ),
            (
                "a cat lying on a wooden table",
                &[
                    ("what is the cat lying on?", "table"),
                    ("where is the cat?", "table"),
                ],
            ),
            ("a man holding a plate of food", &[]),
            ("a street with a hat", &[]),
        ];
        for (caption, expected) in cases {
            let found = of(caption);
            let found: Vec<(&str, &str)> = found.iter().map(|(q, a)| (q.as_str(), *a)).collect();
            assert_eq!(found, expected, "{caption}");
        }
    }
}
