use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::Result;

use super::SourceSets;
use crate::{Recipe, WordVectors};

/// The words of the training questions, and more of the commonest ones that
/// have a vector.
pub(super) fn words(
    recipe: &Recipe,
    parts: &[SourceSets],
    data: &Path,
    vectors: &WordVectors,
) -> Result<Vec<String>> {
    let questions = parts.iter().flat_map(|part| &part.train.questions);
    let mut words = {
        let texts =
            questions.flat_map(|q| [vec![q.text.clone()], recipe.rewordings.of(&q.text)].concat());
        let texts: Vec<String> = texts.collect();
        by_frequency(texts.iter().map(String::as_str))
    };
    let mut known: HashSet<String> = words.iter().cloned().collect();
    let mut more = String::new();
    for path in &recipe.more_words_from {
        let path = data.join(path);
        more += &fs_err::read_to_string(&path)?;
    }
    let more = by_frequency(more.lines())
        .into_iter()
        .filter(|word| vectors.get(word).is_some() && known.insert(word.clone()))
        .take(recipe.more_words);
    words.extend(more);
    Ok(words)
}

/// All words of some texts, the commonest first, equals by the alphabet.
fn by_frequency<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for word in texts.flat_map(text::words) {
        *counts.entry(word.text).or_default() += 1;
    }
    let mut counted: Vec<(String, usize)> = counts.into_iter().collect();
    counted.sort_unstable_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    counted.into_iter().map(|(word, _)| word).collect()
}
