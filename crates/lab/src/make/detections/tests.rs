use std::collections::{HashMap, HashSet};

use std::path::PathBuf;

use super::*;

/// A folder of its own for a test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("vqa-flow-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        std::fs::write(self.0.join(name), text).expect("a file");
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Half of the photos show a dog, the others a cat; some of the boxes are
/// doubtful.
fn written(n: usize) -> String {
    let photo = |at: usize| {
        let class = 15 + at % 2;
        let score = if at % 5 == 4 { 0.4 } else { 0.9 };
        let left = format!("[{class},{score},0.1,0.1,0.4,0.9]");
        let right = "[0,0.95,0.6,0.1,0.9,0.9]";
        format!("\"photo{at}\":[{left},{right}]")
    };
    let photos: Vec<String> = (0..n).map(photo).collect();
    format!("{{{}}}", photos.join(","))
}

#[test]
fn the_same_seed_asks_the_same() {
    let folder = Folder::new("detections_seed");
    let file = folder.write("seen.json", &written(40));
    let detections = load(&file).expect("detections");
    let ask = |seed| questions(&photos(&detections), 3, seed);
    assert_eq!(ask(1), ask(1));
    assert_ne!(ask(1), ask(2));
}

#[test]
fn a_photo_gets_no_more_questions_than_wanted() {
    let folder = Folder::new("detections_limits");
    let file = folder.write("seen.json", &written(40));
    let detections = load(&file).expect("detections");
    let mut asked: HashMap<String, usize> = HashMap::new();
    for question in questions(&photos(&detections), 2, 1).questions {
        *asked.entry(question.image).or_default() += 1;
    }
    assert!(asked.values().all(|n| *n <= 2));
    // A doubtful animal beside a person, who is in every photo, leaves little
    // to ask.
    assert!((32..=40).contains(&asked.len()), "{}", asked.len());
}

#[test]
fn what_is_only_suspected_is_neither_asserted_nor_denied() {
    let folder = Folder::new("detections_doubt");
    // A doubtful dog beside a person.
    let file = folder.write(
        "seen.json",
        "{\"a\":[[16,0.4,0.1,0.1,0.4,0.9],[0,0.9,0.6,0.1,0.9,0.9]]}",
    );
    let detections = load(&file).expect("detections");
    for seed in 0..200 {
        for question in questions(&photos(&detections), 9, seed).questions {
            assert!(!question.text.contains("dog"), "{}", question.text);
        }
    }
}

#[test]
fn words_alone_do_not_tell_a_cat_from_a_dog() {
    let folder = Folder::new("detections_balance");
    let file = folder.write("seen.json", &written(2000));
    let detections = load(&file).expect("detections");
    let set = questions(&photos(&detections), 99, 1);
    let about_dogs = set.questions.iter().filter(|question| {
        question.text.contains(" dog")
            && !question.text.contains("hot dog")
            && matches!(question.answers[0].as_str(), "yes" | "no")
            && !question.text.contains(" left ")
            && !question.text.contains(" right ")
    });
    let (mut yes, mut no) = (0.0, 0.0);
    for question in about_dogs {
        match question.answers[0].as_str() {
            "yes" => yes += 1.0,
            _ => no += 1.0,
        }
    }
    assert!(yes > 100.0 && no > 100.0, "{yes} yes, {no} no");
    assert!((0.9..1.1).contains(&(yes / no)), "{yes} yes, {no} no");
}

#[test]
fn what_is_unambiguous_is_asked_as_often_where_it_is_something_else() {
    let folder = Folder::new("detections_unambiguous");
    let file = folder.write("seen.json", &written(40));
    let detections = load(&file).expect("detections");
    let asked = unambiguous(&photos(&detections), 1).questions;
    let of = |animal: &str, answer: &str| -> HashSet<&str> {
        let about = |question: &&data::Question| {
            question.text.contains(animal) && question.answers == [answer]
        };
        let about = asked.iter().filter(about);
        about.map(|question| question.image.as_str()).collect()
    };
    let seen = |class: usize, photo: &&str| detections[*photo].iter().any(|d| d.class == class);
    for (class, animal) in [(15, "cat"), (16, "dog")] {
        // Sixteen of twenty are beyond doubt.
        assert_eq!(of(animal, "yes").len(), 16);
        assert!(of(animal, "yes").iter().all(|photo| seen(class, photo)));
        assert!(!of(animal, "no").is_empty());
        assert!(!of(animal, "no").iter().any(|photo| seen(class, photo)));
    }
    let n_of = |answer: &str| asked.iter().filter(|one| one.answers == [answer]).count();
    assert_eq!(n_of("yes"), n_of("no"));
}

#[test]
fn sides_and_counts_are_those_of_the_boxes() {
    let folder = Folder::new("detections_sides");
    let cup = "[41,0.9,0.0,0.2,0.2,0.5]";
    let laptop = "[63,0.9,0.5,0.2,0.9,0.8]";
    let dogs = "[16,0.9,0,0,0.1,0.1],[16,0.8,0.2,0,0.3,0.1],[16,0.7,0.4,0,0.5,0.1]";
    let file = folder.write(
        "seen.json",
        &format!("{{\"desk\":[{cup},{laptop}],\"dogs\":[{dogs}]}}"),
    );
    let detections = load(&file).expect("detections");
    let mut seen = HashSet::new();
    for seed in 0..300 {
        for question in questions(&photos(&detections), 9, seed).questions {
            seen.insert((question.text, question.answers[0].clone()));
        }
    }
    let expected = [
        ("is the cup left of the laptop?", "yes"),
        ("is the laptop left of the cup?", "no"),
        ("is the laptop to the right of the cup?", "yes"),
        ("what is on the left side of the laptop?", "cup"),
        ("how many dogs are there?", "3"),
        ("what animal is this?", "dog"),
    ];
    for (question, answer) in expected {
        let asked = (question.to_owned(), answer.to_owned());
        assert!(seen.contains(&asked), "{asked:?}");
        let other = seen.iter().find(|(q, a)| q == question && a != answer);
        assert_eq!(other, None);
    }
}

#[test]
fn a_file_that_lies_is_named_with_the_place() {
    let folder = Folder::new("detections_errors");
    let cases = [
        ("{\"a\":[[80,0.5,0,0,1,1]]}", "a[0].class is \"80\""),
        ("{\"a\":[[1.5,0.5,0,0,1,1]]}", "a[0].class is \"1.5\""),
        ("{\"a\":[[1,1.5,0,0,1,1]]}", "a[0].score is \"1.5\""),
        ("{\"a\":[[1,0.5,0,0,1]]}", "a[0]"),
        ("[]", "expected a map"),
    ];
    for (text, expected) in cases {
        let file = folder.write("seen.json", text);
        let error = load(&file).expect_err(text).to_string();
        assert!(error.contains(expected), "{error}");
        assert!(error.contains("seen.json"), "{error}");
    }
}

#[test]
fn there_are_the_eighty_classes_of_coco() {
    let names: HashSet<&str> = CLASSES.iter().map(|class| class.one).collect();
    assert_eq!(names.len(), 80);
    assert_eq!(
        (CLASSES[0].one, CLASSES[16].one, CLASSES[79].one),
        ("person", "dog", "toothbrush")
    );
}

/// Every question that any of a hundred seeds asks about one photo, with its
/// answers.
fn asked_about(name: &str, boxes: &str) -> HashSet<(String, Vec<String>)> {
    let folder = Folder::new(name);
    let file = folder.write("seen.json", &format!("{{\"photo\":[{boxes}]}}"));
    let detections = load(&file).expect("detections");
    let sets = (0..100).flat_map(|seed| questions(&photos(&detections), 9, seed).questions);
    sets.map(|asked| (asked.text, asked.answers)).collect()
}

fn asked(text: &str, answers: &[&str]) -> (String, Vec<String>) {
    let answers = answers.iter().map(|answer| (*answer).to_owned());
    (text.to_owned(), answers.collect())
}

#[test]
fn a_rider_is_on_what_is_ridden_and_not_beside_it() {
    let horse = "[17,0.9,0.2,0.4,0.8,0.9]";
    let on = asked_about("detections_on", &format!("{horse},[0,0.9,0.4,0.1,0.6,0.6]"));
    assert!(on.contains(&asked("what is the man riding?", &["horse"])));
    let beside = asked_about(
        "detections_beside",
        &format!("{horse},[0,0.9,0.8,0.1,1.0,0.6]"),
    );
    assert!(!beside.iter().any(|(text, _)| text.contains("riding")));
}

#[test]
fn a_room_is_told_by_its_furniture_unless_it_contradicts() {
    let bath = asked_about("detections_bath", "[61,0.9,0.2,0.4,0.8,0.9]");
    assert!(bath.contains(&asked("what room is this?", &["bathroom"])));
    let both = asked_about(
        "detections_rooms",
        "[61,0.9,0.2,0.4,0.8,0.9],[59,0.4,0,0,0.2,0.3]",
    );
    assert!(!both.iter().any(|(text, _)| text.contains("room is this")));
}

#[test]
fn what_stands_on_the_table_is_all_of_the_answer() {
    let table = "[60,0.9,0.0,0.5,1.0,1.0]";
    let things = "[41,0.9,0.1,0.4,0.2,0.7],[53,0.9,0.4,0.5,0.7,0.7],[39,0.9,0.8,0.0,0.9,0.3]";
    let seen = asked_about("detections_table", &format!("{table},{things}"));
    assert!(seen.contains(&asked("what is on the table?", &["cup", "pizza"])));
}

#[test]
fn a_sport_needs_somebody_who_plays_it() {
    let racket = "[38,0.9,0.2,0.4,0.3,0.5]";
    let alone = asked_about("detections_racket", racket);
    assert!(!alone.iter().any(|(text, _)| text.contains("sport")));
    let played = asked_about(
        "detections_tennis",
        &format!("{racket},[0,0.9,0.3,0.1,0.6,0.9]"),
    );
    assert!(played.contains(&asked("what sport is this?", &["tennis"])));
}

/// Cats, dogs, a cat beside a dog, bathrooms (one with a bicycle before the
/// window) and streets.
#[test]
fn a_choice_has_either_answer_as_often() {
    let folder = Folder::new("detections_choices");
    let kinds = [
        ("cat", "[15,0.9,0,0,1,1]"),
        ("dog", "[16,0.9,0,0,1,1]"),
        ("both", "[15,0.9,0,0,0.5,1],[16,0.9,0.5,0,1,1]"),
        ("bathroom", "[61,0.9,0.2,0.4,0.4,0.6]"),
        ("window", "[61,0.9,0.2,0.4,0.4,0.6],[1,0.3,0.6,0,0.7,0.1]"),
        ("street", "[5,0.9,0.2,0.4,0.4,0.6]"),
        ("corner", "[9,0.9,0.2,0.4,0.4,0.6]"),
    ];
    let rows: Vec<String> = (0..70)
        .map(|at| (at, kinds[at % 7]))
        .map(|(at, (kind, seen))| format!("\"{kind} {at}\":[{seen}]"))
        .collect();
    let file = folder.write("seen.json", &format!("{{{}}}", rows.join(",")));
    let set = choices(&photos(&load(&file).expect("detections")), 1);
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
