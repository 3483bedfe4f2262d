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

/// The learning rates of the network and, as a part of that, of the backbone,
/// where it is trained too.
pub(crate) fn rates(rate: f64, backbone: Option<f64>) -> ModuleLearningRate {
    let Some(slower) = backbone else {
        return rate.into();
    };
    ModuleLrScheduler::new(rate)
        .with_group(ParamGroup::from_predicate("backbone"), rate * slower)
        .step()
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
