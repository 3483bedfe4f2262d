use std::collections::BTreeMap;

use nalgebra::DMatrix;

/// How much the ridge regression is held back; photos have vectors of length 1.
const RIDGE: f64 = 3.0;

/// How probable each answer is about a photo, `[photos, answers]` in 0..=1, by
/// what is said of **other** photos that look like it.
///
/// `looks` are numbers of each photo, of one length, `said` the answers that
/// belong to it, and `scenes` where it was taken. A linear ridge regression
/// (Hoerl and Kennard 1970) tells the answers of a photo from its numbers; of
/// each photo it says what it would say without having learnt from any of its
/// scene (the leave-one-out formula of Allen's PRESS, 1974, for several at
/// once).
///
/// The second value is how common each answer is, `[answers]`.
///
/// Returns nothing where there are fewer than two photos.
pub fn left_out(
    looks: &[Vec<f32>],
    said: &[Vec<usize>],
    scenes: &[usize],
    n_answers: usize,
) -> Option<(Vec<Vec<f32>>, Vec<f32>)> {
    let n = looks.len();
    if n < 2 || said.len() != n || scenes.len() != n {
        return None;
    }
    let alike = alike(looks);
    let mut labels = DMatrix::<f64>::zeros(n, n_answers);
    for (photo, answers) in said.iter().enumerate() {
        for answer in answers {
            labels[(photo, *answer)] = 1.0;
        }
    }
    let common = labels.row_mean();
    let mut rest = labels.clone();
    rest.row_iter_mut().for_each(|mut row| row -= &common);
    let inverse = (alike + DMatrix::identity(n, n) * RIDGE)
        .cholesky()?
        .inverse();
    let pull = &inverse * rest;
    let mut of_scene: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (photo, scene) in scenes.iter().enumerate() {
        of_scene.entry(*scene).or_default().push(photo);
    }
    let mut told = vec![vec![0.0; n_answers]; n];
    for photos in of_scene.values() {
        let own = inverse.select_rows(photos).select_columns(photos);
        let missed = own.cholesky()?.solve(&pull.select_rows(photos));
        for (row, photo) in photos.iter().enumerate() {
            for (answer, told) in told[*photo].iter_mut().enumerate() {
                let value = labels[(*photo, answer)] - missed[(row, answer)];
                *told = value.clamp(0.0, 1.0) as f32;
            }
        }
    }
    Some((told, common.iter().map(|value| *value as f32).collect()))
}

/// How alike photos are, `[photos, photos]` in -1..=1: the cosine of their
/// numbers, each of which counts as much as another.
fn alike(looks: &[Vec<f32>]) -> DMatrix<f64> {
    let (n, dim) = (looks.len(), looks[0].len());
    let mut x = DMatrix::<f64>::from_fn(dim, n, |at, photo| f64::from(looks[photo][at]));
    for mut row in x.row_iter_mut() {
        let mean = row.mean();
        row.add_scalar_mut(-mean);
        let deviation = (row.norm_squared() / n as f64).sqrt();
        row /= deviation.max(1e-6);
    }
    for mut photo in x.column_iter_mut() {
        let length = photo.norm().max(1e-12);
        photo /= length;
    }
    x.tr_mul(&x)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kitchens (first number high) have an oven, 0; bedrooms a bed, 1.
    fn rooms() -> (Vec<Vec<f32>>, Vec<Vec<usize>>) {
        let look = |at: usize| {
            let kitchen = at.is_multiple_of(2);
            let first = if kitchen { 1.0 } else { 0.0 };
            vec![first, 1.0 - first, (at % 7) as f32 / 10.0]
        };
        let said = |at: usize| vec![usize::from(!at.is_multiple_of(2))];
        ((0..40).map(look).collect(), (0..40).map(said).collect())
    }

    /// Each photo a scene of its own.
    fn alone(n: usize) -> Vec<usize> {
        (0..n).collect()
    }

    #[test]
    fn a_photo_is_told_by_those_that_look_like_it() {
        let (looks, said) = rooms();
        let (told, common) = left_out(&looks, &said, &alone(40), 3).expect("photos");
        assert_eq!(common, [0.5, 0.5, 0.0]);
        assert!(told[0][0] > 0.7 && told[0][1] < 0.3, "{:?}", told[0]);
        assert!(told[1][1] > 0.7 && told[1][2] == 0.0, "{:?}", told[1]);
    }

    #[test]
    fn what_is_said_of_a_photo_itself_does_not_count() {
        let (looks, mut said) = rooms();
        let (before, _) = left_out(&looks, &said, &alone(40), 3).expect("photos");
        said[4] = vec![2];
        let (after, _) = left_out(&looks, &said, &alone(40), 3).expect("photos");
        // What is common changes by one photo in forty, and nothing else.
        assert!(
            (before[4][0] - after[4][0]).abs() < 0.03,
            "{} {}",
            before[4][0],
            after[4][0]
        );
        assert!(after[4][2] < 0.05, "{}", after[4][2]);
    }

    #[test]
    fn what_is_told_is_what_was_learnt_from_other_scenes() {
        let (looks, said) = rooms();
        let scenes: Vec<usize> = (0..40).map(|at| at / 5).collect();
        let (told, _) = left_out(&looks, &said, &scenes, 3).expect("photos");
        // Whatever is said of photos 10 to 14 changes nothing that is told of
        // them, but for how common the answers are.
        let mut other = said.clone();
        other[10..15].rotate_left(1);
        let (after, _) = left_out(&looks, &other, &scenes, 3).expect("photos");
        for (before, after) in told[10..15]
            .iter()
            .flatten()
            .zip(after[10..15].iter().flatten())
        {
            assert!((before - after).abs() < 1e-6, "{before} {after}");
        }
        let (one_by_one, _) = left_out(&looks, &other, &alone(40), 3).expect("photos");
        assert_ne!(one_by_one[10], after[10]);
    }

    #[test]
    fn one_photo_tells_nothing() {
        assert!(left_out(&[vec![1.0]], &[vec![0]], &[0], 1).is_none());
        assert!(left_out(&[], &[], &[], 1).is_none());
    }
}
