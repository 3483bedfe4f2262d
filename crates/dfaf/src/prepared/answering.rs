use kernels::{Closing, Packed, rows};

use super::block::Flowed;
use super::layers::Source;
use super::{Asked, Thought};
use crate::DfafConfig;

/// The answerer, and its way back for what spoke for an answer.
#[derive(Debug)]
pub(super) struct Answering {
    /// The first layer: of mean region times mean word, of the mean word, and of
    /// the whole question.
    hidden: Packed,
    hidden_back: Packed,
    has_shortcut: bool,
    output: Packed,
}

impl Answering {
    pub fn new<E>(mut from: Source<'_, E>, config: &DfafConfig) -> Result<Self, E> {
        let (dim, hidden_dim, n_answers) = (config.dim, config.hidden_dim, config.n_answers);
        let mut hidden = from.layer("hidden", [dim, hidden_dim])?;
        let hidden_back = hidden.back();
        if config.question_shortcut {
            let shortcut = from.numbers("shortcut.weight", &[dim, hidden_dim])?;
            hidden.weights.extend_from_slice(&shortcut);
            hidden.shape[0] += dim;
        }
        if config.whole_question {
            let question = from.numbers("question.weight", &[config.gru_dim, hidden_dim])?;
            hidden.weights.extend_from_slice(&question);
            hidden.shape[0] += config.gru_dim;
        }
        let mut output = from.layer("output", [hidden_dim, n_answers])?;
        if config.answer_vectors {
            let into = from.numbers("spoken.into.weight", &[hidden_dim, config.word_dim])?;
            let shape = [config.word_dim, n_answers];
            let vectors = Packed::new(&from.numbers("spoken.answers", &shape)?, shape, &[]);
            rows::add(&mut output.weights, &vectors.product(&into));
        }
        Ok(Self {
            hidden: hidden.packed(),
            hidden_back,
            has_shortcut: config.question_shortcut,
            output: output.packed(),
        })
    }

    /// A thought without its maps; `whole` is the GRU's last state, empty where
    /// the network does without it.
    pub fn answer(&self, flowed: &Flowed<'_>, whole: &[f32], asked: Asked<'_>) -> Thought {
        let mean_word = flowed.words.mean();
        let mut fused = flowed.regions.mean();
        rows::scale(&mut fused, &mean_word);
        if self.has_shortcut {
            fused.extend_from_slice(&mean_word);
        }
        fused.extend_from_slice(whole);
        let mut hidden = vec![0.0; self.hidden.outputs()];
        let relu = Closing {
            top: Some(f32::INFINITY),
            add: None,
        };
        self.hidden.multiply(&fused, relu, &mut hidden);
        let logits = self.output.sparse_product(&hidden);
        let asked = match asked {
            Asked::Best(n) => best(&logits, n),
            Asked::These(places) => places.to_vec(),
        };
        let from_regions = self.evidence(flowed, &mean_word, &hidden, &asked);
        Thought {
            logits,
            asked,
            from_regions,
            blocks: Vec::new(),
        }
    }

    /// What each region adds to some logits: with the ReLU held fixed, both
    /// layers are one direction for each of the answers.
    fn evidence(
        &self,
        flowed: &Flowed<'_>,
        mean_word: &[f32],
        hidden: &[f32],
        asked: &[usize],
    ) -> Vec<f32> {
        let open = asked.iter().flat_map(|at| {
            let weights = self.output.column(*at).zip(hidden);
            weights.map(|(weight, hidden)| if *hidden > 0.0 { weight } else { 0.0 })
        });
        let open: Vec<f32> = open.collect(); // [asked, hidden]
        let mut directions = self.hidden_back.product(&open); // [asked, dim]
        let share = 1.0 / flowed.regions.count() as f32;
        let shared: Vec<f32> = mean_word.iter().map(|x| x * share).collect();
        rows::scale(&mut directions, &shared);
        flowed.regions.along(&directions)
    }
}

/// The places of the largest logits, best first; of equal ones the first.
fn best(logits: &[f32], n: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..logits.len()).collect();
    let n = n.clamp(1, places.len());
    let order = |a: &usize, b: &usize| logits[*b].total_cmp(&logits[*a]).then(a.cmp(b));
    if n < places.len() {
        places.select_nth_unstable_by(n - 1, order);
        places.truncate(n);
    }
    places.sort_unstable_by(order);
    places
}
