use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// Pretrained word vectors, commonest word first.
pub struct WordVectors {
    /// The words in the file's order.
    pub words: Vec<String>,
    dim: usize,
    rows: HashMap<String, Vec<f32>>,
}

impl WordVectors {
    /// Vectors of no word at all.
    pub fn none(dim: usize) -> Self {
        Self {
            words: Vec::new(),
            dim,
            rows: HashMap::new(),
        }
    }

    /// Reads GloVe's text format: a word and `dim` numbers a line.
    ///
    /// # Errors
    /// A line that is none.
    pub fn read(path: &Path, dim: usize) -> Result<Self> {
        let name = path.display();
        let file = fs_err::File::open(path)?;
        let mut vectors = Self::none(dim);
        for (at, line) in BufReader::new(file).lines().enumerate() {
            let line = line.with_context(|| format!("{name}, line {}", at + 1))?;
            let mut fields = line.split_ascii_whitespace();
            let Some(word) = fields.next() else { continue };
            let numbers: Result<Vec<f32>, _> = fields.map(str::parse).collect();
            let numbers = numbers.with_context(|| format!("{name}, line {}", at + 1))?;
            ensure!(
                numbers.len() == dim,
                "{name}, line {}: `{word}` has {} numbers; {dim} were expected",
                at + 1,
                numbers.len()
            );
            vectors.words.push(word.to_owned());
            vectors.rows.insert(word.to_owned(), numbers);
        }
        Ok(vectors)
    }

    /// A word's vector.
    pub fn get(&self, word: &str) -> Option<&[f32]> {
        self.rows.get(word).map(Vec::as_slice)
    }

    /// The mean vector of the words that are known, one long; zeros when none
    /// is.
    pub fn mean<'a>(&self, words: impl Iterator<Item = &'a str>) -> Vec<f32> {
        let mut sum = vec![0.0f32; self.dim];
        for vector in words.filter_map(|word| self.get(word)) {
            for (sum, value) in sum.iter_mut().zip(vector) {
                *sum += value;
            }
        }
        let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
        if length > 0.0 {
            sum.iter_mut().for_each(|value| *value /= length);
        }
        sum
    }
}
