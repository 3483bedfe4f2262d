//! How people ask: the openings of the questions of VQA, COCO's photos and
//! the things in them.

use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::classes::{Class, Group};

/// A question and its answer.
type Asked = (String, String);

const PRESENCE_ONE: [&str; 6] = [
    "is there {a} in the picture?",
    "is this {a}?",
    "is there {a}?",
    "is that {a}?",
    "do you see {a}?",
    "is there {a} in this photo?",
];
const PRESENCE_MANY: [&str; 4] = [
    "are there any {many}?",
    "are there {many} in the picture?",
    "are there any {many} in this photo?",
    "do you see any {many}?",
];
const COUNT: [&str; 4] = [
    "how many {many} are there?",
    "how many {many} are in the picture?",
    "how many {many} can you see?",
    "how many {many}?",
];
const NAMING: [&str; 4] = [
    "what is this?",
    "what is in the picture?",
    "what is shown in the photo?",
    "what is that?",
];

fn fill(wordings: &[&str], class: &Class, random: &mut ChaCha8Rng) -> String {
    let wording = wordings.choose(random).unwrap_or(&wordings[0]);
    wording
        .replace("{a}", &class.with_article())
        .replace("{one}", class.one)
        .replace("{many}", class.many)
}

/// "Is there a dog in the picture?"
pub fn presence(class: &Class, there: bool, random: &mut ChaCha8Rng) -> Asked {
    let many = [false, false, true].choose(random).copied();
    let text = match many.unwrap_or(true) || class.group == Group::Person {
        true => fill(&PRESENCE_MANY, class, random),
        false => fill(&PRESENCE_ONE, class, random),
    };
    (text, if there { "yes" } else { "no" }.to_owned())
}

/// "How many dogs are there?"
pub fn count(class: &Class, n: usize, random: &mut ChaCha8Rng) -> Asked {
    (fill(&COUNT, class, random), n.to_string())
}

/// "What is this?"
pub fn naming(class: &Class, random: &mut ChaCha8Rng) -> Asked {
    (fill(&NAMING, class, random), class.one.to_owned())
}

/// "What animal is this?"; nothing for a group that nobody asks about so.
pub fn of_group(class: &Class, random: &mut ChaCha8Rng) -> Option<Asked> {
    let wordings: &[&str] = match class.group {
        Group::Animal => &[
            "what animal is this?",
            "what kind of animal is this?",
            "what animal is in the picture?",
            "what type of animal is shown?",
        ],
        Group::Vehicle => &[
            "what kind of vehicle is this?",
            "what vehicle is in the picture?",
            "what type of vehicle is that?",
        ],
        Group::Food => &[
            "what food is this?",
            "what kind of food is this?",
            "what is there to eat?",
            "what type of food is shown?",
        ],
        _ => return None,
    };
    Some((fill(wordings, class, random), class.one.to_owned()))
}

/// "Is the cup left of the laptop?"; `left` says whether it is.
pub fn side(one: &Class, other: &Class, left: bool, random: &mut ChaCha8Rng) -> Asked {
    let (a, b) = (one.one, other.one);
    let side = if left { "left" } else { "right" };
    let asked = [
        (format!("is the {a} left of the {b}?"), yes_if(left)),
        (
            format!("is the {a} to the right of the {b}?"),
            yes_if(!left),
        ),
        (
            format!("what is on the {side} side of the {b}?"),
            a.to_owned(),
        ),
        (format!("what is to the {side} of the {b}?"), a.to_owned()),
    ];
    asked.choose(random).cloned().unwrap_or_default()
}

fn yes_if(true_: bool) -> String {
    if true_ { "yes" } else { "no" }.to_owned()
}
