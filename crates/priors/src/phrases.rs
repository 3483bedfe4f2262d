use std::collections::HashMap;

/// Before the first word of a question and after its last one.
const EDGE: u32 = u32::MAX;
/// Runs of words up to so long.
const LONGEST: usize = 3;
/// Steps of the optimizer; the loss changes in the third digit after these.
const STEPS: usize = 80;
/// Weights that are learnt at most; of more questions than have so many, the
/// rarest runs of words are left out. Learning needs four times their memory.
const MOST: usize = 1 << 25;
/// How much weights are held back: half of this times their squares is added to
/// the loss. On DAQUAR's training questions, a fifth of the scenes left out at a
/// time (6,795 questions), 1, 2, 3 and 5 give 20.0, 20.5, 20.8 and 20.7 %.
const DECAY: f32 = 3.0;
/// The rate that the steps start with, as large as the weights get.
const RATE: f32 = 0.1;

/// A question and its answers, as numbers.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// Its words.
    pub words: &'a [u32],
    /// Its answers and the part of the people who gave each, in 0..=1.
    pub answers: &'a [(usize, f32)],
}

/// What the runs of one to three words of a question say of its answer: a
/// multinomial logistic regression with a quadratic penalty.
#[derive(Debug)]
pub struct Phrases {
    /// The row of each run of words; row 0 is that of every question.
    rows: HashMap<Vec<u32>, usize>,
    /// `[rows, answers]`, row after row.
    weights: Vec<f32>,
    n_answers: usize,
}

impl Phrases {
    /// Learns from questions: the sum of their cross-entropies and a multiple of
    /// the sum of all squared weights is made small (by Adam with all questions
    /// in each step). Questions without answers are passed over.
    pub fn fit(asked: &[Answered], n_answers: usize) -> Self {
        let asked: Vec<&Answered> = asked.iter().filter(|a| !a.answers.is_empty()).collect();
        let rows = rows(&asked, MOST / n_answers.max(1));
        let mut model = Self {
            weights: vec![0.0; (rows.len() + 1) * n_answers],
            rows,
            n_answers,
        };
        let read: Vec<Vec<usize>> = asked.iter().map(|asked| model.read(asked.words)).collect();
        let mut adam = Adam::new(model.weights.len());
        for step in 0..STEPS {
            let gradient = model.gradient(&asked, &read);
            let left = 1.0 - step as f32 / STEPS as f32;
            adam.step(&mut model.weights, &gradient, RATE * left);
        }
        model
    }

    fn gradient(&self, asked: &[&Answered], read: &[Vec<usize>]) -> Vec<f32> {
        // The penalty's gradient, but for the weights of row 0.
        let mut gradient: Vec<f32> = self.weights.iter().map(|weight| DECAY * weight).collect();
        gradient[..self.n_answers].fill(0.0);
        for (asked, rows) in asked.iter().zip(read) {
            let mut error = self.of_rows(rows);
            error.iter_mut().for_each(|value| *value = value.exp());
            for (answer, share) in asked.answers {
                error[*answer] -= share;
            }
            for row in rows {
                let to = &mut gradient[row * self.n_answers..][..self.n_answers];
                to.iter_mut().zip(&error).for_each(|(to, e)| *to += e);
            }
        }
        gradient
    }

    /// The logarithm of each answer's probability, `[answers]`.
    pub fn log_probabilities(&self, words: &[u32]) -> Vec<f32> {
        self.of_rows(&self.read(words))
    }

    /// The rows of a question.
    fn read(&self, words: &[u32]) -> Vec<usize> {
        let known = runs(words).filter_map(|run| self.rows.get(&run).copied());
        std::iter::once(0).chain(known).collect()
    }

    fn of_rows(&self, rows: &[usize]) -> Vec<f32> {
        let mut logits = vec![0.0f32; self.n_answers];
        for row in rows {
            let weights = &self.weights[row * self.n_answers..][..self.n_answers];
            logits.iter_mut().zip(weights).for_each(|(l, w)| *l += w);
        }
        let most = logits.iter().copied().fold(f32::MIN, f32::max);
        let total: f32 = logits.iter().map(|logit| (logit - most).exp()).sum();
        let rest = most + total.ln();
        logits.iter_mut().for_each(|logit| *logit -= rest);
        logits
    }
}

/// A row, from 1 on, for each run of words: for all of them, or for those seen
/// so often that there are at most `most`.
fn rows(asked: &[&Answered], most: usize) -> HashMap<Vec<u32>, usize> {
    let mut seen: HashMap<Vec<u32>, usize> = HashMap::new();
    for run in asked.iter().flat_map(|asked| runs(asked.words)) {
        *seen.entry(run).or_default() += 1;
    }
    let mut often: Vec<usize> = seen.values().copied().collect();
    often.sort_unstable_by(|a, b| b.cmp(a));
    // As often as the first that has no place is too rare.
    let least = often.get(most).map_or(1, |too_rare| too_rare + 1);
    seen.retain(|_, n| *n >= least);
    let mut kept: Vec<Vec<u32>> = seen.into_keys().collect();
    // The same rows for the same questions: a map has no order of its own.
    kept.sort_unstable();
    kept.into_iter().zip(1..).collect()
}

/// All runs of one to three words, each once, with the question's edges as
/// words of their own in the longer ones.
fn runs(words: &[u32]) -> impl Iterator<Item = Vec<u32>> {
    let mut edged = vec![EDGE];
    edged.extend(words);
    edged.push(EDGE);
    let mut runs: Vec<Vec<u32>> = (1..=LONGEST)
        .flat_map(|length| edged.windows(length).map(<[u32]>::to_vec))
        .filter(|run| run[..] != [EDGE])
        .collect();
    runs.sort_unstable();
    runs.dedup();
    runs.into_iter()
}

/// Kingma and Ba, *Adam: a method for stochastic optimization*, ICLR 2015.
struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
    steps: i32,
}

impl Adam {
    fn new(n: usize) -> Self {
        Self {
            mean: vec![0.0; n],
            square: vec![0.0; n],
            steps: 0,
        }
    }

    fn step(&mut self, weights: &mut [f32], gradient: &[f32], rate: f32) {
        const MEAN: f32 = 0.9;
        const SQUARE: f32 = 0.999;
        self.steps += 1;
        let rate = rate * (1.0 - SQUARE.powi(self.steps)).sqrt() / (1.0 - MEAN.powi(self.steps));
        let moments = self.mean.iter_mut().zip(&mut self.square);
        for ((weight, gradient), (mean, square)) in weights.iter_mut().zip(gradient).zip(moments) {
            *mean = MEAN * *mean + (1.0 - MEAN) * gradient;
            *square = SQUARE * *square + (1.0 - SQUARE) * gradient * gradient;
            *weight -= rate * *mean / (square.sqrt() + 1e-8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_often_follows_from_a_phrase_is_probable_of_new_questions() {
        // "what (1) colour (2) is the (3) X" is 0 or 1, "how (4) many (5) X" is 2.
        let asked = [
            (vec![1, 2, 3, 10], 0),
            (vec![1, 2, 3, 11], 0),
            (vec![1, 2, 3, 12], 1),
            (vec![4, 5, 10], 2),
            (vec![4, 5, 11], 2),
        ];
        let answers: Vec<[(usize, f32); 1]> = asked.iter().map(|(_, a)| [(*a, 1.0)]).collect();
        let asked: Vec<Answered> = asked
            .iter()
            .zip(&answers)
            .map(|((words, _), answers)| Answered { words, answers })
            .collect();
        let model = Phrases::fit(&asked, 4);
        let said = model.log_probabilities(&[1, 2, 3, 99]);
        let total: f32 = said.iter().map(|log| log.exp()).sum();
        assert!((total - 1.0).abs() < 1e-5, "{total}");
        assert!(
            said[0] > said[1] && said[1] > said[2] && said[2] > said[3],
            "{said:?}"
        );
        let said = model.log_probabilities(&[4, 5, 99]);
        assert!(said[2] > -0.6, "{said:?}");
        assert!(model.log_probabilities(&[4, 5, 12])[2] > -1.0);
    }

    #[test]
    fn the_gradient_is_the_slope_of_the_loss() {
        let words = [vec![1, 2], vec![2, 3], vec![1, 3, 2]];
        let answers = [vec![(0, 1.0)], vec![(1, 0.5), (2, 0.5)], vec![(2, 1.0)]];
        let asked: Vec<Answered> = words
            .iter()
            .zip(&answers)
            .map(|(words, answers)| Answered { words, answers })
            .collect();
        let model = Phrases::fit(&asked, 3);
        let asked: Vec<&Answered> = asked.iter().collect();
        let read: Vec<Vec<usize>> = asked.iter().map(|a| model.read(a.words)).collect();
        let loss = |weights: &[f32]| -> f64 {
            let model = Phrases {
                rows: HashMap::new(),
                weights: weights.to_vec(),
                n_answers: 3,
            };
            let fit: f64 = asked
                .iter()
                .zip(&read)
                .map(|(asked, rows)| {
                    let said = model.of_rows(rows);
                    let of = |(answer, share): &(usize, f32)| f64::from(-share * said[*answer]);
                    asked.answers.iter().map(of).sum::<f64>()
                })
                .sum();
            let squares: f64 = weights[3..].iter().map(|w| f64::from(w * w)).sum();
            fit + f64::from(DECAY) * squares / 2.0
        };
        let gradient = model.gradient(&asked, &read);
        for at in [0, 2, 4, 7, gradient.len() - 1] {
            let beside = |by: f32| {
                let mut weights = model.weights.clone();
                weights[at] += by;
                loss(&weights)
            };
            let slope = (beside(0.01) - beside(-0.01)) / 0.02;
            assert!(
                (slope - f64::from(gradient[at])).abs() < 1e-3,
                "{at}: {slope} {}",
                gradient[at]
            );
        }
    }

    #[test]
    fn rare_runs_make_room_for_common_ones() {
        let words = [vec![1, 2], vec![1, 3], vec![1, 2]];
        let asked: Vec<Answered> = words
            .iter()
            .map(|words| Answered {
                words,
                answers: &[(0, 1.0)],
            })
            .collect();
        let asked: Vec<&Answered> = asked.iter().collect();
        let all = rows(&asked, 100);
        assert!(all.contains_key(&vec![1, 3]) && all.contains_key(&vec![1, 2]));
        // Only the word 1 and the beginning with it are seen three times.
        let some = rows(&asked, 4);
        assert_eq!(some.len(), 2, "{some:?}");
        assert!(some.contains_key(&vec![1]) && some.contains_key(&vec![EDGE, 1]));
    }
}
