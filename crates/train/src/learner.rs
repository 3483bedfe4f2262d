use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Bool, Int, Tensor, TensorData};
use dfaf::{Dfaf, DfafInput, DfafOutput};

use crate::eyes::{Eyes, EyesLosses, Named, Supervised, eyes_loss, flow_loss, match_loss};
use crate::sentences::sentence_loss;
use crate::{Batch, binary_cross_entropy, cross_entropy};

/// What a run trains: the network, and where its photos are kept as maps, the
/// eyes that make regions of them.
#[derive(Module, Debug)]
pub struct Learner {
    /// The network.
    pub network: Dfaf,
    /// The last stages of the backbone.
    pub eyes: Option<Eyes>,
    /// What a sentence encoder would say of a question, from the question encoder's
    /// last state, `[gru_dim, dim]`.
    pub sentences: Option<Linear>,
}

impl From<Dfaf> for Learner {
    fn from(network: Dfaf) -> Self {
        Self {
            network,
            eyes: None,
            sentences: None,
        }
    }
}

/// What a learner says of a batch.
pub(crate) struct Said {
    /// The regions of each photo, `[photos, regions, region_dim]`.
    regions: Tensor<3>,
    /// True where a region is not seen, `[questions, regions]`.
    hidden: Tensor<2, Bool>,
    /// What the network says.
    pub output: DfafOutput,
}

impl Learner {
    /// Answers a batch.
    pub(crate) fn forward(&self, batch: &Batch) -> Said {
        let regions = match &self.eyes {
            Some(eyes) => eyes.backbone.regions_of_maps(batch.regions.clone()),
            None => batch.regions.clone(),
        };
        let hidden = batch.region_padding.clone().select(0, batch.photos.clone());
        let input = DfafInput {
            regions: regions.clone(),
            region_padding: batch.region_padding.clone(),
            words: batch.words.clone(),
            word_padding: batch.word_padding.clone(),
        };
        let output = self.network.forward_about(input, batch.photos.clone());
        Said {
            regions,
            hidden,
            output,
        }
    }

    /// The loss of the answers alone.
    pub(crate) fn answers_loss(&self, said: &Said, batch: &Batch, exclusive: bool) -> Tensor<1> {
        let (logits, targets) = (said.output.logits.clone(), batch.targets.clone());
        match exclusive {
            true => cross_entropy(logits, targets),
            false => binary_cross_entropy(logits, targets),
        }
    }

    /// The losses of labels and cells, where there are eyes, and of the flows,
    /// weighted.
    pub(crate) fn eyes_loss(
        &self,
        said: &Said,
        supervised: Supervised,
        weights: EyesLosses,
    ) -> Option<Tensor<1>> {
        let of_eyes = self.eyes.as_ref().map(|eyes| {
            let cells = eyes.labels(said.regions.clone());
            eyes_loss(cells, supervised.labels, weights)
        });
        let of_matches = supervised.matches.and_then(|matches| {
            let map = said.output.blocks.last()?.regions_from_words.clone();
            Some(match_loss(map, said.hidden.clone(), &matches) * weights.matches)
        });
        let of_flows = (weights.flows > 0.0)
            .then(|| self.flows_loss(said, &supervised.named))
            .flatten()
            .map(|loss| loss * weights.flows);
        let losses = [of_eyes, of_matches, of_flows].into_iter().flatten();
        losses.reduce(|sum, loss| sum + loss)
    }

    /// How far the question encoder is from a sentence encoder, where one teaches it.
    pub(crate) fn sentences_loss(&self, said: &Said, batch: &Batch) -> Option<Tensor<1>> {
        let layer = self.sentences.as_ref()?;
        let whole = said.output.question.whole.clone()?;
        let targets = batch.sentences.clone()?;
        Some(sentence_loss(layer.forward(whole), targets))
    }

    /// How far the flows lie off the things that are named.
    fn flows_loss(&self, said: &Said, named: &Named) -> Option<Tensor<1>> {
        let answers = named
            .answers
            .iter()
            .map(|at| *at as i64)
            .collect::<Vec<_>>();
        let answers = TensorData::new(answers, [named.answers.len()]);
        let answers = Tensor::<1, Int>::from_data(answers, &said.regions.device());
        let contributions = self.network.contributions_to(&said.output, answers);
        let maps = said.output.blocks.last()?.words_from_regions.clone();
        Some(flow_loss(contributions, maps, said.hidden.clone(), named))
    }
}
