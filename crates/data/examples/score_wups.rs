//! WUPS of answers to DAQUAR, from lines of `truth<TAB>answer`: the scores at
//! 0.9 and 0.0 of every line, then their means in percent.
//!
//! ```text
//! cargo run -p data --example score_wups -- /usr/share/wordnet answers.tsv
//! ```

use std::error::Error;
use std::path::Path;

use data::wups::{self, WordNet};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, file] = &arguments[..] else {
        return Err("expected the folder of WordNet and a file of answers".into());
    };
    let wordnet = WordNet::open(Path::new(folder))?;
    let (mut sums, mut n) = ([0.0; 2], 0);
    for line in std::fs::read_to_string(file)?.lines() {
        let (truth, answer) = line
            .split_once('\t')
            .ok_or_else(|| format!("{file}: {line:?} has no tab"))?;
        let scores = [0.9, 0.0].map(|threshold| wups::score(&wordnet, truth, answer, threshold));
        println!("{}\t{}", scores[0], scores[1]);
        sums = [sums[0] + scores[0], sums[1] + scores[1]];
        n += 1;
    }
    let [at_09, at_00] = sums.map(|sum| 100.0 * sum / f64::from(n.max(1)));
    eprintln!("{n} answers, WUPS at 0.9: {at_09:.2}, at 0.0: {at_00:.2}");
    Ok(())
}
