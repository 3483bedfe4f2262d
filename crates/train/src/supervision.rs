use crate::Batch;
use crate::eyes::{EyesLosses, Labels, Mentions, Supervised};
use crate::recipe::EyesRecipe;

/// What supervises the eyes beside the answers, and how much it counts.
pub(crate) struct Supervision {
    labels: Labels,
    mentions: Mentions,
    pub losses: EyesLosses,
    /// The learning rate of the backbone, as a part of the network's.
    pub learning_rate: f64,
}

impl Supervision {
    /// For the words, without the two special ones, and the answers of a run.
    pub fn new(recipe: &EyesRecipe, labels: Labels, words: &[String], answers: &[String]) -> Self {
        Self {
            labels,
            mentions: Mentions::new(words, answers),
            losses: EyesLosses {
                labels: recipe.labels,
                cells: recipe.cells,
                flows: recipe.flows,
                matches: recipe.matches,
            },
            learning_rate: recipe.learning_rate,
        }
    }

    /// What is known of a batch.
    pub fn of(&self, batch: &Batch) -> Supervised {
        let device = batch.regions.device();
        let [_, n_regions] = batch.region_padding.dims();
        let (labels, n_cells) = (&self.labels, n_regions - 1);
        let matches = (self.losses.matches > 0.0)
            .then(|| self.mentions.matches(batch, labels, n_cells, &device));
        Supervised {
            matches: matches.flatten(),
            labels: labels.targets(&batch.places, &device),
            named: self.mentions.named(batch, labels, n_cells, &device),
        }
    }

    /// What is known of photos.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }
}
