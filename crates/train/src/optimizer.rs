use burn::module::{Module, ModuleVisitor, Param, ParamGroup};
use burn::optim::lr_scheduler::module_lr_scheduler::{ModuleLearningRate, ModuleLrScheduler};
use burn::optim::{AdamWConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::Tensor;

use crate::Schedule;

/// AdamW. Word vectors are not decayed: most words are rare, and what GloVe
/// knows of them would fade.
pub(crate) fn optimizer(schedule: &Schedule) -> ModuleOptimizer {
    let decayed = AdamWConfig::new()
        .with_epsilon(1e-8)
        .with_weight_decay(schedule.weight_decay);
    let kept = AdamWConfig::new().with_epsilon(1e-8).with_weight_decay(0.0);
    decayed
        .init()
        .with_group(ParamGroup::from_predicate("embedding"), kept.build(), None)
}

/// The learning rates of the network, of its question encoder and, where it is
/// trained too, of the backbone, both as parts of the first.
pub(crate) fn rates(rate: f64, question: f64, backbone: Option<f64>) -> ModuleLearningRate {
    let mut rates = ModuleLrScheduler::new(rate)
        .with_group(ParamGroup::from_predicate("question"), rate * question);
    if let Some(backbone) = backbone {
        rates = rates.with_group(ParamGroup::from_predicate("backbone"), rate * backbone);
    }
    rates.step()
}

/// Shortens the gradient to `longest`, all parameters together, and says how
/// long it was.
pub(crate) fn clip<M: Module>(grads: &mut GradientsParams, module: &M, longest: f32) -> f32 {
    let mut squares = Squares { grads, sum: 0.0 };
    module.visit(&mut squares);
    let length = squares.sum.sqrt();
    if length > longest {
        module.visit(&mut Scale {
            grads,
            factor: longest / length,
        });
    }
    length
}

struct Squares<'a> {
    grads: &'a GradientsParams,
    sum: f32,
}

impl ModuleVisitor for Squares<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(grad) = self.grads.get::<D>(param.id) {
            self.sum += grad.clone().mul(grad).sum().into_scalar::<f32>();
        }
    }
}

struct Scale<'a> {
    grads: &'a mut GradientsParams,
    factor: f32,
}

impl ModuleVisitor for Scale<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(grad) = self.grads.remove::<D>(param.id) {
            self.grads.register(param.id, grad.mul_scalar(self.factor));
        }
    }
}

#[cfg(test)]
mod tests {
    use burn::tensor::{Bool, Device, Int, TensorData};
    use dfaf::{Dfaf, DfafConfig, DfafInput};

    use super::*;

    /// The weights of two layers, outside and inside the question encoder.
    fn weights(network: &Dfaf) -> [Vec<f32>; 2] {
        let mut found = Named([Vec::new(), Vec::new()]);
        network.visit(&mut found);
        found.0
    }

    struct Named([Vec<f32>; 2]);

    impl ModuleVisitor for Named {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            let shape = param.val().dims();
            // [region_dim, dim] and [gru_dim, dim]
            let places = [&[7, 4][..], &[5, 4][..]];
            if let Some(at) = places.iter().position(|place| *place == shape) {
                let values = param.val().into_data().try_into_vec();
                self.0[at] = values.expect("32-bit numbers");
            }
        }
    }

    /// AdamW's first step is as long as its rate, whatever the gradient.
    #[test]
    fn the_question_encoder_learns_at_its_own_rate() {
        let device = Device::flex().autodiff();
        device.seed(3);
        let config = DfafConfig {
            gru_dim: 5,
            dim: 4,
            whole_question: false,
            ..DfafConfig::web(9, 3, 7)
        };
        let network = config.init(&device).expect("a valid config");
        let input = DfafInput {
            regions: Tensor::ones([1, 2, 7], &device),
            region_padding: Tensor::<2, Bool>::from_data([[false, false]], &device),
            words: Tensor::<2, Int>::from_data(TensorData::new(vec![2i64, 3], [1, 2]), &device),
            word_padding: Tensor::<2, Bool>::from_data([[false, false]], &device),
        };
        let logits = network.forward(input).logits;
        let loss = logits.powf_scalar(2.0).sum();
        let grads = GradientsParams::from_grads(loss.backward(), &network);
        let before = weights(&network);
        let schedule = Schedule {
            weight_decay: 0.0,
            ..Schedule::default()
        };
        let after = optimizer(&schedule).step(rates(1e-3, 3.0, None), network, grads);
        let moved = before.iter().zip(weights(&after)).map(|(before, after)| {
            let each = before.iter().zip(after).map(|(a, b)| (a - b).abs());
            each.fold(0.0f32, f32::max)
        });
        let moved: Vec<f32> = moved.collect();
        assert!((moved[0] - 1e-3).abs() < 1e-4, "{moved:?}");
        assert!((moved[1] - 3e-3).abs() < 3e-4, "{moved:?}");
    }
}
