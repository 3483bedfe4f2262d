use std::collections::{BTreeMap, BTreeSet};

use data::{Question, with_article};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::scene::Composite;

/// Sides are asked about where the middles are this far apart.
const APART: f64 = 0.25;

const PRESENCE: [&str; 5] = [
    "is this {a}?",
    "is there {a} in the picture?",
    "is there {a}?",
    "do you see {a}?",
    "is there {a} in this photo?",
];
const COUNT: [&str; 3] = [
    "how many {many} are there?",
    "how many {many} are in the picture?",
    "how many {many} can you see?",
];
const NAMING: [&str; 3] = [
    "what kind of {group} is this?",
    "what {group} is this?",
    "what {group} is in the picture?",
];
const COLOUR: [&str; 2] = [
    "what color is the {one}?",
    "what is the color of the {one}?",
];

/// A question about a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompositeQuestion {
    pub photo: usize,
    pub text: String,
    pub answer: String,
    /// What sort of answer it wants.
    pub wants: &'static str,
}

impl From<CompositeQuestion> for Question {
    fn from(asked: CompositeQuestion) -> Self {
        let photo = asked.photo.to_string();
        Self {
            question_type: Some(asked.wants.to_owned()),
            ..Self::of_set(0, photo, asked.text, vec![asked.answer])
        }
    }
}

/// Asks about all photos. Whatever is asked for where it is, is asked for as
/// often where it is not, half of the time where something of its kind is.
pub fn about(scenes: &[Composite], seed: u64) -> Vec<CompositeQuestion> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut asked = Vec::new();
    for scene in scenes {
        asked.extend(count(scene, &mut random));
        asked.extend(naming(scene, &mut random));
        asked.extend(colour(scene, &mut random));
        asked.extend(side(scene, &mut random));
    }
    asked.extend(presence(scenes, &mut random));
    asked.sort_by_key(|one| one.photo);
    asked
}

/// "How many zebras are there?"
fn count(scene: &Composite, random: &mut ChaCha8Rng) -> Option<CompositeQuestion> {
    let name = (*scene.names().choose(random)?).to_owned();
    let n = scene.named(&name).count();
    // A lone thing answers half as often, or 1 would answer most questions.
    let wanted = n > 1 || random.random_bool(0.3);
    let text = one_of(&COUNT, random).replace("{many}", &plural(&name));
    wanted.then(|| ask(scene, "count", text, n.to_string()))
}

/// "What animal is this?", where there is one name of the kind.
fn naming(scene: &Composite, random: &mut ChaCha8Rng) -> Vec<CompositeQuestion> {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for thing in &scene.things {
        if let Some(group) = thing.group {
            names.entry(group).or_default().insert(&thing.name);
        }
    }
    let mut asked = Vec::new();
    for (group, names) in names {
        if let (1, Some(name)) = (names.len(), names.first())
            && *name != group
        {
            let text = one_of(&NAMING, random).replace("{group}", group);
            asked.push(ask(scene, "naming", text, (*name).to_owned()));
        }
    }
    asked
}

/// "What color is the car?", where there is one.
fn colour(scene: &Composite, random: &mut ChaCha8Rng) -> Vec<CompositeQuestion> {
    let lone = scene.things.iter().filter(|thing| {
        let mut alike = scene.named(&thing.name);
        alike.next().is_some() && alike.next().is_none()
    });
    lone.filter_map(|thing| {
        let text = one_of(&COLOUR, random).replace("{one}", &thing.name);
        Some(ask(scene, "color", text, thing.colour?.to_owned()))
    })
    .collect()
}

/// "Is the cup left of the hat?", where there is one of both.
fn side(scene: &Composite, random: &mut ChaCha8Rng) -> Option<CompositeQuestion> {
    let [a, b] = scene.things.as_slice() else {
        return None;
    };
    let middle = |bounds: [f64; 4]| (bounds[0] + bounds[2]) / 2.0;
    let (left, right) = (middle(a.bounds), middle(b.bounds));
    if a.name == b.name || (left - right).abs() < APART {
        return None;
    }
    let (one, other, is_left) = match random.random_bool(0.5) {
        true => (a, b, left < right),
        false => (b, a, right < left),
    };
    let asks_left = random.random_bool(0.5);
    let side = if asks_left { "left" } else { "right" };
    let text = format!("is the {} to the {side} of the {}?", one.name, other.name);
    Some(ask(scene, "side", text, yes_if(is_left == asks_left)))
}

fn presence(scenes: &[Composite], random: &mut ChaCha8Rng) -> Vec<CompositeQuestion> {
    let groups: BTreeMap<&str, Option<&str>> = scenes
        .iter()
        .flat_map(|scene| &scene.things)
        .map(|thing| (thing.name.as_str(), thing.group))
        .collect();
    let mut asked = Vec::new();
    for (name, group) in groups {
        let is_there = |scene: &&Composite| scene.named(name).next().is_some();
        let (there, absent): (Vec<&Composite>, Vec<&Composite>) = scenes.iter().partition(is_there);
        let of_group = |scene: &Composite| scene.things.iter().any(|thing| thing.group == group);
        let alike: Vec<&Composite> = absent.iter().copied().filter(|s| of_group(s)).collect();
        for scene in there {
            let other = match group.is_some() && random.random_bool(0.5) {
                true => alike.choose(random).or_else(|| absent.choose(random)),
                false => absent.choose(random),
            };
            if let Some(other) = other {
                let text = || PRESENCE.map(|text| text.replace("{a}", &with_article(name)));
                let wording = |random: &mut ChaCha8Rng| {
                    one_of(&text().each_ref().map(|t| t.as_str()), random)
                };
                asked.push(ask(scene, "presence", wording(random), yes_if(true)));
                asked.push(ask(other, "presence", wording(random), yes_if(false)));
            }
        }
    }
    asked
}

fn ask(scene: &Composite, wants: &'static str, text: String, answer: String) -> CompositeQuestion {
    CompositeQuestion {
        photo: scene.number,
        text,
        answer,
        wants,
    }
}

fn one_of(wordings: &[&str], random: &mut ChaCha8Rng) -> String {
    (*wordings.choose(random).unwrap_or(&wordings[0])).to_owned()
}

fn yes_if(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

fn plural(name: &str) -> String {
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    match name {
        "sheep" | "fish" | "deer" | "shrimp" => name.to_owned(),
        "mouse" => "mice".to_owned(),
        _ if ends(&["ay", "ey", "oy"]) => format!("{name}s"),
        _ if name.ends_with('y') => format!("{}ies", &name[..name.len() - 1]),
        _ if ends(&["s", "x", "ch", "sh", "to", "go"]) => format!("{name}es"),
        _ => format!("{name}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::Pasted;
    use super::*;

    fn thing(name: &str, left: f64) -> Pasted {
        Pasted {
            name: name.to_owned(),
            group: Some("animal"),
            colour: Some("red"),
            bounds: [left, 0.0, left + 0.2, 0.2],
        }
    }

    fn scenes() -> Vec<Composite> {
        let of = |number, things| Composite { number, things };
        (0..40)
            .flat_map(|at| {
                [
                    of(4 * at, vec![thing("frog", 0.0), thing("cow", 0.6)]),
                    of(4 * at + 1, vec![thing("frog", 0.0), thing("frog", 0.5)]),
                    of(4 * at + 2, vec![thing("cow", 0.0)]),
                    of(4 * at + 3, vec![]),
                ]
            })
            .collect()
    }

    #[test]
    fn a_name_is_asked_for_as_often_where_it_is_not() {
        let asked = about(&scenes(), 1);
        for name in ["frog", "cow"] {
            let of = |answer: &str| {
                let is = |one: &&CompositeQuestion| {
                    one.wants == "presence" && one.text.contains(name) && one.answer == answer
                };
                asked.iter().filter(is).count()
            };
            assert_eq!(of("yes"), 80);
            assert_eq!(of("no"), 80);
        }
    }

    #[test]
    fn answers_are_what_was_pasted() {
        let asked = about(&scenes(), 1);
        let of = |wants: &str, kind: usize| -> BTreeSet<(String, String)> {
            let of = asked
                .iter()
                .filter(|one| one.wants == wants && one.photo % 4 == kind);
            of.map(|one| (one.text.clone(), one.answer.clone()))
                .collect()
        };
        assert!(of("count", 1).iter().all(|(_, answer)| answer == "2"));
        assert!(of("naming", 0).is_empty(), "two animals have no one name");
        assert!(of("naming", 2).iter().all(|(_, answer)| answer == "cow"));
        assert!(of("color", 1).is_empty(), "which of two frogs?");
        assert!(!of("color", 2).is_empty());
        for (text, answer) in of("side", 0) {
            let frog_first = text.starts_with("is the frog");
            let right = frog_first == text.contains("to the left");
            assert_eq!(answer, yes_if(right), "{text}");
        }
        assert!(
            !asked
                .iter()
                .any(|one| one.photo % 4 == 3 && one.answer == "yes")
        );
    }

    #[test]
    fn plurals() {
        let words = ["cherry", "monkey", "fox", "tomato", "sheep", "zebra"];
        let many = [
            "cherries", "monkeys", "foxes", "tomatoes", "sheep", "zebras",
        ];
        assert_eq!(words.map(plural), many);
    }
}
