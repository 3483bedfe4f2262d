//! The parts of an answer against their composition, on sizes that fill no
//! vector and no panel.

mod common;

use burn::tensor::activation::{sigmoid, softmax};
use burn::tensor::{Device, Tensor, TensorData};
use common::{assert_near, some};
use kernels::{Closing, Gru, Heads, Norm, Packed, composition, rows};

fn numbers<const D: usize>(tensor: &Tensor<D>) -> Vec<f32> {
    tensor.clone().into_data().iter().collect()
}

fn tensor<const D: usize>(numbers: Vec<f32>, shape: [usize; D]) -> Tensor<D> {
    Tensor::from_data(TensorData::new(numbers, shape), &Device::flex())
}

fn packed(weights: &Tensor<2>, bias: &Tensor<1>) -> Packed {
    Packed::new(&numbers(weights), weights.dims(), &numbers(bias))
}

#[test]
fn a_product_of_few_rows_is_its_composition() {
    let device = Device::flex();
    for rows in 1..=13 {
        for [inputs, outputs] in [[1, 1], [7, 3], [17, 40], [64, 33], [100, 96]] {
            let x = some([rows, inputs], 1, &device);
            let weights = some([inputs, outputs], 2, &device);
            let bias = some([outputs], 3, &device);
            let add = some([rows, outputs], 4, &device);
            let what = format!("{rows} rows, {inputs} to {outputs}");
            for (top, add) in [(None, None), (Some(0.5), Some(&add)), (None, Some(&add))] {
                let added = add.map(numbers);
                let closing = Closing {
                    top,
                    add: added.as_deref(),
                };
                let mut given = vec![0.0; rows * outputs];
                let product = packed(&weights, &bias);
                product.multiply(&numbers(&x), closing, &mut given);
                let expected = composition::product(
                    x.clone(),
                    weights.clone(),
                    bias.clone(),
                    top,
                    add.cloned(),
                );
                assert_near(tensor(given, [rows, outputs]), expected, 1e-5, &what);
            }
            let product = packed(&weights, &bias);
            let column = numbers(&weights.clone().narrow(1, outputs - 1, 1));
            assert!(product.column(outputs - 1).eq(column), "{what}: a column");
        }
    }
}

#[test]
fn a_product_of_a_row_with_many_zeros_is_its_composition() {
    let device = Device::flex();
    for [inputs, outputs] in [[1, 1], [7, 3], [17, 40], [64, 33], [100, 96]] {
        // Negative numbers become 0, as in the answerer.
        for shift in [0.0, -9.0] {
            let x = (some([1, inputs], 1, &device) + shift).clamp_min(0.0);
            let weights = some([inputs, outputs], 2, &device);
            let bias = some([outputs], 3, &device);
            let given = packed(&weights, &bias).sparse_product(&numbers(&x));
            let expected = composition::product(x, weights, bias, None, None);
            let what = format!("{inputs} to {outputs}, {shift}");
            assert_near(tensor(given, [1, outputs]), expected, 1e-5, &what);
        }
    }
}

#[test]
fn a_norm_is_its_composition() {
    let device = Device::flex();
    for [rows, width] in [[1, 1], [3, 5], [50, 16], [7, 33], [2, 256]] {
        let x = some([rows, width], 1, &device) * 7.0 + 3.0;
        let (scale, shift) = (some([width], 2, &device), some([width], 3, &device));
        let norm = Norm::new(numbers(&scale), numbers(&shift), 1e-5);
        let (given, _) = norm.apply(&numbers(&x));
        let expected = composition::norm(x, scale, shift, 1e-5);
        let what = format!("{rows} by {width}");
        assert_near(tensor(given, [rows, width]), expected, 1e-4, &what);
    }
}

#[test]
fn a_product_with_normed_rows_follows_from_the_one_before_the_norm() {
    let device = Device::flex();
    let (x, weights) = (some([9, 21], 1, &device), some([21, 13], 2, &device));
    let (bias, ones) = (some([13], 3, &device), Tensor::ones([21], &device));
    let norm = Norm::new(numbers(&ones), vec![0.0; 21], 1e-5);
    let (_, spreads) = norm.apply(&numbers(&x));
    let plain = Packed::new(&numbers(&weights), [21, 13], &[]);
    let mut given = plain.product(&numbers(&x));
    let sums = plain.product(&numbers(&ones));
    rows::evened(&mut given, &spreads, &sums, &numbers(&bias));
    let normed = composition::norm(x, ones, Tensor::zeros([21], &device), 1e-5);
    let expected = composition::product(normed, weights, bias, None, None);
    assert_near(tensor(given, [9, 13]), expected, 1e-4, "after the norm");
}

#[test]
fn a_recurrent_unit_is_its_composition() {
    let device = Device::flex();
    for [steps, inputs, dim] in [[1, 1, 1], [3, 7, 5], [20, 11, 33], [8, 100, 48]] {
        let x = some([steps, inputs], 1, &device);
        let of_input = (
            some([inputs, 3 * dim], 2, &device),
            some([3 * dim], 3, &device),
        );
        let of_state = (
            some([dim, 3 * dim], 4, &device),
            some([3 * dim], 5, &device),
        );
        let gru = Gru::new(
            packed(&of_input.0, &of_input.1),
            packed(&of_state.0, &of_state.1),
        );
        let given = tensor(gru.states(&numbers(&x)), [steps, dim]);
        let expected = composition::gru(x, of_input, of_state);
        assert_near(given, expected, 1e-4, &format!("{steps} steps of {dim}"));
    }
}

#[test]
fn attention_is_its_composition() {
    let device = Device::flex();
    for [readers, read, heads, each] in [[1, 1, 1, 1], [5, 7, 3, 4], [50, 9, 4, 33], [3, 50, 2, 16]]
    {
        let dim = heads * each;
        let query = some([readers, dim], 1, &device) * 3.0;
        let (key, value) = (some([read, dim], 2, &device), some([read, dim], 3, &device));
        let these = Heads { heads, dim };
        let map = these.map(&numbers(&query), &these.keys(&numbers(&key)));
        let values = these.read(&map, &these.values(&numbers(&value)));
        let expected = composition::attention(query, key, value, heads);
        let what = format!("{readers} read {read}");
        let beside = tensor(these.beside(&map, read), [readers, heads * read]);
        let of_reader = expected.1.clone().swap_dims(0, 1);
        assert_near(
            beside,
            of_reader.reshape([readers, heads * read]),
            1e-4,
            &what,
        );
        let mean = tensor(these.mean_reader(&map, read), [heads, read]);
        let of_all = expected.1.clone().mean_dim(1).squeeze_dim(1);
        assert_near(mean, of_all, 1e-4, &what);
        assert_near(tensor(map, [heads, readers, read]), expected.1, 1e-4, &what);
        assert_near(tensor(values, [readers, dim]), expected.0, 1e-4, &what);
    }
}

#[test]
fn curves_are_burns_own_up_to_their_ends() {
    let device = Device::flex();
    let x = some([40, 5], 1, &device) * 120.0;
    let mut given = numbers(&x);
    kernels::sigmoid(&mut given);
    assert_near(tensor(given, [40, 5]), sigmoid(x.clone()), 1e-6, "sigmoid");
    let mut given = numbers(&x);
    kernels::softmax(&mut given, 5);
    assert_near(tensor(given, [40, 5]), softmax(x, 1), 1e-6, "softmax");
}
