//! From a module to bytes.

use burn::module::{Module, ModuleVisitor, Param};
use burn::tensor::Tensor;
use burn_pack::{Bytes, DType};

use crate::blocks::{Bits, Blocks, quantize};
use crate::container;
use crate::error::WeightsError;
use crate::parameters::{Path, parameters};

/// How weights are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// Exactly, four bytes per weight: for training to go on from.
    Float32,
    /// About 1.06 bytes per weight: for sending. The error of a weight is at
    /// most 1/254 of the largest weight in its block (and a thousandth of
    /// that, for the rounding of the scale).
    Int8,
    /// About 0.56 bytes per weight. The error is eighteen times that of
    /// [`Int8`](Self::Int8): 1/14 of the largest weight in the block.
    Int4,
}

impl Precision {
    fn bits(self) -> Option<Bits> {
        match self {
            Self::Float32 => None,
            Self::Int8 => Some(Bits::Eight),
            Self::Int4 => Some(Bits::Four),
        }
    }
}

/// Tensors with fewer values stay floats: they are a hundredth of a network,
/// and among them are those that everything passes through.
const FEWEST_QUANTIZED: usize = 1024;

/// Saves the floating-point parameters of a module; the same module gives the
/// same bytes every time.
///
/// With [`Precision::Int8`] and [`Precision::Int4`] tensors of two or more axes and at least 1,024
/// values are quantized in blocks of up to 32 consecutive values. Each index of
/// the first axis starts a new block, unless it has fewer than 8 values.
///
/// # Errors
/// A parameter that holds integers or truth values, that is not finite, too
/// large for its bits, or cannot be read from its device.
pub fn pack<M: Module>(module: &M, precision: Precision) -> Result<Vec<u8>, WeightsError> {
    parameters(module)?;
    let mut collector = Collector {
        path: Path::default(),
        precision,
        tensors: Ok(Vec::new()),
    };
    module.visit(&mut collector);
    container::write(collector.tensors?)
}

struct Collector {
    path: Path,
    precision: Precision,
    tensors: Result<Vec<burn_pack::Tensor>, WeightsError>,
}

impl ModuleVisitor for Collector {
    fn enter_module(&mut self, name: &str, _container_type: &str) {
        self.path.enter(name);
    }

    fn exit_module(&mut self, _name: &str, _container_type: &str) {
        self.path.exit();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let Ok(tensors) = &mut self.tensors else {
            return;
        };
        match encode(self.path.name(), param, self.precision) {
            Ok(encoded) => tensors.extend(encoded),
            Err(error) => self.tensors = Err(error),
        }
    }
}

fn encode<const D: usize>(
    name: String,
    param: &Param<Tensor<D>>,
    precision: Precision,
) -> Result<Vec<burn_pack::Tensor>, WeightsError> {
    let (weights, shape) = read(&name, param)?;
    if let Some(index) = weights.iter().position(|weight| !weight.is_finite()) {
        return Err(WeightsError::NotFinite {
            name,
            index,
            value: weights[index],
        });
    }
    let small = D < 2 || weights.len() < FEWEST_QUANTIZED;
    let Some(bits) = precision.bits().filter(|_| !small) else {
        let bytes = weights
            .iter()
            .flat_map(|weight| weight.to_le_bytes())
            .collect();
        return Ok(vec![tensor(name, DType::F32, shape, bytes)]);
    };
    let blocks = Blocks::of(&shape);
    let quantized =
        quantize(&weights, blocks, bits).map_err(|overflow| WeightsError::TooLarge {
            name: name.clone(),
            value: overflow.0,
            limit: bits.largest_weight(),
        })?;
    let (dtype, shape) = match bits {
        Bits::Eight => (DType::I8, shape),
        Bits::Four => (DType::U8, vec![bits.bytes(weights.len())]),
    };
    let scales = container::scales_name(&name);
    let scales_shape = blocks.scales_shape().to_vec();
    Ok(vec![
        tensor(name, dtype, shape, quantized.values),
        tensor(scales, DType::F16, scales_shape, quantized.scales),
    ])
}

fn read<const D: usize>(
    name: &str,
    param: &Param<Tensor<D>>,
) -> Result<(Vec<f32>, Vec<usize>), WeightsError> {
    let unreadable = |reason: String| WeightsError::Unreadable {
        name: name.to_owned(),
        reason,
    };
    let value = param.transform_for_save().val();
    let shape = value.dims().to_vec();
    let data = value
        .try_into_data()
        .map_err(|error| unreadable(format!("{error:?}")))?;
    let weights = data
        .try_into_vec_as()
        .map_err(|error| unreadable(format!("{error:?}")))?;
    Ok((weights, shape))
}

/// Without the parameter's id, which is another in every run.
fn tensor(name: String, dtype: DType, shape: Vec<usize>, bytes: Vec<u8>) -> burn_pack::Tensor {
    burn_pack::Tensor::new(name, dtype, shape, None, Bytes::from_bytes_vec(bytes))
}
