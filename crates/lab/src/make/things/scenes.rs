//! What the things in a photo say about the whole of it: which room it shows,
//! which sport, what is ridden, what is on the table.

use rand_chacha::ChaCha8Rng;
use text::classes;

use super::photo::Photo;
use super::wordings::{self, Worded};
use crate::make::words::{list, pairs};

/// Rooms, and things that stand in no other one.
pub const ROOMS: [(&str, &[&str]); 4] = [
    ("bathroom", &["toilet"]),
    ("kitchen", &["oven", "refrigerator", "microwave"]),
    ("bedroom", &["bed"]),
    ("living room", &["couch"]),
];

fn named(class: &usize) -> &'static str {
    classes()[*class].one
}

impl Photo<'_> {
    fn shows(&self, name: &str) -> bool {
        self.classes.iter().any(|class| named(class) == name)
    }

    /// The one room that the things are signs of, by its place in [`ROOMS`].
    pub fn room(&self) -> Option<usize> {
        let has_sign = |(_, signs): &&(&str, &[&str])| signs.iter().any(|sign| self.shows(sign));
        let at = ROOMS.iter().position(|room| has_sign(&room))?;
        (ROOMS.iter().filter(has_sign).count() == 1).then_some(at)
    }

    /// Whether nothing speaks for the inside of a house, and something for the
    /// outside.
    pub fn is_no_room(&self) -> bool {
        let signs = ROOMS.iter().flat_map(|(_, signs)| *signs);
        let signs = signs.chain(list("indoors"));
        let outside = ["vehicle", "outdoor", "sport"];
        outside.iter().any(|group| self.has_group(group))
            && !signs.into_iter().any(|sign| self.shows(sign))
    }

    /// Whether it shows a room, and nothing that stands outside.
    pub fn is_inside(&self) -> bool {
        let outside = ["vehicle", "outdoor"];
        self.room().is_some() && !outside.iter().any(|group| self.has_group(group))
    }

    pub(super) fn scene(&self, random: &mut ChaCha8Rng) -> Vec<Worded> {
        let mut asked = Vec::new();
        if let Some(room) = self.room() {
            asked.push(wordings::room(ROOMS[room].0, random));
        }
        if let Some(sport) = self.sport() {
            asked.push(wordings::sport(sport, random));
        }
        if let Some(ridden) = self.ridden() {
            asked.push(wordings::riding(&classes()[ridden], random));
        }
        let on_table: Vec<String> = self.on_table().into_iter().map(str::to_owned).collect();
        if !on_table.is_empty() {
            asked.push(wordings::on_table(on_table, random));
        }
        asked
    }

    /// The one sport that somebody is at.
    fn sport(&self) -> Option<&'static str> {
        let shown = pairs("sports").filter(|(thing, _)| self.shows(thing));
        let mut sports = shown.map(|(_, sport)| sport);
        let first = sports.next()?;
        (self.has_group("person") && sports.all(|sport| sport == first)).then_some(first)
    }

    /// What a person sits or stands on: the middle of the person is above the
    /// middle of the thing, and not beside it.
    fn ridden(&self) -> Option<usize> {
        let mut things = self.boxes.iter();
        things.find_map(|(class, things)| {
            let persons = self.boxes.get(&0)?;
            let is_on = things.iter().any(|thing| {
                persons.iter().any(|person| {
                    let ([x, y], [middle, height]) = (person.middle(), thing.middle());
                    let [left, top, right, _] = thing.bounds;
                    let beside = (x - middle).abs() > (right - left) / 4.0;
                    !beside && y < height && person.bounds[3] > top && person.bounds[0] > left - 0.1
                })
            });
            (list("ridden").contains(&named(class)) && is_on).then_some(*class)
        })
    }

    /// Food and dishes whose lower edge is on a table.
    fn on_table(&self) -> Vec<&'static str> {
        let table = classes().iter().position(|c| c.one == "dining table");
        let tables = table.and_then(|table| self.boxes.get(&table));
        let Some(tables) = tables else {
            return Vec::new();
        };
        let is_dish = |class: &usize| ["kitchen", "food"].contains(&classes()[*class].group);
        let things = self.boxes.iter().filter(|(class, _)| is_dish(class));
        let on = things.filter(|(_, boxes)| {
            boxes.iter().any(|thing| {
                let foot = [thing.middle()[0], thing.bounds[3] - 0.01];
                tables.iter().any(|table| table.contains(foot))
            })
        });
        on.map(|(class, _)| named(class)).collect()
    }
}
