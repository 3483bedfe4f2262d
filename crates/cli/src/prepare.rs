use std::path::PathBuf;
use std::sync::mpsc;

use ::train::FeatureCache;
use anyhow::{Context, Result, bail, ensure};
use burn::tensor::Device;
use rayon::prelude::*;
use vision::{Backbone, Photo, VisionConfig, fit};

use crate::progress::Progress;
use crate::{model_folder, output, photo_file};

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
    /// Side of the square that photos are squashed to, a multiple of 32.
    #[arg(long, default_value_t = 224)]
    size: usize,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let device = Device::flex();
    let config = VisionConfig {
        input_size: arguments.size,
        ..VisionConfig::default()
    };
    let backbone = model_folder::backbone(&arguments.backbone, &config, &device)?;
    let files = photo_files(&arguments.images)?;
    if let Some(folder) = arguments.out.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let mut cache = FeatureCache::create(&arguments.out, config.clone())
        .with_context(|| format!("cannot write {}", arguments.out.display()))?;

    let mut progress = Progress::new("photos", files.len());
    let mut failed = 0;
    let (sender, receiver) = mpsc::sync_channel(64);
    std::thread::scope(|scope| -> Result<()> {
        scope.spawn(|| {
            files.par_iter().for_each_with(sender, |sender, file| {
                let seen = photo_file::read(file).map(|photo| match arguments.mirror {
                    true => look(&backbone, &config, &photo.mirrored()),
                    false => look(&backbone, &config, &photo),
                });
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

fn look(backbone: &Backbone, config: &VisionConfig, photo: &Photo) -> Vec<f32> {
    let fitted = fit(photo, config.input_size);
    let features = backbone.look(&fitted, &Device::flex()).features;
    features.into_data().iter::<f32>().collect()
}

fn stem(file: &std::path::Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn photo_files(folders: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in folders {
        let entries = std::fs::read_dir(folder)
            .with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
            if ["jpg", "jpeg", "png"]
                .iter()
                .any(|known| extension == *known)
            {
                files.push(path);
            }
        }
    }
    if files.is_empty() {
        bail!("there is no .jpg or .png photo in {folders:?}");
    }
    files.sort();
    Ok(files)
}
