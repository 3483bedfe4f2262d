use std::fs;
use std::path::PathBuf;

use data::Part;
use data::daquar::Split;
use data::regions::{NpzFolder, PhotoRegions, RegionsError, SizeOrder, Tsv};
use train::Features;

use crate::split_first;

/// What stands between two files in one heap of bytes.
pub(crate) const BETWEEN_FILES: &[u8] = b"\n=====\n";

/// The released files of a data set, the first byte says which: they are
/// refused, or every question can be scored.
pub fn data_sets(bytes: &[u8]) {
    let (kind, bytes) = split_first(bytes);
    let folder = Folder::new("data");
    let names: &[&str] = match kind % 8 {
        0 => &["questions.json", "annotations.json"],
        1 => &["answers.txt", "train/questions.json"],
        2 => &["all_qa_pairs.txt", "train_images_list.txt"],
        3 => &["data_train.csv"],
        _ => &["file"],
    };
    folder.write(names, bytes);
    let file = |at: usize| folder.0.join(names[at]);
    let set = match kind % 8 {
        0 => data::vqa_v2::load(&file(0), &file(1)),
        1 => data::easy_vqa::load(&folder.0, Part::Train),
        2 => data::daquar::load(&folder.0, Split::Official, Part::Train),
        3 => data::daquar::load(&folder.0, Split::Random, Part::Train),
        4 => data::gqa::load(&file(0)),
        5 => data::clevr::load(&file(0)),
        6 => data::vqa_v2::load_unanswered(&file(0)),
        _ => {
            let _ = data::boxes::load(&file(0));
            let _ = data::vqa_v2::images(&file(0));
            return;
        }
    };
    for question in set.iter().flat_map(|set| &set.questions) {
        if let Some(answer) = question.commonest_answer() {
            let score = question.accuracy(&answer);
            assert!((0.0..=1.0).contains(&score), "{answer:?} scores {score}");
        }
    }
}

/// Region features of another's detector: the first byte says in which format.
/// Each photo is refused, or all its numbers are finite.
pub fn regions(bytes: &[u8]) {
    let (kind, bytes) = split_first(bytes);
    let folder = Folder::new("regions");
    let order = match kind % 3 {
        0 => SizeOrder::WidthFirst,
        1 => SizeOrder::HeightFirst,
        _ => {
            folder.write(&["COCO_train2014_000000000009.jpg.npz"], bytes);
            check_regions(NpzFolder::open(&folder.0).expect("a folder with a file"));
            return;
        }
    };
    folder.write(&["regions.tsv"], bytes);
    check_regions(Tsv::open(&folder.0.join("regions.tsv"), order).expect("a file"));
}

fn check_regions(photos: impl Iterator<Item = Result<PhotoRegions, RegionsError>>) {
    for photo in photos.flatten() {
        assert!(photo.features.iter().all(|value| value.is_finite()));
    }
}

/// Cached features, an index and numbers: they are refused, or every photo can
/// be read.
pub fn features(bytes: &[u8]) {
    let folder = Folder::new("features");
    folder.write(&["photos.json", "photos.f16"], bytes);
    let Ok(features) = Features::open(&folder.0.join("photos")) else {
        return;
    };
    let names: Vec<String> = features.photos().map(str::to_owned).collect();
    for name in names {
        let row = features.row(&name).expect("a photo that is listed");
        let read = features.read(row).expect("numbers that are there");
        assert_eq!(
            read.len(),
            features.n_regions(row) * features.region_dim() * 2
        );
    }
}

/// A folder that goes away by itself; one for each thread and purpose.
pub(crate) struct Folder(pub PathBuf);

impl Folder {
    pub fn new(purpose: &str) -> Self {
        let thread = std::thread::current();
        let name = format!(
            "vqa-flow-fuzz-{}-{:?}-{purpose}",
            std::process::id(),
            thread.id()
        );
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("room for a folder");
        Self(folder)
    }

    /// Divides the bytes among the files; what is left goes into the last one,
    /// and files without bytes are empty.
    fn write(&self, names: &[&str], bytes: &[u8]) {
        let mut rest = bytes;
        for (at, name) in names.iter().enumerate() {
            let found = rest
                .windows(BETWEEN_FILES.len())
                .position(|window| window == BETWEEN_FILES);
            let (mine, behind) = match found {
                Some(end) if at + 1 < names.len() => {
                    (&rest[..end], &rest[end + BETWEEN_FILES.len()..])
                }
                _ => (rest, &[][..]),
            };
            rest = behind;
            let file = self.0.join(name);
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent).expect("room for a folder");
            }
            fs::write(file, mine).expect("room for a file");
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
