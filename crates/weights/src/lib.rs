//! Quantize, save and load the weights of any module, and say what is wrong
//! with a file that is not what it should be.
//!
//! ```text
//! module --pack--> bytes of one .bpk file --FileEntry::of--> name, length, SHA-256
//!                          |                                        |
//!        somebody else's disk, a network that dies half way         |
//!                          |                                        v
//! module <--unpack-- the bytes, checked  <----------------- FileEntry::verify
//! ```
//!
//! The file is a burnpack container. A matrix or a convolution kernel named
//! `a.b` is the two tensors `a.b` (8-bit integers, or bytes with two of 4 bits) and `a.b.scale` (one 16-bit
//! float per block of up to 32 weights), kept apart because general compression
//! works better on like values. Loading multiplies them back to 32-bit floats
//! once, so that a network computes the same way on every device. Biases, norms
//! and small tensors stay 32-bit floats and are exact.
//!
//! A block never crosses from one output channel into the next (see
//! [`pack`]): after batch norm is folded, neighbouring kernels of a depthwise
//! convolution differ a hundredfold, and a common scale would erase the small
//! ones.
//!
//! What this crate does not know: which network it is, files, the network. It
//! never believes a file: names, shapes, types and lengths are compared with the
//! module before memory is taken for them.

mod blocks;
mod container;
mod error;
mod file;
mod halves;
mod pack;
mod parameters;
mod unpack;

pub use error::WeightsError;
pub use file::FileEntry;
pub use halves::halves;
pub use pack::{Precision, pack};
pub use unpack::{Named, Tensors, tensors, unpack};
