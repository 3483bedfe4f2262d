//! Training that goes on with the last stages of the backbone, together with
//! the network that reads them.
//!
//! ```text
//! maps on disk ─► Eyes: stages 6, 7, head ─► regions ─► Dfaf ─► loss of the answers
//!                   └─► labels of each cell ─► of the photo (classes, words)
//!                                          └─► of the cells (classes with boxes)
//!                          attention and contributions ─► loss of the flows
//!                          attention of the first head ─► loss of the matches
//! ```

mod coverage;
mod labels;
mod loss;
mod matches;
mod measure;
mod mentions;
mod module;
mod precision_recall;

pub(crate) use labels::LabelTargets;
pub use labels::Labels;
pub use loss::pooled;
pub(crate) use loss::{EyesLosses, Supervised, eyes_loss, flow_loss};
pub(crate) use matches::{Matches, match_loss};
pub use measure::Seen;
pub(crate) use measure::measure_labels;
pub(crate) use mentions::{Mentions, Named};
pub use module::{Eyes, label_layer};
pub use precision_recall::mean_average_precision;
