use serde::Serialize;

/// What the network says to a question, best answer first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reply {
    /// The best answers.
    pub answers: Vec<Answer>,
    /// The words of the question, as they were read.
    pub words: Vec<ReplyWord>,
    /// Whether the question was longer than the network reads.
    pub truncated: bool,
    /// The attention maps, first block first.
    pub blocks: Vec<BlockMaps>,
}

/// One answer and what spoke for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The answer itself.
    pub answer: String,
    /// How probable it is, 0..1. Where the network's answers exclude each
    /// other (`DfafConfig::exclusive_answers`) those of all answers add up to
    /// 1; else each is judged for itself.
    pub probability: f32,
    /// The probability's logit.
    pub logit: f32,
    /// What of the logit comes from no region: biases and the question alone.
    pub constant: f32,
    /// What of the logit comes from each region. The sum and the constant
    /// make the logit.
    pub contributions: Vec<f32>,
}

/// A word of the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReplyWord {
    /// As it was typed.
    pub text: String,
    /// Whether the network knows it.
    pub known: bool,
}

/// Every attention map and gate of one block. Maps are flattened, the last
/// index running fastest; each row of the last index sums to 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BlockMaps {
    /// How many heads.
    pub heads: usize,
    /// How many regions.
    pub regions: usize,
    /// How many words.
    pub words: usize,
    /// Which regions a word reads, `[heads, words, regions]`.
    pub words_from_regions: Vec<f32>,
    /// Which words a region reads, `[heads, regions, words]`.
    pub regions_from_words: Vec<f32>,
    /// Which regions a region reads, `[heads, regions, regions]`.
    pub within_regions: Vec<f32>,
    /// Which words a word reads, `[heads, words, words]`.
    pub within_words: Vec<f32>,
    /// The question's gate on the regions, `[dim]` in 0..1; empty without one.
    pub region_gate: Vec<f32>,
    /// The photo's gate on the words, `[dim]` in 0..1; empty without one.
    pub word_gate: Vec<f32>,
}
