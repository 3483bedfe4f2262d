//! How people ask: the openings of the questions of VQA, COCO's photos and
//! the things in them.

use data::{Class, Group};
use rand::seq::{IndexedRandom, SliceRandom};
use rand_chacha::ChaCha8Rng;

/// A question, what sort of answer it wants, and its answers.
pub struct Worded {
    pub text: String,
    pub wants: &'static str,
    pub answers: Vec<String>,
}

impl Worded {
    fn new(wants: &'static str, text: String, answer: &str) -> Self {
        Self {
            text,
            wants,
            answers: vec![answer.to_owned()],
        }
    }

    /// A question that wants yes or no.
    pub fn whether(wants: &'static str, text: String, is: bool) -> Self {
        Self::new(wants, text, yes_if(is))
    }
}

/// Three of eight begin as most people's questions do. Where VQA v2 begins so,
/// the answer is hard to see, and a network that hears it too seldom about
/// things that are easy to see learns to shrug.
const PRESENCE_ONE: [&str; 8] = [
    "is this {a}?",
    "is there {a} in the picture?",
    "is this {a}?",
    "is there {a}?",
    "is this {a}?",
    "is that {a}?",
    "do you see {a}?",
    "is there {a} in this photo?",
];
/// As people begin who ask about what they see before them.
const IS_THIS: [&str; 8] = [
    "is this {a}?",
    "is this {a}?",
    "is this {a}?",
    "is that {a}?",
    "is it {a}?",
    "is there {a}?",
    "do you see {a}?",
    "could this be {a}?",
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
pub fn presence(class: &Class, there: bool, random: &mut ChaCha8Rng) -> Worded {
    let many = [false, false, true].choose(random).copied();
    let text = match many.unwrap_or(true) || class.group == Group::Person {
        true => fill(&PRESENCE_MANY, class, random),
        false => fill(&PRESENCE_ONE, class, random),
    };
    Worded::new("presence", text, yes_if(there))
}

/// "Is this a dog?"
pub fn is_this(class: &Class, is: bool, random: &mut ChaCha8Rng) -> Worded {
    Worded::new("presence", fill(&IS_THIS, class, random), yes_if(is))
}

/// "Is this a dog or a cat?"
pub fn either(right: &Class, wrong: &Class, random: &mut ChaCha8Rng) -> Worded {
    let wordings = [
        "is this {} or {}?",
        "is this {} or {}?",
        "is it {} or {}?",
        "is that {} or {}?",
    ];
    let mut names = [right.with_article(), wrong.with_article()];
    names.shuffle(random);
    let wording = one_of(&wordings, random);
    let text = names
        .iter()
        .fold(wording, |text, name| text.replacen("{}", name, 1));
    let wants = match right.group == wrong.group {
        true => "alike",
        false => "unlike",
    };
    Worded::new(wants, text, right.one)
}

/// "Is this outside?"
pub fn is_inside(is: bool, random: &mut ChaCha8Rng) -> Worded {
    let asked = [
        ("is this inside?", true),
        ("is this indoors?", true),
        ("is this an indoor scene?", true),
        ("was this photo taken inside?", true),
        ("is this outside?", false),
        ("is this outdoors?", false),
        ("is this an outdoor scene?", false),
        ("was this photo taken outside?", false),
    ];
    let (text, yes) = asked.choose(random).unwrap_or(&asked[0]);
    Worded::whether("place", (*text).to_owned(), is == *yes)
}

/// "Is this inside or outside?"
pub fn inside_or_outside(inside: bool, random: &mut ChaCha8Rng) -> Worded {
    let asked = [
        ("is this inside or outside?", ["inside", "outside"]),
        ("is this outside or inside?", ["inside", "outside"]),
        ("was this taken inside or outside?", ["inside", "outside"]),
        ("is this indoors or outdoors?", ["indoors", "outdoors"]),
        ("is it outdoors or indoors?", ["indoors", "outdoors"]),
        (
            "was this taken indoors or outdoors?",
            ["indoors", "outdoors"],
        ),
    ];
    let (text, answers) = asked.choose(random).unwrap_or(&asked[0]);
    let answer = answers[usize::from(!inside)];
    Worded::new("place", (*text).to_owned(), answer)
}

/// "How many dogs are there?"
pub fn count(class: &Class, n: usize, random: &mut ChaCha8Rng) -> Worded {
    Worded::new("count", fill(&COUNT, class, random), &n.to_string())
}

/// "What is this?"
pub fn naming(class: &Class, random: &mut ChaCha8Rng) -> Worded {
    Worded::new("naming", fill(&NAMING, class, random), class.one)
}

/// "What animal is this?"; nothing for a group that nobody asks about so.
pub fn of_group(class: &Class, random: &mut ChaCha8Rng) -> Option<Worded> {
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
    Some(Worded::new(
        "naming",
        fill(wordings, class, random),
        class.one,
    ))
}

/// "Are there any animals?"; nothing has a plural for food.
pub fn any_of_group(group: Group, there: bool, random: &mut ChaCha8Rng) -> Worded {
    let wordings: &[&str] = match group {
        Group::Animal => &[
            "are there any animals?",
            "is there an animal in the picture?",
            "is this an animal?",
            "do you see an animal?",
        ],
        Group::Vehicle => &[
            "are there any vehicles?",
            "is there a vehicle in the picture?",
            "is this a vehicle?",
        ],
        _ => &[
            "is there any food?",
            "is there food in the picture?",
            "is this food?",
            "do you see any food?",
        ],
    };
    Worded::new("group", one_of(wordings, random), yes_if(there))
}

/// "Is this a kitchen?"
pub fn is_room(room: &str, is: bool, random: &mut ChaCha8Rng) -> Worded {
    let text = one_of(
        &[
            "is this a {}?",
            "is this photo taken in a {}?",
            "is that a {}?",
        ],
        random,
    );
    Worded::new("room", text.replace("{}", room), yes_if(is))
}

/// "What room is this?"
pub fn room(room: &str, random: &mut ChaCha8Rng) -> Worded {
    let wordings = [
        "what room is this?",
        "which room is this?",
        "what kind of room is this?",
        "where is this?",
    ];
    Worded::new("room", one_of(&wordings, random), room)
}

/// "What sport is this?"
pub fn sport(sport: &str, random: &mut ChaCha8Rng) -> Worded {
    let wordings = [
        "what sport is this?",
        "what sport is being played?",
        "what is the person doing?",
        "what are they doing?",
        "what game is this?",
    ];
    Worded::new("sport", one_of(&wordings, random), sport)
}

/// "What is the person riding?"
pub fn riding(thing: &Class, random: &mut ChaCha8Rng) -> Worded {
    let wordings = [
        "what is the person riding?",
        "what is he riding?",
        "what is the man riding?",
        "what are they riding?",
    ];
    Worded::new("riding", one_of(&wordings, random), thing.one)
}

/// "What is on the table?"
pub fn on_table(things: Vec<String>, random: &mut ChaCha8Rng) -> Worded {
    Worded {
        text: one_of(
            &[
                "what is on the table?",
                "what is on top of the table?",
                "what can you see on the table?",
            ],
            random,
        ),
        wants: "table",
        answers: things,
    }
}

/// "Is the cup left of the laptop?"; `left` says whether it is.
pub fn side(one: &Class, other: &Class, left: bool, random: &mut ChaCha8Rng) -> Worded {
    let (a, b) = (one.one, other.one);
    let side = if left { "left" } else { "right" };
    let asked = [
        (format!("is the {a} left of the {b}?"), yes_if(left)),
        (
            format!("is the {a} to the right of the {b}?"),
            yes_if(!left),
        ),
        (format!("what is on the {side} side of the {b}?"), a),
        (format!("what is to the {side} of the {b}?"), a),
    ];
    let (text, answer) = asked.choose(random).unwrap_or(&asked[0]);
    Worded::new("side", text.clone(), answer)
}

fn one_of(wordings: &[&str], random: &mut ChaCha8Rng) -> String {
    (*wordings.choose(random).unwrap_or(&wordings[0])).to_owned()
}

fn yes_if(true_: bool) -> &'static str {
    if true_ { "yes" } else { "no" }
}
