//! What goes in comes out: exactly, or within half a step of eight bits.

use std::time::Instant;

use burn::module::{Module, Param};
use burn::tensor::{Device, Int, Tensor};
use weights::{Precision, WeightsError, pack, tensors, unpack};

use crate::modules::{One, Small, values};

#[test]
fn float_weights_come_back_exactly() {
    let device = Device::flex();
    let module = Small::new(&device);
    let bytes = pack(&module, Precision::Float32).expect("float weights");
    let loaded = unpack(Small::new(&device), bytes).expect("its own weights");
    assert_eq!(values(&loaded), values(&module));
}

#[test]
fn weights_by_name_are_those_of_the_module() {
    let device = Device::flex();
    let bytes = pack(&Small::new(&device), Precision::Int8).expect("float weights");
    let named = tensors(bytes.clone()).expect("weights");
    let (shape, _) = &named["layers.0.weight"];
    assert_eq!(*shape, [41, 35]);
    let loaded = unpack(Small::new(&device), bytes).expect("its own weights");
    let mut expected = values(&loaded);
    let mut given: Vec<_> = named.into_values().collect();
    let order = |(shape, _): &(Vec<usize>, Vec<f32>)| shape.clone();
    expected.sort_by_key(order);
    given.sort_by_key(order);
    assert_eq!(given, expected);
}

#[test]
fn eight_bit_weights_come_back_within_half_a_step() {
    let device = Device::flex();
    let module = Small::new(&device);
    let bytes = pack(&module, Precision::Int8).expect("float weights");
    let loaded = unpack(Small::new(&device), bytes).expect("its own weights");
    for ((shape, before), (loaded_shape, after)) in values(&module).iter().zip(values(&loaded)) {
        assert_eq!(*shape, loaded_shape);
        if shape.len() < 2 || before.len() < 1024 {
            assert_eq!(*before, after, "{shape:?} is small and stays exact");
            continue;
        }
        assert_ne!(*before, after, "{shape:?} is large and takes eight bits");
        let row: usize = shape[1..].iter().product();
        for (before, after) in before.chunks(row).zip(after.chunks(row)) {
            assert_close(shape, before, after);
        }
    }
}

/// Every block of 32 in a row is within half a step, and a thousandth of that
/// for the scale, which is rounded to 16 bits.
fn assert_close(shape: &[usize], before: &[f32], after: &[f32]) {
    for (before, after) in before.chunks(32).zip(after.chunks(32)) {
        let largest = before
            .iter()
            .fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
        let bound = largest * 0.5 / 127.0 * 1.001;
        let worst = before
            .iter()
            .zip(after)
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f32::max);
        assert!(worst <= bound, "{shape:?}: {worst} > {bound}");
    }
}

#[test]
fn the_same_weights_give_the_same_bytes() {
    let device = Device::flex();
    let module = Small::new(&device);
    let exact = pack(&module, Precision::Float32).expect("float weights");
    // Loaded elsewhere, its parameters have other ids.
    let twin = unpack(Small::new(&device), exact.clone()).expect("its own weights");
    assert_eq!(
        pack(&twin, Precision::Float32).expect("float weights"),
        exact
    );
    let small = pack(&module, Precision::Int8).expect("float weights");
    assert_eq!(pack(&twin, Precision::Int8).expect("float weights"), small);
}

#[test]
fn a_fresh_parameter_is_loaded_without_being_initialised() {
    let device = Device::flex();
    let weights: Vec<f32> = (0..64 * 33).map(|i| (i as f32).sin()).collect();
    let module = One::of(weights.clone(), [64, 33], &device);
    // A weight of 1 has half of 127 steps, or of 7, on either side.
    let bounds = [
        (Precision::Float32, 0.0),
        (Precision::Int8, 0.5 / 127.0),
        (Precision::Int4, 0.5 / 7.0),
    ];
    let mut sizes = Vec::new();
    for (precision, bound) in bounds {
        let bytes = pack(&module, precision).expect("float weights");
        sizes.push(bytes.len());
        let loaded = unpack(One::untouched([64, 33], &device), bytes).expect("its own weights");
        let worst = weights
            .iter()
            .zip(loaded.values())
            .map(|(a, b)| (a - b).abs())
            .fold(0.0, f32::max);
        assert!(worst <= bound * 1.001, "{precision:?}: {worst}");
        assert!(worst >= bound * 0.5, "{precision:?}: {worst}");
    }
    assert!(sizes.is_sorted_by(|a, b| a > b), "{sizes:?}");
}

#[test]
fn a_loaded_module_can_still_be_trained() {
    let device = Device::flex().autodiff();
    let module = One::of(vec![0.5; 4], [2, 2], &device);
    let bytes = pack(&module, Precision::Float32).expect("float weights");
    let fresh = One::of(vec![0.0; 4], [2, 2], &device);
    let (id, active) = (fresh.weight.id, fresh.weight.is_require_grad());
    let loaded = unpack(fresh, bytes).expect("its own weights");
    assert_eq!(
        (loaded.weight.id, loaded.weight.is_require_grad()),
        (id, active)
    );
    // The slope of a sum of squares is twice each weight.
    let weight = loaded.weight.val();
    let gradients = weight.clone().powi_scalar(2).sum().backward();
    let slope = weight.grad(&gradients).expect("a gradient").into_data();
    assert!(slope.iter::<f32>().all(|value| (value - 1.0).abs() < 1e-6));
}

#[test]
fn weights_that_cannot_be_saved_are_named() {
    let device = Device::flex();
    let of = |value: f32| {
        let mut values = vec![0.5; 40 * 40];
        values[41] = value;
        pack(&One::of(values, [40, 40], &device), Precision::Int8)
    };
    for value in [f32::NAN, f32::INFINITY] {
        let error = of(value).expect_err("not finite");
        assert!(
            matches!(&error, WeightsError::NotFinite { name, index: 41, .. } if name == "weight")
        );
    }
    let error = of(1e9).expect_err("too large");
    assert!(
        matches!(&error, WeightsError::TooLarge { value: 1e9, .. }),
        "{error}"
    );
}

#[derive(Module, Debug)]
struct Counting {
    steps: Param<Tensor<1, Int>>,
}

#[test]
fn integers_are_not_supported_and_it_says_so() {
    let device = Device::flex();
    let steps = Tensor::<1, Int>::from_data([1, 2], &device);
    let module = Counting {
        steps: Param::initialized(burn::module::ParamId::new(), steps),
    };
    let error = pack(&module, Precision::Float32).expect_err("integers");
    assert_eq!(
        error,
        WeightsError::Unsupported {
            name: "steps".to_owned(),
            kind: "integers"
        }
    );
}

/// As many weights as the backbone has. The time is printed, not asserted.
#[test]
fn a_large_module_takes_little_more_than_a_byte_per_weight() {
    let device = Device::flex();
    let shape = [1280, 3672];
    let n_weights = shape[0] * shape[1];
    let weights: Vec<f32> = (0..n_weights).map(|i| ((i * 31) as f32).sin()).collect();
    let module = One::of(weights, shape, &device);
    let start = Instant::now();
    let bytes = pack(&module, Precision::Int8).expect("float weights");
    let packed = start.elapsed();
    let n_bytes = bytes.len();
    let start = Instant::now();
    let loaded = unpack(One::untouched(shape, &device), bytes).expect("its own weights");
    let unpacked = start.elapsed();
    println!(
        "{n_weights} weights, {n_bytes} bytes, packed in {packed:?}, unpacked in {unpacked:?}"
    );
    assert!(n_bytes as f64 <= 1.07 * n_weights as f64, "{n_bytes} bytes");
    assert_eq!(loaded.weight.val().dims(), shape);
}
