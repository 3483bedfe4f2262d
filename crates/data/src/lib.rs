//! Data sets of questions about photos, the answers worth knowing, the metric.
//!
//! ```text
//! questions.json + annotations.json --vqa_v2----+
//! all_qa_pairs.txt, data_*.csv      --daquar----+--> DataSet --> AnswerCounts (what to answer)
//! val_balanced_questions.json       --gqa-------+      |   \--> soft_targets  (what to learn)
//! CLEVR_val_questions.json          --clevr-----+      |
//! questions.json + answers.txt      --easy_vqa--+      +--> Tally --> Scores, TypeScore
//!                                                      |              (how good it is)
//! boxes.json               --boxes--> Things, of COCO's 80 classes
//! classes, captions, detections of photos --labels--> what they show
//! folder of photos         --ImageFolder::find---------+
//! index.noun, data.noun    --wups::WordNet---------------> wups::score (how close it is)
//! ```
//!
//! Every loader yields the same [`Question`], which knows by its [`Scoring`]
//! how its data set compares answers, so that sets can be trained on together
//! and each is still measured by its own published rule.
//!
//! What this crate does not know: pixels, tensors, word ids, the network.

mod answers;
pub mod boxes;
pub mod clevr;
pub mod daquar;
pub mod easy_vqa;
mod error;
pub mod gqa;
mod images;
pub mod labels;
mod normal;
mod phrasing;
mod question;
pub mod regions;
mod results;
mod rewording;
mod score;
mod stream;
pub mod vqa_v2;
pub mod wups;

pub use answers::AnswerCounts;
pub use boxes::N_CLASSES;
pub use error::{DataError, read_json};
pub use images::{ImageFolder, photo_number};
pub use normal::vqa_normal;
pub use phrasing::{mirrored, phrasings};
pub use question::{DataSet, Kind, Part, Question, Scoring};
pub use results::{Answered, results_json};
pub use rewording::rewordings;
pub use score::{PEOPLE, Scores, Tally, TypeScore, percent};
