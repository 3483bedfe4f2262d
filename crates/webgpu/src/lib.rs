//! The two networks on WebGPU, in shaders of their own: a look in some fifty
//! dispatches, an answer in twenty, each in one submit.
//!
//! ```text
//! weights (by name) ──► Weights: one buffer                      (weights.rs)
//! photo ──► Looking: stem, blocks, head, regions ──► Seen        (looking.rs)
//! Seen, word vectors ──► Thinking: GRU, blocks, answerer ──► Thought
//!                                                                (thinking.rs)
//! ```
//!
//! What is computed is what `vision` and `dfaf` say; they are the
//! specification, and the tests in the browser hold the two together. Where a
//! network is of a kind that has no shader here, [`Gpu::new`] says so.
//!
//! This crate knows WebGPU by the few calls that it makes of it
//! (`bindings.rs`). It knows no question, no answer and no page.

mod bindings;
mod buffers;
mod device;
mod flows;
mod looking;
mod multiplying;
mod recording;
mod shaders;
mod steps;
mod thinking;
mod thought;
mod weights;

pub use device::{Gpu, GpuError};
pub use thinking::Seen;
pub use thought::{Asked, Maps, Thought};
pub use weights::Named;
