use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use data::boxes::{self, Thing, Things};
use data::{ImageFolder, photo_number, vqa_v2};
use serde::Serialize;
use text::Noun;
use vqa::{RegionBox, Reply, Scene, Vqa};

use super::attention;
use crate::photos;

/// How often a map's peak lies on the thing that was asked for, in percent of
/// `n` (Zhang et al. 2016, the pointing game).
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Pointing {
    /// How many questions were asked: one for each kind of thing in a photo.
    n: usize,
    /// The peak of what speaks for "yes".
    rate: f64,
    /// A cell at random.
    chance: f64,
    /// The peak of what the words read that name the thing.
    attention: f64,
    /// The cell in the middle of the photo, which needs no model.
    middle: f64,
    /// Things so small that no cell has its middle in them; nothing can point
    /// at those, and they count as missed.
    too_small: usize,
    /// Where "yes" was the best answer, which is right.
    said_yes: f64,
}

/// Which things of a file of boxes are asked for.
#[derive(Debug, clap::Args)]
pub struct Which {
    /// Only things in the photos that this file names (a list, or questions of
    /// VQA v2), such as those that nothing was learnt from.
    #[arg(long, value_name = "FILE", requires = "boxes")]
    only_photos: Option<PathBuf>,
    /// Only things that cover at least this part of the photo, all of a kind
    /// together, 0..1.
    #[arg(long, default_value_t = 0.0, requires = "boxes")]
    least_area: f64,
    /// Only things that cover at most this part of it.
    #[arg(long, default_value_t = 1.0, requires = "boxes")]
    most_area: f64,
}

/// Places on a side where the area of boxes is counted.
const SAMPLES: usize = 64;

/// One kind of thing in one photo.
struct Wanted {
    class: &'static Noun,
    bounds: Vec<RegionBox>,
}

/// What came of one question.
struct Pointed {
    rate: bool,
    chance: f64,
    attention: bool,
    middle: bool,
    said_yes: bool,
}

/// Asks for everything that has a box, photo by photo.
pub fn measure(model: &Vqa, file: &Path, which: &Which) -> Result<Pointing> {
    let known = &model.manifest().answers;
    ensure!(
        known.iter().any(|answer| answer == "yes"),
        "the model cannot answer \"yes\""
    );
    let mut things = boxes::load(file)?;
    if let Some(only) = &which.only_photos {
        let images = vqa_v2::images(only)?;
        let only: HashSet<&str> = images.iter().map(|image| photo_number(image)).collect();
        things.retain(|photo, _| only.contains(photo_number(photo)));
    }
    let images = file.parent().unwrap_or(Path::new("")).join("images");
    let folder = ImageFolder::open(&images)?;
    let visited = photos::visit(model, &folder, &by_photo(&things, which), |scene, asked| {
        point(model, scene, asked).with_context(|| format!("asked for a {}", asked.class.one))
    });
    Ok(Pointing::of(&visited.answered()?))
}

fn by_photo<'a>(things: &'a Things, which: &Which) -> BTreeMap<&'a str, Vec<Wanted>> {
    let asked = |things: &[Thing]| {
        let mut by_class: BTreeMap<&str, Wanted> = BTreeMap::new();
        for thing in things {
            let class = &text::classes()[thing.class];
            let wanted = by_class.entry(class.one).or_insert(Wanted {
                class,
                bounds: Vec::new(),
            });
            wanted.bounds.push(thing.bounds);
        }
        let sizes = which.least_area..=which.most_area;
        let asked = by_class.into_values();
        asked
            .filter(|asked| sizes.contains(&area(&asked.bounds)))
            .collect()
    };
    let photos = things.iter();
    photos
        .map(|(photo, things)| (photo.as_str(), asked(things)))
        .collect()
}

/// Which part of the photo some boxes cover together, 0..1.
fn area(boxes: &[RegionBox]) -> f64 {
    let at = |place: usize| (place as f32 + 0.5) / SAMPLES as f32;
    let places = (0..SAMPLES * SAMPLES).map(|place| [at(place % SAMPLES), at(place / SAMPLES)]);
    let inside = places.filter(|[x, y]| {
        let holds = |[left, top, right, bottom]: &RegionBox| {
            (*left..=*right).contains(x) && (*top..=*bottom).contains(y)
        };
        boxes.iter().any(holds)
    });
    inside.count() as f64 / (SAMPLES * SAMPLES) as f64
}

fn point(model: &Vqa, scene: &Scene, asked: &Wanted) -> Result<Pointed> {
    let question = format!("is there {} in the picture?", asked.class.with_article());
    let reply = pollster::block_on(model.ask(scene, &question, model.manifest().answers.len()))?;
    let yes = reply.answers.iter().find(|answer| answer.answer == "yes");
    let yes = yes.context("no map of \"yes\"")?;
    let attention = attention_of(&reply, asked.class.one)
        .with_context(|| format!("the model reads too few words for \"{question}\""))?;

    let n_cells = scene.boxes.len().saturating_sub(1);
    let cells = scene.boxes.get(..n_cells).unwrap_or_default();
    let on_it: Vec<bool> = cells
        .iter()
        .map(|cell| is_on(*cell, &asked.bounds))
        .collect();
    let n_on_it = on_it.iter().filter(|on_it| **on_it).count();
    let off_middle = |cell: &RegionBox| {
        let [x, y] = middle(*cell).map(|value| value - 0.5);
        -x.hypot(y)
    };
    let nearness: Vec<f32> = cells.iter().map(off_middle).collect();
    let hits = |map: &[f32]| peak(&map[..n_cells.min(map.len())]).is_some_and(|at| on_it[at]);
    Ok(Pointed {
        rate: hits(&yes.contributions),
        chance: n_on_it as f64 / n_cells.max(1) as f64,
        attention: hits(&attention),
        middle: hits(&nearness),
        said_yes: reply.answers.first() == Some(yes),
    })
}

/// What the words read that name the thing, where they are in the question.
fn attention_of(reply: &Reply, name: &str) -> Option<Vec<f32>> {
    let name = text::words(name);
    let is_name = |at: &usize| {
        let words = reply.words.iter().skip(*at);
        let same = words
            .zip(&name)
            .filter(|(word, name)| word.text == name.text);
        same.count() == name.len()
    };
    let at = (0..reply.words.len()).find(is_name)?;
    Some(attention::of_words(reply, at..at + name.len()))
}

fn middle([left, top, right, bottom]: RegionBox) -> [f32; 2] {
    [(left + right) / 2.0, (top + bottom) / 2.0]
}

/// Whether the middle of a cell lies in one of the boxes.
pub fn is_on(cell: RegionBox, boxes: &[RegionBox]) -> bool {
    let [x, y] = middle(cell);
    let holds = |[left, top, right, bottom]: &RegionBox| {
        (*left..=*right).contains(&x) && (*top..=*bottom).contains(&y)
    };
    boxes.iter().any(holds)
}

/// The place of the largest value, the first of equals.
pub fn peak(values: &[f32]) -> Option<usize> {
    let places = (0..values.len()).rev();
    places.max_by(|a, b| values[*a].total_cmp(&values[*b]))
}

impl Pointing {
    fn of(pointed: &[Pointed]) -> Self {
        let n = pointed.len();
        let percent = |sum: f64| data::percent(sum / n as f64);
        let share = |hit: fn(&Pointed) -> bool| {
            percent(pointed.iter().filter(|pointed| hit(pointed)).count() as f64)
        };
        Self {
            n,
            rate: share(|pointed| pointed.rate),
            chance: percent(pointed.iter().map(|pointed| pointed.chance).sum()),
            attention: share(|pointed| pointed.attention),
            middle: share(|pointed| pointed.middle),
            too_small: pointed.iter().filter(|one| one.chance == 0.0).count(),
            said_yes: share(|pointed| pointed.said_yes),
        }
    }

    /// The figures for people, a line each.
    pub fn table(&self) -> Vec<String> {
        let line = |what: &str, rate: f64| format!("{what:<42}{rate:>6.2} %");
        vec![
            format!(
                "{} things asked for, {} of them smaller than a cell can point at",
                self.n, self.too_small
            ),
            line("the map of \"yes\" points at it", self.rate),
            line("the attention of its name points at it", self.attention),
            line("the middle of the photo is on it", self.middle),
            line("a cell at random is on it", self.chance),
            line("the answer was \"yes\"", self.said_yes),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_on_a_thing_by_its_middle() {
        let cell = [0.0, 0.0, 0.5, 0.5];
        assert!(is_on(cell, &[[0.9, 0.9, 1.0, 1.0], [0.2, 0.2, 0.3, 0.3]]));
        assert!(!is_on(cell, &[[0.3, 0.0, 1.0, 1.0]]));
        assert!(!is_on(cell, &[]));
    }

    #[test]
    fn boxes_that_overlap_count_once() {
        let half = area(&[[0.0, 0.0, 0.5, 1.0], [0.25, 0.0, 0.5, 0.5]]);
        assert!((half - 0.5).abs() < 1e-6, "{half}");
    }

    #[test]
    fn the_peak_is_the_first_of_the_largest() {
        assert_eq!(peak(&[-3.0, 1.0, 1.0, 0.0]), Some(1));
        assert_eq!(peak(&[]), None);
    }
}
