//! Whether a region shows what a word names: that is what the first head of the
//! flow from words to regions learns to say. A region that shows the thing reads
//! the word that names it, and where the thing is not there, no region does.

use burn::tensor::activation::relu;
use burn::tensor::{Bool, Device, Int, Tensor, TensorData};

use super::Labels;
use super::mentions::Mentions;
use crate::Batch;

/// Keeps logarithms finite.
const LEAST: f32 = 1e-3;

/// Classes that questions name, where it is known whether they are in the
/// photo; one row for each class that a question names.
pub(crate) struct Matches {
    /// The question of each row, `[rows]`.
    questions: Tensor<1, Int>,
    /// 1 for the words that name the class, `[rows, words]`.
    words: Tensor<2>,
    /// 1 for the cells that show it, `[rows, cells]`.
    on: Tensor<2>,
    /// 1 for the cells that do not, `[rows, cells]`; where a class is somewhere
    /// in the photo and nobody knows where, a cell is neither.
    off: Tensor<2>,
    /// 1 where it is there and nobody knows where, `[rows]`.
    somewhere: Tensor<1>,
}

impl Mentions {
    /// The classes that the questions of a step name; nothing where none does.
    pub fn matches(
        &self,
        batch: &Batch,
        labels: &Labels,
        n_cells: usize,
        device: &Device,
    ) -> Option<Matches> {
        let [_, n_words] = batch.words.dims();
        let (mut questions, mut words, mut somewhere) = (Vec::new(), Vec::new(), Vec::new());
        let (mut on, mut off) = (Vec::new(), Vec::new());
        for (at, asked) in batch.asked.iter().enumerate() {
            let (place, seen) = (batch.places[asked.photo], &batch.seen[asked.photo]);
            let class_of = asked.words.iter().map(|word| self.class_of(*word));
            let class_of: Vec<Option<usize>> = class_of.collect();
            let mut classes: Vec<usize> = class_of.iter().flatten().copied().collect();
            classes.sort_unstable();
            classes.dedup();
            for class in classes {
                let Some(is_there) = labels.shows(place, class) else {
                    continue;
                };
                let known = is_there.then(|| labels.cells_of(place, &[class]));
                let seen = |cells: &[f32]| match &seen[..] {
                    [] => cells.to_vec(),
                    seen => seen
                        .iter()
                        .filter_map(|at| cells.get(*at).copied())
                        .collect(),
                };
                let (row_on, row_off) = match known {
                    Some(Some(cells)) => {
                        let others: Vec<f32> = cells.iter().map(|on| 1.0 - on).collect();
                        (seen(&cells), seen(&others))
                    }
                    Some(None) => (Vec::new(), Vec::new()),
                    None => (Vec::new(), vec![1.0; n_cells]),
                };
                somewhere.push(f32::from(u8::from(is_there && row_on.is_empty())));
                for (all, mut row) in [(&mut on, row_on), (&mut off, row_off)] {
                    row.resize(n_cells, 0.0);
                    all.extend(row);
                }
                questions.push(at as i64);
                let names = (0..n_words).map(|at| class_of.get(at) == Some(&Some(class)));
                words.extend(names.map(|names| f32::from(u8::from(names))));
            }
        }
        let n = questions.len();
        let rows = |values, dim| Tensor::from_data(TensorData::new(values, [n, dim]), device);
        (n > 0).then(|| Matches {
            questions: Tensor::from_data(TensorData::new(questions, [n]), device),
            words: rows(words, n_words),
            on: rows(on, n_cells),
            off: rows(off, n_cells),
            somewhere: Tensor::from_data(TensorData::new(somewhere, [n]), device),
        })
    }
}

/// How far the first head is from reading a word in those regions that show what
/// it names, and nowhere else: binary cross-entropy, as much for the cells that
/// show it as for those that do not; where nobody knows the cells, the one that
/// reads it most should. The region of the whole photo is left alone.
///
/// # Shapes
/// - regions_from_words: `[questions, heads, regions, words]`
/// - hidden: `[questions, regions]`, true where a region is not seen
/// - output: `[1]`
pub(crate) fn match_loss(
    regions_from_words: Tensor<4>,
    hidden: Tensor<2, Bool>,
    matches: &Matches,
) -> Tensor<1> {
    let [rows, n_cells] = matches.on.dims();
    let [_, n_words] = matches.words.dims();
    let head: Tensor<3> = regions_from_words.narrow(1, 0, 1).squeeze_dim(1);
    let head = head.select(0, matches.questions.clone()); // [rows, regions, words]
    let words = matches.words.clone().reshape([rows, 1, n_words]);
    let read: Tensor<2> = (head * words).sum_dim(2).squeeze_dim(2);
    let seen = hidden.bool_not().float().narrow(1, 0, n_cells);
    let seen = seen.select(0, matches.questions.clone()); // [rows, cells]
    let read = read.narrow(1, 0, n_cells) * seen.clone();

    let mean = |losses: Tensor<2>, of: Tensor<2>| {
        let n = of.clone().sum_dim(1).clamp_min(1.0);
        ((losses * of).sum_dim(1) / n).sum()
    };
    let is = (read.clone() + LEAST).log().neg();
    let is_not = (relu(read.clone().neg() + 1.0) + LEAST).log().neg();
    let most: Tensor<1> = (read.max_dim(1) + LEAST).log().neg().squeeze_dim(1);
    let total = mean(is, matches.on.clone() * seen.clone())
        + mean(is_not, matches.off.clone() * seen)
        + (most * matches.somewhere.clone()).sum();
    total / rows as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three questions about two cells and the whole photo, of two words, of
    /// which the second names a class: on the first cell, nowhere, somewhere.
    fn loss(read: [[f32; 2]; 3]) -> f32 {
        let device = Device::flex();
        let tensor = |values: [[f32; 2]; 3]| Tensor::<2>::from_data(values, &device);
        let matches = Matches {
            questions: Tensor::from_data([0, 1, 2], &device),
            words: tensor([[0.0, 1.0]; 3]),
            on: tensor([[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]]),
            off: tensor([[0.0, 1.0], [1.0, 1.0], [0.0, 0.0]]),
            somewhere: Tensor::from_data([0.0, 0.0, 1.0], &device),
        };
        let map = read.map(|cells| {
            let of = |read: f32| [1.0 - read, read];
            let first = [of(cells[0]), of(cells[1]), [0.5, 0.5]];
            [first, [[0.5, 0.5]; 3]]
        });
        let map = Tensor::<4>::from_data(map, &device);
        let hidden = Tensor::<2, Bool>::full([3, 3], false, &device);
        match_loss(map, hidden, &matches).into_scalar::<f32>()
    }

    #[test]
    fn a_word_is_read_where_it_is_shown_and_nowhere_else() {
        assert!(loss([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]]).abs() < 0.01);
        let unsure = loss([[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]]);
        let expected = (2.0 + 1.0 + 1.0) * 2f32.ln() / 3.0;
        assert!((unsure - expected).abs() < 0.01, "{unsure}");
        assert!(loss([[0.0, 1.0], [1.0, 1.0], [0.0, 0.0]]) > 4.0);
    }
}
