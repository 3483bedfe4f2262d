//! Features of a detector: photos differ in the number of their regions.

use burn::tensor::Device;
use dfaf::DfafConfig;
use testing::Folder;
use train::{
    Epoch, Example, FeatureCache, FeatureError, Features, Origin, Schedule, Trainer, collate,
};

/// Two features and a box.
const REGION_DIM: usize = 6;
const DETECTOR: Origin = Origin::Detector {
    region_dim: REGION_DIM,
};
/// Regions of each photo.
const N_REGIONS: [usize; 6] = [3, 1, 4, 2, 10, 1];

/// The regions of a photo; all say which of two kinds it is.
fn regions(photo: usize) -> Vec<f32> {
    let region = |at: usize| {
        let kind = (photo % 2) as f32;
        [kind, 1.0 - kind, 0.0, at as f32 / 16.0, 0.5, 1.0]
    };
    (0..N_REGIONS[photo]).flat_map(region).collect()
}

fn features(folder: &Folder) -> Features {
    let path = folder.join("photos");
    let mut cache = FeatureCache::create(&path, DETECTOR).expect("a cache");
    for photo in 0..N_REGIONS.len() {
        cache
            .push(&format!("photo{photo}"), &regions(photo))
            .expect("room");
    }
    assert_eq!(cache.finish().expect("room"), N_REGIONS.len());
    Features::open(&path).expect("the cache")
}

fn examples() -> Vec<Example> {
    let example = |row: usize| Example::new(0, row, vec![2], vec![(row % 2, 1.0)]);
    (0..N_REGIONS.len()).map(example).collect()
}

#[test]
fn what_was_written_is_read() {
    let folder = Folder::new();
    let features = features(&folder);
    assert_eq!(features.origin(), &DETECTOR);
    assert_eq!(features.vision(), None);
    assert_eq!(features.region_dim(), REGION_DIM);
    assert_eq!(features.photos().nth(4), Some("photo4"));
    assert_eq!(features.row("photo"), None);
    for (photo, n_regions) in N_REGIONS.into_iter().enumerate() {
        let row = features.row(&format!("photo{photo}")).expect("a row");
        assert_eq!(row, photo);
        assert_eq!(features.n_regions(row), n_regions);
        let bytes = features.read(row).expect("numbers");
        let expected = regions(photo);
        assert_eq!(bytes.len(), expected.len() * 2);
        let values = bytes
            .chunks(2)
            .map(|two| burn::tensor::f16::from_le_bytes([two[0], two[1]]).to_f32());
        assert_eq!(values.collect::<Vec<f32>>(), expected);
    }
}

#[test]
fn shards_are_read_as_one() {
    let folder = Folder::new();
    let whole = features(&folder);
    let write = |k: usize, rows: &[usize]| {
        let path = folder.join(format!("many-{k}-of-2"));
        let mut cache = FeatureCache::create(&path, DETECTOR).expect("a cache");
        for row in rows {
            cache
                .push(&format!("photo{row}"), &regions(*row))
                .expect("room");
        }
        cache.finish().expect("room");
    };
    write(2, &[1, 3]);
    let missing = Features::open(&folder.join("many")).expect_err("one is missing");
    assert!(missing.to_string().contains("shard 1 of 2"), "{missing}");
    write(1, &[0, 2, 4]);
    let many = Features::open(&folder.join("many")).expect("both");
    for row in 0..5 {
        let name = format!("photo{row}");
        let (a, b) = (
            whole.row(&name).expect("a row"),
            many.row(&name).expect("a row"),
        );
        assert_eq!(whole.n_regions(a), many.n_regions(b), "{name}");
        assert_eq!(
            whole.read(a).expect("numbers"),
            many.read(b).expect("numbers")
        );
    }
}

#[test]
fn photos_with_fewer_regions_are_filled_up() {
    let folder = Folder::new();
    let files = [features(&folder)];
    let examples = examples();
    let chosen = [&examples[0], &examples[1], &examples[2]];
    let batch = collate(&chosen, &files, 2, &Device::flex()).expect("a batch");
    assert_eq!(batch.regions.dims(), [3, 4, REGION_DIM]);
    let padding = batch.region_padding.into_data();
    let padding: Vec<bool> = padding.iter::<bool>().collect();
    let (here, none) = (false, true);
    let expected = [
        [here, here, here, none],
        [here, none, none, none],
        [here, here, here, here],
    ];
    assert_eq!(padding, expected.concat());
    let values: Vec<f32> = batch.regions.into_data().iter::<f32>().collect();
    let mut second = regions(1);
    second.resize(4 * REGION_DIM, 0.0);
    assert_eq!(values[4 * REGION_DIM..8 * REGION_DIM], second);
    assert_eq!(values[8 * REGION_DIM..], regions(2));
}

#[test]
fn a_run_learns_from_them_with_almost_all_regions_hidden() {
    let folder = Folder::new();
    let files = [features(&folder)];
    let config = DfafConfig {
        word_dim: 6,
        gru_dim: 8,
        dim: 8,
        n_heads: 2,
        hidden_dim: 8,
        answerer_dropout: 0.1,
        ..DfafConfig::web(3, 2, REGION_DIM)
    };
    let schedule = Schedule {
        epochs: 25,
        batch: 4,
        learning_rate: 0.02,
        region_dropout: 0.9,
        ..Schedule::default()
    };
    let device = Device::flex().autodiff();
    let dev = vec!["photos".to_owned()];
    device.seed(schedule.seed);
    let model = config.init(&device).expect("a network");
    let mut run = Trainer::new(model, &config, schedule, dev, &device);
    let mut losses = Vec::new();
    for _ in 0..25 {
        let loss = run.epoch(&examples(), &files, &mut |_, _| ());
        let loss = loss.expect("a loss");
        losses.push(loss);
        run.record(Epoch {
            loss,
            dev: Vec::new(),
            seconds: 0.0,
        });
    }
    assert!(losses[24] < losses[0] / 2.0, "{losses:?}");
    let right = run.measure(&examples(), &files).expect("a figure");
    assert_eq!(right, 100.0);
}

#[test]
fn photos_that_cannot_be_are_not_taken() {
    let folder = Folder::new();
    let path = folder.join("photos");
    let mut cache = FeatureCache::create(&path, DETECTOR).expect("a cache");
    for n_values in [0, 1, REGION_DIM - 1, REGION_DIM + 1] {
        let refused = cache
            .push("p", &vec![0.0; n_values])
            .expect_err("no regions");
        assert!(matches!(refused, FeatureError::Shape { actual, .. } if actual == n_values));
    }
    for value in [f32::NAN, f32::INFINITY, 65_520.0, -1e9] {
        let mut region = [0.0; REGION_DIM];
        region[3] = value;
        let refused = cache.push("p", &region).expect_err("too large");
        assert!(matches!(refused, FeatureError::Range { .. }), "{refused}");
    }
    cache.push("p", &[65_504.0; REGION_DIM]).expect("room");
    assert_eq!(cache.finish().expect("room"), 1);
    assert_eq!(Features::open(&path).expect("a photo").n_regions(0), 1);
}

#[test]
fn an_index_that_lies_is_refused() {
    let folder = Folder::new();
    let path = folder.join("photos");
    let zeros = vec![0u8; 3 * REGION_DIM * 2];
    std::fs::write(path.with_extension("f16"), zeros).expect("room");
    let open = |index: &str| {
        folder.write("photos.json", index);
        Features::open(&path)
    };
    let whole = r#"{"detector": {"region_dim": 6}, "photos": ["a", "b"], "n_regions": [1, 2]}"#;
    assert_eq!(open(whole).expect("features").n_regions(1), 2);
    for (index, problem) in [
        (whole.replace("[1, 2]", "[1, 1]"), "bytes"),
        (whole.replace("[1, 2]", "[1, 4294967295]"), "bytes"),
        (whole.replace("[1, 2]", "[3]"), "2 photos"),
        (whole.replace("[1, 2]", "[3, 0]"), "photo b"),
        (whole.replace(r#", "n_regions": [1, 2]"#, ""), "2 photos"),
        (whole.replace("[1, 2]", "[1, -2]"), "no index"),
        (whole.replace("6}", "0}"), "bytes"),
        (whole.replace("6}", "18446744073709551615}"), "bytes"),
        (whole.replace("detector", "somebody"), "no index"),
    ] {
        let refused = open(&index).expect_err(&index).to_string();
        assert!(refused.contains(problem), "{index}: {refused}");
    }
}

#[test]
fn an_index_of_our_own_eyes_is_as_it_always_was() {
    let folder = Folder::new();
    let path = folder.join("photos");
    let vision = vision::VisionConfig {
        input_size: 32,
        pooled: 1,
        n_classes: 5,
        label_dim: 4,
    };
    let (n_regions, dim) = (vision.n_regions(), vision.region_dim());
    let mut cache = FeatureCache::create(&path, vision.clone()).expect("a cache");
    let values = vec![1.0; n_regions * dim];
    let refused = cache.push("p", &values[dim..]).expect_err("one is missing");
    assert!(matches!(refused, FeatureError::Shape { .. }), "{refused}");
    cache.push("p", &values).expect("room");
    cache.finish().expect("room");
    let index = folder.read("photos.json");
    let expected = r#"{"vision":{"input_size":32,"n_classes":5,"label_dim":4},"photos":["p"]}"#;
    assert_eq!(index, expected);
    let features = Features::open(&path).expect("features");
    assert_eq!(features.vision(), Some(&vision));
    assert_eq!(features.n_regions(0), n_regions);
}
