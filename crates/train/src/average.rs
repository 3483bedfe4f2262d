use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::Tensor;

/// A running mean of a module's weights, which answers better than the last
/// weights do.
#[derive(Debug, Clone)]
pub struct Average<M: Module> {
    module: M,
    decay: f64,
    steps: usize,
}

impl<M: Module> Average<M> {
    /// Starts at the weights of `module`.
    pub fn new(module: &M, decay: f64) -> Self {
        Self::at(module.valid(), decay, 0)
    }

    /// Goes on with a mean that has seen `steps` updates.
    pub fn at(module: M, decay: f64, steps: usize) -> Self {
        Self {
            module,
            decay,
            steps,
        }
    }

    /// Takes the present weights in. Early on the mean is short, so that the
    /// random start is forgotten.
    pub fn update(self, present: &M) -> Self {
        let mut present_values = Values(GradientsParams::new());
        present.valid().visit(&mut present_values);
        let steps = self.steps + 1;
        let decay = self.decay.min(steps as f64 / (steps as f64 + 10.0));
        let module = self.module.map(&mut Mix {
            present: present_values.0,
            decay,
        });
        Self {
            module,
            decay: self.decay,
            steps,
        }
    }

    /// The mean weights.
    pub fn module(&self) -> &M {
        &self.module
    }
}

/// All float parameters, by id. burn's container for gradients is one of
/// tensors of any rank.
struct Values(GradientsParams);

impl ModuleVisitor for Values {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        self.0.register(param.id, param.val());
    }
}

struct Mix {
    present: GradientsParams,
    decay: f64,
}

impl ModuleMapper for Mix {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let present = self.present.remove::<D>(param.id);
        param.map(|mean| match present {
            Some(present) => mean.clone() + (present - mean) * (1.0 - self.decay),
            None => mean,
        })
    }
}
