//! The names and shapes of a module's parameters.

use burn::module::{Module, ModuleVisitor, Param};
use burn::tensor::{Bool, Int, Tensor};

use crate::error::WeightsError;

/// Where a walk through a module is, as a name such as `blocks.0.query.weight`.
#[derive(Debug, Default)]
pub(crate) struct Path(Vec<String>);

impl Path {
    pub fn enter(&mut self, name: &str) {
        self.0.push(name.to_owned());
    }

    pub fn exit(&mut self) {
        self.0.pop();
    }

    pub fn name(&self) -> String {
        self.0.join(".")
    }
}

/// A parameter as the module declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub name: String,
    pub shape: Vec<usize>,
}

/// Lists the parameters of a module without initialising any of them.
pub(crate) fn parameters<M: Module>(module: &M) -> Result<Vec<Parameter>, WeightsError> {
    let mut list = List::default();
    module.visit(&mut list);
    match list.unsupported {
        Some(error) => Err(error),
        None => Ok(list.found),
    }
}

#[derive(Default)]
struct List {
    path: Path,
    found: Vec<Parameter>,
    unsupported: Option<WeightsError>,
}

impl ModuleVisitor for List {
    fn enter_module(&mut self, name: &str, _container_type: &str) {
        self.path.enter(name);
    }

    fn exit_module(&mut self, _name: &str, _container_type: &str) {
        self.path.exit();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let shape = param.lazy_shape().to_vec();
        self.found.push(Parameter {
            name: self.path.name(),
            shape,
        });
    }

    fn visit_int<const D: usize>(&mut self, _param: &Param<Tensor<D, Int>>) {
        self.unsupported = Some(unsupported(&self.path, "integers"));
    }

    fn visit_bool<const D: usize>(&mut self, _param: &Param<Tensor<D, Bool>>) {
        self.unsupported = Some(unsupported(&self.path, "truth values"));
    }
}

fn unsupported(path: &Path, kind: &'static str) -> WeightsError {
    WeightsError::Unsupported {
        name: path.name(),
        kind,
    }
}
