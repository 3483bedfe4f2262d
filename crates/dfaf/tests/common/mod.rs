//! What the tests of the network share: a small config whose sizes are all
//! different, inputs, and the weights by name.
#![allow(dead_code)] // Each test file uses another part of it.

use std::collections::HashMap;

use burn::module::{Module, ModuleVisitor, Param};
use burn::tensor::{Bool, Device, Distribution, Int, Tensor, TensorData};
use dfaf::{Dfaf, DfafConfig, DfafInput, IntraFlow};

pub const BATCH: usize = 2;
pub const REGIONS: usize = 7;
pub const WORDS: usize = 5;
/// How many regions and words of the second example are there.
pub const SHORT: (usize, usize) = (4, 3);

/// The paper's form, or ours with what is not in the paper.
pub fn config(paper: bool) -> DfafConfig {
    DfafConfig {
        n_words: 23,
        n_answers: 9,
        region_dim: 11,
        word_dim: 6,
        gru_dim: 10,
        dim: 12,
        n_heads: 3,
        n_blocks: 2,
        hidden_dim: 13,
        dropout: 0.3,
        answerer_dropout: 0.3,
        inter: true,
        intra: IntraFlow::Dynamic,
        residual_norm: !paper,
        input_norm: !paper,
        question_shortcut: !paper,
        whole_question: !paper,
        exclusive_answers: !paper,
        answer_vectors: false,
    }
}

pub fn network(config: &DfafConfig) -> Dfaf {
    let device = Device::flex();
    device.seed(7);
    config.init(&device).expect("a valid config")
}

/// Two examples, the second one shorter than the first.
pub fn input(config: &DfafConfig) -> DfafInput {
    let device = Device::flex();
    device.seed(8);
    let shape = [BATCH, REGIONS, config.region_dim];
    let ids: Vec<i64> = vec![2, 9, 22, 1, 5, 3, 3, 8, 0, 0];
    DfafInput {
        regions: Tensor::random(shape, Distribution::Normal(0.0, 1.0), &device),
        region_padding: padding(REGIONS, SHORT.0),
        words: Tensor::<2, Int>::from_data(TensorData::new(ids, [BATCH, WORDS]), &device),
        word_padding: padding(WORDS, SHORT.1),
    }
}

fn padding(items: usize, short: usize) -> Tensor<2, Bool> {
    let mut flags = vec![false; BATCH * items];
    flags[items + short..].fill(true);
    Tensor::from_data(TensorData::new(flags, [BATCH, items]), &Device::flex())
}

pub fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().expect("32-bit floats")
}

/// The largest difference of two lists.
pub fn difference(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    let differences = a.iter().zip(b).map(|(a, b)| (a - b).abs());
    // `f32::max` would swallow what is no number.
    differences.fold(
        0.0,
        |worst, d| if d > worst || d.is_nan() { d } else { worst },
    )
}

/// All weights by their dotted names.
#[derive(Default)]
pub struct Weights {
    path: Vec<String>,
    pub by_name: HashMap<String, Vec<f32>>,
}

impl Weights {
    pub fn of(network: &Dfaf) -> Self {
        let mut weights = Self::default();
        network.visit(&mut weights);
        weights
    }

    pub fn get(&self, name: &str) -> &[f32] {
        let known = || self.by_name.keys().collect::<Vec<_>>();
        self.by_name
            .get(name)
            .unwrap_or_else(|| panic!("no weight `{name}` among {:?}", known()))
    }
}

impl ModuleVisitor for Weights {
    fn enter_module(&mut self, name: &str, _container_type: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container_type: &str) {
        self.path.pop();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        self.by_name
            .insert(self.path.join("."), numbers(param.val()));
    }
}
