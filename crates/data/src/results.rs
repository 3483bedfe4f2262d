//! The results file that the evaluation server of VQA v2 takes.

use serde::{Deserialize, Serialize};

/// What was answered to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The question's id.
    pub question_id: u64,
    /// The answer.
    pub answer: String,
}

/// The answers as the JSON of a results file.
///
/// # Errors
/// None that is known: numbers and strings can always be written.
pub fn results_json(answered: &[Answered]) -> Result<String, serde_json::Error> {
    serde_json::to_string(answered)
}
