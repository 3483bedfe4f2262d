//! Things that questions name.

use std::ops::Range;

use crate::words::{Word, words};

/// A thing by the names that people give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thing {
    /// One of them: "bus".
    pub one: &'static str,
    /// Several of them: "buses".
    pub many: &'static str,
    /// What COCO counts it among: "person" for "man".
    pub class: &'static str,
}

/// A thing that a question names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The thing.
    pub thing: Thing,
    /// Whether several are spoken of.
    pub is_many: bool,
    /// The places of its name among the words.
    pub words: Range<usize>,
}

const fn thing(one: &'static str, many: &'static str, class: &'static str) -> Thing {
    Thing { one, many, class }
}

const fn class(one: &'static str, many: &'static str) -> Thing {
    thing(one, many, one)
}

/// The 80 classes of COCO, and what people call them beside.
#[rustfmt::skip]
const THINGS: [Thing; 116] = [
    class("person", "people"), class("bicycle", "bicycles"), class("car", "cars"), class("motorcycle", "motorcycles"),
    class("airplane", "airplanes"), class("bus", "buses"), class("train", "trains"), class("truck", "trucks"), class("boat", "boats"),
    class("traffic light", "traffic lights"), class("fire hydrant", "fire hydrants"), class("stop sign", "stop signs"),
    class("parking meter", "parking meters"), class("bench", "benches"), class("bird", "birds"), class("cat", "cats"),
    class("dog", "dogs"), class("horse", "horses"), class("sheep", "sheep"), class("cow", "cows"), class("elephant", "elephants"),
    class("bear", "bears"), class("zebra", "zebras"), class("giraffe", "giraffes"), class("backpack", "backpacks"),
    class("umbrella", "umbrellas"), class("handbag", "handbags"), class("tie", "ties"), class("suitcase", "suitcases"),
    class("frisbee", "frisbees"), class("skis", "skis"), class("snowboard", "snowboards"), class("ball", "balls"),
    class("kite", "kites"), class("baseball bat", "baseball bats"), class("baseball glove", "baseball gloves"),
    class("skateboard", "skateboards"), class("surfboard", "surfboards"), class("tennis racket", "tennis rackets"),
    class("bottle", "bottles"), class("wine glass", "wine glasses"), class("cup", "cups"), class("fork", "forks"),
    class("knife", "knives"), class("spoon", "spoons"), class("bowl", "bowls"), class("banana", "bananas"), class("apple", "apples"),
    class("sandwich", "sandwiches"), class("orange", "oranges"), class("broccoli", "broccoli"), class("carrot", "carrots"),
    class("hot dog", "hot dogs"), class("pizza", "pizzas"), class("donut", "donuts"), class("cake", "cakes"), class("chair", "chairs"),
    class("couch", "couches"), class("potted plant", "potted plants"), class("bed", "beds"), class("dining table", "dining tables"),
    class("toilet", "toilets"), class("tv", "tvs"), class("laptop", "laptops"), class("mouse", "mice"), class("remote", "remotes"),
    class("keyboard", "keyboards"), class("cell phone", "cell phones"), class("microwave", "microwaves"), class("oven", "ovens"),
    class("toaster", "toasters"), class("sink", "sinks"), class("refrigerator", "refrigerators"), class("book", "books"),
    class("clock", "clocks"), class("vase", "vases"), class("scissors", "scissors"), class("teddy bear", "teddy bears"),
    class("hair drier", "hair driers"), class("toothbrush", "toothbrushes"),
    thing("man", "men", "person"), thing("woman", "women", "person"), thing("boy", "boys", "person"), thing("girl", "girls", "person"),
    thing("child", "children", "person"), thing("kid", "kids", "person"), thing("baby", "babies", "person"),
    thing("guy", "guys", "person"), thing("lady", "ladies", "person"), thing("player", "players", "person"),
    thing("bike", "bikes", "bicycle"), thing("motorbike", "motorbikes", "motorcycle"), thing("plane", "planes", "airplane"),
    thing("hydrant", "hydrants", "fire hydrant"), thing("puppy", "puppies", "dog"), thing("kitten", "kittens", "cat"),
    thing("purse", "purses", "handbag"), thing("luggage", "luggage", "suitcase"), thing("bat", "bats", "baseball bat"),
    thing("glove", "gloves", "baseball glove"), thing("racket", "rackets", "tennis racket"), thing("racquet", "racquets", "tennis racket"),
    thing("soccer ball", "soccer balls", "ball"), thing("tennis ball", "tennis balls", "ball"), thing("hotdog", "hotdogs", "hot dog"),
    thing("doughnut", "doughnuts", "donut"), thing("sofa", "sofas", "couch"), thing("plant", "plants", "potted plant"),
    thing("table", "tables", "dining table"), thing("television", "televisions", "tv"), thing("computer", "computers", "laptop"),
    thing("phone", "phones", "cell phone"), thing("fridge", "fridges", "refrigerator"), thing("teddy", "teddies", "teddy bear"),
    thing("hair dryer", "hair dryers", "hair drier"), thing("sports ball", "sports balls", "ball"),
];

/// After the name of a thing these make the name of another one: "the train
/// station".
const OTHER_THINGS: [&str; 14] = [
    "station", "stop", "track", "tracks", "stand", "lane", "shop", "store", "house", "park",
    "race", "food", "court", "cloth",
];
/// Before a thing these say that it is there.
const POINTING: [&str; 5] = ["the", "this", "these", "that", "those"];
/// What may stand between: "the little girl", "the two dogs".
const MOST_BETWEEN: usize = 1;
/// Questions that begin so ask whether something is there, or what it is, and
/// take nothing for granted.
const ASKING: [[&str; 2]; 10] = [
    ["is", "there"],
    ["are", "there"],
    ["is", "this"],
    ["is", "that"],
    ["are", "these"],
    ["are", "those"],
    ["do", "you"],
    ["can", "you"],
    ["could", "this"],
    ["could", "there"],
];

impl Thing {
    /// Asks whether it is there.
    pub fn question(&self) -> String {
        if self.one == self.many && self.one.ends_with('s') {
            return format!("are there {} in the picture?", self.one);
        }
        if ["sheep", "broccoli", "luggage"].contains(&self.one) {
            return format!("is there {} in the picture?", self.one);
        }
        let vowel = self.one.starts_with(['a', 'e', 'i', 'o', 'u']);
        format!(
            "is there {} {} in the picture?",
            if vowel { "an" } else { "a" },
            self.one
        )
    }
}

/// All things that a question names, in its order; of a name inside a longer
/// one ("dog" in "hot dog") the longer one.
pub fn things(question: &[Word]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < question.len() {
        match named_at(question, at) {
            Some(named) => {
                at = named.words.end;
                found.push(named);
            }
            None => at += 1,
        }
    }
    found
}

fn named_at(question: &[Word], at: usize) -> Option<Named> {
    let begins = |name: &str| {
        let n = name.split(' ').count();
        let typed = question.get(at..at + n)?;
        let same = typed
            .iter()
            .zip(name.split(' '))
            .all(|(word, part)| word.text == part);
        same.then_some(n)
    };
    let named = THINGS.iter().filter_map(|thing| {
        let one = begins(thing.one).map(|n| (n, false));
        let (n, is_many) = one.or_else(|| begins(thing.many).map(|n| (n, true)))?;
        let words = at..at + n;
        Some(Named {
            thing: *thing,
            is_many,
            words,
        })
    });
    named.max_by_key(|named| named.words.len())
}

/// The first thing that a question takes for granted: "what color is the bus?"
/// cannot be answered where there is none. "Is there a bus?" can.
pub fn presupposed(question: &str) -> Option<Thing> {
    let question = words(question);
    let text = |at: usize| question.get(at).map(|word| word.text.as_str());
    let asks = |opening: &[&str; 2]| [text(0), text(1)] == opening.map(Some);
    let first = if ASKING.iter().any(asks) { 2 } else { 0 };
    let named = things(&question);
    let granted = named.iter().enumerate().find(|(place, one)| {
        let next = text(one.words.end);
        let is_part = named
            .get(place + 1)
            .is_some_and(|next| next.words.start == one.words.end);
        let is_other = next.is_some_and(|next| OTHER_THINGS.contains(&next));
        let before = one.words.start.saturating_sub(MOST_BETWEEN + 1).max(first)..one.words.start;
        let is_pointed_at = before.filter_map(text).any(|word| POINTING.contains(&word));
        is_pointed_at && !is_part && !is_other
    });
    granted.map(|(_, named)| named.thing)
}
