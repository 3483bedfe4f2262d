pub use dfaf::Thought;
use text::{Question, QuestionError};

use crate::session::words;
use crate::{Answer, AskError, Reply, SelfTestResult, TOLERANCE, Vqa};

impl Vqa {
    /// A question as the network reads it.
    ///
    /// # Errors
    /// [`QuestionError`] when it is none.
    pub fn encode(&self, question: &str) -> Result<Question, QuestionError> {
        self.vocabulary.encode(question, self.manifest.max_words)
    }

    /// The place of an answer, however it is spelled.
    ///
    /// # Errors
    /// [`AskError::UnknownAnswer`].
    pub fn place_of(&self, answer: &str) -> Result<usize, AskError> {
        let spelled = answer.trim().to_lowercase();
        let known = self.answers.index(answer).or(self.answers.index(&spelled));
        known.ok_or_else(|| AskError::UnknownAnswer(answer.to_owned()))
    }

    /// A thought in words; `absent` is what the question takes for granted and
    /// another thought did not see ([`granted`](Self::granted)).
    ///
    /// # Errors
    /// [`AskError::ReadBack`] when it is none of this model's.
    pub fn told(
        &self,
        question: &Question,
        thought: Thought,
        absent: Option<String>,
    ) -> Result<Reply, AskError> {
        let probabilities = self.probabilities(&thought.logits, &thought.asked);
        let probabilities = probabilities.ok_or(AskError::ReadBack)?;
        let n_regions = thought.from_regions.len() / thought.asked.len().max(1);
        let rows = thought.from_regions.chunks_exact(n_regions.max(1));
        let answers = thought.asked.iter().zip(probabilities).zip(rows);
        let told = answers.map(|((at, probability), contributions)| {
            let logit = *thought.logits.get(*at)?;
            Some(Answer {
                answer: self.answers.get(*at)?.to_owned(),
                probability,
                logit,
                // What no region adds.
                constant: logit - contributions.iter().sum::<f32>(),
                contributions: contributions.to_vec(),
            })
        });
        let mut answers: Vec<Answer> = told.collect::<Option<_>>().ok_or(AskError::ReadBack)?;
        // Of "yes" and "no" the other one can be more probable than its logit says.
        answers.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        Ok(Reply {
            unsure: self.is_unsure(&answers),
            absent,
            answers,
            words: words(question),
            truncated: question.truncated,
            blocks: thought.blocks,
        })
    }

    /// How far a reply to the manifest's test question is from what is
    /// expected.
    pub fn judge(&self, reply: &Reply) -> SelfTestResult {
        let test = &self.manifest.self_test;
        let difference = |(answer, expected): &(String, f32)| {
            let found = reply.answers.iter().find(|found| &found.answer == answer);
            // A number that is none is as wrong as can be.
            match found.map(|found| (found.probability - expected).abs()) {
                Some(difference) if difference <= 1.0 => difference,
                _ => 1.0,
            }
        };
        let worst = test.expected.iter().map(difference).fold(0.0, f32::max);
        SelfTestResult {
            passed: worst <= TOLERANCE && !test.expected.is_empty(),
            worst,
            tolerance: TOLERANCE,
        }
    }
}
