//! The spelling in which the evaluation of VQA v2 compares answers.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Contractions as people write them, and as the evaluation of VQA v2 spells
/// them (GT-Vision-Lab/VQA, vqaEval.py). Its oddities are kept, for a score has
/// to agree with the published ones; entries that it can never reach, because
/// words are in lower case by then, are left out.
static CONTRACTIONS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("contractions.txt").lines();
    lines.filter_map(|line| line.split_once(' ')).collect()
});

const PUNCTUATION: [char; 21] = [
    ';', '/', '[', ']', '"', '{', '}', '(', ')', '=', '+', '\\', '_', '-', '>', '<', '@', '`', ',',
    '?', '!',
];

const ARTICLES: [&str; 3] = ["a", "an", "the"];

const NUMBERS: [(&str, &str); 12] = [
    ("none", "0"),
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
];

/// The reference passes a flag where the number of replacements belongs, so it
/// takes out this many full stops and no more.
const MOST_PERIODS: usize = 32;

/// Normalises an answer by the rules of vqaEval.py in GT-Vision-Lab/VQA:
/// punctuation goes, number words become digits, articles go, contractions get
/// their apostrophe, all in lower case with single spaces.
pub fn vqa_normal(answer: &str) -> String {
    let lower: String = without_punctuation(&one_line(answer))
        .chars()
        .map(lower_case)
        .collect();
    let words = lower.split(is_space).filter(|word| !word.is_empty());
    let number = |word| NUMBERS.iter().find(|(written, _)| *written == word);
    let words = words.map(|word| number(word).map_or(word, |(_, digits)| *digits));
    let words = words.filter(|word| !ARTICLES.contains(word));
    let words = words.map(|word| CONTRACTIONS.get(word).copied().unwrap_or(word));
    words.collect::<Vec<_>>().join(" ")
}

/// Line breaks and tabs become spaces, and spaces at both ends go.
pub(crate) fn one_line(answer: &str) -> String {
    let line = answer.replace(['\n', '\t'], " ");
    line.trim_matches(is_space).to_owned()
}

/// What Python 2, which the reference is written in, takes for space: Unicode
/// 5.2 had one space more, and four separators of ASCII count too.
fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}' | '\u{180e}')
}

/// Python 2 puts one letter for one letter: "İ" becomes "i" without a second
/// dot, and a sigma at the end of a word stays an ordinary one. (The small
/// letters that came after Unicode 5.2, such as those of Cherokee, it lacks.)
fn lower_case(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

/// A mark with a space on either side anywhere in the answer vanishes, as all
/// marks do when a number has a comma in it ("1,000"); other marks separate.
fn without_punctuation(answer: &str) -> String {
    let comma_in_number = has_comma_in_number(answer);
    let vanishes = |mark: char| {
        comma_in_number
            || answer.contains(&format!("{mark} "))
            || answer.contains(&format!(" {mark}"))
    };
    let mut kept = answer.to_owned();
    for mark in PUNCTUATION {
        kept = kept.replace(mark, if vanishes(mark) { "" } else { " " });
    }
    without_periods(&kept)
}

fn has_comma_in_number(answer: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let mut triples = answer.as_bytes().windows(3);
    triples.any(|t| is_digit(t[0]) && t[1] == b',' && is_digit(t[2]))
}

/// Takes out full stops that no digit follows: "u.s." loses both, "2.5" none.
fn without_periods(text: &str) -> String {
    let mut left = MOST_PERIODS;
    let mut characters = text.chars().peekable();
    let mut kept = String::with_capacity(text.len());
    while let Some(character) = characters.next() {
        let before_digit = characters.peek().is_some_and(char::is_ascii_digit);
        if character == '.' && !before_digit && left > 0 {
            left -= 1;
        } else {
            kept.push(character);
        }
    }
    kept
}
