//! How fast batches come from the disk, and how much memory that takes.
//!
//! ```text
//! cargo run --example stream -- PHOTOS QUESTIONS [SECONDS]
//! ```
//!
//! Writes made-up features of `PHOTOS` photos, 36 regions of 2048 numbers each,
//! asks `QUESTIONS` questions about them and puts all of these side by side
//! once, shuffled, in batches of 64, by the code that feeds training; there is
//! no network. Stops after `SECONDS`, where they are given.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use burn::tensor::Device;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use train::{Example, FeatureCache, Features, Origin, collate};

const N_REGIONS: usize = 36;
const REGION_DIM: usize = 2048;
const N_ANSWERS: usize = 3000;
const BATCH: usize = 64;

fn main() -> Result<(), Box<dyn Error>> {
    let numbers: Result<Vec<usize>, _> = std::env::args().skip(1).map(|n| n.parse()).collect();
    let (n_photos, n_questions, seconds) = match numbers?[..] {
        [photos, questions] => (photos, questions, usize::MAX),
        [photos, questions, seconds] => (photos, questions, seconds),
        _ => return Err("usage: stream PHOTOS QUESTIONS [SECONDS]".into()),
    };
    let folder = std::env::temp_dir().join(format!("vqa-flow-stream-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let streamed = stream(&folder, n_photos, n_questions, seconds);
    std::fs::remove_dir_all(&folder)?;
    streamed
}

fn stream(
    folder: &Path,
    n_photos: usize,
    n_questions: usize,
    seconds: usize,
) -> Result<(), Box<dyn Error>> {
    let files = [features(&folder.join("photos"), n_photos)?];
    let examples: Vec<Example> = (0..n_questions).map(|at| example(at, n_photos)).collect();
    let mut order: Vec<&Example> = examples.iter().collect();
    order.shuffle(&mut ChaCha8Rng::seed_from_u64(1));
    println!("before the first batch: peak {} MB", peak_mb()?);

    let device = Device::flex();
    let limit = Duration::from_secs(seconds as u64);
    let started = Instant::now();
    let mut n_done = 0;
    for chosen in order.chunks(BATCH) {
        if started.elapsed() > limit {
            break;
        }
        let batch = collate(chosen, &files, N_ANSWERS, &device)?;
        n_done += batch.words.dims()[0];
    }
    let took = started.elapsed().as_secs_f64();
    println!(
        "{n_done} of {n_questions} questions about {n_photos} photos in {took:.0} s: \
         {:.0} questions/s, peak {} MB",
        n_done as f64 / took,
        peak_mb()?
    );
    Ok(())
}

fn features(path: &Path, n_photos: usize) -> Result<Features, Box<dyn Error>> {
    let region_dim = REGION_DIM;
    let mut cache = FeatureCache::create(path, Origin::Detector { region_dim })?;
    let mut photo: Vec<f32> = (0..N_REGIONS * REGION_DIM)
        .map(|at| (at % 97) as f32 / 97.0)
        .collect();
    for at in 0..n_photos {
        photo[0] = (at % 1000) as f32;
        cache.push(&format!("COCO_train2014_{at:012}"), &photo)?;
    }
    cache.finish()?;
    Ok(Features::open(path)?)
}

/// Eight words and a few answers, as a question of VQA v2 has.
fn example(at: usize, n_photos: usize) -> Example {
    let words = (0..8).map(|word| (at * 7 + word) as u32 % 10_000 + 2);
    let targets = vec![(at % N_ANSWERS, 1.0), ((at + 1) % N_ANSWERS, 0.3)];
    Example::new(0, at % n_photos, words.collect(), targets)
}

/// The most memory that the process has had, in MB of 10^6 bytes.
fn peak_mb() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next());
    let kib: u64 = kib.ok_or("the system does not tell the peak")?.parse()?;
    Ok(kib * 1024 / 1_000_000)
}
