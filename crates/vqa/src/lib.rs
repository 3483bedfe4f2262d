//! A photo and a question in, answers and their evidence out.
//!
//! ```text
//! manifest.json ─► Manifest ─┐
//! network.bpk, backbone.bpk ─┴► Vqa::load
//!                                 │
//! Photo ──────► look ─► Scene ────┤
//! question ───────────────────────┴► ask ─► Reply { answers, words, blocks }
//!                                 └► ask_hiding ─► what is said to a part of the photo
//! ```
//!
//! **Look once, ask often**: looking is the slow part, and a [`Scene`] keeps
//! what was seen on the device.
//!
//! This crate does no I/O and owns no clock. Nothing that a user gives it can
//! make it panic: files, photos and questions that lie get a typed error.

mod calibration;
mod load;
mod manifest;
mod presence;
mod reply;
mod self_test;
mod session;
mod thought;
#[cfg(feature = "views")]
mod views;

pub use calibration::{AnswerKind, Calibration, CalibrationError, Scaling};
pub use load::{BACKBONE, LoadError, NETWORK};
pub use manifest::{FORMAT, MAX_WORDS, Manifest, ManifestError, VERSION};
pub use presence::Granted;
pub use reply::{Answer, BlockMaps, Reply, ReplyWord};
pub use self_test::{SelfTest, SelfTestResult, TOLERANCE, test_photo};
pub use session::{AskError, Scene, Vqa};
pub use thought::Thought;

pub use dfaf::{BlockMaps as Maps, MapOrGate};
pub use text::{Question, QuestionError};
pub use vision::{Grid, Photo, PhotoError, RegionBox, boxes};
pub use weights::{WeightsError, tensors};
