use burn::module::Module;
use burn::nn::{LayerNorm, LayerNormConfig, Linear, LinearConfig};
use burn::tensor::{Bool, Device, Int, Tensor};

use crate::QuestionEncoder;
use crate::product::product;
use crate::{Answerer, Block, BlockFlows, ConfigError, Contributions, DfafConfig, Features};

/// The whole network.
#[derive(Module, Debug)]
pub struct Dfaf {
    question: QuestionEncoder,
    regions: Linear,
    region_norm: Option<LayerNorm>,
    blocks: Vec<Block>,
    answerer: Answerer,
    blind: bool,
}

/// A batch of questions about photos.
#[derive(Debug, Clone)]
pub struct DfafInput {
    /// Region features, `[batch, regions, region_dim]`.
    pub regions: Tensor<3>,
    /// True where there is no region, `[batch, regions]`.
    pub region_padding: Tensor<2, Bool>,
    /// Word ids, `[batch, words]`, padding last.
    pub words: Tensor<2, Int>,
    /// True where there is no word, `[batch, words]`.
    pub word_padding: Tensor<2, Bool>,
}

/// Everything that one forward pass knows.
#[derive(Debug, Clone)]
pub struct DfafOutput {
    /// One logit per answer, `[batch, answers]`.
    pub logits: Tensor<2>,
    /// The maps and gates of each block, first block first.
    pub blocks: Vec<BlockFlows>,
    /// The regions after the last block.
    pub regions: Features,
    /// The words after the last block.
    pub words: Features,
}

impl DfafConfig {
    /// A network with random weights on `device`.
    ///
    /// # Errors
    /// [`ConfigError`] when the sizes describe no network.
    pub fn init(&self, device: &Device) -> Result<Dfaf, ConfigError> {
        self.validate()?;
        Ok(Dfaf {
            question: QuestionEncoder::new(self, device),
            regions: LinearConfig::new(self.region_dim, self.dim).init(device),
            region_norm: self
                .input_norm
                .then(|| LayerNormConfig::new(self.dim).init(device)),
            blocks: (0..self.n_blocks)
                .map(|_| Block::new(self, device))
                .collect(),
            answerer: Answerer::new(self, device),
            blind: self.blind,
        })
    }
}

impl Dfaf {
    /// The same network with other word vectors, `[n_words, word_dim]`.
    pub fn with_word_vectors(mut self, vectors: Tensor<2>) -> Self {
        self.question = self.question.with_word_vectors(vectors);
        self
    }

    /// The same network whose logits start from other biases, `[n_answers]`.
    pub fn with_answer_bias(mut self, bias: Tensor<1>) -> Self {
        self.answerer = self.answerer.with_bias(bias);
        self
    }

    /// The same network with the word vectors of its answers,
    /// `[n_answers, word_dim]`; only where
    /// [`DfafConfig::answer_vectors`] has a place for them.
    pub fn with_answer_vectors(mut self, vectors: Tensor<2>) -> Self {
        self.answerer = self.answerer.with_answer_vectors(vectors);
        self
    }

    /// The same network as one without
    /// [`DfafConfig::answer_vectors`]: what they add is worked into the last
    /// layer, and every answer stays the same.
    pub fn folded(mut self) -> Self {
        self.answerer = self.answerer.folded();
        self
    }

    /// What `before`, a network of the same sizes, has learnt, in the place of
    /// this one's random weights. The two may know other words and answers:
    /// `words` and `answers` say for each of this one's which of `before`'s it
    /// is; those that are new keep what they have.
    pub fn warm_start(
        self,
        before: Self,
        words: &[Option<usize>],
        answers: &[Option<usize>],
    ) -> Self {
        Self {
            question: self.question.warm_start(before.question, words),
            answerer: self.answerer.warm_start(before.answerer, answers),
            blind: self.blind,
            ..before
        }
    }

    /// Answers a batch.
    pub fn forward(&self, input: DfafInput) -> DfafOutput {
        let mut words = self.question.forward(input.words, input.word_padding);
        let mut regions = self.project(input.regions, input.region_padding);
        let mut blocks = Vec::with_capacity(self.blocks.len());
        for block in &self.blocks {
            let output = block.forward(regions, words);
            regions = output.regions;
            words = output.words;
            blocks.push(output.flows);
        }
        DfafOutput {
            logits: self.answerer.forward(&regions, &words),
            blocks,
            regions,
            words,
        }
    }

    /// Which region spoke for which answer, from what [`forward`](Self::forward)
    /// gave.
    pub fn contributions(&self, output: &DfafOutput) -> Contributions {
        self.answerer.contributions(&output.regions, &output.words)
    }

    fn project(&self, regions: Tensor<3>, padding: Tensor<2, Bool>) -> Features {
        let seen = match self.blind {
            true => regions.zeros_like(),
            false => regions,
        };
        let values = product(&self.regions, seen);
        let values = match &self.region_norm {
            Some(norm) => norm.forward(values),
            None => values,
        };
        Features { values, padding }
    }
}
