mod kinds;

use std::path::{Path, PathBuf};

use ::train::Features;
use anyhow::{Context, Result, ensure};
use burn::tensor::{DType, Device, Tensor, TensorData};
use data::{DataSet, Question};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use vision::{Backbone, FEATURES};

use crate::model_folder;
use kinds::kind;

/// A class is asked for where the classifier is at least this sure of it...
const SURE: f32 = 0.3;
/// ...and denied where it gives it less than this.
const ABSENT: f32 = 0.003;
/// Photos that are classified at once.
const BATCH: usize = 256;

/// The classes of ImageNet before this one are animals.
const ANIMALS: usize = 398;

const NAMING: [&str; 4] = [
    "what is this?",
    "what is that ?",
    "what is in the picture?",
    "what is in this photo?",
];
const NAMING_ANIMALS: [&str; 2] = [
    "what animal is this?",
    "what kind of animal is in the photo?",
];

const WORDINGS: [&str; 4] = [
    "is this a {}?",
    "is there a {} ?",
    "is that a {}?",
    "is there a {} in the picture?",
];

/// Questions about what the backbone's own classifier sees in features that
/// `vqa prepare` wrote.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The features, without their ending.
    #[arg(long)]
    features: PathBuf,
    /// The backbone's weights, `backbone.bpk`.
    #[arg(long)]
    backbone: PathBuf,
    /// The names of its classes, one class a line.
    #[arg(long)]
    classes: PathBuf,
    /// Leave out "is this a zebra?".
    #[arg(long)]
    no_presence: bool,
    /// Leave out "what animal is this?".
    #[arg(long)]
    no_naming: bool,
    #[command(flatten)]
    into: super::Into,
}

#[derive(Clone, Copy)]
struct Wanted {
    presence: bool,
    naming: bool,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let features = Features::open(&arguments.features)?;
    let vision = features
        .vision()
        .context("imported features do not show the backbone's classes")?;
    let backbone = model_folder::backbone(&arguments.backbone, vision, &Device::flex())?;
    let wanted = Wanted {
        presence: !arguments.no_presence,
        naming: !arguments.no_naming,
    };
    let set = questions(&features, &backbone, &arguments.classes, wanted)?;
    arguments.into.write(set)
}

/// What the backbone's classifier takes a photo for.
struct Seen {
    photo: String,
    best: usize,
    probabilities: Vec<f32>,
}

/// Questions about what the backbone's own classifier sees: "is this a
/// zebra?", "what animal is this?". They teach the network to compare a word of the question with the
/// soft labels of the regions, for words that no person asked about.
///
/// Each class is asked for as often where it is as where it is not: the
/// names in the questions with the answer "no" are those of the questions
/// with the answer "yes", shuffled.
fn questions(
    features: &Features,
    backbone: &Backbone,
    names: &Path,
    wanted: Wanted,
) -> Result<DataSet> {
    let text = std::fs::read_to_string(names)
        .with_context(|| format!("cannot read {}", names.display()))?;
    let names: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split(',').map(str::trim).collect())
        .collect();
    let mut seen = classify(features, backbone)?;
    ensure!(
        seen.iter()
            .all(|seen| seen.probabilities.len() == names.len()),
        "the names are not those of the backbone's classes"
    );
    seen.retain(|seen| seen.probabilities[seen.best] >= SURE);

    let mut random = StdRng::seed_from_u64(1);
    let mut others: Vec<usize> = seen.iter().map(|seen| seen.best).collect();
    others.shuffle(&mut random);
    let mut set = DataSet::default();
    for (seen, other) in seen.iter().zip(others) {
        if wanted.presence {
            let there = name(seen.best, &names, &mut random);
            ask(
                &mut set,
                &seen.photo,
                fill(&WORDINGS, there, &mut random),
                "yes",
            );
        }
        let alike = kind(other).is_some() && kind(other) == kind(seen.best);
        if wanted.presence && !alike && seen.probabilities[other] < ABSENT {
            let absent = name(other, &names, &mut random);
            ask(
                &mut set,
                &seen.photo,
                fill(&WORDINGS, absent, &mut random),
                "no",
            );
        }
        if !wanted.naming {
            continue;
        }
        let wordings = match seen.best < ANIMALS && random.random_bool(0.5) {
            true => &NAMING_ANIMALS[..],
            false => &NAMING[..],
        };
        let question = fill(wordings, "", &mut random);
        let answer = kind(seen.best).unwrap_or(first(&names[seen.best]));
        ask(&mut set, &seen.photo, question, answer);
    }
    Ok(set)
}

/// A name of a class: its usual one, or that of the kind of animal.
fn name<'a>(class: usize, names: &[Vec<&'a str>], random: &mut StdRng) -> &'a str {
    match (kind(class), random.random_bool(0.5)) {
        (Some(kind), true) => kind,
        _ => first(&names[class]),
    }
}

fn first<'a>(of_class: &[&'a str]) -> &'a str {
    of_class.first().unwrap_or(&"thing")
}

fn fill(wordings: &[&str], name: &str, random: &mut StdRng) -> String {
    let wording = wordings.choose(random).unwrap_or(&wordings[0]);
    wording.replace("{}", name)
}

fn ask(set: &mut DataSet, photo: &str, text: String, answer: &str) {
    let id = set.questions.len() as u64;
    let answers = vec![answer.to_lowercase()];
    let question = Question::of_set(id, photo.to_owned(), text, answers);
    set.questions.push(question);
}

fn classify(features: &Features, backbone: &Backbone) -> Result<Vec<Seen>> {
    let device = Device::flex();
    let dim = features.region_dim();
    let photos: Vec<&str> = features.photos().collect();
    let mut seen = Vec::with_capacity(photos.len());
    for (at, photos) in photos.chunks(BATCH).enumerate() {
        // Our own features have the same number of regions for each photo.
        let n_regions = features.n_regions(at * BATCH);
        let mut bytes = Vec::new();
        for row in at * BATCH..at * BATCH + photos.len() {
            bytes.extend(features.read(row)?);
        }
        let data = TensorData::from_bytes_vec(bytes, [photos.len(), n_regions, dim], DType::F16);
        let all = Tensor::<3>::from_data(data.convert_dtype(DType::F32), &device);
        // The last region is the mean of all cells: what the classifier reads.
        let whole = all.narrow(1, n_regions - 1, 1).narrow(2, 0, FEATURES);
        let probabilities = backbone.classify(whole.reshape([photos.len(), FEATURES]));
        let probabilities: Vec<f32> = probabilities.into_data().iter::<f32>().collect();
        let n_classes = probabilities.len() / photos.len();
        for (photo, row) in photos.iter().zip(probabilities.chunks(n_classes)) {
            let best = (0..n_classes).max_by(|a, b| row[*a].total_cmp(&row[*b]));
            seen.push(Seen {
                photo: (*photo).to_owned(),
                best: best.unwrap_or(0),
                probabilities: row.to_vec(),
            });
        }
    }
    Ok(seen)
}
