use burn::tensor::{Device, Tensor, TensorData};

/// Numbers between -1 and 1 that are the same each time.
pub fn some<const D: usize>(shape: [usize; D], seed: u32, device: &Device) -> Tensor<D> {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    let numbers = (0..shape.iter().product()).map(|_| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as f32 / u32::MAX as f32 * 2.0 - 1.0
    });
    Tensor::from_data(TensorData::new(numbers.collect(), shape), device)
}

/// Fails when one of the numbers is further from the other than `limit`, as a
/// part of the largest.
pub fn assert_near<const D: usize>(given: Tensor<D>, expected: Tensor<D>, limit: f32, what: &str) {
    assert_eq!(given.dims(), expected.dims(), "{what}");
    let given: Vec<f32> = given.into_data().iter().collect();
    let expected: Vec<f32> = expected.into_data().iter().collect();
    let largest = expected.iter().fold(1.0_f32, |most, x| most.max(x.abs()));
    let pairs = given.iter().zip(&expected);
    let worst = pairs.fold(0.0_f32, |most, (a, b)| most.max((a - b).abs()));
    assert!(worst <= limit * largest, "{what}: off by {worst}");
}
