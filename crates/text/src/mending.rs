//! Words as people type them become words as the network knows them.

use crate::vocabulary::Vocabulary;
use crate::words::Word;

/// A word as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Read {
    pub word: Word,
    /// Whether another word was typed than is read, beyond a short form.
    pub respelled: bool,
}

/// "'s" and "'re" after these are "is" and "are"; after others "'s" tells whose.
const SUBJECTS: [&str; 14] = [
    "what", "where", "who", "how", "which", "when", "why", "that", "there", "here", "it", "he",
    "she", "they",
];

/// Short forms without their apostrophe, in two parts.
const JOINED: &str = include_str!("joined.txt");
/// British spelling to the American one.
const SPELLINGS: &str = include_str!("spellings.txt");
/// What is read for words that a network does not know.
const OTHER_WORDS: &str = include_str!("other_words.txt");

/// A typo is taken for one of so many words, the commonest; rarer ones are too
/// often another word than was meant.
const COMMON: usize = 3_000;

/// What of a typed word is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slip {
    /// Two letters changed places.
    Swapped,
    /// A letter was typed twice.
    Doubled,
    /// One is missing.
    Missing,
    /// One is too much.
    Extra,
    /// One is another.
    Other,
}

impl Slip {
    /// So short a word could well be another word.
    fn least_length(self) -> usize {
        match self {
            Self::Swapped | Self::Doubled => 4,
            Self::Missing => 5,
            Self::Extra => 7,
            Self::Other => 8,
        }
    }
}

impl Vocabulary {
    /// Mends what was typed: short forms ("what's", "whats") are written out,
    /// British spelling becomes American, and a word that is not known is
    /// taken for one that is, where that is one letter away.
    pub(crate) fn mend(&self, typed: Vec<Word>) -> Vec<Read> {
        let mut read: Vec<Read> = Vec::with_capacity(typed.len());
        for word in typed {
            let after = read.last().map(|read| read.word.text.as_str());
            if let Some(whole) = self.written_out(after, &word.text) {
                let text = whole.to_owned();
                read.push(as_typed(Word { text, ..word }));
            } else if let Some(parts) = self.parted(&word) {
                read.extend(parts.map(as_typed));
            } else {
                read.push(self.respelled(word));
            }
        }
        read
    }

    fn knows(&self, word: &str) -> bool {
        self.id(word).is_some()
    }

    fn written_out(&self, after: Option<&str>, short: &str) -> Option<&'static str> {
        let whole = match short {
            "'s" => "is",
            "'re" => "are",
            _ => return None,
        };
        (SUBJECTS.contains(&after?) && self.knows(whole)).then_some(whole)
    }

    fn parted(&self, word: &Word) -> Option<[Word; 2]> {
        let (first, second) = look_up(JOINED, &word.text)?.split_once(' ')?;
        if !self.knows(first) || !self.knows(second) {
            return None;
        }
        // Other scripts have wider letters; where the parts cannot be told
        // apart, both share what was typed.
        let is_plain = word.end - word.start == word.text.len();
        let middle = word.start + first.len();
        let [end, start] = if is_plain {
            [middle; 2]
        } else {
            [word.end, word.start]
        };
        let part = |text: &str, start, end| Word {
            text: text.to_owned(),
            start,
            end,
        };
        Some([part(first, word.start, end), part(second, start, word.end)])
    }

    fn respelled(&self, word: Word) -> Read {
        let spelled = look_up(SPELLINGS, &word.text).filter(|other| self.knows(other));
        let other = spelled.or_else(|| {
            if self.knows(&word.text) {
                return None;
            }
            let known = look_up(OTHER_WORDS, &word.text).filter(|other| self.knows(other));
            known.or_else(|| self.nearest(&word.text))
        });
        match other.map(str::to_owned) {
            Some(text) => Read {
                word: Word { text, ..word },
                respelled: true,
            },
            None => as_typed(word),
        }
    }

    /// One of it for several, several for one, or else the commonest word that
    /// is a slip away.
    fn nearest(&self, typed: &str) -> Option<&str> {
        if !typed.bytes().all(|letter| letter.is_ascii_lowercase()) {
            return None;
        }
        let is_number = |word: &&String| match word.len() < typed.len() {
            true => typed.strip_suffix('s') == Some(word),
            false => word.strip_suffix('s') == Some(typed),
        };
        let words = self.words();
        let long = typed.len() >= 4;
        let number = words.iter().filter(|_| long).find(is_number);
        let is_slip = |word: &&String| {
            slip(typed, word).is_some_and(|slip| slip.least_length() <= typed.len())
        };
        let found = number.or_else(|| words.iter().take(COMMON).find(is_slip));
        found.map(String::as_str)
    }
}

fn as_typed(word: Word) -> Read {
    Read {
        word,
        respelled: false,
    }
}

/// What stands behind a word in a table, whose lines begin with what is typed.
fn look_up(table: &'static str, word: &str) -> Option<&'static str> {
    let mut rows = table.lines().filter_map(|row| row.split_once(' '));
    rows.find(|(from, _)| *from == word).map(|(_, to)| to)
}

/// The one slip that makes `typed` of `meant`, if it is one. Nobody mistypes
/// the first letter.
fn slip(typed: &str, meant: &str) -> Option<Slip> {
    let (typed, meant) = (typed.as_bytes(), meant.as_bytes());
    if typed.first() != meant.first() || typed.len().abs_diff(meant.len()) > 1 {
        return None;
    }
    let at = typed.iter().zip(meant).take_while(|(a, b)| a == b).count();
    let same = |a: usize, b: usize| {
        typed.get(at + a..).unwrap_or_default() == meant.get(at + b..).unwrap_or_default()
    };
    match typed.len().cmp(&meant.len()) {
        std::cmp::Ordering::Less => same(0, 1).then_some(Slip::Missing),
        std::cmp::Ordering::Greater if same(1, 0) => match typed[at] == typed[at - 1] {
            true => Some(Slip::Doubled),
            false => Some(Slip::Extra),
        },
        std::cmp::Ordering::Greater => None,
        std::cmp::Ordering::Equal => {
            let swapped = typed.len() > at + 1
                && typed[at] == meant[at + 1]
                && typed[at + 1] == meant[at]
                && same(2, 2);
            match swapped {
                true => Some(Slip::Swapped),
                false => same(1, 1).then_some(Slip::Other),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_one_letter() {
        for (typed, meant, expected) in [
            ("tabel", "table", Some(Slip::Swapped)),
            ("buss", "bus", Some(Slip::Doubled)),
            ("girafe", "giraffe", Some(Slip::Missing)),
            ("kitcheon", "kitchen", Some(Slip::Extra)),
            ("elephont", "elephant", Some(Slip::Other)),
            ("zorse", "horse", None),
            ("bycicle", "bicycle", None),
            ("giraf", "giraffe", None),
            ("", "a", None),
        ] {
            assert_eq!(slip(typed, meant), expected, "{typed} for {meant}");
        }
    }
}
