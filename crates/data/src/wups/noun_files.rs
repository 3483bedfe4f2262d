//! The noun files of WordNet 3.0, in the format of wndb(5WN) and morphy(7WN).

use std::collections::HashMap;
use std::path::Path;

use super::hypernyms::{Hypernyms, Synset};
use super::lines::Line;
use crate::error::{DataError, read_text};

/// The licence at the top of a file is indented, entries are not.
const LICENCE: &str = "  ";

/// Reads `data.noun`: what there is, and what it is a kind or an instance of.
pub fn read_data(file: &Path) -> Result<Hypernyms, DataError> {
    let text = read_text(file)?;
    let mut synsets = Vec::new();
    let mut start = 0;
    for (index, entry) in text.split_inclusive('\n').enumerate() {
        if !entry.starts_with(LICENCE) {
            let fields = entry.split_once(" | ").map_or(entry, |(fields, _)| fields);
            let line = Line::new(file, index + 1, fields);
            synsets.push(synset(line, start, index + 1)?);
        }
        start += entry.len();
    }
    Hypernyms::new(file, synsets)
}

/// `offset lex_filenum n w_cnt (word lex_id)... p_cnt (pointer)... | gloss`
fn synset(mut line: Line, start: usize, number: usize) -> Result<Synset, DataError> {
    const OFFSET: &str = "synset_offset";
    let offset: usize = line.number(OFFSET)?;
    if offset != start {
        let expected = "the byte at which the line starts";
        return Err(line.wrong(OFFSET, &offset.to_string(), expected));
    }
    line.word("lex_filenum")?;
    match line.word("ss_type")? {
        "n" => {}
        other => return Err(line.wrong("ss_type", other, "n")),
    }
    let n_words = line.hexadecimal("w_cnt")?;
    let head = line.word("word")?.to_lowercase();
    line.word("lex_id")?;
    for _ in 1..n_words {
        line.word("word")?;
        line.word("lex_id")?;
    }
    let mut hypernyms = Vec::new();
    for _ in 0..line.number::<usize>("p_cnt")? {
        let symbol = line.word("pointer_symbol")?;
        let target = line.number("pointer's synset_offset")?;
        line.word("pointer's pos")?;
        line.word("source/target")?;
        if matches!(symbol, "@" | "@i") {
            hypernyms.push(target);
        }
    }
    line.end("p_cnt")?;
    Ok(Synset {
        offset,
        line: number,
        head,
        hypernyms,
    })
}

/// Reads `index.noun`: the senses of every word, as places in `hypernyms`.
pub fn read_index(
    file: &Path,
    hypernyms: &Hypernyms,
) -> Result<HashMap<String, Vec<usize>>, DataError> {
    let text = read_text(file)?;
    let mut index = HashMap::new();
    for (number, entry) in (1..).zip(text.lines()) {
        if !entry.starts_with(LICENCE) {
            let (lemma, senses) = senses(Line::new(file, number, entry), hypernyms)?;
            index.insert(lemma, senses);
        }
    }
    Ok(index)
}

/// `lemma n synset_cnt p_cnt ptr_symbol... sense_cnt tagsense_cnt offset...`
fn senses(mut line: Line, hypernyms: &Hypernyms) -> Result<(String, Vec<usize>), DataError> {
    let lemma = line.word("lemma")?.to_owned();
    line.word("pos")?;
    let n_senses = line.number::<usize>("synset_cnt")?;
    for _ in 0..line.number::<usize>("p_cnt")? {
        line.word("ptr_symbol")?;
    }
    line.word("sense_cnt")?;
    line.word("tagsense_cnt")?;
    let mut senses = Vec::new();
    for _ in 0..n_senses {
        let offset: usize = line.number("synset_offset")?;
        let place = hypernyms.find(offset).ok_or_else(|| {
            let expected = "the offset of a synset in data.noun";
            line.wrong("synset_offset", &offset.to_string(), expected)
        })?;
        senses.push(place);
    }
    line.end("synset_cnt")?;
    Ok((lemma, senses))
}

/// Reads `noun.exc`: irregular plurals and what they are plurals of.
pub fn read_exceptions(file: &Path) -> Result<HashMap<String, Vec<String>>, DataError> {
    let text = read_text(file)?;
    let mut exceptions = HashMap::new();
    for (number, entry) in (1..).zip(text.lines()) {
        let mut line = Line::new(file, number, entry);
        let plural = line.word("plural")?.to_owned();
        let mut singulars = vec![line.word("singular")?.to_owned()];
        singulars.extend(line.rest().map(str::to_owned));
        exceptions.insert(plural, singulars);
    }
    Ok(exceptions)
}
