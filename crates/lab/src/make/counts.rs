//! "How many dogs are there?", out of how many things of each class people
//! counted in a photo: `{"57": {"16": 2}}`, a class of COCO to its number.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use data::{DataSet, read_json};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::things;

/// More things of a class are hard to count at this size, and are not asked
/// about.
const MOST: usize = 10;

/// Reads counts as questions. A lone thing is asked about a fifth of the time,
/// or 1 would answer every question. Everything random follows from `seed`.
///
/// # Errors
/// A file that cannot be read, or a class that does not exist.
pub fn load(file: &Path, seed: u64) -> Result<DataSet> {
    let photos: BTreeMap<String, BTreeMap<usize, usize>> = read_json(file)?;
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut set = DataSet::default();
    for (photo, counts) in &photos {
        for (class, n) in counts {
            let class = text::classes().get(*class).with_context(|| {
                let file = file.display();
                format!("{file}: photo {photo}: class {class}, where 0 to 79 exist")
            })?;
            if *n <= MOST && (*n > 1 || random.random_bool(0.2)) {
                things::add_count(&mut set, photo, class, *n, &mut random);
            }
        }
    }
    Ok(set)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<DataSet> {
        load(&testing::Folder::new().write("counts.json", text), 1)
    }

    #[test]
    fn several_things_are_asked_for_and_crowds_are_not() {
        let set = read(r#"{"57": {"16": 3, "0": 11}}"#).expect("counts");
        let [one] = &set.questions[..] else {
            panic!("{} questions", set.questions.len());
        };
        assert!(one.text.contains("dogs"), "{}", one.text);
        assert_eq!(one.commonest_answer().as_deref(), Some("3"));
    }

    #[test]
    fn a_class_that_does_not_exist_is_named() {
        let said = read(r#"{"57": {"80": 2}}"#).expect_err("80 classes");
        let said = format!("{said:#}");
        assert!(said.contains("photo 57") && said.contains("80"), "{said}");
    }
}
