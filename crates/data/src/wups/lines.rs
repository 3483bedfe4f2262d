//! Reading the fields of a line of WordNet's files, see wndb(5WN).

use std::path::Path;
use std::str::{FromStr, SplitAsciiWhitespace};

use crate::error::DataError;

/// The fields of one line that are still to be read.
pub struct Line<'a> {
    file: &'a Path,
    number: usize,
    rest: SplitAsciiWhitespace<'a>,
}

impl<'a> Line<'a> {
    /// A line of `file`; `number` counts from 1.
    pub fn new(file: &'a Path, number: usize, text: &'a str) -> Self {
        Self {
            file,
            number,
            rest: text.split_ascii_whitespace(),
        }
    }

    /// The next field, which the manual calls `name`.
    pub fn word(&mut self, name: &str) -> Result<&'a str, DataError> {
        let word = self.rest.next();
        word.ok_or_else(|| self.wrong(name, "", "a field, but the line ends"))
    }

    /// The next field, a number.
    pub fn number<T: FromStr>(&mut self, name: &str) -> Result<T, DataError> {
        let word = self.word(name)?;
        let number = word.parse();
        number.map_err(|_| self.wrong(name, word, "a number"))
    }

    /// The next field, a number that is written in hexadecimal.
    pub fn hexadecimal(&mut self, name: &str) -> Result<usize, DataError> {
        let word = self.word(name)?;
        let number = usize::from_str_radix(word, 16);
        number.map_err(|_| self.wrong(name, word, "a hexadecimal number"))
    }

    /// That nothing is left, for the field `count` said how much there is.
    pub fn end(mut self, count: &str) -> Result<(), DataError> {
        match self.rest.next() {
            None => Ok(()),
            Some(field) => {
                let expected = "the end of the line";
                Err(self.wrong(
                    &format!("after as many fields as {count} says"),
                    field,
                    expected,
                ))
            }
        }
    }

    /// All further fields.
    pub fn rest(self) -> impl Iterator<Item = &'a str> {
        self.rest
    }

    /// The error that a field of this line makes no sense.
    pub fn wrong(&self, name: &str, value: &str, expected: &'static str) -> DataError {
        let field = format!("line {}, {name}", self.number);
        DataError::field(self.file, field, value, expected)
    }
}
