//! Questions for teachers: those of a set, the same about other photos, and new
//! ones out of two old ones.

use ::train::{Features, Photos};
use anyhow::{Result, ensure};
use data::{DataSet, Question};
use priors::Splices;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use text::{UNKNOWN, Vocabulary};

/// A question about the photo in a row of the features.
#[derive(Debug, Clone)]
pub struct Asked {
    pub row: usize,
    pub text: String,
}

/// The questions of a set whose photos have features.
pub struct Known<'a> {
    pub questions: Vec<(usize, &'a Question)>,
    pub n_without_features: usize,
    /// The words of these questions alone.
    vocabulary: Vocabulary,
    longest: usize,
}

impl<'a> Known<'a> {
    /// At least one; of each the first `longest` words count.
    pub fn new(set: &'a DataSet, features: &Features, longest: usize) -> Result<Self> {
        let photos = Photos::of(features);
        let row = |question: &Question| features.row(photos.name(&question.image)?);
        let questions: Vec<(usize, &Question)> = set
            .questions
            .iter()
            .filter_map(|question| Some((row(question)?, question)))
            .collect();
        ensure!(
            !questions.is_empty(),
            "no question is about a photo with features"
        );
        let mut words: Vec<String> = questions
            .iter()
            .flat_map(|(_, question)| text::words(&question.text))
            .map(|word| word.text)
            .collect();
        words.sort_unstable();
        words.dedup();
        Ok(Self {
            n_without_features: set.questions.len() - questions.len(),
            questions,
            vocabulary: Vocabulary::new(words)?,
            longest,
        })
    }

    /// The ids that the words of a question have among these questions.
    pub fn ids(&self, text: &str) -> Vec<u32> {
        let read = self.vocabulary.encode(text, self.longest);
        read.map_or_else(|_| vec![UNKNOWN], |question| question.ids)
    }

    /// The word of an id.
    pub fn word(&self, id: u32) -> Option<&str> {
        let at = id.checked_sub(text::FIRST_WORD)? as usize;
        self.vocabulary.words().get(at).map(String::as_str)
    }

    pub fn as_they_are(&self) -> Vec<Asked> {
        let asked = self.questions.iter().map(|(row, question)| Asked {
            row: *row,
            text: question.text.clone(),
        });
        asked.collect()
    }

    /// Each question about `swaps` of the photos, chosen at random, and
    /// `splices` new ones for each, made of two of them: the teachers know none
    /// of these by heart.
    pub fn others(&self, swaps: usize, splices: usize, seed: u64) -> Vec<Asked> {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let photo =
            |random: &mut ChaCha8Rng| self.questions[random.random_range(..self.questions.len())].0;
        let mut asked = Vec::new();
        for (_, question) in &self.questions {
            for _ in 0..swaps {
                asked.push(Asked {
                    row: photo(&mut random),
                    text: question.text.clone(),
                });
            }
        }
        if splices == 0 {
            return asked;
        }
        let words: Vec<Vec<u32>> = self
            .questions
            .iter()
            .map(|(_, q)| self.ids(&q.text))
            .collect();
        let made = Splices::new(&words, self.longest);
        for first in (0..words.len()).flat_map(|at| std::iter::repeat_n(at, splices)) {
            let Some(splice) = made.of(first, &mut random) else {
                continue;
            };
            let ids = splice.words(&words[splice.first], &words[splice.second]);
            let text: Vec<&str> = ids.iter().filter_map(|id| self.word(*id)).collect();
            asked.push(Asked {
                row: photo(&mut random),
                text: text.join(" "),
            });
        }
        asked
    }
}
