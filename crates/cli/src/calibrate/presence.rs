use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use data::labels::{PhotoClasses, load_classes};
use data::{ImageFolder, photo_number, vqa_v2};
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use vqa::{Scene, Vqa};

use crate::{output, photos};

/// Of things that are there, so many may be said not to be.
const FALSE_ALARMS: f64 = 0.05;
/// Draws until a class is not in the photo.
const TRIES: usize = 50;

/// What is known of what photos show.
#[derive(Debug, clap::Args)]
pub struct Presence {
    /// Which of COCO's 80 classes are in which photo (JSON): from when on a thing
    /// that a question takes for granted is said not to be there.
    #[arg(long, value_name = "FILE", requires = "only_photos")]
    labels: Option<PathBuf>,
    /// The photos that things are asked for in (a list, or questions of VQA v2).
    #[arg(long, value_name = "FILE", requires = "labels")]
    only_photos: Option<PathBuf>,
}

/// A class that a question takes for granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Taken {
    class: usize,
    is_there: bool,
    is_even: bool,
}

/// How probable "no" was to the question whether it is there.
type Said = (Taken, f32);

/// The threshold over which "no" is believed, fitted on the photos with an even
/// number and reported on the others; nothing where no labels are given.
pub fn absent_above(which: &Presence, model: &Vqa, folder: &ImageFolder) -> Result<Option<f32>> {
    let (Some(labels), Some(only)) = (&which.labels, &which.only_photos) else {
        return Ok(None);
    };
    let only = vqa_v2::images(only)?;
    let only: HashSet<&str> = only.iter().map(|photo| photo_number(photo)).collect();
    let mut labels = load_classes(labels)?;
    labels.retain(|photo, _| only.contains(photo_number(photo)));
    let drawn = draw(&labels);
    let asked = photos::visit(model, folder, &drawn, |scene, taken| {
        ask(model, scene, *taken)
    });
    let (fitted, reported): (Vec<Said>, Vec<Said>) = asked
        .answered()?
        .into_iter()
        .partition(|(taken, _)| taken.is_even);
    ensure!(
        !of(&fitted, true).is_empty() && !of(&reported, true).is_empty(),
        "the labels say of too few photos what is there"
    );
    let above = threshold(&of(&fitted, true));
    report(&reported, above)?;
    Ok(Some(above))
}

/// Each class that is there, and for each of them one that is not, drawn as
/// often as it is there in other photos.
fn draw(labels: &PhotoClasses) -> BTreeMap<&str, Vec<Taken>> {
    let all: Vec<usize> = labels.values().flatten().copied().collect();
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let photos = labels.iter().map(|(photo, there)| {
        let number = photo_number(photo).bytes().last();
        let is_even = number.is_some_and(|digit| digit % 2 == 0);
        let mut taken = Vec::with_capacity(2 * there.len());
        let mut known: HashSet<usize> = there.iter().copied().collect();
        for class in there {
            taken.push(Taken {
                class: *class,
                is_there: true,
                is_even,
            });
            let draws = (0..TRIES).filter_map(|_| all.choose(&mut random).copied());
            let class = { draws }.find(|class| known.insert(*class));
            taken.extend(class.map(|class| Taken {
                class,
                is_there: false,
                is_even,
            }));
        }
        (photo.as_str(), taken)
    });
    photos.collect()
}

fn ask(model: &Vqa, scene: &Scene, taken: Taken) -> Result<Said> {
    let name = text::classes()[taken.class].one;
    let granted = model.granted(&model.encode(&format!("what color is the {name}?"))?);
    let granted = granted.with_context(|| format!("no question takes a {name} for granted"))?;
    let no = pollster::block_on(model.probability_of_absence(scene, &granted))?;
    Ok((taken, no.context("the model cannot answer \"no\"")?))
}

/// How probable "no" was, where the thing is there or is not, rising.
fn of(said: &[Said], is_there: bool) -> Vec<f32> {
    let of = said.iter().filter(|(taken, _)| taken.is_there == is_there);
    let mut of: Vec<f32> = of.map(|(_, no)| *no).collect();
    of.sort_by(f32::total_cmp);
    of
}

/// The lowest threshold with few enough false alarms among things that are
/// there, at least one.
fn threshold(there: &[f32]) -> f32 {
    let n_alarms = (there.len() as f64 * FALSE_ALARMS).floor() as usize;
    there[there.len() - 1 - n_alarms]
}

fn share_above(of: &[f32], above: f32) -> f64 {
    let n = of.iter().filter(|no| **no > above).count();
    100.0 * n as f64 / of.len().max(1) as f64
}

fn report(reported: &[Said], above: f32) -> Result<()> {
    let (there, missing) = (of(reported, true), of(reported, false));
    output::line(&format!(
        "a thing is not there where \"no\" is over {:.1} %: said of {:.1} % of {} things that are not there, and of {:.1} % of {} that are (the other half of the photos)",
        100.0 * above,
        share_above(&missing, above),
        missing.len(),
        share_above(&there, above),
        there.len(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_leaves_one_false_alarm_in_twenty() {
        let there: Vec<f32> = (0..100).map(|at| at as f32 / 100.0).collect();
        let above = threshold(&there);
        assert_eq!(share_above(&there, above), 5.0);
        assert_eq!(threshold(&[0.7]), 0.7);
    }

    #[test]
    fn as_many_things_are_missing_as_are_there() {
        let labels: PhotoClasses = [("1", vec![0, 2]), ("12", vec![5]), ("4", vec![7, 8, 9])]
            .into_iter()
            .map(|(photo, classes)| (photo.to_owned(), classes))
            .collect();
        let drawn = draw(&labels);
        for (photo, there) in &labels {
            let taken = &drawn[photo.as_str()];
            let (are, are_not): (Vec<Taken>, Vec<Taken>) =
                taken.iter().partition(|taken| taken.is_there);
            assert_eq!(
                (are.len(), are_not.len()),
                (there.len(), there.len()),
                "{photo}"
            );
            assert!(are_not.iter().all(|taken| !there.contains(&taken.class)));
        }
        assert!(drawn["12"][0].is_even && !drawn["1"][0].is_even);
        assert_eq!(drawn, draw(&labels));
    }
}
