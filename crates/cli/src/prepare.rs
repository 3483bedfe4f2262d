use std::path::PathBuf;
use std::sync::mpsc;

use ::train::{FeatureCache, Origin};
use anyhow::{Context, Result, ensure};
use burn::tensor::Device;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use vision::{Backbone, Looker, Photo, VisionConfig};

use crate::progress::Progress;
use crate::{model_folder, output, photo_file};

/// How much of a photo's sides a random part takes.
const PART: std::ops::RangeInclusive<f64> = 0.75..=0.95;

/// Look at every photo of a folder once and keep its region features.
///
/// Training reads the features instead of the photos. A photo that cannot be
/// read is named and left out.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The backbone's weights, `backbone.bpk`.
    #[arg(long)]
    backbone: PathBuf,
    /// A folder of JPEG or PNG photos; may be given several times.
    #[arg(long, required = true)]
    images: Vec<PathBuf>,
    /// Where the features are written (two files: .json and .f16).
    #[arg(long)]
    out: PathBuf,
    /// Look at the photos in a mirror, for training on both.
    #[arg(long)]
    mirror: bool,
    /// Look at a random part of each photo, 75 to 95 % of its width and
    /// height, for training on several such views. The part follows from this
    /// number and the photo's name.
    #[arg(long)]
    part: Option<u64>,
    /// Keep maps instead, for recipes that train the last stages of the
    /// backbone too: how far a photo gets before these.
    #[arg(long)]
    maps: bool,
    /// Only every nth photo, as `K/N`: on N machines, each with another K, a
    /// large set is looked at N times as fast. Written is `OUT-K-of-N`; whoever
    /// reads `OUT` reads all of them.
    #[arg(long, value_name = "K/N", value_parser = shard)]
    shard: Option<Shard>,
    /// Side of the square that photos are squashed to, a multiple of 32.
    #[arg(long, default_value_t = 224)]
    size: usize,
    /// Average this many cells of 32 pixels beside and below each other into
    /// one region: `--size 448 --pooled 2` gives as many regions as 224 does.
    #[arg(long, default_value_t = 1)]
    pooled: usize,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let device = Device::flex();
    let config = VisionConfig {
        input_size: arguments.size,
        pooled: arguments.pooled,
        ..VisionConfig::default()
    };
    let (looker, origin) = match arguments.maps {
        true => {
            let backbone = model_folder::backbone(&arguments.backbone, &config, &device)?;
            let look = Look::Maps(Box::new(backbone), config.clone());
            (look, Origin::Maps(config))
        }
        false => {
            config.validate()?;
            let looker = model_folder::looker(&arguments.backbone, &config)?;
            (Look::Regions(Box::new(looker)), Origin::Vision(config))
        }
    };
    let files = photo_file::list(&arguments.images)?;
    let files = match arguments.shard {
        Some(shard) => shard.of(files),
        None => files,
    };
    let out = &arguments.out();
    if let Some(folder) = out.parent() {
        fs_err::create_dir_all(folder)?;
    }
    let mut cache = FeatureCache::create(out, origin)
        .with_context(|| format!("cannot write {}", out.display()))?;

    let mut progress = Progress::new("photos", files.len());
    let mut failed = 0;
    let (sender, receiver) = mpsc::sync_channel(64);
    std::thread::scope(|scope| -> Result<()> {
        scope.spawn(|| {
            files.par_iter().for_each_with(sender, |sender, file| {
                let seen = photo_file::read(file)
                    .and_then(|photo| looker.look(&arguments.view(photo, &stem(file))));
                // The receiver only goes away with an error of its own.
                let _ = sender.send((file, seen));
            });
        });
        for (done, (file, seen)) in receiver.iter().enumerate() {
            match seen {
                Ok(features) => cache.push(&stem(file), &features)?,
                Err(error) => {
                    failed += 1;
                    eprintln!("left out: {error:#}");
                }
            }
            progress.at(done + 1, "");
        }
        Ok(())
    })?;
    let n_photos = cache.finish()?;
    drop(progress);
    ensure!(n_photos > 0, "no photo could be read");
    output::line(&format!("{n_photos} photos kept, {failed} left out"))?;
    Ok(())
}

/// Every `n`th photo, from the `k`th on; both count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shard {
    k: usize,
    n: usize,
}

fn shard(typed: &str) -> Result<Shard, String> {
    let parsed = typed.split_once('/').and_then(|(k, n)| {
        let (k, n) = (k.parse().ok()?, n.parse().ok()?);
        (1..=n).contains(&k).then_some(Shard { k, n })
    });
    parsed.ok_or_else(|| "expected K/N, such as 3/8, with K from 1 to N".to_owned())
}

impl Shard {
    fn of(self, files: Vec<PathBuf>) -> Vec<PathBuf> {
        files.into_iter().skip(self.k - 1).step_by(self.n).collect()
    }
}

impl Arguments {
    /// The files' name, which says the shard.
    fn out(&self) -> PathBuf {
        let Some(Shard { k, n }) = self.shard else {
            return self.out.clone();
        };
        let name = self.out.file_name().unwrap_or_default().to_string_lossy();
        self.out.with_file_name(format!("{name}-{k}-of-{n}"))
    }

    /// What is looked at of a photo.
    fn view(&self, photo: Photo, name: &str) -> Photo {
        let photo = match self.part {
            Some(seed) => photo.part(random_part(seed, name)),
            None => photo,
        };
        match self.mirror {
            true => photo.mirrored(),
            false => photo,
        }
    }
}

/// A box of one random size and place, as parts of the photo's sides.
fn random_part(seed: u64, name: &str) -> [f64; 4] {
    let seed = name.bytes().fold(seed, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let side = random.random_range(PART);
    let (left, top) = (
        random.random_range(0.0..=1.0 - side),
        random.random_range(0.0..=1.0 - side),
    );
    [left, top, left + side, top + side]
}

/// What is kept of a photo.
enum Look {
    Regions(Box<Looker>),
    Maps(Box<Backbone>, VisionConfig),
}

impl Look {
    fn look(&self, photo: &Photo) -> Result<Vec<f32>> {
        let map = match self {
            Self::Regions(looker) => return Ok(looker.look(photo).features),
            Self::Maps(backbone, config) => backbone.map(photo, config, &Device::flex()),
        };
        let numbers = map.into_data().try_into_vec::<f32>();
        numbers
            .ok()
            .context("the device gave back no 32-bit numbers")
    }
}

fn stem(file: &std::path::Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_share_all_photos() {
        let files: Vec<PathBuf> = (0..7).map(|at| at.to_string().into()).collect();
        let of = |typed: &str| shard(typed).expect("a shard").of(files.clone());
        let mut all = [of("1/3"), of("2/3"), of("3/3")].concat();
        all.sort();
        assert_eq!(all, files);
        for typed in ["0/3", "4/3", "1", "a/b", "1/0", "-1/2"] {
            assert!(shard(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_part_follows_from_seed_and_name() {
        let part = random_part(1, "kitchen");
        assert_eq!(part, random_part(1, "kitchen"));
        assert_ne!(part, random_part(2, "kitchen"));
        assert_ne!(part, random_part(1, "garden"));
        for name in (0..500).map(|n| n.to_string()) {
            let [left, top, right, bottom] = random_part(7, &name);
            assert!(left >= 0.0 && top >= 0.0 && right <= 1.0 && bottom <= 1.0);
            assert!((0.75..=0.951).contains(&(right - left)), "{name}");
            assert!((right - left - (bottom - top)).abs() < 1e-9, "{name}");
        }
    }
}
