//! Region features that a detector elsewhere has made, photo by photo.
//!
//! ```text
//! *.tsv of bottom-up-attention   --Tsv--------+
//! folder of *.npz of OpenVQA     --NpzFolder--+--> PhotoRegions, one photo at a time
//! ```
//!
//! The files hold tens of gigabytes. Both readers keep one photo in memory and
//! check every size that a file claims before they make room for it.

mod archive;
mod error;
mod npy;
mod npz;
mod photo;
mod tsv;

pub use error::{Place, RegionsError, Spot};
pub use npz::NpzFolder;
pub use photo::PhotoRegions;
pub use tsv::{SizeOrder, Tsv};
