use serde::{Deserialize, Serialize};

use crate::Precision;

/// How a network is trained.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Schedule {
    /// Everything random follows from this number.
    pub seed: u64,
    /// How often every example is seen.
    pub epochs: usize,
    /// Examples in a step.
    pub batch: usize,
    /// In how many parts a step is computed, one after the other, where memory
    /// is short: their gradients are added up. 1 for all at once.
    pub accumulate: usize,
    /// Questions about one photo that a step asks at most: the photo is then
    /// read and projected once for all of them.
    pub questions_a_photo: usize,
    /// In which numbers steps multiply by the weights: `f32`, or on a device
    /// that is faster with them `bf16` or `f16`.
    pub precision: Precision,
    /// Epochs in a row that may be no better on dev than the best one before
    /// the run stops; 0 never stops it early.
    pub early_stopping: usize,
    /// The highest learning rate.
    pub learning_rate: f64,
    /// How fast the question encoder learns, as a part of that.
    pub question_rate: f64,
    /// Epochs until the learning rate is at its highest; afterwards it falls
    /// to 0 along half a cosine.
    pub warm_up: f64,
    /// Decay of all weights but the word vectors (AdamW).
    pub weight_decay: f32,
    /// The longest gradient, all parameters together.
    pub clip_norm: f32,
    /// The part of a photo's cells that a step does not see, in 0..1. The
    /// whole-photo region is always seen.
    pub region_dropout: f64,
    /// How often a question is asked in other words where some are known, in
    /// 0..1.
    pub rephrase: f64,
    /// How often a photo is shown in one of its other views where some were
    /// prepared (in a mirror, a part of it), in 0..1.
    pub other_views: f64,
    /// Decay of the running mean of the weights, a step; 0 for none.
    pub average: f64,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            seed: 1,
            epochs: 10,
            batch: 64,
            accumulate: 1,
            questions_a_photo: 1,
            precision: Precision::F32,
            early_stopping: 0,
            learning_rate: 1e-3,
            question_rate: 1.0,
            warm_up: 0.5,
            weight_decay: 0.05,
            clip_norm: 1.0,
            region_dropout: 0.2,
            rephrase: 0.0,
            other_views: 0.5,
            average: 0.0,
        }
    }
}

impl Schedule {
    /// The learning rate of a step, counted from 0.
    pub fn learning_rate_at(&self, step: usize, steps_an_epoch: usize) -> f64 {
        let warm_up = self.warm_up * steps_an_epoch as f64;
        let step = step as f64;
        if step < warm_up {
            return self.learning_rate * (step + 1.0) / warm_up.max(1.0);
        }
        let rest = (self.epochs * steps_an_epoch) as f64 - warm_up;
        let way = ((step - warm_up) / rest.max(1.0)).min(1.0);
        self.learning_rate * 0.5 * (1.0 + (std::f64::consts::PI * way).cos())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_rises_and_falls() {
        let recipe = Schedule {
            epochs: 4,
            warm_up: 1.0,
            ..Schedule::default()
        };
        let rates: Vec<f64> = (0..400).map(|s| recipe.learning_rate_at(s, 100)).collect();
        assert!(rates[0] < 2e-5);
        assert!((rates[99] - 1e-3).abs() < 1e-9);
        assert!(rates[100..].windows(2).all(|pair| pair[1] < pair[0]));
        assert!(rates[399] < 1e-6);
    }
}
