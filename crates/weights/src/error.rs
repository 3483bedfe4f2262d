//! What can be wrong with weights.

use thiserror::Error;

/// Why weights could not be saved, trusted or loaded.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum WeightsError {
    /// The bytes are something else than weights of this project.
    #[error("these are no vqa-flow weights but {found}")]
    Foreign {
        /// What they look like.
        found: String,
    },
    /// The file was written by another version of the format.
    #[error("the weights have format version {found:?}; this program reads {supported:?}")]
    Version {
        /// What the file says.
        found: String,
        /// The one version that can be read.
        supported: String,
    },
    /// The end is missing, as when a download dies.
    #[error("{file} is cut short: {actual} of {expected} bytes")]
    Truncated {
        /// The file's name, or "the weights" where the name is not known.
        file: String,
        /// How long it should be; at least so long if the end is unknown.
        expected: u64,
        /// How long it is.
        actual: u64,
    },
    /// The length is right or too long, but these are not the bytes that were
    /// written.
    #[error("{file} was altered: its SHA-256 is {actual}, expected {expected}")]
    Altered {
        /// The file's name.
        file: String,
        /// The digest it should have, in hexadecimal.
        expected: String,
        /// The digest of the bytes.
        actual: String,
    },
    /// The file contradicts itself.
    #[error("the weights are damaged: {reason}")]
    Damaged {
        /// How.
        reason: String,
    },
    /// The module has a parameter that the file lacks.
    #[error("the weights have no tensor {name:?}; do they belong to another network?")]
    MissingTensor {
        /// The path of the parameter.
        name: String,
    },
    /// The file has a tensor that no parameter wants.
    #[error("the weights have a tensor {name:?} that the network lacks")]
    UnexpectedTensor {
        /// The name in the file.
        name: String,
    },
    /// A tensor has another shape than its parameter.
    #[error("the tensor {name:?} has the shape {found:?}, the network needs {expected:?}")]
    WrongShape {
        /// The name in the file.
        name: String,
        /// The shape that the module needs.
        expected: Vec<usize>,
        /// The shape in the file.
        found: Vec<usize>,
    },
    /// A tensor has a type that is not used for it.
    #[error("the tensor {name:?} has the type {found}, expected {expected}")]
    WrongType {
        /// The name in the file.
        name: String,
        /// What it could be.
        expected: &'static str,
        /// What it is.
        found: String,
    },
    /// A weight or a scale is infinite or not a number.
    #[error("the tensor {name:?} has the value {value} at {index}")]
    NotFinite {
        /// The name of the tensor.
        name: String,
        /// Where, counted through the flattened tensor.
        index: usize,
        /// The value.
        value: f32,
    },
    /// A weight is too large for a 16-bit scale.
    #[error("the tensor {name:?} has the value {value}; 8-bit weights go up to {limit}")]
    TooLarge {
        /// The path of the parameter.
        name: String,
        /// The largest value in its block.
        value: f32,
        /// The limit.
        limit: f32,
    },
    /// A parameter holds integers or truth values.
    #[error("the parameter {name:?} holds {kind}; only floating-point weights can be saved")]
    Unsupported {
        /// The path of the parameter.
        name: String,
        /// What it holds.
        kind: &'static str,
    },
    /// A parameter's values could not be read from its device.
    #[error("cannot read the parameter {name:?} from its device: {reason}")]
    Unreadable {
        /// The path of the parameter.
        name: String,
        /// What the device says.
        reason: String,
    },
}
