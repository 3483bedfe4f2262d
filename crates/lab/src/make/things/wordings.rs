//! How people ask; the wordings are in `words.toml`.

use rand::seq::{IndexedRandom, SliceRandom};
use rand_chacha::ChaCha8Rng;
use text::Noun;

use crate::make::words::list;

/// The groups of classes that people ask about.
pub const GROUPS: [&str; 3] = ["animal", "vehicle", "food"];

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

fn fill(wordings: &str, class: &Noun, random: &mut ChaCha8Rng) -> String {
    let many = match class.one {
        "broccoli" => "pieces of broccoli",
        "dining table" => "tables",
        "mouse" => "computer mice",
        "potted plant" => "plants",
        _ => class.many,
    };
    let wording = one_of(wordings, random);
    wording
        .replace("{a}", &class.with_article())
        .replace("{many}", many)
}

/// "Is there a dog in the picture?"
pub fn presence(class: &Noun, there: bool, random: &mut ChaCha8Rng) -> Worded {
    let many = [false, false, true].choose(random).copied();
    let text = match many.unwrap_or(true) || class.group == "person" {
        true => fill("presence-many", class, random),
        false => fill("presence-one", class, random),
    };
    Worded::new("presence", text, yes_if(there))
}

/// "Is this a dog?"
pub fn is_this(class: &Noun, is: bool, random: &mut ChaCha8Rng) -> Worded {
    Worded::new("presence", fill("is-this", class, random), yes_if(is))
}

/// "Is this a dog or a cat?"
pub fn either(right: &Noun, wrong: &Noun, random: &mut ChaCha8Rng) -> Worded {
    let mut names = [right.with_article(), wrong.with_article()];
    names.shuffle(random);
    let wording = one_of("either", random);
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
    let inside = list("is-inside").iter().map(|text| (text, true));
    let outside = list("is-outside").iter().map(|text| (text, false));
    let asked: Vec<_> = inside.chain(outside).collect();
    let (text, yes) = asked.choose(random).unwrap_or(&asked[0]);
    Worded::whether("place", (**text).to_owned(), is == *yes)
}

/// "Is this inside or outside?"
pub fn inside_or_outside(inside: bool, random: &mut ChaCha8Rng) -> Worded {
    let text = one_of("inside-or-outside", random);
    let answer = match (inside, text.contains("doors")) {
        (true, false) => "inside",
        (false, false) => "outside",
        (true, true) => "indoors",
        (false, true) => "outdoors",
    };
    Worded::new("place", text, answer)
}

/// "How many dogs are there?"
pub fn count(class: &Noun, n: usize, random: &mut ChaCha8Rng) -> Worded {
    Worded::new("count", fill("count", class, random), &n.to_string())
}

/// "What is this?"
pub fn naming(class: &Noun, random: &mut ChaCha8Rng) -> Worded {
    Worded::new("naming", fill("naming", class, random), class.one)
}

/// "What animal is this?"; nothing for a group that nobody asks about so.
pub fn of_group(class: &Noun, random: &mut ChaCha8Rng) -> Option<Worded> {
    let asked = GROUPS
        .contains(&class.group)
        .then(|| format!("what-{}", class.group));
    let text = one_of(&asked?, random);
    Some(Worded::new("naming", text, class.one))
}

/// "Are there any animals?"; nothing has a plural for food.
pub fn any_of_group(group: &str, there: bool, random: &mut ChaCha8Rng) -> Worded {
    let text = one_of(&format!("any-{group}"), random);
    Worded::new("group", text, yes_if(there))
}

/// "Is this a kitchen?"
pub fn is_room(room: &str, is: bool, random: &mut ChaCha8Rng) -> Worded {
    let text = one_of("is-room", random);
    Worded::new("room", text.replace("{}", room), yes_if(is))
}

/// "What room is this?"
pub fn room(room: &str, random: &mut ChaCha8Rng) -> Worded {
    Worded::new("room", one_of("what-room", random), room)
}

/// "What sport is this?"
pub fn sport(sport: &str, random: &mut ChaCha8Rng) -> Worded {
    Worded::new("sport", one_of("what-sport", random), sport)
}

/// "What is the person riding?"
pub fn riding(thing: &Noun, random: &mut ChaCha8Rng) -> Worded {
    Worded::new("riding", one_of("riding", random), thing.one)
}

/// "What is on the table?"
pub fn on_table(things: Vec<String>, random: &mut ChaCha8Rng) -> Worded {
    Worded {
        text: one_of("on-table", random),
        wants: "table",
        answers: things,
    }
}

/// "Is the cup left of the laptop?"; `left` says whether it is.
pub fn side(one: &Noun, other: &Noun, left: bool, random: &mut ChaCha8Rng) -> Worded {
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

fn one_of(wordings: &str, random: &mut ChaCha8Rng) -> String {
    let wordings = list(wordings);
    (*wordings.choose(random).unwrap_or(&wordings[0])).to_owned()
}

fn yes_if(true_: bool) -> &'static str {
    if true_ { "yes" } else { "no" }
}
