use burn::tensor::activation::relu;
use burn::tensor::{Bool, Tensor};

use super::labels::CLASSES;
use super::mentions::Named;
use super::{LabelTargets, Matches};

/// How sharply the cells of a photo are pooled: the larger, the more the one
/// that is surest says what the photo shows. 3 is what the first trial used.
const SHARPNESS: f32 = 3.0;
/// How much each loss of the eyes counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EyesLosses {
    /// Which classes and words a photo shows.
    pub labels: f32,
    /// Which classes cover a cell.
    pub cells: f32,
    /// Where the flows lie.
    pub flows: f32,
    /// Whether a region reads the word for what it shows.
    pub matches: f32,
}

/// What supervises the eyes and the flows in a step.
pub(crate) struct Supervised {
    pub labels: LabelTargets,
    pub named: Named,
    pub matches: Option<Matches>,
}

/// Keeps logarithms finite where nothing lies on a thing.
const LEAST: f32 = 1e-3;

/// What a photo says of each label by what its cells say,
/// `ln(mean(exp(s x))) / s`: between their mean and their maximum.
///
/// # Shapes
/// - cells: `[photos, cells, labels]`
/// - output: `[photos, labels]`
pub fn pooled(cells: Tensor<3>) -> Tensor<2> {
    let [_, n_cells, _] = cells.dims();
    let cells = cells * SHARPNESS;
    let most = cells.clone().max_dim(1).detach(); // [photos, 1, labels]
    let sum = (cells - most.clone()).exp().sum_dim(1).log() + most;
    let whole: Tensor<2> = sum.squeeze_dim(1);
    (whole - (n_cells as f32).ln()) / SHARPNESS
}

/// The losses of the labels of photos and of their cells, weighted.
///
/// # Shapes
/// - cells: `[photos, cells, labels]`
/// - output: `[1]`
pub(crate) fn eyes_loss(cells: Tensor<3>, targets: LabelTargets, weights: EyesLosses) -> Tensor<1> {
    let [photos, n_cells, _] = cells.dims();
    let classes = cells.clone().narrow(2, 0, CLASSES);
    let of_photos = cross_entropy(pooled(cells), targets.scores) * targets.known;
    let [_, _, n_classes] = classes.dims();
    let known = targets.cells_known.expand([photos, n_cells, n_classes]);
    let of_cells = cross_entropy(classes, targets.cells) * known;
    of_photos.sum() * (weights.labels / photos as f32)
        + of_cells.sum() * (weights.cells / (photos * n_cells) as f32)
}

/// Binary cross-entropy of logits, each for itself.
fn cross_entropy<const D: usize>(logits: Tensor<D>, scores: Tensor<D>) -> Tensor<D> {
    let tail = logits.clone().abs().neg().exp().log1p();
    relu(logits.clone()) - logits * scores + tail
}

/// How much of what speaks for the right answer, and of what the words that
/// name a thing read, lies elsewhere than on the thing: the mean of
/// `-ln(share on it)`, over the questions and the words that name one. The
/// region of the whole photo counts for neither.
///
/// See Selvaraju et al., "Taking a HINT" (ICCV 2019), and Qiao et al.,
/// "Exploring human-like attention supervision in visual question answering"
/// (AAAI 2018).
///
/// # Shapes
/// - contributions: `[questions, regions]`, what each adds to the right answer
/// - words_from_regions: `[questions, heads, words, regions]`
/// - hidden: `[questions, regions]`, true where a region is not seen
/// - output: `[1]`
pub(crate) fn flow_loss(
    contributions: Tensor<2>,
    words_from_regions: Tensor<4>,
    hidden: Tensor<2, Bool>,
    named: &Named,
) -> Tensor<1> {
    let [questions, n_regions] = contributions.dims();
    let n_cells = n_regions - 1;
    let seen = hidden.bool_not().float().narrow(1, 0, n_cells);
    let on = named.cells.clone() * seen.clone(); // [questions, cells]

    let for_it = relu(contributions.narrow(1, 0, n_cells)) * seen.clone();
    let share =
        ((for_it.clone() * on.clone()).sum_dim(1) + LEAST) / (for_it.sum_dim(1) + 2.0 * LEAST);
    let questions_named = named.questions.clone().unsqueeze_dim::<2>(1);
    let n = questions_named.clone().sum().clamp_min(1.0);
    let of_answers = (share.log().neg() * questions_named).sum() / n;

    let read: Tensor<3> = words_from_regions.mean_dim(1).squeeze_dim(1);
    let read = read.narrow(2, 0, n_cells); // [questions, words, cells]
    let [_, n_words, _] = read.dims();
    let on = (read.clone() * on.reshape([questions, 1, n_cells])).sum_dim(2);
    let all = (read * seen.reshape([questions, 1, n_cells])).sum_dim(2);
    let share = (on + LEAST) / (all + 2.0 * LEAST);
    let words = named.words.clone().reshape([questions, n_words, 1]);
    let n = words.clone().sum().clamp_min(1.0);
    of_answers + (share.log().neg() * words).sum() / n
}

#[cfg(test)]
mod tests {
    use burn::tensor::Device;

    use super::*;

    fn number(value: Tensor<1>) -> f32 {
        value.into_scalar::<f32>()
    }

    #[test]
    fn pooling_lies_between_the_mean_and_the_surest_cell() {
        let device = Device::flex();
        let cells = Tensor::<3>::from_data([[[0.0], [0.0], [3.0]]], &device);
        let said = pooled(cells).into_scalar::<f32>();
        assert!(said > 1.0 && said < 3.0, "{said}");
        let cells = Tensor::<3>::from_data([[[900.0], [900.0]]], &device);
        assert!((pooled(cells).into_scalar::<f32>() - 900.0).abs() < 1e-3);
    }

    #[test]
    fn flows_that_lie_on_the_thing_lose_nothing() {
        let device = Device::flex();
        let named = Named {
            questions: Tensor::from_data([1.0, 0.0], &device),
            cells: Tensor::from_data([[1.0, 0.0], [0.0, 0.0]], &device),
            words: Tensor::from_data([[0.0, 1.0], [0.0, 0.0]], &device),
            answers: vec![0, 0],
        };
        let loss = |on: f32| {
            let off = 1.0 - on;
            let parts = Tensor::<2>::from_data([[on, off, 9.0], [0.0, 5.0, 0.0]], &device);
            let other = [0.0, 1.0, 0.0];
            let maps = [[[[0.5, 0.5, 0.0], [on, off, 0.0]]], [[other, other]]];
            let maps = Tensor::<4>::from_data(maps, &device);
            let hidden = Tensor::<2, Bool>::full([2, 3], false, &device);
            number(flow_loss(parts, maps, hidden, &named))
        };
        assert!(loss(1.0) < 0.01, "{}", loss(1.0));
        assert!((loss(0.5) - 2.0 * 2f32.ln()).abs() < 0.01, "{}", loss(0.5));
        assert!(loss(0.0) > 5.0);
    }
}
