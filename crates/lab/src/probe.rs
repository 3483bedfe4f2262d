//! What regions know of the things in a photo, whatever a network makes of it:
//! a linear classifier on features that stay as they are (Alain and Bengio,
//! *Understanding intermediate layers using linear classifier probes*, 2016).

use std::collections::HashSet;
use std::f64::consts::PI;
use std::path::PathBuf;

use ::train::{
    Features, Photos, Targets, binary_cross_entropy, label_layer, mean_average_precision, pooled,
    read_photos,
};
use anyhow::{Result, ensure};
use burn::module::Module;
use burn::nn::Linear;
use burn::optim::{AdamWConfig, GradientsParams};
use burn::tensor::{Device, Tensor, TensorData};
use data::{N_CLASSES, labels, photo_number, vqa_v2};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::output;
use crate::progress::Progress;

/// Photos of a step.
const BATCH: usize = 64;
/// The learning rate of the first step; it falls to 0 as a cosine does.
const RATE: f64 = 7e-4;

/// Fit a linear classifier of the 80 classes on the regions of photos, and tell
/// how well it names what new photos show.
///
/// A photo's logit is `ln(mean(exp(3 x))) / 3` over its regions. The last line
/// is one JSON object with the mean average precision over the classes, 0..1.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Features (`vqa prepare`), without the ending; may be given several times.
    #[arg(long, required = true)]
    features: Vec<PathBuf>,
    /// For each of them, all classes that are in each photo, `[0..79, ..]` by
    /// photo.
    #[arg(long, required = true)]
    labels: Vec<PathBuf>,
    /// The photos that are measured on and not learnt from (a list, or questions
    /// of VQA v2).
    #[arg(long, value_name = "FILE")]
    new_photos: PathBuf,
    /// How often each photo is seen.
    #[arg(long, default_value_t = 3)]
    epochs: usize,
    /// What the order of the photos follows from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Module, Debug)]
struct Probe {
    classes: Linear,
}

/// A photo's file, its row there, and which classes it shows.
struct Labelled {
    file: usize,
    row: usize,
    shows: [bool; N_CLASSES],
}

/// Photos that are learnt from, and those that are measured on.
#[derive(Default)]
struct Sets {
    known: Vec<Labelled>,
    new: Vec<Labelled>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let files = arguments.features.iter().map(|file| Features::open(file));
    let files: Vec<Features> = files.collect::<Result<_, _>>()?;
    let Sets { mut known, new } = sets(arguments, &files)?;
    ensure!(
        !known.is_empty() && !new.is_empty(),
        "{} photos to learn from, {} to measure on; there must be some of both",
        known.len(),
        new.len()
    );
    let device = Device::flex().autodiff();
    let mut probe = Probe {
        classes: label_layer(files[0].region_dim(), N_CLASSES, &device),
    };
    let mut optimizer = AdamWConfig::new().with_weight_decay(0.05).init();
    let mut rng = ChaCha8Rng::seed_from_u64(arguments.seed);
    let n_steps = arguments.epochs * known.len().div_ceil(BATCH);
    let mut progress = Progress::new("steps", n_steps);
    let mut step = 0;
    for _ in 0..arguments.epochs {
        known.shuffle(&mut rng);
        for photos in known.chunks(BATCH) {
            let said = said(&probe, photos, &files, &device)?;
            let shows = photos.iter().flat_map(|photo| photo.shows);
            let shows: Vec<f32> = shows.map(|shown| f32::from(u8::from(shown))).collect();
            let shows = TensorData::new(shows, [photos.len(), N_CLASSES]);
            let targets = Targets {
                scores: Tensor::from_data(shows, &device),
                known: None,
                weights: Tensor::ones([photos.len()], &device),
            };
            let loss = binary_cross_entropy(said, targets);
            let gradients = GradientsParams::from_grads(loss.backward(), &probe);
            let done = step as f64 / n_steps as f64;
            let rate = RATE * 0.5 * (1.0 + (PI * done).cos());
            probe = optimizer.step(rate, probe, gradients);
            step += 1;
            progress.at(step, "");
        }
    }
    drop(progress);
    let mut scores = Vec::new();
    for photos in new.chunks(BATCH) {
        let said = said(&probe, photos, &files, &device)?.into_data();
        let said: Vec<f32> = said.iter::<f32>().collect();
        scores.extend(said.chunks(N_CLASSES).map(<[f32]>::to_vec));
    }
    let truths = new.iter().map(|photo| photo.shows.map(Some).to_vec());
    let truths: Vec<Vec<Option<bool>>> = truths.collect();
    let precision = mean_average_precision(&scores, &truths, 1);
    let result = serde_json::json!({
        "mean_average_precision": precision,
        "photos": new.len(),
        "learnt_from": known.len(),
        "regions": files[0].n_regions(0),
    });
    output::line(&result.to_string())
}

fn sets(arguments: &Arguments, files: &[Features]) -> Result<Sets> {
    ensure!(
        arguments.labels.len() == files.len(),
        "{} features and {} labels; give --labels for each of the features",
        files.len(),
        arguments.labels.len()
    );
    let new = vqa_v2::images(&arguments.new_photos)?;
    let new: HashSet<&str> = new.iter().map(|photo| photo_number(photo)).collect();
    let mut sets = Sets::default();
    for (at, (file, labels)) in files.iter().zip(&arguments.labels).enumerate() {
        let (regions, dim) = (file.n_regions(0), file.region_dim());
        ensure!(
            (regions, dim) == (files[0].n_regions(0), files[0].region_dim()),
            "{} was looked at in another way than the features before it",
            arguments.features[at].display()
        );
        let photos = Photos::of(file);
        for (photo, classes) in labels::load_classes(labels)? {
            let Some(row) = photos.name(&photo).and_then(|name| file.row(name)) else {
                continue;
            };
            let mut shows = [false; N_CLASSES];
            classes.iter().for_each(|class| shows[*class] = true);
            let labelled = Labelled {
                file: at,
                row,
                shows,
            };
            match new.contains(photo_number(&photo)) {
                true => sets.new.push(labelled),
                false => sets.known.push(labelled),
            }
        }
    }
    Ok(sets)
}

/// The logits of photos, `[photos, classes]`.
fn said(
    probe: &Probe,
    photos: &[Labelled],
    files: &[Features],
    device: &Device,
) -> Result<Tensor<2>> {
    let places = photos.iter().map(|photo| (photo.file, photo.row));
    let places: Vec<(usize, usize)> = places.collect();
    let regions = Tensor::<3>::from_data(read_photos(&places, files)?, device);
    Ok(pooled(probe.classes.forward(regions)))
}
