use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::error::{FeatureError, at};
use super::index::Index;

/// The numbers of all photos, in one file or in several that follow each other.
#[derive(Debug)]
pub(super) struct Numbers {
    shards: Vec<Shard>,
    length: u64,
}

#[derive(Debug)]
struct Shard {
    /// Bytes before it.
    start: u64,
    file: File,
    path: PathBuf,
}

/// Opens `path.json` and `path.f16`, or where there are none all of
/// `path-1-of-N.json`, `path-2-of-N.json` and so on, with their numbers.
pub(super) fn open(path: &Path) -> Result<(Index, Numbers), FeatureError> {
    let mut all: Option<Index> = None;
    let mut numbers = Numbers {
        shards: Vec::new(),
        length: 0,
    };
    for shard in paths(path)? {
        let json = shard.with_extension("json");
        let index = Index::read(&json)?;
        all = Some(match all {
            Some(before) => before.followed_by(index, &json)?,
            None => index,
        });
        numbers.add(shard.with_extension("f16"))?;
    }
    let mut index = all.ok_or_else(|| missing(path, "there is no shard"))?;
    index.photos.sort();
    Ok((index, numbers))
}

fn paths(path: &Path) -> Result<Vec<PathBuf>, FeatureError> {
    if path.with_extension("json").is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folder = path.parent().unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let counts = entries.filter_map(|entry| {
        let file = entry.file_name();
        let rest = file.to_str()?.strip_prefix(&*name)?.strip_prefix('-')?;
        let (_, n) = rest.strip_suffix(".json")?.split_once("-of-")?;
        n.parse::<usize>().ok()
    });
    let Some(n) = counts.max() else {
        // Whoever opens it says what is missing.
        return Ok(vec![path.to_owned()]);
    };
    let shard = |k: usize| folder.join(format!("{name}-{k}-of-{n}"));
    let absent = (1..=n).find(|k| !shard(*k).with_extension("json").is_file());
    match absent {
        Some(k) => Err(missing(path, &format!("shard {k} of {n} is missing"))),
        None => Ok((1..=n).map(shard).collect()),
    }
}

fn missing(path: &Path, problem: &str) -> FeatureError {
    FeatureError::Counts {
        path: path.display().to_string(),
        problem: problem.to_owned(),
    }
}

impl Numbers {
    fn add(&mut self, path: PathBuf) -> Result<(), FeatureError> {
        let file = File::open(&path).map_err(|source| at(&path, source))?;
        let length = file.metadata().map_err(|source| at(&path, source))?.len();
        self.shards.push(Shard {
            start: self.length,
            file,
            path,
        });
        self.length += length;
        Ok(())
    }

    /// The bytes of all files together.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Where they lie, for messages.
    pub fn path(&self) -> &Path {
        self.shards
            .first()
            .map_or(Path::new(""), |shard| &shard.path)
    }

    /// Fills `bytes` from an offset on; a photo lies in one file.
    pub fn read(&self, bytes: &mut [u8], offset: u64) -> Result<(), FeatureError> {
        let after = self.shards.partition_point(|shard| shard.start <= offset);
        let shard = &self.shards[after.saturating_sub(1)];
        let read = shard.file.read_exact_at(bytes, offset - shard.start);
        read.map_err(|source| at(&shard.path, source))
    }
}
