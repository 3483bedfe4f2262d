use std::collections::HashMap;

use ::train::Example;
use serde::Deserialize;

/// How far teachers' answers lean to what people said about the same photo when
/// they were asked something else. An answer that `a` training questions about
/// the photo have, and that `w` of them name, becomes `(1 + a)^answers * (1 +
/// w)^words` times as probable before all add up to what they did.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaning {
    pub answers: f32,
    pub words: f32,
}

/// What training questions and their answers say is in a photo.
pub struct Hints {
    /// By feature file and row: for each answer, how much more probable it is.
    of_photo: HashMap<(usize, usize), HashMap<usize, f32>>,
}

/// How many questions about a photo have an answer, and how many name it.
#[derive(Default, Clone, Copy)]
struct Count {
    answers: f32,
    words: f32,
}

impl Hints {
    /// `names` are the word ids of each answer, empty where the network cannot
    /// read it; `parts` the answers that each answer is made of ("book" and
    /// "lamp" of "book, lamp"), itself where it is one thing.
    pub fn new(
        known: &[Example],
        names: &[Vec<u32>],
        parts: &[Vec<usize>],
        leaning: Leaning,
    ) -> Self {
        let mut by_first: HashMap<u32, Vec<usize>> = HashMap::new();
        for (answer, name) in names.iter().enumerate() {
            if let Some(first) = name.first() {
                by_first.entry(*first).or_default().push(answer);
            }
        }
        let mut counts: HashMap<(usize, usize), HashMap<usize, Count>> = HashMap::new();
        for example in known {
            let of_photo = counts.entry((example.file, example.row)).or_default();
            for part in example.targets.iter().flat_map(|(at, _)| &parts[*at]) {
                of_photo.entry(*part).or_default().answers += 1.0;
            }
            for at in 0..example.words.len() {
                let rest = &example.words[at..];
                for answer in by_first.get(&rest[0]).into_iter().flatten() {
                    if rest.starts_with(&names[*answer]) {
                        of_photo.entry(*answer).or_default().words += 1.0;
                    }
                }
            }
        }
        let weight = |count: Count| {
            (1.0 + count.answers).powf(leaning.answers) * (1.0 + count.words).powf(leaning.words)
        };
        let weights = |counts: HashMap<usize, Count>| {
            counts.into_iter().map(|(at, count)| (at, weight(count)))
        };
        Self {
            of_photo: counts
                .into_iter()
                .map(|(photo, counts)| (photo, weights(counts).collect()))
                .collect(),
        }
    }

    /// How many times as probable an answer becomes about the photo of that
    /// file and row.
    pub fn weight(&self, photo: (usize, usize), answer: usize) -> f32 {
        let of_photo = self.of_photo.get(&photo);
        let weight = of_photo.and_then(|weights| weights.get(&answer));
        weight.copied().unwrap_or(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_other_questions_say_of_a_photo_counts() {
        let asked = |row, words: &[u32], answer| Example {
            file: 0,
            row,
            words: words.to_vec(),
            phrasings: Vec::new(),
            views: Vec::new(),
            targets: vec![(answer, 1.0)],
        };
        // Answers: 0 book, 1 lamp, 2 "book, lamp", 3 "garbage bin".
        let names = [vec![7], vec![8], vec![], vec![4, 5]];
        let parts = [vec![0], vec![1], vec![0, 1], vec![3]];
        let known = [
            asked(0, &[2, 4, 5], 2),
            asked(0, &[3, 8], 0),
            asked(1, &[4, 6], 3),
        ];
        let leaning = Leaning {
            answers: 2.0,
            words: 1.0,
        };
        let hints = Hints::new(&known, &names, &parts, leaning);
        let of = |row| [0, 1, 2, 3].map(|answer| hints.weight((0, row), answer));
        assert_eq!(of(0), [9.0, 8.0, 1.0, 2.0]);
        assert_eq!(of(1), [1.0, 1.0, 1.0, 4.0], "half a name is none");
        assert_eq!(of(2), [1.0; 4]);
    }
}
