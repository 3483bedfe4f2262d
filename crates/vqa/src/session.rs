#[cfg(feature = "views")]
use burn::tensor::{Device, ExecutionError};
use dfaf::{Asked, Prepared, Seen};
use text::{Answers, Question, QuestionError, Vocabulary};
use thiserror::Error;
use vision::{Grid, Looker, Photo, RegionBox, Regions};

use crate::{Answer, AnswerKind, Calibration, Manifest, Reply, ReplyWord, Scaling, Thought};

/// A model on the processor, ready to look and to answer.
#[derive(Debug)]
pub struct Vqa {
    pub(crate) manifest: Manifest,
    pub(crate) looker: Looker,
    pub(crate) mind: Prepared,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) answers: Answers,
    /// For many views at once, which burn computes.
    #[cfg(feature = "views")]
    pub(crate) network: dfaf::Dfaf,
    #[cfg(feature = "views")]
    pub(crate) device: Device,
}

/// A photo that was looked at.
#[derive(Debug, Clone)]
pub struct Scene {
    /// One box for each region: the cells of the grid row by row, the whole
    /// photo last.
    pub boxes: Vec<RegionBox>,
    /// The grid of all regions but the last.
    pub grid: Grid,
    /// `[regions, region_dim]`
    #[cfg(feature = "views")]
    pub(crate) features: Vec<f32>,
    /// What no question has to do again.
    seen: Option<Seen>,
}

/// A question that gets no answer.
#[derive(Debug, Error)]
pub enum AskError {
    /// The question cannot be read.
    #[error(transparent)]
    Question(#[from] QuestionError),
    /// It was asked why not an answer that the model does not know.
    #[error("the model does not know the answer `{0}`")]
    UnknownAnswer(String),
    /// The device failed; the model must be loaded anew, there or elsewhere.
    #[cfg(feature = "views")]
    #[error("the device failed: {0:?}")]
    Device(ExecutionError),
    /// What was computed is not what was asked for.
    #[error("the network gave something else than it was asked for")]
    ReadBack,
}

impl Vqa {
    /// The manifest of the model.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The same model with other probabilities.
    pub fn calibrated(mut self, calibration: Calibration) -> Self {
        self.manifest.calibration = Some(calibration);
        self
    }

    /// Looks at a photo of any shape.
    pub fn look(&self, photo: &Photo) -> Scene {
        let Regions {
            features,
            boxes,
            grid,
        } = self.looker.look(photo);
        Scene {
            seen: self.mind.look(&features),
            boxes,
            grid,
            #[cfg(feature = "views")]
            features,
        }
    }

    /// Answers a question with the `top_k` best answers (at least one), what
    /// spoke for each, and every attention map.
    ///
    /// # Errors
    /// [`AskError`] when the question cannot be read.
    pub async fn ask(
        &self,
        scene: &Scene,
        question: &str,
        top_k: usize,
    ) -> Result<Reply, AskError> {
        let question = self.encode(question)?;
        let logits = async |asked| self.logits_of(scene, &asked);
        let absent = self.absent(&question, logits).await?;
        let thought = self.think(scene, &question, Asked::Best(top_k))?;
        self.told(&question, thought, absent)
    }

    /// What spoke for and against an answer, be it among the best or not: "and
    /// why not a dog?". It is found however it is spelled.
    ///
    /// # Errors
    /// [`AskError::UnknownAnswer`], and as [`ask`](Self::ask).
    pub async fn evidence_for(
        &self,
        scene: &Scene,
        question: &str,
        answer: &str,
    ) -> Result<Answer, AskError> {
        let at = self.place_of(answer)?;
        let question = self.encode(question)?;
        let thought = self.think(scene, &question, Asked::These(&[at]))?;
        let reply = self.told(&question, thought, None)?;
        reply.answers.into_iter().next().ok_or(AskError::ReadBack)
    }

    /// The best answer alone.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub async fn best_answer(&self, scene: &Scene, question: &str) -> Result<String, AskError> {
        let thought = self.think(scene, &self.encode(question)?, Asked::Best(1))?;
        let best = thought.asked.first().and_then(|at| self.answers.get(*at));
        Ok(best.ok_or(AskError::ReadBack)?.to_owned())
    }

    /// One logit for each answer.
    pub(crate) fn logits_of(
        &self,
        scene: &Scene,
        question: &Question,
    ) -> Result<Vec<f32>, AskError> {
        let thought = self.think(scene, question, Asked::These(&[]))?;
        Ok(thought.logits)
    }

    fn think(
        &self,
        scene: &Scene,
        question: &Question,
        asked: Asked<'_>,
    ) -> Result<Thought, AskError> {
        let seen = scene.seen.as_ref().ok_or(AskError::ReadBack)?;
        let thought = self.mind.think(seen, &question.ids, asked);
        thought.ok_or(AskError::ReadBack)
    }

    /// The probabilities of the answers in some places.
    pub(crate) fn probabilities(&self, logits: &[f32], places: &[usize]) -> Option<Vec<f32>> {
        if let Some([yes, no]) = self.yes_or_no(logits) {
            let of = |at: &usize| match self.answers.get(*at)? {
                YES => Some(yes),
                NO => Some(no),
                _ => Some(sigmoid(*logits.get(*at)?).min(yes).min(no)),
            };
            return places.iter().map(of).collect();
        }
        let scaling = self.scaling(logits);
        let of = |at: &usize| Some(scaling.of(*logits.get(*at)?));
        let chosen: Vec<f32> = places.iter().map(of).collect::<Option<_>>()?;
        Some(match self.manifest.network.exclusive_answers {
            true => {
                let all = logits.iter().map(|x| scaling.of(*x));
                softmax(&chosen, all)
            }
            false => chosen.into_iter().map(sigmoid).collect(),
        })
    }

    /// How probable "yes" and "no" are where one of them is the best answer:
    /// together they have 1. Nothing where another is, or where all answers
    /// exclude each other anyway.
    fn yes_or_no(&self, logits: &[f32]) -> Option<[f32; 2]> {
        let is_each_for_itself = !self.manifest.network.exclusive_answers;
        let is_pair = is_each_for_itself && self.kind(logits)? == AnswerKind::YesNo;
        let no = self.no_rather_than_yes(logits).filter(|_| is_pair)?;
        Some([1.0 - no, no])
    }

    /// How probable "no" is where it is that or "yes", 0..1. Nothing for a model
    /// that is not calibrated, or does not know both.
    pub(crate) fn no_rather_than_yes(&self, logits: &[f32]) -> Option<f32> {
        let scaling = self.manifest.calibration?.yes_no;
        let of = |answer| logits.get(self.answers.index(answer)?);
        let more = of(NO)? - of(YES)?;
        let of_the_larger = sigmoid(scaling.of(more.abs()));
        Some(match more > 0.0 {
            true => of_the_larger,
            false => 1.0 - of_the_larger,
        })
    }

    /// What makes logits believable, by the kind of the best answer.
    fn scaling(&self, logits: &[f32]) -> Scaling {
        match (&self.manifest.calibration, self.kind(logits)) {
            (Some(calibration), Some(kind)) => calibration.scaling(kind),
            _ => Scaling::NONE,
        }
    }

    /// The kind of the best answer. "Why is it loose?" asks for no "yes", though
    /// that may be the best guess: where each answer stands for itself, it is that
    /// kind only where "yes" and "no" together have half of what is certain.
    fn kind(&self, logits: &[f32]) -> Option<AnswerKind> {
        let kind = AnswerKind::of(self.answers.get(best(logits)?)?);
        let probability = |answer| Some(sigmoid(*logits.get(self.answers.index(answer)?)?));
        let either: f32 = [YES, NO].into_iter().filter_map(probability).sum();
        let is_guess = !self.manifest.network.exclusive_answers && either < 0.5;
        Some(match kind {
            AnswerKind::YesNo if is_guess => AnswerKind::Other,
            kind => kind,
        })
    }

    /// Whether the best answer is no more than a guess.
    pub(crate) fn is_unsure(&self, answers: &[Answer]) -> bool {
        let least = self
            .manifest
            .calibration
            .map_or(0.0, |calibration| calibration.unsure_below);
        answers.first().is_some_and(|best| best.probability < least)
    }
}

/// The answers that exclude each other.
const YES: &str = "yes";
const NO: &str = "no";

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Those of probabilities that add up to 1 which belong to `chosen`, some of
/// `all` logits, in the form that does not overflow.
fn softmax(chosen: &[f32], all: impl Iterator<Item = f32> + Clone) -> Vec<f32> {
    let largest = all.clone().fold(f32::MIN, f32::max);
    let whole: f32 = all.map(|x| (x - largest).exp()).sum();
    let parts = chosen.iter().map(|x| (x - largest).exp() / whole);
    parts.collect()
}

/// The place of the largest logit; of equal ones the first.
fn best(logits: &[f32]) -> Option<usize> {
    let places = (0..logits.len()).rev();
    places.max_by(|a, b| logits[*a].total_cmp(&logits[*b]))
}

pub(crate) fn words(question: &Question) -> Vec<ReplyWord> {
    let words = question.words.iter().map(|word| ReplyWord {
        text: word.text.clone(),
        known: word.known,
        read_as: word.read_as.clone(),
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::softmax;

    #[test]
    fn probabilities_of_answers_that_exclude_each_other_add_up_to_one() {
        for shift in [0.0, 500.0, -500.0] {
            let logits = [6f32, 3.0, 1.0].map(|part| part.ln() + shift);
            let given = softmax(&logits, logits.into_iter());
            for (given, expected) in given.iter().zip([0.6, 0.3, 0.1]) {
                assert!((given - expected).abs() < 1e-4, "{given}, not {expected}");
            }
        }
        assert!(softmax(&[], std::iter::empty()).is_empty());
    }
}
