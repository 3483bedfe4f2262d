use serde::Serialize;

/// What the network says to a question, best answer first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reply {
    /// The best answers.
    pub answers: Vec<Answer>,
    /// The words of the question, as they were read.
    pub words: Vec<ReplyWord>,
    /// Whether the best answer is no more than a guess
    /// ([`Calibration::unsure_below`](crate::Calibration::unsure_below)).
    pub unsure: bool,
    /// What the question takes for granted and the network does not see: "bus"
    /// for "what color is the bus?" about a photo without one.
    pub absent: Option<String>,
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
    /// 1; else each is judged for itself, but "yes" and "no" of a calibrated
    /// model, which have 1 together where one of them is the best answer.
    pub probability: f32,
    /// What the network gives it; the probability comes of it.
    pub logit: f32,
    /// What of the logit comes from no region: biases and the question alone.
    pub constant: f32,
    /// What of the logit comes from each region. The sum and the constant
    /// make the logit.
    pub contributions: Vec<f32>,
}

/// A word of the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplyWord {
    /// As it was typed.
    pub text: String,
    /// Whether the network knows it.
    pub known: bool,
    /// The word that was read for it, where that is spelled otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_as: Option<String>,
}

/// Every attention map and gate of one block, flattened, the last index running
/// fastest.
pub type BlockMaps = dfaf::BlockMaps<Vec<f32>>;
