use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::intra_flow::{IntraFlow, flags};

/// A network with more parameters than this is refused before it is built:
/// the largest preset has 41 million, and the sizes come from files that
/// people hand us.
pub const MAX_PARAMETERS: usize = 400_000_000;

/// The shape of a [`Dfaf`](crate::Dfaf). Whatever differs from the paper is a
/// field of its own, and off in [`DfafConfig::paper`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DfafConfig {
    /// Number of word ids, the two special ones included.
    pub n_words: usize,
    /// Number of answers, one logit each.
    pub n_answers: usize,
    /// Length of a region's feature vector.
    pub region_dim: usize,
    /// Length of a word vector.
    pub word_dim: usize,
    /// Width of the GRU that reads the question.
    pub gru_dim: usize,
    /// Width of both modalities inside the blocks.
    pub dim: usize,
    /// Attention heads; must divide `dim`.
    pub n_heads: usize,
    /// How often InterMaf and DyIntraMaf are stacked.
    pub n_blocks: usize,
    /// Width of the answerer's hidden layer.
    pub hidden_dim: usize,
    /// Dropout of what flows inside a block, in 0..1.
    pub dropout: f64,
    /// Dropout before each of the answerer's two layers, in 0..1.
    pub answerer_dropout: f64,
    /// Whether the modalities read each other. Without it InterMaf is left
    /// out, the paper's ablation, and its maps are all 0.
    #[serde(default = "always", skip_serializing_if = "Clone::clone")]
    pub inter: bool,
    /// How each modality reads itself.
    #[serde(flatten, with = "flags")]
    pub intra: IntraFlow,
    /// Not in the paper: a layer norm before each flow and a residual
    /// connection round it.
    pub residual_norm: bool,
    /// Not in the paper: a layer norm on the projected regions and words.
    pub input_norm: bool,
    /// Not in the paper: the answerer also sees the mean word by itself.
    pub question_shortcut: bool,
    /// Not in the paper: each word, and the answerer, also knows the GRU's last
    /// state, which has read the whole question.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole_question: bool,
    /// Not in the paper: the answers exclude each other. Probabilities are the
    /// softmax of the logits, and add up to 1, where the paper judges each
    /// answer for itself by a sigmoid.
    #[serde(default)]
    pub exclusive_answers: bool,
    /// Not in the paper, and for training alone: the last layer's weights are
    /// `W + V G`, where `G` holds the word vectors of the answers. What is
    /// learnt of one answer then tells something of those that mean the like.
    /// [`Dfaf::folded`](crate::Dfaf::folded) works it into `W`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answer_vectors: bool,
}

fn always() -> bool {
    true
}

/// A configuration that describes no network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// A size is zero.
    #[error("`{field}` is 0; it must be at least 1")]
    Zero {
        /// The field's name.
        field: &'static str,
    },
    /// The heads do not share the width evenly.
    #[error("`dim` ({dim}) cannot be divided evenly among `n_heads` ({n_heads})")]
    Heads {
        /// Width of the blocks.
        dim: usize,
        /// Number of heads.
        n_heads: usize,
    },
    /// A dropout is no probability.
    #[error("`{field}` must be at least 0 and less than 1")]
    Dropout {
        /// The field's name.
        field: &'static str,
    },
    /// The network would be too large to be meant.
    #[error("the network would have more than {limit} parameters")]
    TooLarge {
        /// The most parameters that are accepted.
        limit: usize,
    },
}

impl DfafConfig {
    /// The paper's network: 512 wide, 8 heads, a GRU of 1280, GloVe vectors of
    /// 300, 2048-dimensional regions (section 4.2 of the paper).
    pub fn paper(n_words: usize, n_answers: usize, n_blocks: usize) -> Self {
        Self {
            n_words,
            n_answers,
            region_dim: 2048,
            word_dim: 300,
            gru_dim: 1280,
            dim: 512,
            n_heads: 8,
            n_blocks,
            hidden_dim: 1024,
            dropout: 0.1,
            answerer_dropout: 0.5,
            inter: true,
            intra: IntraFlow::Dynamic,
            residual_norm: false,
            input_norm: false,
            question_shortcut: false,
            whole_question: false,
            exclusive_answers: false,
            answer_vectors: false,
        }
    }

    /// The network that a web page carries: small, and with what little data
    /// asks for (residuals, norms, a strong dropout).
    pub fn web(n_words: usize, n_answers: usize, region_dim: usize) -> Self {
        Self {
            region_dim,
            word_dim: 100,
            gru_dim: 192,
            dim: 192,
            n_heads: 4,
            hidden_dim: 384,
            answerer_dropout: 0.4,
            residual_norm: true,
            input_norm: true,
            question_shortcut: true,
            whole_question: true,
            ..Self::paper(n_words, n_answers, 1)
        }
    }

    /// Checks that the sizes describe a network of a reasonable size.
    ///
    /// # Errors
    /// One [`ConfigError`] for the first thing that is wrong.
    pub fn validate(&self) -> Result<(), ConfigError> {
        let sizes = [
            ("n_words", self.n_words),
            ("n_answers", self.n_answers),
            ("region_dim", self.region_dim),
            ("word_dim", self.word_dim),
            ("gru_dim", self.gru_dim),
            ("dim", self.dim),
            ("n_heads", self.n_heads),
            ("n_blocks", self.n_blocks),
            ("hidden_dim", self.hidden_dim),
        ];
        if let Some((field, _)) = sizes.into_iter().find(|(_, size)| *size == 0) {
            return Err(ConfigError::Zero { field });
        }
        if !self.dim.is_multiple_of(self.n_heads) {
            return Err(ConfigError::Heads {
                dim: self.dim,
                n_heads: self.n_heads,
            });
        }
        let dropouts = [
            ("dropout", self.dropout),
            ("answerer_dropout", self.answerer_dropout),
        ];
        if let Some((field, _)) = dropouts.into_iter().find(|(_, p)| !(0.0..1.0).contains(p)) {
            return Err(ConfigError::Dropout { field });
        }
        match self.n_parameters() <= MAX_PARAMETERS as f64 {
            true => Ok(()),
            false => Err(ConfigError::TooLarge {
                limit: MAX_PARAMETERS,
            }),
        }
    }

    /// An upper bound of the number of parameters, in numbers that sizes from a
    /// file cannot overflow.
    fn n_parameters(&self) -> f64 {
        let sizes = [self.word_dim, self.gru_dim, self.dim, self.hidden_dim];
        let [word, gru, dim, hidden] = sizes.map(|size| size as f64);
        let (words, answers) = (self.n_words as f64, self.n_answers as f64);
        let question = words * word + 3.0 * gru * (word + gru + 2.0);
        let inputs = dim * (self.region_dim as f64 + 2.0 * gru + 6.0);
        // InterMaf: six projections and two outputs of double width.
        // DyIntraMaf: six projections, two gates and two outputs.
        let blocks = self.n_blocks as f64 * 20.0 * dim * (dim + 6.0);
        let answerer = hidden * (2.0 * dim + gru + answers + word + 2.0) + answers * (word + 1.0);
        question + inputs + blocks + answerer
    }
}
