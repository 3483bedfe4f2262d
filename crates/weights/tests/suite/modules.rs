//! The modules that the tests save and load.

use burn::module::{Module, Param, ParamId};
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::{Linear, LinearConfig};
use burn::tensor::{Device, Distribution, Tensor, TensorData};

/// A little of everything: a convolution and a matrix that are large enough
/// for 8 bits, a small matrix that is not, biases, a list and a gap.
#[derive(Module, Debug)]
pub struct Small {
    depthwise: Conv2d,
    layers: Vec<Linear>,
    odd: Param<Tensor<2>>,
    absent: Option<Linear>,
}

impl Small {
    /// A module with its own random weights.
    pub fn new(device: &Device) -> Self {
        Self {
            depthwise: Conv2dConfig::new([120, 120], [3, 3])
                .with_groups(120)
                .init(device),
            layers: vec![
                LinearConfig::new(41, 35).init(device),
                LinearConfig::new(35, 3).with_bias(false).init(device),
            ],
            odd: Param::from_tensor(Tensor::random([5, 7], Distribution::Default, device)),
            absent: None,
        }
    }
}

/// One matrix and what is asked of it.
#[derive(Module, Debug)]
pub struct One {
    /// The matrix.
    pub weight: Param<Tensor<2>>,
}

impl One {
    /// A matrix with these values.
    pub fn of(values: Vec<f32>, shape: [usize; 2], device: &Device) -> Self {
        let data = TensorData::new(values, shape);
        Self {
            weight: Param::from_data(data, device),
        }
    }

    /// A matrix that must never be initialised at random.
    pub fn untouched(shape: [usize; 2], device: &Device) -> Self {
        let never = |_: &Device, _: bool| panic!("the parameter was initialised");
        let id = ParamId::new();
        let weight = Param::uninitialized(id, never, device.clone(), true, shape.into());
        Self { weight }
    }

    /// Its values.
    pub fn values(&self) -> Vec<f32> {
        self.weight
            .val()
            .try_into_data()
            .expect("a tensor")
            .try_into_vec()
            .expect("floats")
    }
}

/// The values of all parameters of a [`Small`], with their shapes.
pub fn values(module: &Small) -> Vec<(Vec<usize>, Vec<f32>)> {
    let mut all = vec![flat(&module.depthwise.weight.val())];
    all.extend(module.depthwise.bias.as_ref().map(|bias| flat(&bias.val())));
    for layer in &module.layers {
        all.push(flat(&layer.weight.val()));
        all.extend(layer.bias.as_ref().map(|bias| flat(&bias.val())));
    }
    all.push(flat(&module.odd.val()));
    all
}

fn flat<const D: usize>(tensor: &Tensor<D>) -> (Vec<usize>, Vec<f32>) {
    let data = tensor.clone().try_into_data().expect("a tensor");
    (tensor.dims().to_vec(), data.try_into_vec().expect("floats"))
}
