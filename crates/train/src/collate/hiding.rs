//! What training hides from the network, or shows otherwise.

use std::collections::HashMap;

use rand::RngExt;
use rand::seq::index;
use rand_chacha::ChaCha8Rng;

use crate::{Example, Features, Schedule, View};

/// An example, and the number of the group that sees the same view of its photo
/// in this step.
pub(crate) type Grouped<'a> = (usize, &'a Example);

/// What is hidden from the network in a training step.
pub(crate) struct Hiding<'a> {
    pub random: &'a mut ChaCha8Rng,
    pub schedule: &'a Schedule,
}

/// The view of each example that a step shows: the photo as it is, or sometimes
/// another view, the same for all of a group that have it.
pub fn views<'a>(examples: &[Grouped<'a>], hiding: &mut Option<Hiding<'_>>) -> Vec<&'a View> {
    let mut file_of: HashMap<usize, Option<usize>> = HashMap::new();
    let mut chosen = Vec::with_capacity(examples.len());
    for (group, example) in examples {
        let (plain, others) = (&example.views[0], &example.views[1..]);
        let Some(hiding) = hiding else {
            chosen.push(plain);
            continue;
        };
        if !others.is_empty() {
            file_of.entry(*group).or_insert_with(|| {
                let other = hiding.random.random_bool(hiding.schedule.other_views);
                let at = hiding.random.random_range(0..others.len());
                other.then_some(others[at].file)
            });
        }
        let file = file_of.get(group).copied().flatten();
        let other = others.iter().find(|view| Some(view.file) == file);
        chosen.push(other.unwrap_or(plain));
    }
    chosen
}

/// The regions of a photo that a step sees: all of them, or those that are
/// not hidden, never none.
pub fn seen(file: &Features, row: usize, hiding: &mut Option<Hiding<'_>>) -> Vec<usize> {
    let n_regions = file.n_regions(row);
    let Some(hiding) = hiding else {
        return (0..n_regions).collect();
    };
    let n_always = file.origin().n_always_seen();
    let n_free = n_regions - n_always;
    let n_hidden = (n_free as f64 * hiding.schedule.region_dropout).round() as usize;
    let n_kept = n_free.saturating_sub(n_hidden).max(1 - n_always);
    let mut seen = index::sample(hiding.random, n_free, n_kept).into_vec();
    seen.extend(n_free..n_regions);
    seen
}

/// The words that a step reads: as they were asked, or sometimes another way
/// to ask the same.
pub fn wording<'a>(view: &'a View, hiding: &mut Option<Hiding<'_>>) -> &'a [u32] {
    match hiding {
        Some(hiding) if !view.phrasings.is_empty() => {
            let other = hiding.random.random_bool(hiding.schedule.rephrase);
            let at = hiding.random.random_range(0..view.phrasings.len());
            match other {
                true => &view.phrasings[at],
                false => &view.words,
            }
        }
        _ => &view.words,
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    /// The same photo in so many files.
    fn example(n_views: usize) -> Example {
        let view = |file| View {
            file,
            words: vec![2],
            ..View::default()
        };
        Example {
            views: (0..n_views).map(view).collect(),
            targets: Vec::new(),
            partly_known: false,
            sentence: None,
            weight: 1.0,
        }
    }

    /// The files that examples of the same group are seen in, 300 times.
    fn seen(examples: &[Example], other_views: f64) -> Vec<Vec<usize>> {
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let schedule = Schedule {
            other_views,
            ..Schedule::default()
        };
        let mut hiding = Some(Hiding {
            random: &mut random,
            schedule: &schedule,
        });
        let grouped: Vec<Grouped> = examples.iter().map(|example| (7, example)).collect();
        let mut step = || {
            views(&grouped, &mut hiding)
                .iter()
                .map(|v| v.file)
                .collect()
        };
        (0..300).map(|_| step()).collect()
    }

    fn counts(seen: &[Vec<usize>]) -> [usize; 3] {
        [0, 1, 2].map(|file| seen.iter().filter(|step| step[0] == file).count())
    }

    #[test]
    fn other_views_are_seen_as_often_as_asked_for() {
        let one = [example(3)];
        assert_eq!(counts(&seen(&one, 0.0)), [300, 0, 0]);
        let [itself, first, second] = counts(&seen(&one, 1.0));
        assert_eq!(itself, 0);
        assert!(first.abs_diff(second) < 60, "{first} and {second}");
        let [itself, ..] = counts(&seen(&one, 0.5));
        assert!((110..=190).contains(&itself), "{itself}");
        assert_eq!(counts(&seen(&[example(1)], 1.0)), [300, 0, 0]);
        let measured = views(&[(0, &one[0])], &mut None);
        assert_eq!(measured[0].file, 0, "measuring sees no other view");
    }

    #[test]
    fn questions_of_a_group_see_the_same_view_where_they_have_it() {
        let steps = seen(&[example(3), example(3), example(1)], 0.7);
        assert!(
            steps
                .iter()
                .all(|files| files[0] == files[1] && files[2] == 0)
        );
        assert!(steps.iter().any(|files| files[0] == 2));
    }
}
