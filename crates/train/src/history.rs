use serde::{Deserialize, Serialize};

/// What happened in one epoch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Epoch {
    /// The mean loss of its steps.
    pub loss: f64,
    /// Percent right on each dev set, in the order of [`History::dev`].
    pub dev: Vec<f64>,
    /// Seconds it took, measuring included.
    pub seconds: f64,
}

impl Epoch {
    /// The mean over all dev sets; nothing where there are none.
    fn mean(&self) -> Option<f64> {
        (!self.dev.is_empty()).then(|| self.dev.iter().sum::<f64>() / self.dev.len() as f64)
    }
}

/// What happened in a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// The names of the dev sets.
    pub dev: Vec<String>,
    /// One entry for each epoch that is done.
    pub epochs: Vec<Epoch>,
}

impl History {
    /// The place of the best epoch by the mean of all dev sets, the first of
    /// equals; the last epoch where nothing is measured on.
    pub fn best(&self) -> Option<usize> {
        let mut best: Option<(usize, f64)> = None;
        for (at, epoch) in self.epochs.iter().enumerate() {
            match (epoch.mean(), best) {
                (Some(mean), Some((_, highest))) if mean <= highest => {}
                (mean, _) => best = Some((at, mean.unwrap_or(f64::MIN))),
            }
        }
        best.map(|(at, _)| at)
    }

    /// Whether a run of that many epochs is over, be it that it was not
    /// getting better for `early_stopping` epochs (0 for any number of them).
    pub fn is_over(&self, epochs: usize, early_stopping: usize) -> bool {
        let done = self.epochs.len();
        let since_best = self.best().map_or(0, |best| done - 1 - best);
        done >= epochs || (early_stopping > 0 && since_best >= early_stopping)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(figures: &[&[f64]]) -> History {
        let epoch = |dev: &&[f64]| Epoch {
            loss: 1.0,
            dev: dev.to_vec(),
            seconds: 1.0,
        };
        History {
            dev: Vec::new(),
            epochs: figures.iter().map(epoch).collect(),
        }
    }

    #[test]
    fn the_best_epoch_is_so_by_all_dev_sets() {
        assert_eq!(run(&[]).best(), None);
        let two = run(&[&[10.0, 60.0], &[30.0, 50.0], &[20.0, 60.0], &[0.0, 70.0]]);
        assert_eq!(two.best(), Some(1));
        assert_eq!(run(&[&[], &[], &[]]).best(), Some(2), "nothing is measured");
    }

    #[test]
    fn a_run_stops_when_it_is_no_better_for_long_enough() {
        let run = run(&[&[50.0], &[60.0], &[55.0], &[60.0]]);
        assert!(!run.is_over(5, 0));
        assert!(run.is_over(4, 0));
        assert!(run.is_over(5, 2));
        assert!(!run.is_over(5, 3));
    }
}
