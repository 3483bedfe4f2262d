//! How alike two nouns are.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::hypernyms::Hypernyms;
use super::noun_files::{read_data, read_exceptions, read_index};
use crate::error::DataError;

/// How nouns end in the plural and in the singular, morphy(7WN).
const ENDINGS: [(&str, &str); 9] = [
    ("s", ""),
    ("ses", "s"),
    ("ves", "f"),
    ("xes", "x"),
    ("zes", "z"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("men", "man"),
    ("ies", "y"),
];

/// The nouns of WordNet 3.0.
#[derive(Debug)]
pub struct WordNet {
    senses: HashMap<String, Vec<usize>>,
    exceptions: HashMap<String, Vec<String>>,
    hypernyms: Hypernyms,
    /// Questions repeat their answers, so every pair is compared once.
    known: Mutex<HashMap<(String, String), f64>>,
}

impl WordNet {
    /// Reads `data.noun`, `index.noun` and `noun.exc` from a folder, which is
    /// `dict` where WordNet is unpacked and `/usr/share/wordnet` where Debian
    /// installs `wordnet-base`.
    ///
    /// # Errors
    /// A file that cannot be read, or a field that makes no sense.
    pub fn open(folder: &Path) -> Result<Self, DataError> {
        let hypernyms = read_data(&folder.join("data.noun"))?;
        Ok(Self {
            senses: read_index(&folder.join("index.noun"), &hypernyms)?,
            exceptions: read_exceptions(&folder.join("noun.exc"))?,
            hypernyms,
            known: Mutex::default(),
        })
    }

    /// How alike two nouns are, in 0..=1: the Wu-Palmer similarity of those of
    /// their meanings that are most alike. A word that WordNet does not have is
    /// like itself alone. The order matters in rare cases, see
    /// [`score`](super::score) for the one that is used.
    pub fn similarity(&self, noun: &str, other: &str) -> f64 {
        if noun == other {
            return 1.0;
        }
        let pair = (noun.to_owned(), other.to_owned());
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&similarity) = known().get(&pair) {
            return similarity;
        }
        let similarity = self.compare(noun, other);
        known().insert(pair, similarity);
        similarity
    }

    fn compare(&self, noun: &str, other: &str) -> f64 {
        let with_ancestors = |sense| (sense, self.hypernyms.ancestors(sense));
        let senses = self.meanings(noun).into_iter().map(with_ancestors);
        let others = self.meanings(other).into_iter().map(with_ancestors);
        let others = others.collect::<Vec<_>>();
        let mut most = 0.0;
        for (sense, above) in senses {
            for (_, above_other) in &others {
                let name = |place| self.name(place);
                let alike = self.hypernyms.wu_palmer(sense, &above, above_other, name);
                most = f64::max(most, alike.unwrap_or(0.0));
            }
        }
        most
    }

    /// The meanings of a noun in the singular or plural, as NLTK finds them
    /// (`wordnet.synsets`): those of the word as it is, and those of what it
    /// is the plural of, by the list of exceptions or else by its ending.
    fn meanings(&self, noun: &str) -> Vec<usize> {
        let word = noun.to_lowercase().replace(' ', "_");
        let singulars = match self.exceptions.get(&word) {
            Some(singulars) => singulars.clone(),
            None => {
                let singular =
                    |(plural, singular)| Some(format!("{}{singular}", word.strip_suffix(plural)?));
                ENDINGS.into_iter().filter_map(singular).collect()
            }
        };
        let forms = [word].into_iter().chain(singulars);
        let senses = forms.filter_map(|form| self.senses.get(&form)).flatten();
        let mut seen = HashSet::new();
        senses
            .copied()
            .filter(|sense| seen.insert(*sense))
            .collect()
    }

    /// What NLTK calls a meaning: `dog.n.01` is the first meaning of its first
    /// word. It matters as an order only.
    fn name(&self, place: usize) -> String {
        let head = self.hypernyms.head(place);
        let senses = self.senses.get(head);
        let nth = senses.and_then(|senses| senses.iter().position(|&sense| sense == place));
        format!("{head}.n.{:02}", nth.map_or(0, |nth| nth + 1))
    }
}
