use burn::module::{Module, Param};
use burn::nn::{Dropout, DropoutConfig, Linear, LinearConfig};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor};

use crate::{DfafConfig, Features};

/// Mean region times mean word, two layers, one logit per answer
/// (section 3.5 of the paper).
#[derive(Module, Debug)]
pub struct Answerer {
    hidden: Linear,
    shortcut: Option<Linear>,
    input_dropout: Dropout,
    dropout: Dropout,
    output: Linear,
}

/// Which region spoke for which answer.
#[derive(Debug, Clone)]
pub struct Contributions {
    /// What each region adds to each logit, `[batch, regions, answers]`;
    /// 0 for padding.
    pub from_regions: Tensor<3>,
    /// What is left of each logit, `[batch, answers]`: biases and, with the
    /// shortcut, the question alone.
    pub constant: Tensor<2>,
}

impl Answerer {
    /// An answerer with the sizes of `config`.
    pub fn new(config: &DfafConfig, device: &Device) -> Self {
        let hidden = LinearConfig::new(config.dim, config.hidden_dim);
        Self {
            hidden: hidden.init(device),
            shortcut: config
                .question_shortcut
                .then(|| hidden.with_bias(false).init(device)),
            input_dropout: DropoutConfig::new(config.answerer_dropout).init(),
            dropout: DropoutConfig::new(config.answerer_dropout).init(),
            output: LinearConfig::new(config.hidden_dim, config.n_answers).init(device),
        }
    }

    /// The same answerer whose logits start from other biases, `[n_answers]`.
    pub fn with_bias(mut self, bias: Tensor<1>) -> Self {
        self.output.bias = Some(Param::from_tensor(bias));
        self
    }

    /// The logits, `[batch, answers]`.
    pub fn forward(&self, regions: &Features, words: &Features) -> Tensor<2> {
        let mean_word = words.mean();
        let fused = regions.mean() * mean_word.clone();
        let hidden = relu(self.before_relu(fused, mean_word));
        self.output.forward(self.dropout.forward(hidden))
    }

    /// What enters the ReLU, `[batch, hidden]`.
    fn before_relu(&self, fused: Tensor<2>, mean_word: Tensor<2>) -> Tensor<2> {
        let hidden = self.hidden.forward(self.input_dropout.forward(fused));
        match &self.shortcut {
            Some(shortcut) => hidden + shortcut.forward(self.input_dropout.forward(mean_word)),
            None => hidden,
        }
    }

    /// Splits the logits of [`forward`](Self::forward) into one part per
    /// region and a rest.
    ///
    /// The first layer is linear, so it takes the mean over regions apart:
    /// `hidden(mean_i(r_i) * w) = mean_i(hidden(r_i * w))`. With the ReLU's
    /// on/off pattern held fixed, each logit is a sum over regions and a
    /// constant. The split is exact: the parts add up to the logit.
    pub fn contributions(&self, regions: &Features, words: &Features) -> Contributions {
        let mean_word = words.mean();
        let fused = regions.mean() * mean_word.clone();
        let before = self.before_relu(fused.clone(), mean_word.clone());
        let on = before.clone().greater_elem(0.0).float(); // [batch, hidden]

        let hidden_weights = self.hidden.weight.val().unsqueeze::<3>(); // [1, dim, hidden]
        let output_weights = self.output.weight.val();
        let share = regions.present() / regions.count(); // [batch, regions, 1]
        let each = regions.values.clone() * mean_word.unsqueeze_dim::<3>(1) * share;
        let from_regions = each.matmul(hidden_weights) * on.clone().unsqueeze_dim::<3>(1);
        let from_regions = from_regions.matmul(output_weights.clone().unsqueeze::<3>());

        let fused_part = fused.matmul(self.hidden.weight.val());
        let constant = self.output.forward((before - fused_part) * on);
        Contributions {
            from_regions,
            constant,
        }
    }
}
