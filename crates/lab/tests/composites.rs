//! Photos that are made of cut-outs, and what is asked about them.

mod common;

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use common::{fails, run};
use data::vqa_v2;
use image::{Rgb, RgbImage, Rgba, RgbaImage};

/// Names, folders and colours of the cut-outs, all of them discs.
#[rustfmt::skip]
const STAMPS: [(&str, &str, [u8; 3]); 18] = [
    ("A frog.", "animals/frog", [30, 160, 40]),
    ("A crab.", "animals/crab", [220, 20, 20]),
    ("A crow.", "animals/birds/crow", [5, 5, 5]),
    ("A swan.", "animals/birds/swan", [250, 250, 250]),
    ("A lemon.", "food/fruit/lemon", [240, 230, 30]),
    ("A plum.", "food/fruit/plum", [120, 40, 200]),
    ("A tomato.", "food/vegetables/tomato", [220, 20, 20]),
    ("A bus.", "vehicles/bus", [30, 60, 200]),
    ("A goat.", "animals/goat", [110, 70, 30]),
    ("A pig.", "animals/pig", [255, 170, 190]),
    ("A newt.", "animals/newt", [110, 70, 30]),
    ("A gull.", "animals/birds/gull", [250, 250, 250]),
    ("A pear.", "food/fruit/pear", [240, 230, 30]),
    ("A taxi.", "vehicles/taxi", [240, 230, 30]),
    ("A tram.", "vehicles/tram", [220, 20, 20]),
    ("A saw.", "household/tools/saw", [128, 128, 250]),
    ("A letter.", "symbols/letter", [5, 5, 5]),
    ("Remember to wash your hands!", "household/soap", [5, 5, 5]),
];

/// The things of each photo: a name and a box.
type Things = BTreeMap<String, Vec<(String, f64, f64, f64, f64)>>;

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("vqa-flow-{name}-{}", std::process::id()));
    for (text, path, [r, g, b]) in STAMPS {
        let file = folder.join("stamps").join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        let disc = RgbaImage::from_fn(60, 60, |x, y| {
            let inside = (x as i32 - 30).pow(2) + (y as i32 - 30).pow(2) < 25 * 25;
            Rgba([r, g, b, if inside { 255 } else { 0 }])
        });
        disc.save(file.with_extension("png")).expect("room");
        fs::write(
            file.with_extension("txt"),
            format!("{text}\nde.utf8=Etwas\n"),
        )
        .expect("room");
    }
    fs::create_dir_all(folder.join("photos")).expect("a folder");
    let grey = RgbImage::from_pixel(200, 150, Rgb([128, 128, 128]));
    grey.save(folder.join("photos/grey.png")).expect("room");
    folder
}

fn compose(folder: &Path, out: &str, more: &[&str]) -> String {
    let at = |name: &str| folder.join(name).display().to_string();
    let (stamps, photos, out) = (at("stamps"), at("photos"), at(out));
    let common = [
        "make",
        "composites",
        "--stamps",
        &stamps,
        "--photos",
        &photos,
        "--out",
        &out,
    ];
    run(&[&common[..], &["--count", "60"], more].concat())
}

#[test]
fn what_is_told_of_a_photo_is_what_was_pasted() {
    let folder = folder("compose");
    compose(&folder, "made", &[]);
    let made = folder.join("made");
    let set = vqa_v2::load(&made.join("questions.json"), &made.join("annotations.json"));
    let questions = set.expect("files of VQA v2").questions;
    let things: Things =
        serde_json::from_slice(&fs::read(made.join("things.json")).expect("boxes")).expect("JSON");
    assert_eq!(things.len(), 60);
    for (name, things) in &things {
        let photo = image::open(made.join("images").join(name)).expect("a photo");
        let photo = photo.into_rgb8();
        for (thing, x, y, _, _) in things {
            let (_, _, colour) = STAMPS
                .iter()
                .find(|(text, ..)| text.contains(thing.as_str()))
                .expect("a name of a cut-out");
            let at = |part: f64, side: u32| (part * f64::from(side)) as u32;
            let seen = photo.get_pixel(at(*x, photo.width()), at(*y, photo.height()));
            let near = seen.0.iter().zip(colour).all(|(a, b)| a.abs_diff(*b) < 40);
            assert!(near, "{name}: {thing} is {:?}", seen.0);
        }
    }
    for question in &questions {
        let things = &things[&format!("{}.jpg", question.image)];
        let said = question.answers[0].as_str();
        let named = |thing: &str| things.iter().filter(|(name, ..)| name == thing).count();
        let words: Vec<&str> = question.text.trim_end_matches('?').split(' ').collect();
        match question.question_type.as_deref() {
            Some("presence") => {
                let thing = words.iter().find(|word| {
                    STAMPS
                        .iter()
                        .any(|(t, ..)| t.trim_end_matches('.').ends_with(&format!(" {word}")))
                });
                let there = named(thing.expect("a thing")) > 0;
                assert_eq!(said, if there { "yes" } else { "no" }, "{}", question.text);
            }
            Some("count") => assert!(
                things
                    .iter()
                    .any(|(name, ..)| named(name).to_string() == said),
                "{}: {said}",
                question.text
            ),
            Some("naming") => assert!(named(said) > 0, "{}: {said}", question.text),
            Some("color" | "side") => {}
            other => panic!("a question of the type {other:?}"),
        }
    }
    let types: HashSet<_> = questions.iter().map(|q| q.question_type.clone()).collect();
    assert_eq!(types.len(), 5, "{types:?}");
    fs::remove_dir_all(folder).expect("the folder");
}

#[test]
fn a_seed_makes_the_same_photos_and_what_is_held_out_is_never_learnt() {
    let folder = folder("compose-parts");
    let read = |name: &str| fs::read(folder.join(name)).expect("a file");
    compose(&folder, "a", &[]);
    compose(&folder, "b", &[]);
    compose(&folder, "c", &["--seed", "2"]);
    for file in ["questions.json", "things.json", "images/1.jpg"] {
        assert_eq!(
            read(&format!("a/{file}")),
            read(&format!("b/{file}")),
            "{file}"
        );
    }
    assert_ne!(read("a/things.json"), read("c/things.json"));

    compose(&folder, "test", &["--part", "test"]);
    let names = |made: &str| -> HashSet<String> {
        let things: Things = serde_json::from_slice(&read(made)).expect("JSON");
        things
            .into_values()
            .flatten()
            .map(|thing| thing.0)
            .collect()
    };
    let (learnt, measured) = (names("a/things.json"), names("test/things.json"));
    assert!(learnt.is_disjoint(&measured), "{learnt:?} and {measured:?}");
    // Neither the letter nor the sentence is a thing.
    assert_eq!(learnt.len() + measured.len(), 16);

    let at = |name: &str| folder.join(name).display().to_string();
    let (none, out) = (at("photos"), at("d"));
    let said = fails(&[
        "make",
        "composites",
        "--stamps",
        &none,
        "--photos",
        &none,
        "--out",
        &out,
    ]);
    assert!(said.contains("no cut-outs with a name"), "{said}");
    fs::remove_dir_all(folder).expect("the folder");
}
