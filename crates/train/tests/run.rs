//! A small run on made-up features: it learns, and it can be cut off.

use burn::module::{Module, ModuleVisitor, Param};
use burn::tensor::{Device, Tensor};
use dfaf::DfafConfig;
use testing::Folder;
use train::{Epoch, Example, FeatureCache, Features, Learner, Precision, Schedule, Trainer, View};
use vision::VisionConfig;

const N_ANSWERS: usize = 3;

fn vision() -> VisionConfig {
    VisionConfig {
        input_size: 64,
        pooled: 1,
        n_classes: 5,
        label_dim: 4,
    }
}

/// Twelve photos, each with every third feature on; the answer is which third.
fn features(folder: &Folder) -> Features {
    let path = folder.join("photos");
    let mut cache = FeatureCache::create(&path, vision()).expect("a cache");
    for photo in 0..12 {
        // A layer norm would make photos alike that differ in brightness alone.
        let value = |at: usize| f32::from(u8::from(at % vision().region_dim() % 3 == photo % 3));
        let n_values = vision().n_regions() * vision().region_dim();
        let row: Vec<f32> = (0..n_values).map(value).collect();
        cache.push(&format!("photo{photo}"), &row).expect("room");
    }
    cache.finish().expect("room");
    Features::open(&path).expect("the cache")
}

fn examples() -> Vec<Example> {
    let example = |row: usize| Example {
        views: vec![View {
            file: 0,
            row,
            words: vec![2, 3 + (row as u32 % 2)],
            phrasings: vec![vec![4]],
        }],
        targets: vec![(row % 3, 1.0)],
        partly_known: false,
        sentence: None,
        weight: 1.0,
    };
    (0..12).map(example).collect()
}

fn schedule(epochs: usize) -> Schedule {
    Schedule {
        epochs,
        batch: 5,
        learning_rate: 0.01,
        region_dropout: 0.25,
        rephrase: 0.5,
        average: 0.9,
        ..Schedule::default()
    }
}

fn trainer(epochs: usize) -> Trainer {
    trainer_of(schedule(epochs), 0.1)
}

fn trainer_of(schedule: Schedule, dropout: f64) -> Trainer {
    let config = DfafConfig {
        word_dim: 6,
        gru_dim: 8,
        dim: 8,
        whole_question: false,
        n_heads: 2,
        hidden_dim: 8,
        dropout,
        answerer_dropout: dropout,
        ..DfafConfig::web(6, N_ANSWERS, vision().region_dim())
    };
    let device = Device::flex().autodiff();
    device.seed(schedule.seed);
    let model = config.init(&device).expect("a network");
    Trainer::new(model, &config, schedule, vec!["photos".into()], &device)
}

/// One epoch; its loss.
fn epoch(trainer: &mut Trainer, files: &[Features]) -> f64 {
    let loss = trainer
        .epoch(&examples(), files, &mut |_, _| ())
        .expect("a loss");
    let dev = vec![trainer.measure(&examples(), files).expect("a figure")];
    trainer.record(Epoch {
        loss,
        dev,
        seconds: 0.0,
    });
    loss
}

#[derive(Default)]
struct Values(Vec<f32>);

impl ModuleVisitor for Values {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        self.0.extend(param.val().into_data().iter::<f32>());
    }
}

fn values(model: &Learner) -> Vec<f32> {
    let mut values = Values::default();
    model.visit(&mut values);
    values.0
}

// One test: the random numbers of burn's CPU device are shared by all threads
// of a process, and a run beside this one would draw from them.
#[test]
fn a_run_learns_and_one_that_was_cut_off_ends_as_if_it_was_not() {
    let folder = Folder::new();
    let files = [features(&folder)];
    let mut whole = trainer(30);
    let first = epoch(&mut whole, &files);
    let mut last = first;
    for _ in 1..30 {
        last = epoch(&mut whole, &files);
    }
    assert!(last < first / 2.0, "the loss went from {first} to {last}");
    let right = whole.history().epochs[29].dev[0];
    assert!(right > 90.0, "{right} % right");

    let mut cut_off = trainer(30);
    for _ in 0..4 {
        epoch(&mut cut_off, &files);
    }
    cut_off
        .save(folder.path(), cut_off.steps_an_epoch(12))
        .expect("room");
    drop(cut_off);
    let mut resumed = trainer(30).resume(folder.path()).expect("a checkpoint");
    assert_eq!(resumed.history().epochs.len(), 4);
    for _ in 4..30 {
        epoch(&mut resumed, &files);
    }
    assert_eq!(resumed.history(), whole.history());
    assert_eq!(values(&resumed.model()), values(&whole.model()));

    // Steps that are computed in parts take the same way, and so do steps that
    // two devices share.
    let losses = |accumulate, n_devices: usize, precision| -> Vec<f64> {
        let schedule = Schedule {
            accumulate,
            precision,
            region_dropout: 0.0,
            rephrase: 0.0,
            ..schedule(4)
        };
        let more = (1..n_devices).map(|_| Device::flex().autodiff());
        let mut trainer = trainer_of(schedule, 0.0).sharing(more);
        (0..4).map(|_| epoch(&mut trainer, &files)).collect()
    };
    let whole = losses(1, 1, Precision::F32);
    assert!(whole[3] < whole[0] - 0.1, "{whole:?}");
    for (accumulate, n_devices) in [(3, 1), (1, 2), (2, 3)] {
        let parts = losses(accumulate, n_devices, Precision::F32);
        for (whole, parts) in whole.iter().zip(&parts) {
            assert!((whole - parts).abs() < 1e-3, "{whole} and {parts}");
        }
    }

    // With products in 16 bits it is nearly the same way; one of `bf16` is
    // wrong by up to 2^-9 of itself, one of `f16` by 2^-12.
    for (precision, error) in [
        (Precision::Bf16, 1.0 / 512.0),
        (Precision::F16, 1.0 / 4096.0),
    ] {
        let narrow = losses(1, 1, precision);
        assert_ne!(narrow, whole);
        for (whole, narrow) in whole.iter().zip(&narrow) {
            let off = (whole - narrow).abs() / whole;
            assert!(off < 4.0 * error, "{precision:?}: {whole} and {narrow}");
        }
    }
}

#[test]
fn features_that_do_not_fit_their_index_are_refused() {
    let folder = Folder::new();
    let path = folder.join("photos");
    drop(features(&folder));
    let numbers = path.with_extension("f16");
    let bytes = std::fs::read(&numbers).expect("the numbers");
    std::fs::write(&numbers, &bytes[..bytes.len() - 2]).expect("room");
    let refused = Features::open(&path).expect_err("two bytes are missing");
    assert!(refused.to_string().contains("bytes"), "{refused}");

    folder.write("photos.json", "{");
    assert!(Features::open(&path).is_err());
    assert!(Features::open(&folder.join("nothing")).is_err());
}
