/// The mean over labels of the average precision, 0..1: how far up the photos
/// that show a label stand when photos are sorted by its score. Labels that
/// fewer than `at_least` photos show do not count.
///
/// Each photo has one score and one truth per label; `None` where it is not
/// known.
pub fn mean_average_precision(
    scores: &[Vec<f32>],
    truths: &[Vec<Option<bool>>],
    at_least: usize,
) -> Option<f64> {
    let n_labels = scores.first().map_or(0, Vec::len);
    let precisions: Vec<f64> = (0..n_labels)
        .filter_map(|label| {
            let mut known: Vec<(f32, bool)> = scores
                .iter()
                .zip(truths)
                .filter_map(|(scores, truths)| Some((scores[label], truths[label]?)))
                .collect();
            known.sort_by(|a, b| b.0.total_cmp(&a.0));
            let shown = known.iter().filter(|(_, shown)| *shown).count();
            (shown >= at_least.max(1)).then(|| average_precision(&known))
        })
        .collect();
    let n = precisions.len();
    (n > 0).then(|| precisions.iter().sum::<f64>() / n as f64)
}

/// The mean precision at each photo that shows the label.
fn average_precision(sorted: &[(f32, bool)]) -> f64 {
    let mut shown = 0.0;
    let mut sum = 0.0;
    for (at, _) in sorted.iter().enumerate().filter(|(_, (_, shown))| *shown) {
        shown += 1.0;
        sum += shown / (at as f64 + 1.0);
    }
    sum / f64::max(shown, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_first_counts_most() {
        let scores = vec![vec![0.9], vec![0.8], vec![0.7], vec![0.6]];
        let truths = |shown: [u8; 4]| shown.map(|shown| vec![Some(shown == 1)]).to_vec();
        let mean = |shown| mean_average_precision(&scores, &truths(shown), 1);
        assert_eq!(mean([1, 1, 0, 0]), Some(1.0));
        assert_eq!(mean([0, 1, 0, 1]), Some(0.5));
        assert_eq!(mean([0, 0, 0, 0]), None);
    }

    #[test]
    fn a_photo_of_which_nothing_is_known_does_not_count() {
        let scores = vec![vec![0.9], vec![0.8]];
        let truths = vec![vec![None], vec![Some(true)]];
        assert_eq!(mean_average_precision(&scores, &truths, 1), Some(1.0));
    }
}
