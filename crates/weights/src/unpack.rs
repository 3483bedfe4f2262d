//! From bytes to a module.

use std::collections::{BTreeMap, BTreeSet};

use burn::module::{Module, ModuleMapper, Param};
use burn::tensor::{Tensor, TensorData};
use burn_pack::DType;

use crate::blocks::{Bits, Blocks, dequantize, scales_of};
use crate::container::{damaged, open, scales_name};
use crate::error::WeightsError;
use crate::parameters::{Parameter, Path, parameters};

type Stored = BTreeMap<String, burn_pack::Tensor>;

/// Puts the weights of a file into a module of the same structure.
///
/// The module says which names and shapes there have to be. It can be freshly
/// made: parameters that burn has not initialised yet are never initialised.
/// Everything is checked before the first weight is decoded. The weights go to
/// the device that each parameter is on, as 32-bit floats.
///
/// # Errors
/// Bytes that are no weights, of another version, cut short or damaged; weights
/// of another module; values that are not finite.
pub fn unpack<M: Module>(module: M, bytes: Vec<u8>) -> Result<M, WeightsError> {
    let stored = open(bytes)?;
    check(&parameters(&module)?, &stored)?;
    let mut loader = Loader {
        path: Path::default(),
        stored,
        error: None,
    };
    let module = module.map(&mut loader);
    match loader.error {
        Some(error) => Err(error),
        None => Ok(module),
    }
}

/// The tensors of a file, for who knows their names and shapes and has no module
/// to put them into.
pub struct Named {
    stored: Stored,
    taken: BTreeSet<String>,
}

impl Named {
    /// Opens a file.
    ///
    /// # Errors
    /// Bytes that are no weights, of another version, cut short or damaged.
    pub fn open(bytes: Vec<u8>) -> Result<Self, WeightsError> {
        Ok(Self {
            stored: open(bytes)?,
            taken: BTreeSet::new(),
        })
    }

    /// A tensor as 32-bit floats.
    ///
    /// # Errors
    /// As [`unpack`], for this tensor.
    pub fn take(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, WeightsError> {
        check_one(name, shape, &self.stored)?;
        self.taken.insert(name.to_owned());
        self.taken.insert(scales_name(name));
        weights(&self.stored, name, shape)
    }

    /// Says that nothing more will be taken.
    ///
    /// # Errors
    /// [`WeightsError::UnexpectedTensor`] where something is left.
    pub fn finish(self) -> Result<(), WeightsError> {
        check_all_wanted(&self.taken, &self.stored)
    }
}

/// The shape and the numbers of each tensor, by its name.
pub type Tensors = BTreeMap<String, (Vec<usize>, Vec<f32>)>;

/// All weights of a file by name, with their shapes, as 32-bit floats: for
/// those who have no module to put them into.
///
/// # Errors
/// Bytes that are no weights, of another version, cut short or damaged. Whose
/// weights they are is not checked.
pub fn tensors(bytes: Vec<u8>) -> Result<Tensors, WeightsError> {
    let stored = open(bytes)?;
    let scales: BTreeSet<String> = stored.keys().map(|name| scales_name(name)).collect();
    let mut named = BTreeMap::new();
    for (name, tensor) in stored.iter().filter(|(name, _)| !scales.contains(*name)) {
        let shape = tensor.shape.to_vec();
        // Two weights of 4 bits share a byte, and their shape is not told.
        check_type(
            tensor,
            if tensor.dtype == DType::I8 {
                DType::I8
            } else {
                DType::F32
            },
            "F32 or I8",
        )?;
        named.insert(
            name.clone(),
            (shape.clone(), weights(&stored, name, &shape)?),
        );
    }
    Ok(named)
}

fn check(parameters: &[Parameter], stored: &Stored) -> Result<(), WeightsError> {
    let mut wanted = BTreeSet::new();
    for Parameter { name, shape } in parameters {
        check_one(name, shape, stored)?;
        wanted.insert(name.clone());
        wanted.insert(scales_name(name));
    }
    check_all_wanted(&wanted, stored)
}

fn check_all_wanted(wanted: &BTreeSet<String>, stored: &Stored) -> Result<(), WeightsError> {
    match stored.keys().find(|name| !wanted.contains(*name)) {
        Some(name) => Err(WeightsError::UnexpectedTensor { name: name.clone() }),
        None => Ok(()),
    }
}

fn check_one(name: &str, shape: &[usize], stored: &Stored) -> Result<(), WeightsError> {
    let tensor = find(stored, name)?;
    match bits_of(tensor) {
        Some(Bits::Four) => {
            let n = shape.iter().product();
            check_shape(tensor, &[Bits::Four.bytes(n)])?;
        }
        _ => check_shape(tensor, shape)?,
    }
    match tensor.dtype {
        DType::F32 => {
            check_finite(&tensor.name, floats(&bytes_of(tensor)?))?;
            let scales = scales_name(name);
            match stored.contains_key(&scales) {
                true => Err(WeightsError::UnexpectedTensor { name: scales }),
                false => Ok(()),
            }
        }
        DType::I8 | DType::U8 => {
            let scales = find(stored, &scales_name(name))?;
            check_type(scales, DType::F16, "F16")?;
            check_shape(scales, &Blocks::of(shape).scales_shape())?;
            check_finite(&scales.name, scales_of(&bytes_of(scales)?))
        }
        _ => check_type(tensor, DType::F32, "F32, I8 or U8"),
    }
}

fn find<'a>(stored: &'a Stored, name: &str) -> Result<&'a burn_pack::Tensor, WeightsError> {
    stored.get(name).ok_or_else(|| WeightsError::MissingTensor {
        name: name.to_owned(),
    })
}

fn check_shape(tensor: &burn_pack::Tensor, expected: &[usize]) -> Result<(), WeightsError> {
    let found = tensor.shape.to_vec();
    if found != expected {
        let (name, expected) = (tensor.name.clone(), expected.to_vec());
        return Err(WeightsError::WrongShape {
            name,
            expected,
            found,
        });
    }
    Ok(())
}

/// How many bits each weight has, where they are integers.
fn bits_of(tensor: &burn_pack::Tensor) -> Option<Bits> {
    match tensor.dtype {
        DType::I8 => Some(Bits::Eight),
        DType::U8 => Some(Bits::Four),
        _ => None,
    }
}

fn check_type(
    tensor: &burn_pack::Tensor,
    dtype: DType,
    expected: &'static str,
) -> Result<(), WeightsError> {
    if tensor.dtype != dtype {
        let (name, found) = (tensor.name.clone(), format!("{:?}", tensor.dtype));
        return Err(WeightsError::WrongType {
            name,
            expected,
            found,
        });
    }
    Ok(())
}

fn check_finite(name: &str, values: impl Iterator<Item = f32>) -> Result<(), WeightsError> {
    match values.enumerate().find(|(_, value)| !value.is_finite()) {
        Some((index, value)) => Err(WeightsError::NotFinite {
            name: name.to_owned(),
            index,
            value,
        }),
        None => Ok(()),
    }
}

fn bytes_of(tensor: &burn_pack::Tensor) -> Result<burn_pack::Bytes, WeightsError> {
    tensor
        .to_bytes()
        .map_err(|error| damaged(error.to_string()))
}

fn floats(bytes: &[u8]) -> impl Iterator<Item = f32> {
    let (quads, _) = bytes.as_chunks::<4>();
    quads.iter().map(|&quad| f32::from_le_bytes(quad))
}

fn weights(stored: &Stored, name: &str, shape: &[usize]) -> Result<Vec<f32>, WeightsError> {
    let tensor = find(stored, name)?;
    let values = bytes_of(tensor)?;
    let Some(bits) = bits_of(tensor) else {
        return Ok(floats(&values).collect());
    };
    let scales = bytes_of(find(stored, &scales_name(name))?)?;
    Ok(dequantize(&values, &scales, Blocks::of(shape), bits))
}

struct Loader {
    path: Path,
    stored: Stored,
    error: Option<WeightsError>,
}

impl Loader {
    fn weights(&self, shape: &[usize]) -> Result<Vec<f32>, WeightsError> {
        weights(&self.stored, &self.path.name(), shape)
    }
}

impl ModuleMapper for Loader {
    fn enter_module(&mut self, name: &str, _container_type: &str) {
        self.path.enter(name);
    }

    fn exit_module(&mut self, _name: &str, _container_type: &str) {
        self.path.exit();
    }

    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let shape = param.lazy_shape();
        match self.weights(&shape) {
            Ok(weights) => {
                let data = TensorData::new(weights, shape);
                let tensor = Tensor::from_data(data, &param.lazy_device());
                let id = param.id;
                param.transform_for_load(tensor, id)
            }
            Err(error) => {
                self.error.get_or_insert(error);
                param
            }
        }
    }
}
