use burn::tensor::{Bool, Device, ExecutionError, Int, Tensor, TensorData, Transaction};
use dfaf::{BlockFlows, Dfaf, DfafInput};
use text::{Answers, Question, QuestionError, Vocabulary};
use thiserror::Error;
use vision::{Grid, Looker, Photo, RegionBox};

use crate::{Answer, BlockMaps, Manifest, Reply, ReplyWord};

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

/// A photo that was looked at; its features stay on the device.
#[derive(Debug, Clone)]
pub struct Scene {
    /// One box for each region: the cells of the grid row by row, the whole
    /// photo last.
    pub boxes: Vec<RegionBox>,
    /// The grid of all regions but the last.
    pub grid: Grid,
    pub(crate) features: Tensor<2>,
}

/// A question that gets no answer.
#[derive(Debug, Error)]
pub enum AskError {
    /// The question cannot be read.
    #[error(transparent)]
    Question(#[from] QuestionError),
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

    /// Looks at a photo of any shape.
    pub fn look(&self, photo: &Photo) -> Scene {
        let regions = self.looker.look(photo);
        Scene {
            boxes: regions.boxes,
            grid: regions.grid,
            features: regions.features,
        }
    }

    /// Answers a question with the `top_k` best answers (at least one).
    ///
    /// # Errors
    /// [`AskError`] when the question cannot be read or the device fails.
    pub async fn ask(
        &self,
        scene: &Scene,
        question: &str,
        top_k: usize,
    ) -> Result<Reply, AskError> {
        let question = self.vocabulary.encode(question, self.manifest.max_words)?;
        let output = self.network.forward(self.input(scene, &question));
        let contributions = self.network.contributions(&output);

        let mut reading = Transaction::default()
            .register(output.logits)
            .register(contributions.from_regions)
            .register(contributions.constant);
        for block in &output.blocks {
            reading = register(reading, block);
        }
        let read = reading.execute_async().await.map_err(AskError::Device)?;
        let mut read = read.into_iter().map(numbers);
        let mut next = || read.next().flatten().ok_or(AskError::ReadBack);

        let (logits, from_regions, constants) = (next()?, next()?, next()?);
        let probabilities = self.probabilities(&logits);
        let answers = best(&logits, top_k)
            .into_iter()
            .map(|at| {
                let probability = *probabilities.get(at)?;
                self.answer(at, probability, &logits, &from_regions, &constants)
            })
            .collect::<Option<Vec<_>>>()
            .ok_or(AskError::ReadBack)?;
        let sizes = (scene.boxes.len(), question.ids.len());
        let mut blocks = Vec::with_capacity(output.blocks.len());
        for block in &output.blocks {
            blocks.push(block_maps(
                block,
                self.manifest.network.n_heads,
                sizes,
                &mut next,
            )?);
        }
        Ok(Reply {
            answers,
            words: words(&question),
            truncated: question.truncated,
            blocks,
        })
    }

    fn input(&self, scene: &Scene, question: &Question) -> DfafInput {
        let (n_regions, n_words) = (scene.boxes.len(), question.ids.len());
        let ids: Vec<i64> = question.ids.iter().map(|id| i64::from(*id)).collect();
        let device = &self.device;
        DfafInput {
            regions: scene.features.clone().unsqueeze_dim(0),
            region_padding: Tensor::<2, Bool>::full([1, n_regions], false, device),
            words: Tensor::<2, Int>::from_data(TensorData::new(ids, [1, n_words]), device),
            word_padding: Tensor::<2, Bool>::full([1, n_words], false, device),
        }
    }

    /// The probability of each answer.
    pub(crate) fn probabilities(&self, logits: &[f32]) -> Vec<f32> {
        match self.manifest.network.exclusive_answers {
            true => softmax(logits),
            false => logits.iter().map(|x| 1.0 / (1.0 + (-x).exp())).collect(),
        }
    }

    fn answer(
        &self,
        at: usize,
        probability: f32,
        logits: &[f32],
        from_regions: &[f32],
        constants: &[f32],
    ) -> Option<Answer> {
        let logit = *logits.get(at)?;
        let rows = from_regions.chunks_exact(logits.len());
        Some(Answer {
            answer: self.answers.get(at)?.to_owned(),
            probability,
            logit,
            constant: *constants.get(at)?,
            contributions: rows.map(|row| row[at]).collect(),
        })
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

fn words(question: &Question) -> Vec<ReplyWord> {
    let words = question.words.iter().map(|word| ReplyWord {
        text: word.text.clone(),
        known: word.known,
    });
    words.collect()
}

/// Asks for all maps and gates of a block, in the order of [`block_maps`].
fn register(reading: Transaction, block: &BlockFlows) -> Transaction {
    let mut reading = reading
        .register(block.words_from_regions.clone())
        .register(block.regions_from_words.clone())
        .register(block.within_regions.clone())
        .register(block.within_words.clone());
    for gate in [&block.region_gate, &block.word_gate].into_iter().flatten() {
        reading = reading.register(gate.clone());
    }
    reading
}

fn block_maps(
    block: &BlockFlows,
    heads: usize,
    (regions, words): (usize, usize),
    next: &mut impl FnMut() -> Result<Vec<f32>, AskError>,
) -> Result<BlockMaps, AskError> {
    Ok(BlockMaps {
        heads,
        regions,
        words,
        words_from_regions: next()?,
        regions_from_words: next()?,
        within_regions: next()?,
        within_words: next()?,
        region_gate: block
            .region_gate
            .as_ref()
            .map_or(Ok(Vec::new()), |_| next())?,
        word_gate: block
            .word_gate
            .as_ref()
            .map_or(Ok(Vec::new()), |_| next())?,
    })
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
