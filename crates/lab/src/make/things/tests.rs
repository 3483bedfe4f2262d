use std::collections::{HashMap, HashSet};

use data::boxes::{Thing, Things};

use super::*;

const WHOLE: [f32; 4] = [0.0, 0.0, 1.0, 1.0];
const CAT: usize = 15;
const DOG: usize = 16;

/// A class and its box.
type Boxed = (usize, [f32; 4]);

fn things(boxed: &[Boxed]) -> Vec<Thing> {
    let boxed = boxed.iter();
    boxed
        .map(|&(class, bounds)| Thing { class, bounds })
        .collect()
}

fn photos(things: &Things) -> Vec<Photo<'_>> {
    let photos = things.iter();
    photos
        .map(|(name, things)| Photo::boxed(name, things))
        .collect()
}

/// Half of the photos show a cat, the others a dog; a person is in all.
fn pets(n: usize) -> Things {
    let photo = |at: usize| {
        let pet = (CAT + at % 2, [0.1, 0.1, 0.4, 0.9]);
        let things = things(&[pet, (0, [0.6, 0.1, 0.9, 0.9])]);
        (format!("photo{at}"), things)
    };
    (0..n).map(photo).collect()
}

#[test]
fn the_same_seed_asks_the_same() {
    let pets = pets(40);
    let ask = |seed| questions(&photos(&pets), 3, seed);
    assert_eq!(ask(1), ask(1));
    assert_ne!(ask(1), ask(2));
}

#[test]
fn a_photo_gets_no_more_questions_than_wanted() {
    let mut asked: HashMap<String, usize> = HashMap::new();
    for question in questions(&photos(&pets(40)), 2, 1).questions {
        *asked.entry(question.image).or_default() += 1;
    }
    assert!(asked.values().all(|n| *n <= 2));
    assert_eq!(asked.len(), 40);
}

#[test]
fn words_alone_do_not_tell_a_cat_from_a_dog() {
    let pets = pets(2000);
    let set = questions(&photos(&pets), 99, 1);
    let n_of = |answer: &str| {
        let about_dogs = set.questions.iter().filter(|question| {
            question.text.contains(" dog")
                && !question.text.contains("hot dog")
                && question.question_type.as_deref() == Some("presence")
        });
        let answered = about_dogs.filter(|question| question.answers == [answer]);
        answered.count()
    };
    assert!(n_of("yes") > 100);
    assert_eq!(n_of("yes"), n_of("no"));
}

#[test]
fn what_is_unambiguous_is_asked_as_often_where_it_is_something_else() {
    let pets = pets(40);
    let asked = unambiguous(&photos(&pets), 1).questions;
    let of = |animal: &str, answer: &str| -> HashSet<&str> {
        let about = |question: &&data::Question| {
            question.text.contains(animal) && question.answers == [answer]
        };
        let about = asked.iter().filter(about);
        about.map(|question| question.image.as_str()).collect()
    };
    let seen = |class: usize, photo: &&str| pets[*photo].iter().any(|thing| thing.class == class);
    for (class, animal) in [(CAT, "cat"), (DOG, "dog")] {
        assert_eq!(of(animal, "yes").len(), 20);
        assert!(of(animal, "yes").iter().all(|photo| seen(class, photo)));
        assert!(!of(animal, "no").is_empty());
        assert!(!of(animal, "no").iter().any(|photo| seen(class, photo)));
    }
    let n_of = |answer: &str| asked.iter().filter(|one| one.answers == [answer]).count();
    assert_eq!(n_of("yes"), n_of("no"));
}

#[test]
fn sides_and_counts_are_those_of_the_boxes() {
    let cup = (41, [0.0, 0.2, 0.2, 0.5]);
    let laptop = (63, [0.5, 0.2, 0.9, 0.8]);
    let dogs = [0.0, 0.2, 0.4].map(|left| (DOG, [left, 0.0, left + 0.1, 0.1]));
    let seen = Things::from([
        ("desk".to_owned(), things(&[cup, laptop])),
        ("dogs".to_owned(), things(&dogs)),
    ]);
    let seen = asked_by_seeds(&seen, 300);
    let expected = [
        ("is the cup left of the laptop?", "yes"),
        ("is the laptop left of the cup?", "no"),
        ("is the laptop to the right of the cup?", "yes"),
        ("what is on the left side of the laptop?", "cup"),
        ("how many dogs are there?", "3"),
        ("what animal is this?", "dog"),
    ];
    for (question, answer) in expected {
        assert!(seen.contains(&asked(question, &[answer])), "{question}");
        let other = seen.iter().find(|(q, a)| q == question && *a != [answer]);
        assert_eq!(other, None);
    }
}

/// Every question that any of so many seeds asks, with its answers.
fn asked_by_seeds(seen: &Things, n_seeds: u64) -> HashSet<(String, Vec<String>)> {
    let sets = (0..n_seeds).flat_map(|seed| questions(&photos(seen), 9, seed).questions);
    sets.map(|asked| (asked.text, asked.answers)).collect()
}

fn asked_about(boxed: &[Boxed]) -> HashSet<(String, Vec<String>)> {
    asked_by_seeds(&Things::from([("photo".to_owned(), things(boxed))]), 100)
}

fn asked(text: &str, answers: &[&str]) -> (String, Vec<String>) {
    let answers = answers.iter().map(|answer| (*answer).to_owned());
    (text.to_owned(), answers.collect())
}

#[test]
fn a_rider_is_on_what_is_ridden_and_not_beside_it() {
    let horse = (17, [0.2, 0.4, 0.8, 0.9]);
    let on = asked_about(&[horse, (0, [0.4, 0.1, 0.6, 0.6])]);
    assert!(on.contains(&asked("what is the man riding?", &["horse"])));
    let beside = asked_about(&[horse, (0, [0.8, 0.1, 1.0, 0.6])]);
    assert!(!beside.iter().any(|(text, _)| text.contains("riding")));
}

#[test]
fn a_room_is_told_by_its_furniture_unless_it_contradicts() {
    let toilet = (61, [0.2, 0.4, 0.8, 0.9]);
    let bath = asked_about(&[toilet]);
    assert!(bath.contains(&asked("what room is this?", &["bathroom"])));
    let both = asked_about(&[toilet, (59, [0.0, 0.0, 0.2, 0.3])]);
    assert!(!both.iter().any(|(text, _)| text.contains("room is this")));
}

#[test]
fn what_stands_on_the_table_is_all_of_the_answer() {
    let seen = asked_about(&[
        (60, [0.0, 0.5, 1.0, 1.0]),
        (41, [0.1, 0.4, 0.2, 0.7]),
        (53, [0.4, 0.5, 0.7, 0.7]),
        (39, [0.8, 0.0, 0.9, 0.3]),
    ]);
    assert!(seen.contains(&asked("what is on the table?", &["cup", "pizza"])));
}

#[test]
fn a_sport_needs_somebody_who_plays_it() {
    let racket = (38, [0.2, 0.4, 0.3, 0.5]);
    let alone = asked_about(&[racket]);
    assert!(!alone.iter().any(|(text, _)| text.contains("sport")));
    let played = asked_about(&[racket, (0, [0.3, 0.1, 0.6, 0.9])]);
    assert!(played.contains(&asked("what sport is this?", &["tennis"])));
}

/// Cats, dogs, a cat beside a dog, bathrooms (one with a traffic light before
/// the window) and streets.
#[test]
fn a_choice_has_either_answer_as_often() {
    let some = [0.2, 0.4, 0.4, 0.6];
    let kinds: [(&str, &[Boxed]); 7] = [
        ("cat", &[(CAT, WHOLE)]),
        ("dog", &[(DOG, WHOLE)]),
        (
            "both",
            &[(CAT, [0.0, 0.0, 0.5, 1.0]), (DOG, [0.5, 0.0, 1.0, 1.0])],
        ),
        ("bathroom", &[(61, some)]),
        ("window", &[(61, some), (9, [0.6, 0.0, 0.7, 0.1])]),
        ("street", &[(5, some)]),
        ("corner", &[(9, some)]),
    ];
    let photo = |at: usize| {
        let (kind, boxed) = kinds[at % 7];
        (format!("{kind} {at}"), things(boxed))
    };
    let seen: Things = (0..70).map(photo).collect();
    let set = choices(&photos(&seen), 1);
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    for question in &set.questions {
        let (kind, _) = question.image.split_once(' ').expect("a kind");
        let (text, answer) = (question.text.as_str(), question.answers[0].as_str());
        let wants = question.question_type.as_deref().expect("a type");
        match wants {
            "alike" => {
                assert_eq!(answer, kind, "{text}");
                assert!(text.contains("a cat") && text.contains("a dog"), "{text}");
            }
            "unlike" => {
                // The dog beside the cat fills its photo as well.
                let is = match kind {
                    "street" => "bus",
                    "both" => "dog",
                    alone => alone,
                };
                assert_eq!(answer, is, "{text}");
                assert!(text.contains(" or ") && text.contains("a bus"), "{text}");
            }
            _ => {
                assert!(["bathroom", "street", "corner"].contains(&kind), "{kind}");
                let inside = kind == "bathroom";
                let says_inside = match answer {
                    "yes" => text.contains("inside") || text.contains("indoor"),
                    "no" => text.contains("outside") || text.contains("outdoor"),
                    named => ["inside", "indoors"].contains(&named),
                };
                assert_eq!(says_inside, inside, "{text} {answer}");
                if !["yes", "no"].contains(&answer) {
                    assert!(text.contains(" or ") && text.contains(answer), "{text}");
                }
            }
        }
        let kind = if kind == "corner" { "street" } else { kind };
        *counts.entry((wants, kind)).or_default() += 1;
    }
    // Forty photos of one of them: each is asked about with another one, half of
    // the time with one of its kind, which a bus has not.
    let n = |wants: &str| -> usize {
        let of = counts.iter().filter(|((is, _), _)| *is == wants);
        of.map(|(_, n)| n).sum()
    };
    assert_eq!(n("alike") + n("unlike"), 80);
    assert!((10..=40).contains(&n("alike")), "{counts:?}");
    assert_eq!(counts[&("alike", "cat")], counts[&("alike", "dog")]);
    assert_eq!(2 * counts[&("unlike", "street")], n("unlike"));
    assert_eq!(counts[&("place", "bathroom")], 20);
    assert_eq!(counts[&("place", "street")], 20);
}
