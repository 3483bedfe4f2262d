use data::Part;
use data::daquar::Split;
use data::regions::{NpzFolder, PhotoRegions, RegionsError, SizeOrder, Tsv};
use testing::Folder;
use train::Features;

use crate::split_first;

/// What stands between two files in one heap of bytes.
pub(crate) const BETWEEN_FILES: &[u8] = b"\n=====\n";

/// The released files of a data set, the first byte says which: they are
/// refused, or every question can be scored.
pub fn data_sets(bytes: &[u8]) {
    let (kind, bytes) = split_first(bytes);
    let names: &[&str] = match kind % 8 {
        0 => &["questions.json", "annotations.json"],
        1 => &["answers.txt", "train/questions.json"],
        2 => &["all_qa_pairs.txt", "train_images_list.txt"],
        3 => &["data_train.csv"],
        _ => &["file"],
    };
    let folder = folder(names, bytes);
    let file = |at: usize| folder.join(names[at]);
    let set = match kind % 8 {
        0 => data::vqa_v2::load(&file(0), &file(1)),
        1 => data::easy_vqa::load(folder.path(), Part::Train),
        2 => data::daquar::load(folder.path(), Split::Official, Part::Train),
        3 => data::daquar::load(folder.path(), Split::Random, Part::Train),
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
    let order = match kind % 3 {
        0 => SizeOrder::WidthFirst,
        1 => SizeOrder::HeightFirst,
        _ => {
            let folder = folder(&["COCO_train2014_000000000009.jpg.npz"], bytes);
            check_regions(NpzFolder::open(folder.path()).expect("a folder with a file"));
            return;
        }
    };
    let folder = folder(&["regions.tsv"], bytes);
    check_regions(Tsv::open(&folder.join("regions.tsv"), order).expect("a file"));
}

fn check_regions(photos: impl Iterator<Item = Result<PhotoRegions, RegionsError>>) {
    for photo in photos.flatten() {
        assert!(photo.features.iter().all(|value| value.is_finite()));
    }
}

/// Cached features, an index and numbers: they are refused, or every photo can
/// be read.
pub fn features(bytes: &[u8]) {
    let folder = folder(&["photos.json", "photos.f16"], bytes);
    let Ok(features) = Features::open(&folder.join("photos")) else {
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

/// A folder with some files, among which the bytes are divided; what is left
/// goes into the last one, and files without bytes are empty.
fn folder(names: &[&str], bytes: &[u8]) -> Folder {
    let folder = Folder::new();
    let mut rest = bytes;
    for (at, name) in names.iter().enumerate() {
        let mut windows = rest.windows(BETWEEN_FILES.len());
        let (mine, behind) = match windows.position(|window| window == BETWEEN_FILES) {
            Some(end) if at + 1 < names.len() => (&rest[..end], &rest[end + BETWEEN_FILES.len()..]),
            _ => (rest, &[][..]),
        };
        rest = behind;
        folder.write_bytes(name, mine);
    }
    folder
}
