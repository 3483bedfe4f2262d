//! The pixels of a photo: decoded by others, mirrored or cut here, laid over
//! white and squashed to the square that a backbone reads.
//!
//! It is the one part of looking at a photo that goes over every pixel itself,
//! so it is optimised in every profile; hence a crate of its own.
//!
//! This crate knows no burn, no backbone and no file format.

mod fit;
mod photo;

pub use fit::{FittedPhoto, fit};
pub use photo::{MAX_SIDE, Photo, PhotoError};
