//! Priors for a student: what a question alone and a photo alone make probable.
//!
//! ```text
//! word ids of questions, answers --Phrases::fit--> log-probability of each answer, by the question alone
//! numbers of photos, answers     --left_out------> how probable each answer is, by the photo alone
//! word ids of questions          --Splices-------> questions that nobody asked
//! ```
//!
//! Plain models with a convex loss: of a few thousand questions a network
//! learns much by heart, and these do not. What they say goes into the answers
//! of the teachers (`vqa-lab teach`).
//!
//! What this crate does not know: pixels, tensors, words, the network. Words
//! and answers are numbers here.

mod photos;
mod phrases;
mod splices;

pub use photos::left_out;
pub use phrases::{Answered, Phrases};
pub use splices::{Splice, Splices};
