//! The door to the browser: bytes in, plain objects out.
//!
//! Built twice. The `cpu` module has SIMD and no shaders; the `gpu` module
//! (feature `gpu`) has both. The door is the same, so a page can go from one to the
//! other with the same bytes of weights.
//!
//! Every method takes `&self`: an exclusive borrow that lives across an await
//! would throw on re-entry. Calls still have to be made one at a time, because
//! a device has one queue.

mod backend;
mod engine;
mod error;
#[cfg(feature = "gpu")]
mod gpu;
mod objects;

pub use engine::Engine;
