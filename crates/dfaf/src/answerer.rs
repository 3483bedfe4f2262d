use burn::module::{Module, Param};
use burn::nn::{Dropout, DropoutConfig, Linear, LinearConfig};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Int, Tensor};

use crate::carry::carried;
use crate::product::product;
use crate::question::learnt;
use crate::{DfafConfig, Features, Question};

/// Mean region times mean word, two layers, one logit per answer
/// (section 3.5 of the paper).
#[derive(Module, Debug)]
pub struct Answerer {
    hidden: Linear,
    shortcut: Option<Linear>,
    question: Option<Linear>,
    input_dropout: Dropout,
    dropout: Dropout,
    output: Linear,
    spoken: Option<Spoken>,
}

/// The part of the last layer's weights that follows from the answers' word
/// vectors.
#[derive(Module, Debug)]
struct Spoken {
    /// From the hidden layer to a word vector.
    into: Linear,
    /// The word vectors of the answers, `[word_dim, n_answers]`; never learnt.
    answers: Param<Tensor<2>>,
}

/// Which region spoke for which answer.
#[derive(Debug, Clone)]
pub struct Contributions {
    /// What each region adds to each logit that was asked for,
    /// `[batch, regions, asked]`; 0 for padding.
    pub from_regions: Tensor<3>,
    /// What is left of each of these logits, `[batch, asked]`: biases and, with
    /// the shortcut, the question alone.
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
            question: config.whole_question.then(|| {
                let whole = LinearConfig::new(config.gru_dim, config.hidden_dim);
                whole.with_bias(false).init(device)
            }),
            input_dropout: DropoutConfig::new(config.answerer_dropout).init(),
            dropout: DropoutConfig::new(config.answerer_dropout).init(),
            output: LinearConfig::new(config.hidden_dim, config.n_answers).init(device),
            spoken: config.answer_vectors.then(|| Spoken::new(config, device)),
        }
    }

    /// The same answerer with the word vectors of its answers,
    /// `[n_answers, word_dim]`; without a place for them nothing changes.
    pub fn with_answer_vectors(mut self, vectors: Tensor<2>) -> Self {
        if let Some(spoken) = &mut self.spoken {
            spoken.answers = fixed(vectors.transpose());
        }
        self
    }

    /// The same answerer with the word vectors worked into its last layer.
    pub fn folded(mut self) -> Self {
        self.output.weight = Param::from_tensor(self.weights().detach());
        self.spoken = None;
        self
    }

    /// The weights of the last layer, `[hidden, answers]`.
    fn weights(&self) -> Tensor<2> {
        let own = self.output.weight.val();
        match &self.spoken {
            Some(spoken) => own + spoken.into.weight.val().matmul(spoken.answers.val()),
            None => own,
        }
    }

    /// The same answerer whose logits start from other biases, `[n_answers]`.
    pub fn with_bias(mut self, bias: Tensor<1>) -> Self {
        self.output.bias = Some(Param::from_tensor(bias));
        self
    }

    /// What another answerer has learnt; answers that are new start from
    /// nothing but their bias. Where their word vectors count, too, these
    /// start from saying nothing.
    pub(crate) fn warm_start(self, before: Self, answers: &[Option<usize>]) -> Self {
        let before = before.folded();
        let weights = self.output.weight.val().zeros_like().transpose();
        let weights = carried(weights, before.output.weight.val().transpose(), answers);
        let bias = match (self.output.bias, before.output.bias) {
            (Some(own), Some(before)) => Some(carried(own.val(), before.val(), answers)),
            (own, _) => own.map(|own| own.val()),
        };
        Self {
            output: Linear {
                weight: Param::from_tensor(weights.transpose()),
                bias: bias.map(Param::from_tensor),
            },
            spoken: self.spoken.map(Spoken::silent),
            question: learnt(self.question, before.question.clone()),
            ..before
        }
    }

    /// The logits, `[batch, answers]`.
    pub fn forward(&self, regions: &Features, question: &Question) -> Tensor<2> {
        let fused = regions.mean() * question.words.mean();
        let hidden = relu(self.before_relu(fused, question));
        self.say(self.dropout.forward(hidden))
    }

    /// The last layer: `[batch, hidden]` to `[batch, answers]`.
    fn say(&self, hidden: Tensor<2>) -> Tensor<2> {
        match &self.spoken {
            Some(spoken) => {
                let word = product(&spoken.into, hidden.clone());
                product(&self.output, hidden) + word.matmul(spoken.answers.val())
            }
            None => product(&self.output, hidden),
        }
    }

    /// What enters the ReLU, `[batch, hidden]`.
    fn before_relu(&self, fused: Tensor<2>, question: &Question) -> Tensor<2> {
        let dropped = |part| self.input_dropout.forward(part);
        let hidden = product(&self.hidden, dropped(fused));
        let mean_word = dropped(question.words.mean());
        self.beside(hidden, mean_word, question.whole.clone().map(dropped))
    }

    /// With what the question says without the photo.
    fn beside(
        &self,
        mut hidden: Tensor<2>,
        mean_word: Tensor<2>,
        whole: Option<Tensor<2>>,
    ) -> Tensor<2> {
        if let Some(shortcut) = &self.shortcut {
            hidden = hidden + product(shortcut, mean_word);
        }
        if let (Some(layer), Some(whole)) = (&self.question, whole) {
            hidden = hidden + product(layer, whole);
        }
        hidden
    }

    /// Splits the logits of some answers, whose places are `answers`, `[asked]`,
    /// into one part per region and a rest.
    ///
    /// The first layer is linear, so it takes the mean over regions apart:
    /// `hidden(mean_i(r_i) * w) = mean_i(hidden(r_i * w))`. With the ReLU's
    /// on/off pattern held fixed, each logit is a sum over regions and a
    /// constant. The split is exact: the parts add up to the logit.
    ///
    /// Both layers become one column for each answer, which all regions then
    /// share: the cost grows with the answers that are asked for.
    pub fn contributions(
        &self,
        regions: &Features,
        question: &Question,
        answers: &Tensor<1, Int>,
    ) -> Contributions {
        let mean_word = question.words.mean();
        let fused = regions.mean() * mean_word.clone();
        let before = self.before_relu(fused.clone(), question);
        let on = before.clone().greater_elem(0.0).float(); // [batch, hidden]

        let output = self.weights().select(1, answers.clone()); // [hidden, asked]
        let open = on.clone().unsqueeze_dim::<3>(2) * output.unsqueeze::<3>(); // [batch, hidden, asked]
        let hidden_weights = self.hidden.weight.val();
        let columns = hidden_weights.clone().unsqueeze::<3>().matmul(open.clone()); // [batch, dim, asked]
        let share = regions.present() / regions.count(); // [batch, regions, 1]
        let each = regions.values.clone() * mean_word.unsqueeze_dim::<3>(1) * share;

        let rest = before - fused.matmul(hidden_weights); // [batch, hidden]
        let rest = rest.unsqueeze_dim::<3>(1).matmul(open); // [batch, 1, asked]
        let constant = match &self.output.bias {
            Some(bias) => {
                rest.squeeze_dim::<2>(1) + bias.val().select(0, answers.clone()).unsqueeze()
            }
            None => rest.squeeze_dim::<2>(1),
        };
        Contributions {
            from_regions: each.matmul(columns), // [batch, regions, asked]
            constant,
        }
    }
}

impl Answerer {
    /// What each region adds to the logit of one answer a question, with
    /// gradients: a column of [`contributions`](Self::contributions), without
    /// dropout.
    ///
    /// # Shapes
    /// - answers: `[batch]`
    /// - output: `[batch, regions]`
    pub fn contributions_to(
        &self,
        regions: &Features,
        question: &Question,
        answers: Tensor<1, Int>,
    ) -> Tensor<2> {
        let mean_word = question.words.mean();
        let hidden = product(&self.hidden, regions.mean() * mean_word.clone());
        let before = self.beside(hidden, mean_word.clone(), question.whole.clone());
        let on = before.greater_elem(0.0).float(); // [batch, hidden]
        let output = self.weights().select(1, answers).transpose(); // [batch, hidden]
        let pull = (output * on).matmul(self.hidden.weight.val().transpose()); // [batch, dim]
        let share = regions.present() / regions.count(); // [batch, regions, 1]
        let each = regions.values.clone() * share;
        each.matmul((pull * mean_word).unsqueeze_dim(2))
            .squeeze_dim(2)
    }
}

impl Spoken {
    fn new(config: &DfafConfig, device: &Device) -> Self {
        let into = LinearConfig::new(config.hidden_dim, config.word_dim).with_bias(false);
        let none = Tensor::zeros([config.word_dim, config.n_answers], device);
        Self {
            into: into.init(device),
            answers: fixed(none),
        }
    }
}

impl Spoken {
    /// The same word vectors, of which nothing is heard yet.
    fn silent(mut self) -> Self {
        self.into.weight = Param::from_tensor(self.into.weight.val().zeros_like());
        self
    }
}

/// A parameter that training leaves as it is.
fn fixed(values: Tensor<2>) -> Param<Tensor<2>> {
    Param::from_tensor(values).set_require_grad(false)
}
