use text::{Noun, Question, presupposed};

use crate::{AskError, Scene, Vqa};

/// A thing that a question takes for granted, such as the bus of "what color is
/// the bus?". Whether it is there the same network is asked about the same
/// scene: nothing else looks at the photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Granted(Noun);

impl Granted {
    /// One of the things: "bus".
    pub fn name(&self) -> &'static str {
        self.0.one
    }

    /// The question that asks whether it is there.
    pub fn question(&self) -> String {
        self.0.question()
    }
}

impl Vqa {
    /// What a question takes for granted, where this model can tell whether it
    /// is there
    /// ([`Calibration::absent_above`](crate::Calibration::absent_above)).
    pub fn granted(&self, question: &Question) -> Option<Granted> {
        self.manifest.calibration?.absent_above?;
        // As it is read, "buss" is a bus.
        let words = question.words.iter();
        let words = words.map(|word| word.read_as.as_deref().unwrap_or(&word.text));
        let words: Vec<&str> = words.collect();
        presupposed(&text::words(&words.join(" "))).map(Granted)
    }

    /// Whether the logits of the answers to [`Granted::question`] say that it
    /// is not there.
    fn say_absent(&self, logits: &[f32]) -> bool {
        let above = self.manifest.calibration.and_then(|it| it.absent_above);
        match (above, self.no_rather_than_yes(logits)) {
            (Some(above), Some(no)) => no > above,
            _ => false,
        }
    }

    /// How probable it is that a thing is not there, 0..1, as the network
    /// answers the question whether it is there. Nothing where the model is not
    /// calibrated, or cannot say "no".
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub async fn probability_of_absence(
        &self,
        scene: &Scene,
        thing: &Granted,
    ) -> Result<Option<f32>, AskError> {
        let logits = self.logits_of(scene, &self.encode(&thing.question())?)?;
        Ok(self.no_rather_than_yes(&logits))
    }

    /// The name of what a question takes for granted and the scene lacks;
    /// `logits` answers another question about the same scene.
    ///
    /// # Errors
    /// Those of `logits`.
    pub async fn absent<E: From<AskError>>(
        &self,
        question: &Question,
        logits: impl AsyncFnOnce(Question) -> Result<Vec<f32>, E>,
    ) -> Result<Option<String>, E> {
        let Some(granted) = self.granted(question) else {
            return Ok(None);
        };
        let asked = self.encode(&granted.question()).map_err(AskError::from)?;
        let is_absent = self.say_absent(&logits(asked).await?);
        Ok(is_absent.then(|| granted.name().to_owned()))
    }
}
