//! What is taken for what, by the type of the question.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use data::{Kind, Question};

/// Right answers that have a row and a column of their own.
const NAMED: usize = 8;
/// Other answers that have a column of their own.
const WRONG: usize = 4;
/// Types that have a table of their own; the commonest ones.
const TYPES: usize = 12;
/// The row and the column of all other answers.
pub const OTHERS: &str = "others";

/// Counts what was answered where something else, or the same, was right.
#[derive(Debug, Default)]
pub struct Confusion {
    by_type: BTreeMap<String, HashMap<(String, String), usize>>,
}

/// One table: what was right down the side, what was said along the top.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// The type of the questions.
    pub question_type: String,
    /// How many there were.
    pub n: usize,
    /// What was right, the commonest first.
    pub right: Vec<String>,
    /// What was said: the right ones first, then the commonest others.
    pub said: Vec<String>,
    /// Counts, `[right][said]`.
    pub counts: Vec<Vec<usize>>,
}

impl Confusion {
    pub fn add(&mut self, question: &Question, said: &str) {
        let kind = match question.kind {
            Kind::YesNo => "yes or no",
            Kind::Number => "numbers",
            Kind::Other => "anything else",
        };
        let question_type = question.question_type.as_deref().unwrap_or(kind);
        let right = question.commonest_answer().unwrap_or_default();
        let pair = (right, question.scoring.canonical(said));
        let counts = self.by_type.entry(question_type.to_owned()).or_default();
        *counts.entry(pair).or_default() += 1;
    }

    /// The commonest types first.
    pub fn tables(&self) -> Vec<Table> {
        let tables = self
            .by_type
            .iter()
            .map(|(name, counts)| table(name, counts));
        let mut tables: Vec<Table> = tables.collect();
        tables.sort_by_key(|table| Reverse(table.n));
        tables.truncate(TYPES);
        tables
    }
}

fn table(name: &str, counts: &HashMap<(String, String), usize>) -> Table {
    let mut right = named(counts.iter().map(|((right, _), n)| (right, *n)));
    // A word that is right somewhere has its column at the same place.
    let also = named(counts.iter().map(|((_, said), n)| (said, *n)));
    let mut said = right.clone();
    said.extend(also.into_iter().filter(|answer| !right.contains(answer)));
    said.truncate(right.len() + WRONG);
    // Where all have a place of their own there are no others.
    if counts.keys().any(|(answer, _)| !right.contains(answer)) {
        right.push(OTHERS.to_owned());
    }
    if counts.keys().any(|(_, answer)| !said.contains(answer)) {
        said.push(OTHERS.to_owned());
    }
    let place = |list: &[String], answer: &String| {
        let known = list.iter().position(|known| known == answer);
        known.unwrap_or(list.len() - 1) // the others
    };
    let mut cells = vec![vec![0; said.len()]; right.len()];
    for ((was_right, was_said), n) in counts {
        cells[place(&right, was_right)][place(&said, was_said)] += n;
    }
    Table {
        question_type: name.to_owned(),
        n: counts.values().sum(),
        right,
        said,
        counts: cells,
    }
}

/// The commonest answers, the most often first.
fn named<'a>(answers: impl Iterator<Item = (&'a String, usize)>) -> Vec<String> {
    let mut sums: BTreeMap<&String, usize> = BTreeMap::new();
    answers.for_each(|(answer, n)| *sums.entry(answer).or_default() += n);
    let mut sums: Vec<(&String, usize)> = sums.into_iter().collect();
    sums.sort_by_key(|(_, n)| Reverse(*n));
    sums.into_iter()
        .take(NAMED)
        .map(|(answer, _)| answer.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(answer: &str) -> Question {
        Question::of_set(1, "a".into(), "what?".into(), vec![answer.into()])
    }

    #[test]
    fn right_answers_are_counted_on_the_diagonal() {
        let mut confusion = Confusion::default();
        for (right, said) in [
            ("cup", "cup"),
            ("cup", "bowl"),
            ("cup", "cup"),
            ("bed", "cup"),
            ("2", "3"),
        ] {
            confusion.add(&of(right), said);
        }
        let tables = confusion.tables();
        assert_eq!(tables.len(), 2);
        let things = &tables[0];
        assert_eq!(
            (things.question_type.as_str(), things.n),
            ("anything else", 4)
        );
        assert_eq!(things.right, ["cup", "bed"]);
        assert_eq!(things.said, ["cup", "bed", "bowl"]);
        assert_eq!(things.counts, [[2, 0, 1], [1, 0, 0]]);
        assert_eq!(tables[1].question_type, "numbers");
    }

    #[test]
    fn rare_answers_share_a_row() {
        let mut confusion = Confusion::default();
        for at in 0..20 {
            confusion.add(&of(&format!("thing {}", char::from(b'a' + at))), "cup");
        }
        let table = &confusion.tables()[0];
        assert_eq!(table.right.len(), NAMED + 1);
        assert_eq!(table.said.len(), NAMED + 1);
        assert_eq!(table.said[NAMED], "cup");
        let cups: Vec<usize> = table.counts.iter().map(|row| row[NAMED]).collect();
        assert_eq!(cups, [1, 1, 1, 1, 1, 1, 1, 1, 12]);
    }
}
