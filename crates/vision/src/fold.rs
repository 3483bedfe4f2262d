/// The epsilon of the batch norms of EfficientNet (reference implementation).
const EPSILON: f32 = 1e-3;

/// A trained batch norm, one value for each channel in every field.
#[derive(Debug, Clone)]
pub struct BatchNorm {
    /// Scale.
    pub gamma: Vec<f32>,
    /// Shift.
    pub beta: Vec<f32>,
    /// Running mean.
    pub mean: Vec<f32>,
    /// Running variance.
    pub variance: Vec<f32>,
}

/// A convolution that has taken its batch norm in.
#[derive(Debug, Clone, PartialEq)]
pub struct FoldedConv {
    /// The kernel's values, output channels outermost.
    pub weight: Vec<f32>,
    /// One value for each output channel.
    pub bias: Vec<f32>,
}

/// Folds the batch norm that follows a convolution without bias into it:
/// `weight * gamma / sqrt(variance + epsilon)` and
/// `beta - mean * gamma / sqrt(variance + epsilon)`.
///
/// `None` when the sizes do not fit together.
pub fn fold(weight: &[f32], norm: &BatchNorm) -> Option<FoldedConv> {
    let channels = norm.gamma.len();
    let same = [&norm.beta, &norm.mean, &norm.variance]
        .iter()
        .all(|field| field.len() == channels);
    if !same || channels == 0 || !weight.len().is_multiple_of(channels) {
        return None;
    }
    let scales: Vec<f32> = norm
        .gamma
        .iter()
        .zip(&norm.variance)
        .map(|(gamma, variance)| gamma / (variance + EPSILON).sqrt())
        .collect();
    let kernel = weight.len() / channels;
    Some(FoldedConv {
        weight: weight
            .iter()
            .enumerate()
            .map(|(at, value)| value * scales[at / kernel])
            .collect(),
        bias: (0..channels)
            .map(|channel| norm.beta[channel] - norm.mean[channel] * scales[channel])
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folded_convolution_gives_what_both_gave() {
        let norm = BatchNorm {
            gamma: vec![2.0, 0.5],
            beta: vec![1.0, -1.0],
            mean: vec![3.0, 4.0],
            variance: vec![0.249, 3.999],
        };
        let folded = fold(&[1.0, 2.0, 3.0, 4.0], &norm).expect("sizes fit");
        let input = [0.7, -0.3];
        for channel in 0..2 {
            let row = &[[1.0, 2.0], [3.0, 4.0]][channel];
            let plain: f32 = row[0] * input[0] + row[1] * input[1];
            let normed = (plain - norm.mean[channel]) / (norm.variance[channel] + EPSILON).sqrt()
                * norm.gamma[channel]
                + norm.beta[channel];
            let at = channel * 2;
            let once = folded.weight[at] * input[0]
                + folded.weight[at + 1] * input[1]
                + folded.bias[channel];
            assert!((normed - once).abs() < 1e-5, "{normed} {once}");
        }
    }

    #[test]
    fn sizes_that_do_not_fit_are_refused() {
        let norm = BatchNorm {
            gamma: vec![1.0; 2],
            beta: vec![0.0; 2],
            mean: vec![0.0; 3],
            variance: vec![1.0; 2],
        };
        assert_eq!(fold(&[1.0; 4], &norm), None);
    }
}
