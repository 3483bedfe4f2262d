use anyhow::{Context, Result};
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use vqa::{Scene, Vqa};

use super::attention;

/// The orders that cells are hidden or shown in.
pub const ORDERS: [&str; 4] = [
    "most contributing first",
    "most attention first",
    "at random",
    "least contributing first",
];
/// The place of the random order, which all others are compared with.
pub const RANDOM: usize = 2;

/// The probability of one answer, step by step: after no cell was taken, after
/// one, and so on to all of them.
pub type Curve = Vec<f32>;

/// What became of one answer in each of [`ORDERS`].
pub struct Followed {
    /// A cell is hidden in each step; at first all are seen.
    pub deletion: [Curve; 4],
    /// A cell is shown in each step; at first none is seen.
    pub insertion: [Curve; 4],
}

/// Five orders of hiding, which give both measures of all of [`ORDERS`]: what
/// an order shows first, the same order backwards hides last. A random order
/// is as random backwards. They are: what contributes most, what does least, what
/// is attended most, what is least, random.
struct Ways([Vec<usize>; 5]);

/// Asks once, and then about the cells that are left, one fewer in each step.
pub fn follow(
    model: &Vqa,
    scene: &Scene,
    question: &str,
    random: &mut ChaCha8Rng,
) -> Result<Followed> {
    let reply = pollster::block_on(model.ask(scene, question, 1))?;
    let best = reply.answers.first().context("no answer")?;
    let known = &model.manifest().answers;
    let answer = known.iter().position(|known| *known == best.answer);
    let answer = answer.context("an answer that is not in the manifest")?;

    let n_cells = best.contributions.len().saturating_sub(1);
    let attention = attention::of_words(&reply, 0..reply.words.len());
    let ways = Ways::new(
        best.contributions.get(..n_cells).unwrap_or_default(),
        attention.get(..n_cells).unwrap_or_default(),
        random,
    );
    let views = ways.views(n_cells);
    let said = pollster::block_on(model.ask_hiding(scene, question, &views))?;
    let probabilities: Vec<f32> = said.iter().map(|said| said[answer]).collect();
    Ok(Followed::from_steps(&probabilities, n_cells))
}

impl Ways {
    fn new(contributions: &[f32], attention: &[f32], random: &mut ChaCha8Rng) -> Self {
        let (most, attended) = (falling(contributions), falling(attention));
        let mut shuffled: Vec<usize> = (0..contributions.len()).collect();
        shuffled.shuffle(random);
        let (least, unattended) = (backwards(&most), backwards(&attended));
        Self([most, least, attended, unattended, shuffled])
    }

    /// Which cells are hidden: first none, then those of each step of each way.
    fn views(&self, n_cells: usize) -> Vec<Vec<bool>> {
        let mut views = vec![vec![false; n_cells]];
        for way in &self.0 {
            let mut hidden = vec![false; n_cells];
            for cell in way {
                hidden[*cell] = true;
                views.push(hidden.clone());
            }
        }
        views
    }
}

impl Followed {
    /// Takes what was said to each of [`Ways::views`].
    fn from_steps(probabilities: &[f32], n_cells: usize) -> Self {
        let (first, steps) = probabilities.split_at(1);
        let mut steps = steps.chunks(n_cells.max(1));
        let [most, least, attended, unattended, random] =
            [(); 5].map(|()| [first, steps.next().unwrap_or_default()].concat());
        Self {
            insertion: [&least, &unattended, &random, &most].map(|way| backwards(way)),
            deletion: [most, attended, random, least],
        }
    }
}

/// The places of the values, the largest first.
fn falling(values: &[f32]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
    order
}

fn backwards<T: Copy>(values: &[T]) -> Vec<T> {
    values.iter().rev().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_comes_first() {
        assert_eq!(falling(&[0.1, -2.0, 0.7, 0.1]), [2, 0, 3, 1]);
    }

    #[test]
    fn what_is_hidden_first_one_way_is_shown_first_the_other_way() {
        // One cell, 0, carries the answer: it is 1 while it is seen.
        let ways = [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1], [1, 2, 0]];
        let ways = Ways(ways.map(Vec::from));
        let views = ways.views(3);
        assert_eq!(views.len(), 1 + 5 * 3);
        assert_eq!(views[..2], [[false; 3], [true, false, false]]);
        let said: Vec<f32> = views.iter().map(|v| f32::from(u8::from(!v[0]))).collect();
        let followed = Followed::from_steps(&said, 3);
        assert_eq!(followed.deletion[0], [1.0, 0.0, 0.0, 0.0], "most");
        assert_eq!(followed.deletion[3], [1.0, 1.0, 1.0, 0.0], "least");
        assert_eq!(followed.insertion[0], [0.0, 1.0, 1.0, 1.0], "most");
        assert_eq!(followed.insertion[1], [0.0, 0.0, 1.0, 1.0], "attention");
        assert_eq!(followed.insertion[3], [0.0, 0.0, 0.0, 1.0], "least");
    }
}
