use burn::tensor::{Bool, Device, ExecutionError, Int, Tensor, TensorData, Transaction};
use dfaf::{BlockFlows, Dfaf, DfafOutput, MapOrGate, Scenes};
use text::{Answers, Question, QuestionError, Vocabulary};
use thiserror::Error;
use vision::{Grid, Looker, Photo, RegionBox};

use crate::{Answer, AnswerKind, BlockMaps, Calibration, Manifest, Reply, ReplyWord, Scaling};

/// A model on a device, ready to look and to answer.
#[derive(Debug)]
pub struct Vqa {
    pub(crate) manifest: Manifest,
    pub(crate) looker: Looker,
    pub(crate) network: Dfaf,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) answers: Answers,
    pub(crate) device: Device,
}

/// A photo that was looked at; what was seen stays on the device.
#[derive(Debug, Clone)]
pub struct Scene {
    /// One box for each region: the cells of the grid row by row, the whole
    /// photo last.
    pub boxes: Vec<RegionBox>,
    /// The grid of all regions but the last.
    pub grid: Grid,
    pub(crate) features: Tensor<2>,
    /// Projected for the network, which no question has to do again.
    projected: Scenes,
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
    #[error("the device failed: {0:?}")]
    Device(ExecutionError),
    /// The device gave something else than it was asked for.
    #[error("the device gave back tensors of another kind than were asked for")]
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
        let regions = self.looker.look(photo);
        let n_regions = regions.boxes.len();
        let none_missing = Tensor::<2, Bool>::full([1, n_regions], false, &self.device);
        let features = regions.features.clone().unsqueeze_dim(0);
        Scene {
            boxes: regions.boxes,
            grid: regions.grid,
            projected: self.network.look(features, none_missing),
            features: regions.features,
        }
    }

    /// Answers a question with the `top_k` best answers (at least one), what
    /// spoke for each, and every attention map.
    ///
    /// # Errors
    /// [`AskError`] when the question cannot be read or the device fails.
    pub async fn ask(
        &self,
        scene: &Scene,
        question: &str,
        top_k: usize,
    ) -> Result<Reply, AskError> {
        let absent = self.absent(scene, question).await?;
        let question = self.vocabulary.encode(question, self.manifest.max_words)?;
        let output = self.think(scene, &question);
        let mut reading = Transaction::default().register(output.logits.clone());
        for block in &output.blocks {
            reading = register(reading, block);
        }
        let mut read = Numbers::read(reading).await?;
        let logits = read.next()?;
        let blocks = output.blocks.iter();
        let blocks = blocks.map(|block| block.try_each(&mut |_| read.next()));
        let blocks: Vec<BlockMaps> = blocks.collect::<Result<_, _>>()?;
        let best = best(&logits, top_k);
        let answers = self.with_evidence(&output, &logits, &best).await?;
        Ok(Reply {
            unsure: self.is_unsure(&answers),
            absent,
            answers,
            words: words(&question),
            truncated: question.truncated,
            blocks,
        })
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
        let question = self.vocabulary.encode(question, self.manifest.max_words)?;
        let output = self.think(scene, &question);
        let logits = self.logits(&output).await?;
        let asked = self.with_evidence(&output, &logits, &[at]).await?;
        asked.into_iter().next().ok_or(AskError::ReadBack)
    }

    /// The best answer alone: nothing else is computed or read back.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub async fn best_answer(&self, scene: &Scene, question: &str) -> Result<String, AskError> {
        let logits = self.logits_of(scene, question).await?;
        let best = best(&logits, 1)
            .first()
            .and_then(|at| self.answers.get(*at));
        Ok(best.ok_or(AskError::ReadBack)?.to_owned())
    }

    fn think(&self, scene: &Scene, question: &Question) -> DfafOutput {
        let n_words = question.ids.len();
        let ids: Vec<i64> = question.ids.iter().map(|id| i64::from(*id)).collect();
        let device = &self.device;
        self.network.answer(
            scene.projected.clone(),
            Tensor::<2, Int>::from_data(TensorData::new(ids, [1, n_words]), device),
            Tensor::<2, Bool>::full([1, n_words], false, device),
        )
    }

    /// One logit for each answer.
    pub(crate) async fn logits_of(
        &self,
        scene: &Scene,
        question: &str,
    ) -> Result<Vec<f32>, AskError> {
        let question = self.vocabulary.encode(question, self.manifest.max_words)?;
        self.logits(&self.think(scene, &question)).await
    }

    async fn logits(&self, output: &DfafOutput) -> Result<Vec<f32>, AskError> {
        let reading = Transaction::default().register(output.logits.clone());
        Numbers::read(reading).await?.next()
    }

    /// The answers in some places, with what spoke for each.
    async fn with_evidence(
        &self,
        output: &DfafOutput,
        logits: &[f32],
        places: &[usize],
    ) -> Result<Vec<Answer>, AskError> {
        let n = places.len();
        let asked: Vec<i64> = places.iter().map(|at| *at as i64).collect();
        let asked = Tensor::<1, Int>::from_data(TensorData::new(asked, [n]), &self.device);
        let evidence = self.network.evidence(output, &asked);
        let reading = Transaction::default()
            .register(evidence.from_regions)
            .register(evidence.constant);
        let mut read = Numbers::read(reading).await?;
        let (from_regions, constants) = (read.next()?, read.next()?);
        let probabilities = self.probabilities(logits);
        let answer = |(column, at): (usize, &usize)| {
            Some(Answer {
                answer: self.answers.get(*at)?.to_owned(),
                probability: *probabilities.get(*at)?,
                logit: *logits.get(*at)?,
                constant: *constants.get(column)?,
                contributions: from_regions
                    .iter()
                    .skip(column)
                    .step_by(n)
                    .copied()
                    .collect(),
            })
        };
        let answers = places.iter().enumerate().map(answer);
        answers.collect::<Option<_>>().ok_or(AskError::ReadBack)
    }

    /// The probability of each answer.
    pub(crate) fn probabilities(&self, logits: &[f32]) -> Vec<f32> {
        let scaling = self.scaling(logits);
        let logits: Vec<f32> = logits.iter().map(|x| scaling.of(*x)).collect();
        match self.manifest.network.exclusive_answers {
            true => softmax(&logits),
            false => logits.iter().map(|x| 1.0 / (1.0 + (-x).exp())).collect(),
        }
    }

    /// What makes logits believable, by the kind of the best answer.
    fn scaling(&self, logits: &[f32]) -> Scaling {
        let best = best(logits, 1);
        let best = best.first().and_then(|at| self.answers.get(*at));
        match (&self.manifest.calibration, best) {
            (Some(calibration), Some(best)) => calibration.scaling(AnswerKind::of(best)),
            _ => Scaling::NONE,
        }
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

/// Probabilities that add up to 1, in the form that does not overflow.
fn softmax(logits: &[f32]) -> Vec<f32> {
    let largest = logits.iter().copied().fold(f32::MIN, f32::max);
    let parts: Vec<f32> = logits.iter().map(|x| (x - largest).exp()).collect();
    let whole: f32 = parts.iter().sum();
    parts.into_iter().map(|part| part / whole).collect()
}

/// The places of the largest logits, best first.
fn best(logits: &[f32], top_k: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..logits.len()).collect();
    order.sort_by(|a, b| logits[*b].total_cmp(&logits[*a]));
    order.truncate(top_k.max(1));
    order
}

pub(crate) fn words(question: &Question) -> Vec<ReplyWord> {
    let words = question.words.iter().map(|word| ReplyWord {
        text: word.text.clone(),
        known: word.known,
        read_as: word.read_as.clone(),
    });
    words.collect()
}

/// Asks for all maps and gates of a block, in their order.
fn register(reading: Transaction, block: &BlockFlows) -> Transaction {
    let mut reading = reading;
    block.each(|part| {
        let before = std::mem::take(&mut reading);
        reading = match part {
            MapOrGate::Map(map) => before.register(map.clone()),
            MapOrGate::Gate(gate) => before.register(gate.clone()),
        };
    });
    reading
}

/// What came back from the device, tensor after tensor.
struct Numbers(std::vec::IntoIter<TensorData>);

impl Numbers {
    async fn read(reading: Transaction) -> Result<Self, AskError> {
        let read = reading.execute_async().await.map_err(AskError::Device)?;
        Ok(Self(read.into_iter()))
    }

    fn next(&mut self) -> Result<Vec<f32>, AskError> {
        self.0.next().and_then(numbers).ok_or(AskError::ReadBack)
    }
}

pub(crate) fn numbers(data: TensorData) -> Option<Vec<f32>> {
    data.try_into_vec::<f32>().ok()
}

#[cfg(test)]
mod tests {
    use super::softmax;

    #[test]
    fn probabilities_of_answers_that_exclude_each_other_add_up_to_one() {
        for shift in [0.0, 500.0, -500.0] {
            let logits = [6f32, 3.0, 1.0].map(|part| part.ln() + shift);
            let given = softmax(&logits);
            for (given, expected) in given.iter().zip([0.6, 0.3, 0.1]) {
                assert!((given - expected).abs() < 1e-4, "{given}, not {expected}");
            }
        }
        assert!(softmax(&[]).is_empty());
    }
}
