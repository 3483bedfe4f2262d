use std::collections::HashMap;

use rand::{Rng, RngExt};

/// A question of at least so many words is taken apart.
const LEAST: usize = 5;
/// Tries for one new question, before an old one is good enough.
const TRIES: usize = 50;

/// Makes new questions of old ones: "what is on the left side of the bed" and
/// "how many chairs are in front of the window" share "of the", and so there
/// is "what is on the left side of the window", too.
#[derive(Debug)]
pub struct Splices<'a> {
    questions: &'a [Vec<u32>],
    /// Where two words follow each other: the questions, and the place of the
    /// second word there.
    pairs: HashMap<(u32, u32), Vec<(usize, usize)>>,
    longest: usize,
}

/// The words of one question up to, and those of another one from a place on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Splice {
    /// The question that it begins with.
    pub first: usize,
    /// How many of its words.
    pub until: usize,
    /// The question that it ends with.
    pub second: usize,
    /// The place of the first of its words.
    pub from: usize,
}

impl Splice {
    /// The new question's words.
    pub fn words(&self, first: &[u32], second: &[u32]) -> Vec<u32> {
        [&first[..self.until], &second[self.from..]].concat()
    }
}

impl<'a> Splices<'a> {
    /// Of `questions`, as word ids; new ones have at most `longest` words.
    pub fn new(questions: &'a [Vec<u32>], longest: usize) -> Self {
        let mut pairs: HashMap<_, Vec<_>> = HashMap::new();
        for (question, words) in questions.iter().enumerate() {
            for at in places(words) {
                let pair = (words[at - 1], words[at]);
                pairs.entry(pair).or_default().push((question, at));
            }
        }
        Self {
            questions,
            pairs,
            longest,
        }
    }

    /// A new question that begins as `first` does, or nothing where it shares
    /// no two words with another one.
    pub fn of(&self, first: usize, random: &mut impl Rng) -> Option<Splice> {
        let words = &self.questions[first];
        if words.len() < LEAST {
            return None;
        }
        let places: Vec<usize> = places(words).collect();
        for _ in 0..TRIES {
            let until = places[random.random_range(..places.len())];
            let shared = &self.pairs[&(words[until - 1], words[until])];
            let (second, from) = shared[random.random_range(..shared.len())];
            let end = &self.questions[second][from..];
            let new = second != first && end != &words[until..];
            if new && until + end.len() <= self.longest {
                return Some(Splice {
                    first,
                    until,
                    second,
                    from,
                });
            }
        }
        None
    }
}

/// Where a question can be cut: after two words, before the last.
fn places(words: &[u32]) -> impl Iterator<Item = usize> + use<> {
    2..words.len().saturating_sub(1).max(2)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    #[test]
    fn a_new_question_begins_as_one_and_ends_as_another() {
        let questions = [
            vec![1, 2, 3, 4, 5, 6],
            vec![7, 8, 4, 5, 9],
            vec![7, 7, 7, 7, 8],
        ];
        let splices = Splices::new(&questions, 20);
        let mut random = ChaCha8Rng::seed_from_u64(1);
        for _ in 0..20 {
            let new = splices.of(0, &mut random).expect("a splice");
            assert_eq!((new.first, new.second), (0, 1));
            let words = new.words(&questions[new.first], &questions[new.second]);
            assert_eq!(words, [1, 2, 3, 4, 5, 9]);
        }
        assert_eq!(splices.of(2, &mut random), None, "it shares nothing");
        assert_eq!(
            Splices::new(&questions, 5).of(0, &mut random),
            None,
            "too long"
        );
    }

    #[test]
    fn questions_too_short_to_be_cut_are_left_alone() {
        let questions = [vec![1, 2, 3], vec![], vec![1, 2, 3, 4]];
        let splices = Splices::new(&questions, 20);
        let mut random = ChaCha8Rng::seed_from_u64(1);
        for at in 0..questions.len() {
            assert_eq!(splices.of(at, &mut random), None);
        }
    }
}
