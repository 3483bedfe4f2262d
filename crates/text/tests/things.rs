//! Which things a question names, and which it takes for granted.

use text::{NOUNS, Noun, classes, presupposed, things, words};

fn named(question: &str) -> Vec<&'static str> {
    things(&words(question))
        .iter()
        .map(|named| named.noun.one)
        .collect()
}

#[test]
fn names_are_found_in_their_longest_form() {
    assert_eq!(named("Is the hot dog near the dog?"), ["hot dog", "dog"]);
    assert_eq!(
        named("How many MEN wait at the traffic lights"),
        ["man", "traffic light"]
    );
    assert_eq!(named("What is the weather like?"), [""; 0]);
    let classes = things(&words("a sofa and two buses"));
    assert_eq!(classes[0].noun.class, "couch");
    assert!(classes[1].is_many && classes[1].words == (4..5));
}

#[test]
fn some_questions_take_a_thing_for_granted() {
    let granted = |question: &str| presupposed(&words(question)).map(|noun| noun.one);
    for (question, thing) in [
        ("what color is the bus?", "bus"),
        ("What is the man doing", "man"),
        ("where is the little girl?", "girl"),
        ("Is the dog asleep?", "dog"),
        ("what's on the table?", "table"),
        ("how many people are on the bus?", "bus"),
        ("what color is the man's shirt?", "man"),
        ("is there a dog on the bed?", "bed"),
        ("what is on the dog bed?", "bed"),
        ("do you like this pizza?", "pizza"),
    ] {
        assert_eq!(granted(question), Some(thing), "{question}");
    }
    for question in [
        "is there a bus?",
        "are there any dogs in the picture?",
        "how many dogs are there?",
        "is this a train?",
        "is that bus or train?",
        "are these cows?",
        "what animal is this?",
        "what is near the train station?",
        "what color is the sky?",
        "what is a dog?",
        "",
    ] {
        assert_eq!(granted(question), None, "{question}");
    }
}

#[test]
fn a_thing_is_asked_for_in_english() {
    let asked = |name: &str| things(&words(name))[0].noun.question();
    assert_eq!(asked("buses"), "is there a bus in the picture?");
    assert_eq!(asked("elephant"), "is there an elephant in the picture?");
    assert_eq!(asked("scissors"), "are there scissors in the picture?");
    assert_eq!(asked("sheep"), "is there sheep in the picture?");
    assert_eq!(asked("tvs"), "is there a tv in the picture?");
    let Noun { one, class, .. } = things(&words("kitten"))[0].noun;
    assert_eq!((one, class), ("kitten", "cat"));
}

#[test]
fn every_noun_is_of_a_class_and_stands_once() {
    for (at, noun) in NOUNS.iter().enumerate() {
        let class = classes().iter().find(|class| class.one == noun.class);
        let class = class.unwrap_or_else(|| panic!("{noun:?} has no class"));
        assert_eq!((class.group, class.class), (noun.group, class.one));
        let is_class = noun.class == noun.one;
        assert_eq!(is_class, at < classes().len(), "{noun:?}");
        let n = NOUNS.iter().filter(|other| other.one == noun.one).count();
        assert_eq!(n, 1, "{noun:?}");
    }
}
