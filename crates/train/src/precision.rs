//! Mixed precision (Micikevicius et al., *Mixed precision training*, ICLR
//! 2018): products with the weights of the linear layers, and their gradients,
//! in numbers of 16 bits; everything else, the weights that the optimizer
//! changes among it, in 32.

use std::fmt;

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Device, FloatDType, Tensor};
use serde::{Deserialize, Serialize};

/// The layers whose products may be in fewer bits.
const LINEAR: &str = "Struct:Linear";
/// Gradients below 6e-8 would be 0 in `f16`, so the loss is this many times as
/// large there.
const F16_LOSS_SCALE: f32 = 1024.0;

/// In which numbers a step multiplies by the weights of linear layers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// 32 bits, as everything else.
    #[default]
    F32,
    /// 16 bits with 11 digits, up to 65,504: what most graphics cards can do.
    F16,
    /// 16 bits with 8 digits and the range of 32 bits: where the device has
    /// them, the safer ones.
    Bf16,
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            Self::F32 => "f32",
            Self::F16 => "f16",
            Self::Bf16 => "bf16",
        })
    }
}

impl Precision {
    /// Whether a device has such numbers.
    pub fn is_offered_by(self, device: &Device) -> bool {
        device.supports_dtype(self.numbers())
    }

    fn numbers(self) -> FloatDType {
        match self {
            Self::F32 => FloatDType::F32,
            Self::F16 => FloatDType::F16,
            Self::Bf16 => FloatDType::BF16,
        }
    }

    /// How many times as large as it is the loss must be for the gradients.
    pub(crate) fn loss_scale(self) -> f32 {
        match self {
            Self::F16 => F16_LOSS_SCALE,
            Self::F32 | Self::Bf16 => 1.0,
        }
    }

    /// A copy to compute a step with.
    pub(crate) fn narrow<M: Module>(self, model: M) -> M {
        match self {
            Self::F32 => model,
            Self::F16 | Self::Bf16 => model.map(&mut Narrow {
                numbers: self.numbers(),
                in_linear: false,
            }),
        }
    }

    /// The gradients of that copy, in 32 bits and as large as they are.
    pub(crate) fn widen<M: Module>(self, grads: GradientsParams, model: &M) -> GradientsParams {
        if self == Self::F32 {
            return grads;
        }
        let mut widen = Widen {
            grads,
            scale: self.loss_scale(),
        };
        model.visit(&mut widen);
        widen.grads
    }
}

struct Narrow {
    numbers: FloatDType,
    in_linear: bool,
}

impl ModuleMapper for Narrow {
    fn enter_module(&mut self, _: &str, kind: &str) {
        self.in_linear = kind == LINEAR;
    }

    fn exit_module(&mut self, _: &str, _: &str) {
        self.in_linear = false;
    }

    /// Matrices of linear layers; their biases are added in 32 bits.
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        if !self.in_linear || D != 2 {
            return param;
        }
        // A leaf of its own, so that its gradient is found by the parameter.
        param.map(|values| values.cast(self.numbers).detach().require_grad())
    }
}

struct Widen {
    grads: GradientsParams,
    scale: f32,
}

impl ModuleVisitor for Widen {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(grad) = self.grads.remove::<D>(param.id) {
            let wide = grad.cast(FloatDType::F32);
            self.grads.register(param.id, wide.div_scalar(self.scale));
        }
    }
}

#[cfg(test)]
mod tests {
    use burn::nn::LinearConfig;

    use super::*;

    #[test]
    fn gradients_of_16_bits_are_as_large_as_those_of_32() {
        let device = Device::flex().autodiff();
        let layer = LinearConfig::new(2, 1).with_bias(false).init(&device);
        let id = layer.weight.id;
        let gradient = |precision: Precision| -> Vec<f32> {
            let narrow = precision.narrow(layer.clone());
            let x = Tensor::<2>::from_data([[1.0, -3.0]], &device);
            let x = x.cast(narrow.weight.val().dtype());
            // Far below the smallest number of 16 bits, 6e-8.
            let loss = narrow.forward(x).cast(FloatDType::F32).sum() * 1e-9;
            let loss = loss * precision.loss_scale();
            let grads = GradientsParams::from_grads(loss.backward(), &narrow);
            let grads = precision.widen(grads, &narrow);
            let grad = grads.get::<2>(id).expect("a gradient");
            assert_eq!(grad.dtype(), FloatDType::F32.into());
            grad.into_data().iter::<f32>().collect()
        };
        let expected = [1e-9, -3e-9];
        for (precision, most) in [
            (Precision::F32, 1e-6),
            (Precision::F16, 0.03),
            (Precision::Bf16, 0.01),
        ] {
            for (gradient, expected) in gradient(precision).into_iter().zip(expected) {
                let off = (gradient / expected - 1.0).abs();
                assert!(off < most, "{precision:?}: {gradient}, not {expected}");
            }
        }
    }

    #[test]
    fn only_the_matrices_of_linear_layers_are_narrow() {
        let device = Device::flex().autodiff();
        let layer = LinearConfig::new(2, 3).init(&device);
        let narrow = Precision::Bf16.narrow(layer.clone());
        assert_eq!(narrow.weight.val().dtype(), FloatDType::BF16.into());
        assert_eq!(narrow.weight.id, layer.weight.id);
        let bias = |layer: &burn::nn::Linear| layer.bias.as_ref().map(|bias| bias.val().dtype());
        assert_eq!(bias(&narrow), bias(&layer));
        let as_it_was = Precision::F32.narrow(layer);
        assert_eq!(as_it_was.weight.val().dtype(), FloatDType::F32.into());
    }
}
