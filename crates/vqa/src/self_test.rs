use serde::{Deserialize, Serialize};

use crate::{AskError, Photo, Vqa};

/// How far a probability may be from the expected one. A GPU adds in another
/// order than a CPU, and each browser's SIMD is a little different; a kernel
/// that did not run at all is far beyond this.
pub const TOLERANCE: f32 = 0.01;

/// Side of the test photo, in pixels.
const SIDE: usize = 96;

/// A question about the test photo and what the model should say to it: known
/// answers show whether a device computes what it is asked to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelfTest {
    /// The question.
    pub question: String,
    /// The best answers and their probabilities, as 32-bit weights on the CPU
    /// gave them.
    pub expected: Vec<(String, f32)>,
}

/// What came of a self-test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SelfTestResult {
    /// Whether every probability was as expected.
    pub passed: bool,
    /// The largest difference of a probability; 1 where an expected answer is
    /// not there at all.
    pub worst: f32,
    /// The largest difference that passes.
    pub tolerance: f32,
}

/// A photo that everybody can draw: a disc of changing colour on a ramp.
pub fn test_photo() -> Photo {
    let mut rgba = Vec::with_capacity(SIDE * SIDE * 4);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let (dx, dy) = (x as i32 - 40, y as i32 - 52);
            let inside = dx * dx + dy * dy < 28 * 28;
            let (x, y) = ((x * 255 / SIDE) as u8, (y * 255 / SIDE) as u8);
            rgba.extend(match inside {
                true => [230, 255 - x, y / 3, 255],
                false => [x / 2, 90 + y / 4, 160, 255],
            });
        }
    }
    Photo::from_rgba(SIDE, SIDE, rgba).expect("four bytes for each of SIDE * SIDE pixels")
}

impl Vqa {
    /// Asks the manifest's self-test and compares the answers.
    ///
    /// # Errors
    /// [`AskError`] when the device fails or the question cannot be asked.
    pub async fn self_test(&self) -> Result<SelfTestResult, AskError> {
        let test = &self.manifest.self_test;
        let scene = self.look(&test_photo());
        let reply = self.ask(&scene, &test.question, self.answers.len()).await?;
        Ok(self.judge(&reply))
    }

    /// What this model says to `question` about the test photo: the
    /// expectation for its manifest.
    ///
    /// # Errors
    /// [`AskError`] when the question cannot be asked.
    pub async fn record_self_test(&self, question: &str) -> Result<SelfTest, AskError> {
        let scene = self.look(&test_photo());
        let reply = self.ask(&scene, question, 8).await?;
        Ok(SelfTest {
            question: question.to_owned(),
            expected: reply
                .answers
                .into_iter()
                .map(|answer| (answer.answer, answer.probability))
                .collect(),
        })
    }
}
