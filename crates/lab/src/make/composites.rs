mod asked;
mod colour;
mod scene;
mod stamp;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;
use data::{DataSet, Question};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::photo_file;
use crate::progress::Progress;
use crate::write::{save, write};
use scene::{Composite, Pasted};
use stamp::Stamp;

/// Photos that are made and told of in one go.
const AT_ONCE: usize = 32;

/// Paste cut-outs on photos, and ask about them.
///
/// What is pasted is known exactly: names, numbers, colours, places. A cut-out
/// is a PNG with a transparent ground and a text file of the same name beside
/// it, whose first line says what it is ("A zebra."), as in Debian's
/// tuxpaint-stamps-default. Written are the photos (`images/`), questions and
/// annotations in the format of VQA v2, and the boxes of all that was pasted.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of cut-outs, with folders such as `animals` in it.
    #[arg(long)]
    stamps: PathBuf,
    /// A folder of photos to paste on.
    #[arg(long)]
    photos: PathBuf,
    /// The folder that is written.
    #[arg(long)]
    out: PathBuf,
    /// How many photos are made.
    #[arg(long, default_value_t = 2000)]
    count: usize,
    /// What everything random follows from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Which cut-outs are pasted: four fifths of them, to learn from, or the
    /// others, to measure on.
    #[arg(long, value_enum, default_value_t = CutOuts::Train)]
    part: CutOuts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CutOuts {
    Train,
    Test,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let test = arguments.part == CutOuts::Test;
    let stamps = stamp::read(&arguments.stamps)?;
    let stamps: Vec<Stamp> = stamps
        .into_iter()
        .filter(|stamp| stamp.is_held_out() == test)
        .collect();
    ensure!(
        !stamps.is_empty(),
        "{} has no cut-outs with a name",
        arguments.stamps.display()
    );
    let grounds = photo_file::list(std::slice::from_ref(&arguments.photos))?;
    let images = arguments.out.join("images");
    std::fs::create_dir_all(&images)
        .with_context(|| format!("cannot make {}", images.display()))?;

    let numbers: Vec<usize> = (1..=arguments.count).collect();
    let mut progress = Progress::new("photos", numbers.len());
    let mut scenes = Vec::with_capacity(numbers.len());
    for some in numbers.chunks(AT_ONCE) {
        let made: Result<Vec<Composite>> = some
            .par_iter()
            .map(|number| make(*number, arguments.seed, &stamps, &grounds, &images))
            .collect();
        scenes.extend(made?);
        progress.at(scenes.len(), "");
    }
    drop(progress);
    let asked = asked::about(&scenes, arguments.seed).into_iter();
    let questions = asked.map(Question::from).collect();
    save(&arguments.out.join("things.json"), &things(&scenes))?;
    write(&arguments.out, &DataSet { questions })
}

/// Each photo's things with their boxes as `[name, cx, cy, w, h]` in 0..1 of
/// the photo.
fn things(scenes: &[Composite]) -> Value {
    let rounded = |value: f64| (value * 1e4).round() / 1e4;
    let thing = |thing: &Pasted| {
        let [left, top, right, bottom] = thing.bounds;
        let bounds = [
            (left + right) / 2.0,
            (top + bottom) / 2.0,
            right - left,
            bottom - top,
        ];
        let [x, y, width, height] = bounds.map(rounded);
        json!([thing.name, x, y, width, height])
    };
    let of = |scene: &Composite| scene.things.iter().map(thing).collect();
    let named = scenes
        .iter()
        .map(|scene| (format!("{}.jpg", scene.number), of(scene)));
    Value::Object(named.collect())
}

/// One photo with something on it, written to its file.
fn make(
    number: usize,
    seed: u64,
    stamps: &[Stamp],
    grounds: &[PathBuf],
    images: &Path,
) -> Result<Composite> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(number as u64);
    // `list` never gives an empty list, and `run` has looked at the cut-outs.
    let ground = grounds.choose(&mut random).context("there is no photo")?;
    let first = stamps.choose(&mut random).context("there is no cut-out")?;
    let second = match random.random_bool(0.5) {
        true => stamps.choose(&mut random).filter(|s| s.name != first.name),
        false => None,
    };
    let ground = photo_file::decode(ground)?;
    let (scene, photo) = scene::paste(number, ground, first, second, &mut random)?;
    let file = images.join(format!("{number}.jpg"));
    photo
        .save(&file)
        .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(scene)
}
