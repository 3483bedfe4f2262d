//! What strangers hand us, fed with anything: each function takes any bytes
//! and must come back, whatever they are. It panics where a promise is broken.
//!
//! ```text
//! ./build.sh fuzz ── cargo-fuzz ── targets/NAME.rs ─┐
//!                                                   ├─► fuzz::NAME(bytes)
//! ./build.sh test ── tests/anything.rs ─────────────┘
//! ```

mod files;
mod model;
mod people;
mod seeds;

pub use files::{data_sets, features, regions};
pub use model::{flows, manifest, weights};
pub use people::{photo, question};
pub use seeds::seeds;

/// A function of this crate.
pub type Target = fn(&[u8]);

/// All of them, by name.
pub const TARGETS: [(&str, Target); 8] = [
    ("weights", weights),
    ("manifest", manifest),
    ("question", question),
    ("photo", photo),
    ("flows", flows),
    ("data_sets", data_sets),
    ("regions", regions),
    ("features", features),
];

/// What `bytes` say first, and the rest; 0 where there is none.
fn split_first(bytes: &[u8]) -> (u8, &[u8]) {
    match bytes.split_first() {
        Some((first, rest)) => (*first, rest),
        None => (0, bytes),
    }
}
