use burn::module::Module;
use burn::nn::{LayerNorm, LayerNormConfig, Linear, LinearConfig};
use burn::tensor::{Bool, Device, Int, Tensor};

use crate::inter::Known;
use crate::product::product;
use crate::{
    Answerer, Block, BlockFlows, ConfigError, Contributions, DfafConfig, Features, Question,
    QuestionEncoder,
};

/// The whole network.
#[derive(Module, Debug)]
pub struct Dfaf {
    question: QuestionEncoder,
    regions: Linear,
    region_norm: Option<LayerNorm>,
    blocks: Vec<Block>,
    answerer: Answerer,
}

/// Photos and questions about them.
#[derive(Debug, Clone)]
pub struct DfafInput {
    /// Region features, `[photos, regions, region_dim]`.
    pub regions: Tensor<3>,
    /// True where there is no region, `[photos, regions]`.
    pub region_padding: Tensor<2, Bool>,
    /// Word ids, `[questions, words]`, padding last.
    pub words: Tensor<2, Int>,
    /// True where there is no word, `[questions, words]`.
    pub word_padding: Tensor<2, Bool>,
}

/// Photos, projected to the width of the blocks, with what of the first block no
/// question changes: made once, it serves any number of questions.
#[derive(Debug, Clone)]
pub struct Scenes {
    regions: Features,
    known: Option<Known>,
}

impl Scenes {
    /// The photo of each question, by its place: `index` is `[questions]`.
    pub fn of_questions(&self, index: &Tensor<1, Int>) -> Self {
        Self {
            regions: self.regions.select(index),
            known: self.known.as_ref().map(|known| known.select(index)),
        }
    }
}

/// Everything that one forward pass knows.
#[derive(Debug, Clone)]
pub struct DfafOutput {
    /// One logit per answer, `[batch, answers]`.
    pub logits: Tensor<2>,
    /// The maps and gates of each block, first block first.
    pub blocks: Vec<BlockFlows>,
    /// The regions after the last block, `[batch, regions, dim]`.
    pub regions: Features,
    /// The question, its words after the last block.
    pub question: Question,
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
            ..before
        }
    }

    /// Projects photos, as often as they will be asked about.
    ///
    /// # Shapes
    /// - regions: `[photos, regions, region_dim]`
    /// - padding, true where there is no region: `[photos, regions]`
    pub fn look(&self, regions: Tensor<3>, padding: Tensor<2, Bool>) -> Scenes {
        let values = product(&self.regions, regions); // [photos, regions, dim]
        let values = match &self.region_norm {
            Some(norm) => norm.forward(values),
            None => values,
        };
        let regions = Features { values, padding };
        Scenes {
            known: self.blocks.first().and_then(|block| block.know(&regions)),
            regions,
        }
    }

    /// Answers questions, each about the photo in its place.
    pub fn forward(&self, input: DfafInput) -> DfafOutput {
        let scenes = self.look(input.regions, input.region_padding);
        self.answer(scenes, input.words, input.word_padding)
    }

    /// The same with several questions about one photo, which is projected once:
    /// `photos`, `[questions]`, says which of the photos each is about.
    pub fn forward_about(&self, input: DfafInput, photos: Tensor<1, Int>) -> DfafOutput {
        let scenes = self.look(input.regions, input.region_padding);
        let scenes = scenes.of_questions(&photos);
        self.answer(scenes, input.words, input.word_padding)
    }

    /// Answers questions about photos that were looked at.
    ///
    /// # Shapes
    /// - scenes: a photo for each question (see [`Scenes::of_questions`])
    /// - words, their ids, padding last: `[questions, words]`
    /// - padding, true where there is no word: `[questions, words]`
    pub fn answer(
        &self,
        scenes: Scenes,
        words: Tensor<2, Int>,
        padding: Tensor<2, Bool>,
    ) -> DfafOutput {
        let Question { mut words, whole } = self.question.forward(words, padding);
        let Scenes { mut regions, known } = scenes;
        let mut known = known.as_ref();
        let mut blocks = Vec::with_capacity(self.blocks.len());
        for block in &self.blocks {
            let output = block.forward(regions, known.take(), words);
            regions = output.regions;
            words = output.words;
            blocks.push(output.flows);
        }
        let question = Question { words, whole };
        DfafOutput {
            logits: self.answerer.forward(&regions, &question),
            blocks,
            regions,
            question,
        }
    }

    /// Which region spoke for some answers, from what
    /// [`answer`](Self::answer) gave; `answers` are their places, `[asked]`.
    pub fn evidence(&self, output: &DfafOutput, answers: &Tensor<1, Int>) -> Contributions {
        self.answerer
            .contributions(&output.regions, &output.question, answers)
    }

    /// What each region adds to the logit of one answer a question, with
    /// gradients, from what [`answer`](Self::answer) gave.
    ///
    /// # Shapes
    /// - answers: `[batch]`
    /// - output: `[batch, regions]`
    pub fn contributions_to(&self, output: &DfafOutput, answers: Tensor<1, Int>) -> Tensor<2> {
        self.answerer
            .contributions_to(&output.regions, &output.question, answers)
    }
}
