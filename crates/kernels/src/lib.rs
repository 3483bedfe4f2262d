//! Fused operations of burn tensors, each beside the plain composition that
//! says what it computes.
//!
//! ```text
//! Tensor ──► pointwise, depthwise ──► on the CPU: Packed, Window (SIMD), and
//!            (maps.rs)                their own gradients (gradients.rs)
//!                                └──► elsewhere: composition.rs
//! ```
//!
//! Maps lie as `[batch, rows, columns, channels]`, so that a 1x1 convolution is
//! one product, and neighbours of a depthwise one are vectors.
//!
//! This crate knows tensors and their layout. It knows no network, no photo
//! and no question.

pub mod composition;
mod depthwise;
#[cfg(feature = "autodiff")]
mod depthwise_backward;
#[cfg(feature = "autodiff")]
mod gradients;
mod maps;
mod parallel;
mod pointwise;
mod simd;
mod window;

pub use depthwise::{depthwise as depthwise_map, depthwise_rows};
pub use maps::{depthwise, is_fused, pointwise};
pub use pointwise::{Closing, Packed};
pub use window::Window;
