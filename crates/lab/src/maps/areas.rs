use serde::Serialize;

use super::faithful::Faithful;
use super::followed::{Curve, Followed, ORDERS, RANDOM};

/// What one order comes to.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Area {
    /// The mean area under the curve, 0..1.
    area: f64,
    /// The mean difference from the random order, question by question.
    from_random: f64,
    /// The standard error of that difference.
    error: f64,
}

/// The areas of one measure.
#[derive(Debug, Serialize)]
pub struct Areas {
    contribution: Area,
    attention: Area,
    random: Area,
    least: Area,
}

/// All figures.
#[derive(Debug, Serialize)]
pub struct Summary {
    n: usize,
    /// The mean probability of the answers with all cells seen.
    all_seen: f64,
    /// The same with none, of the question alone.
    none_seen: f64,
    deletion: Areas,
    insertion: Areas,
}

impl Summary {
    /// The figures of what was measured.
    pub fn of(measured: &Faithful) -> Self {
        let curve = &measured.deletion()[RANDOM];
        let [all_seen, none_seen] = [curve.first(), curve.last()]
            .map(|end| places(f64::from(end.copied().unwrap_or_default())));
        Self {
            n: measured.n(),
            all_seen,
            none_seen,
            deletion: Areas::of(&measured.followed, |followed| &followed.deletion),
            insertion: Areas::of(&measured.followed, |followed| &followed.insertion),
        }
    }

    /// The figures for people, a line each.
    pub fn table(&self) -> Vec<String> {
        let mut lines = vec![
            format!(
                "{} answers, probability {:.3} with all cells seen, {:.3} with none",
                self.n, self.all_seen, self.none_seen
            ),
            format!(
                "{:<26}{:>9}  {:<17}{:>10}  from random",
                "cells are taken", "deletion", "from random", "insertion"
            ),
        ];
        let rows = self.deletion.rows().into_iter().zip(self.insertion.rows());
        for (order, (deletion, insertion)) in ORDERS.iter().zip(rows) {
            let line = format!(
                "{order:<26}{:>9.3}  {:<17}{:>10.3}  {}",
                deletion.area,
                deletion.difference(),
                insertion.area,
                insertion.difference()
            );
            lines.push(line.trim_end().to_owned());
        }
        lines
    }
}

impl Areas {
    fn of(followed: &[Followed], curves: impl Fn(&Followed) -> &[Curve; 4]) -> Self {
        let [contribution, attention, random, least] = [0, 1, 2, 3].map(|order| {
            let area = |one: &Followed, order: usize| area_under(&curves(one)[order]);
            let areas: Vec<f64> = followed.iter().map(|one| area(one, order)).collect();
            let differences = followed
                .iter()
                .map(|one| area(one, order) - area(one, RANDOM));
            let differences: Vec<f64> = differences.collect();
            Area {
                area: places(mean(&areas)),
                from_random: places(mean(&differences)),
                error: places(standard_error(&differences)),
            }
        });
        Self {
            contribution,
            attention,
            random,
            least,
        }
    }

    /// In the order of [`ORDERS`].
    fn rows(&self) -> [Area; 4] {
        [self.contribution, self.attention, self.random, self.least]
    }
}

impl Area {
    /// Nothing where there is no error: for the random order itself.
    fn difference(self) -> String {
        match self.error > 0.0 {
            true => format!("{:+.3} ± {:.3}", self.from_random, self.error),
            false => String::new(),
        }
    }
}

/// The area under a curve over 0..1, by trapezoids.
fn area_under(curve: &[f32]) -> f64 {
    let pairs = curve.windows(2);
    let sum: f64 = pairs.map(|p| f64::from(p[0] + p[1]) / 2.0).sum();
    sum / curve.len().saturating_sub(1).max(1) as f64
}

/// Rounded to four places; more would be noise.
fn places(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn standard_error(values: &[f64]) -> f64 {
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let n = values.len() as f64;
    match values.len() {
        0 | 1 => 0.0,
        _ => (squares / (n - 1.0) / n).sqrt(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_of_a_straight_line_is_its_middle() {
        assert_eq!(area_under(&[1.0, 0.5, 0.0]), 0.5);
        assert_eq!(area_under(&[1.0, 0.0, 0.0]), 0.25);
        assert_eq!(area_under(&[0.3]), 0.0);
    }

    #[test]
    fn the_error_of_a_mean_falls_with_the_number() {
        assert_eq!(standard_error(&[1.0, 3.0]), 1.0);
        assert_eq!(standard_error(&[2.0]), 0.0);
    }
}
