use std::collections::HashSet;
use std::path::{Path, PathBuf};

use ::train::{FeatureCache, Origin};
use anyhow::{Context, Result};
use clap::ArgGroup;
use data::regions::{NpzFolder, PhotoRegions, RegionsError, SizeOrder, Tsv};

use crate::output;
use crate::progress::Progress;

/// Numbers of a box.
const BOX: usize = 4;
/// Bytes of a megabyte, in which files are counted.
const MB: u64 = 1_000_000;

/// Keep region features that a detector elsewhere has made, for training.
///
/// Reads the files of bottom-up-attention (.tsv) or of OpenVQA (folders of
/// .npz). A line that is cut short is named and left out; anything else in them
/// that cannot be is named, and nothing is written.
#[derive(Debug, clap::Args)]
#[command(group(ArgGroup::new("from").required(true).args(["tsv", "npz"])))]
pub struct Arguments {
    /// Files of bottom-up-attention: image_id, image_w, image_h, num_boxes,
    /// boxes, features between tabs.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    tsv: Vec<PathBuf>,
    /// The files have image_h before image_w.
    #[arg(long, requires = "tsv")]
    height_first: bool,
    /// Folders of OpenVQA: one .npz for each photo.
    #[arg(long, num_args = 1.., value_name = "FOLDER")]
    npz: Vec<PathBuf>,
    /// Where the features are written (two files: .json and .f16).
    #[arg(long)]
    out: PathBuf,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    if let Some(folder) = arguments.out.parent() {
        fs_err::create_dir_all(folder)?;
    }
    let mut import = Import::new(&arguments.out);
    let read = match arguments.npz.is_empty() {
        true => read_tsv(arguments, &mut import),
        false => read_npz(&arguments.npz, &mut import),
    };
    if let Err(error) = read {
        import.discard();
        return Err(error);
    }
    output::line(&import.finish()?)
}

fn read_tsv(arguments: &Arguments, import: &mut Import<'_>) -> Result<()> {
    let order = match arguments.height_first {
        true => SizeOrder::HeightFirst,
        false => SizeOrder::WidthFirst,
    };
    let mut total = 0;
    for file in &arguments.tsv {
        let size = std::fs::metadata(file).map(|file| file.len());
        total += size.with_context(|| format!("cannot read {}", file.display()))?;
    }
    let mut progress = Progress::new("MB", total.div_ceil(MB) as usize);
    let mut before = 0;
    for file in &arguments.tsv {
        let mut tsv = Tsv::open(file, order)?;
        while let Some(photo) = tsv.next() {
            match photo {
                Ok(photo) => import.add(&photo)?,
                Err(error) if error.is_cut_short() => import.leave_out(&error),
                Err(error) => return Err(error.into()),
            }
            let done = (before + tsv.n_bytes()) / MB;
            progress.at(done as usize, &import.note());
        }
        before += tsv.n_bytes();
    }
    Ok(())
}

fn read_npz(folders: &[PathBuf], import: &mut Import<'_>) -> Result<()> {
    let opened: Result<Vec<NpzFolder>, _> = folders
        .iter()
        .map(|folder| NpzFolder::open(folder))
        .collect();
    let opened = opened?;
    let total = opened.iter().map(NpzFolder::n_left).sum();
    let mut progress = Progress::new("photos", total);
    for (done, photo) in opened.into_iter().flatten().enumerate() {
        import.add(&photo?)?;
        progress.at(done + 1, "");
    }
    Ok(())
}

/// A cache in the making.
struct Import<'a> {
    out: &'a Path,
    /// There is none before the first photo, which says how many numbers a
    /// region has.
    cache: Option<FeatureCache>,
    known: HashSet<String>,
    n_regions: usize,
    n_twice: usize,
    n_cut_short: usize,
}

impl<'a> Import<'a> {
    fn new(out: &'a Path) -> Self {
        Self {
            out,
            cache: None,
            known: HashSet::new(),
            n_regions: 0,
            n_twice: 0,
            n_cut_short: 0,
        }
    }

    fn add(&mut self, photo: &PhotoRegions) -> Result<()> {
        if !self.known.insert(photo.image.clone()) {
            self.n_twice += 1;
            return Ok(());
        }
        let cache = match &mut self.cache {
            Some(cache) => cache,
            None => {
                let region_dim = photo.region_dim + BOX;
                let origin = Origin::Detector { region_dim };
                let cache = FeatureCache::create(self.out, origin)
                    .with_context(|| format!("cannot write {}", self.out.display()))?;
                self.cache.insert(cache)
            }
        };
        cache.push(&photo.image, &with_boxes(photo))?;
        self.n_regions += photo.boxes.len();
        Ok(())
    }

    fn leave_out(&mut self, line: &RegionsError) {
        eprintln!("left out: {line}");
        self.n_cut_short += 1;
    }

    fn note(&self) -> String {
        format!("{} photos", self.known.len())
    }

    fn finish(self) -> Result<String> {
        let cache = self.cache.context("there is no photo in these files")?;
        let n_photos = cache.finish()?;
        let regions = self.n_regions as f64 / n_photos as f64;
        let mut said = format!("{n_photos} photos kept, {regions:.1} regions each");
        if self.n_twice > 0 {
            said += &format!("; {} came again and were left out", self.n_twice);
        }
        if self.n_cut_short > 0 {
            let n = self.n_cut_short;
            said += &format!("; {n} lines cut short were left out");
        }
        Ok(said)
    }

    /// Gives an import up that failed.
    fn discard(self) {
        if let Some(cache) = self.cache {
            cache.discard();
        }
    }
}

/// `[regions, region_dim + 4]`: each region's features, then its box.
fn with_boxes(photo: &PhotoRegions) -> Vec<f32> {
    let regions = photo.features.chunks_exact(photo.region_dim);
    let rows = regions.zip(&photo.boxes);
    rows.flat_map(|(features, place)| features.iter().chain(place))
        .copied()
        .collect()
}
