//! Data sets of questions about photos, the answers worth knowing, the metric.
//!
//! ```text
//! questions.json + annotations.json --vqa_v2--+
//! all_qa_pairs.txt, data_*.csv     --daquar---+--> DataSet --> AnswerCounts (what to answer)
//! spatial_statements.json          --spatial--+      |   \--> soft_targets  (what to learn)
//! folder of photos        --ImageFolder::find--------+   \--> Tally, Scores (how good it is)
//! ```
//!
//! Every loader yields the same [`Question`], which knows by its [`Scoring`]
//! how its data set compares answers, so that sets can be trained on together
//! and each is still measured by its own published rule.
//!
//! What this crate does not know: pixels, tensors, word ids, the network.

mod answers;
mod contractions;
pub mod daquar;
mod error;
mod images;
mod normal;
mod phrasing;
mod question;
pub mod regions;
mod results;
mod score;
pub mod spatial;
pub mod vqa_v2;

pub use answers::AnswerCounts;
pub use error::DataError;
pub use images::ImageFolder;
pub use normal::vqa_normal;
pub use phrasing::{mirrored, phrasings};
pub use question::{DataSet, Kind, Question, Scoring};
pub use results::{Answered, results_json};
pub use score::{Scores, Tally};
