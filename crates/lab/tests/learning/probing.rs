//! What features know by themselves.

use serde_json::{Value, json};
use testing::Folder;
use train::{FeatureCache, Origin};

use crate::LAB;

#[test]
fn a_probe_names_what_new_photos_show() {
    let folder = Folder::new();
    let mut cache =
        FeatureCache::create(&folder.join("photos"), Origin::Detector { region_dim: 4 })
            .expect("a cache");
    // A cat is in every second photo, in one of its three regions.
    for photo in 1..=40_u8 {
        let region = |shows: bool| [f32::from(u8::from(shows)), 1.0, 0.5, -0.5];
        let regions = [0, 1, 2].map(|at| region(photo % 2 == 0 && at == photo % 3));
        cache
            .push(&photo.to_string(), &regions.concat())
            .expect("room");
    }
    cache.finish().expect("room");
    let labels: Value = (1..=40)
        .map(|at| {
            (
                at.to_string(),
                if at % 2 == 0 { json!([15]) } else { json!([]) },
            )
        })
        .collect();
    folder.write("labels.json", labels);
    folder.write("new.json", json!([1, 2, 3, 4, 5, 6, 7, 8]));
    folder.write("none.json", json!([99]));
    let probe = |labels: &str, new: &str, more: &[&str]| {
        let named = [
            ("--features", "photos"),
            ("--labels", labels),
            ("--new-photos", new),
        ];
        folder.arguments(&["probe"], &named, more)
    };

    let said = LAB.run(&probe("labels.json", "new.json", &["--epochs", "400"]));
    let told: Value = serde_json::from_str(said.lines().last().expect("a line")).expect("JSON");
    assert_eq!(
        told,
        json!({"mean_average_precision": 1.0, "photos": 8, "learnt_from": 32, "regions": 3})
    );
    // It has learnt nothing, so all photos are alike to it.
    let said = LAB.run(&probe("labels.json", "new.json", &["--epochs", "0"]));
    let told: Value = serde_json::from_str(said.lines().last().expect("a line")).expect("JSON");
    assert!(
        told["mean_average_precision"].as_f64().expect("a number") < 1.0,
        "{told}"
    );

    let said = LAB.fails(&probe("labels.json", "none.json", &[]));
    assert!(said.contains("0 to measure on"), "{said}");
    let more = ["--features", &folder.at("photos")];
    let said = LAB.fails(&probe("labels.json", "new.json", &more));
    assert!(said.contains("2 features and 1 labels"), "{said}");
}
