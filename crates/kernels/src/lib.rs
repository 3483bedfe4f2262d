//! Fused operations of burn tensors, each beside the plain composition that
//! says what it computes.
//!
//! ```text
//! Tensor ──► pointwise, depthwise ──► on the CPU: Packed, Window (SIMD), and
//!            (maps.rs)                their own gradients (gradients.rs)
//!                                └──► elsewhere: composition.rs
//! ```
//!
//! An answer is so small that what burn does round each operation would take
//! longer than the operation: its parts ([`Packed`], [`Norm`], [`Gru`],
//! [`Heads`], `rows`) read and write plain numbers.
//!
//! Maps lie as `[batch, rows, columns, channels]`, so that a 1x1 convolution is
//! one product, and neighbours of a depthwise one are vectors.
//!
//! This crate knows tensors and their layout. It knows no network, no photo
//! and no question.

mod activation;
mod attention;
pub mod composition;
mod depthwise;
#[cfg(feature = "autodiff")]
mod depthwise_backward;
#[cfg(feature = "autodiff")]
mod gradients;
mod gru;
mod maps;
mod packed;
mod parallel;
mod pointwise;
pub mod rows;
mod simd;
mod sparse;
mod window;

pub use activation::{Norm, Spread, sigmoid, softmax};
pub use attention::{Heads, OfHeads};
pub use depthwise::{depthwise as depthwise_map, depthwise_rows};
pub use gru::Gru;
pub use maps::{depthwise, is_fused, pointwise};
pub use packed::Packed;
pub use pointwise::Closing;
pub use window::Window;
