use burn::module::{Module, Param};
use burn::nn::{Dropout, DropoutConfig, Embedding, EmbeddingConfig, LayerNorm, Linear};
use burn::nn::{LayerNormConfig, LinearConfig};
use burn::tensor::{Bool, Device, Int, Tensor};

use crate::carry::carried;
use crate::product::product;
use crate::{DfafConfig, Features, Gru};

/// A question that was read.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its words, `[batch, words, dim]`.
    pub words: Features,
    /// The GRU's last state, `[batch, gru_dim]`, with
    /// [`DfafConfig::whole_question`].
    pub whole: Option<Tensor<2>>,
}

/// A question becomes words that know what stood before them: word vectors,
/// a GRU with all its states kept, and a projection to the blocks' width.
#[derive(Module, Debug)]
pub struct QuestionEncoder {
    embedding: Embedding,
    dropout: Dropout,
    gru: Gru,
    projection: Linear,
    whole: Option<Linear>,
    norm: Option<LayerNorm>,
}

impl QuestionEncoder {
    /// An encoder with the sizes of `config` and random word vectors.
    pub fn new(config: &DfafConfig, device: &Device) -> Self {
        let projection = LinearConfig::new(config.gru_dim, config.dim);
        Self {
            embedding: EmbeddingConfig::new(config.n_words, config.word_dim).init(device),
            dropout: DropoutConfig::new(config.dropout).init(),
            gru: Gru::new(config.word_dim, config.gru_dim, device),
            projection: projection.init(device),
            whole: config
                .whole_question
                .then(|| projection.with_bias(false).init(device)),
            norm: config
                .input_norm
                .then(|| LayerNormConfig::new(config.dim).init(device)),
        }
    }

    /// The same encoder with other word vectors, `[n_words, word_dim]`.
    pub fn with_word_vectors(mut self, vectors: Tensor<2>) -> Self {
        self.embedding.weight = Param::from_tensor(vectors);
        self
    }

    /// What another encoder has learnt, with the vectors of the words that are
    /// new. Where only this one shows each word the whole question, it starts
    /// from saying nothing of it.
    pub(crate) fn warm_start(self, before: Self, words: &[Option<usize>]) -> Self {
        let vectors = carried(
            self.embedding.weight.val(),
            before.embedding.weight.val(),
            words,
        );
        let whole = learnt(self.whole, before.whole.clone());
        Self { whole, ..before }.with_word_vectors(vectors)
    }

    /// The words of a batch of questions.
    ///
    /// Padding must come last: the GRU reads from left to right, so what
    /// stands behind a question cannot change its states.
    ///
    /// # Shapes
    /// - ids, padding: `[batch, words]`
    pub fn forward(&self, ids: Tensor<2, Int>, padding: Tensor<2, Bool>) -> Question {
        let vectors = self.dropout.forward(self.embedding.forward(ids));
        let states = self.gru.forward(vectors);
        let whole = self.whole.as_ref();
        let whole = whole.map(|layer| (layer, last(states.clone(), &padding)));
        let values = product(&self.projection, states); // [batch, words, dim]
        let values = match &whole {
            Some((layer, last)) => values + product(layer, last.clone()).unsqueeze_dim::<3>(1),
            None => values,
        };
        let values = match &self.norm {
            Some(norm) => norm.forward(values),
            None => values,
        };
        Question {
            words: Features { values, padding },
            whole: whole.map(|(_, last)| last),
        }
    }
}

/// The state after the last word that is there; padding comes last.
///
/// # Shapes
/// - states: `[batch, words, gru_dim]`
/// - output: `[batch, gru_dim]`
fn last(states: Tensor<3>, padding: &Tensor<2, Bool>) -> Tensor<2> {
    let [batch, words] = padding.dims();
    let there = padding.clone().bool_not().float();
    let mut next = vec![Tensor::zeros([batch, 1], &states.device())];
    if words > 1 {
        next.insert(0, there.clone().narrow(1, 1, words - 1));
    }
    let is_last = there - Tensor::cat(next, 1); // [batch, words]
    let last = (states * is_last.unsqueeze_dim::<3>(2)).sum_dim(1);
    last.squeeze_dim(1)
}

/// The layer that was there before; where only this network has one, its own,
/// with outputs that are all 0.
pub(crate) fn learnt(own: Option<Linear>, before: Option<Linear>) -> Option<Linear> {
    before.or_else(|| {
        let own = own?;
        Some(Linear {
            weight: own.weight.map(|weight| weight.zeros_like().detach()),
            ..own
        })
    })
}
