use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use data::ImageFolder;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use vqa::{Scene, Vqa};

use crate::{model_folder, output, photos};

/// Ask the same in two ways, and see how often the answer is the same.
///
/// Each pair of wordings is asked about some photos that chance has drawn. The
/// last line says how often the best answers agree; before it stands one line
/// for each kind of pair.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The model's folder, with `manifest.json` in it.
    #[arg(long)]
    model: PathBuf,
    /// The pairs: a kind, a question and the same otherwise, with tabs between,
    /// a line each (`crates/lab/paraphrases.tsv`).
    #[arg(long)]
    pairs: PathBuf,
    /// The folder of photos.
    #[arg(long)]
    images: PathBuf,
    /// Only photos that this file names (a list, or questions of VQA v2), such
    /// as those that nothing was learnt from.
    #[arg(long, value_name = "FILE")]
    only_photos: PathBuf,
    /// How many photos each pair is asked about.
    #[arg(long, default_value_t = 5)]
    photos: usize,
    /// What the draw follows from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// List the pairs, those that agree least first.
    #[arg(long)]
    list: bool,
}

/// Two wordings of one question.
#[derive(Debug, PartialEq)]
struct Pair {
    kind: String,
    question: String,
    other: String,
}

/// How many answers agreed, of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Agreed {
    n: usize,
    of: usize,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let pairs = load(&arguments.pairs)?;
    let model = model_folder::open(&arguments.model)?;
    let folder = ImageFolder::open(&arguments.images)?;
    let photos: Vec<String> = data::vqa_v2::images(&arguments.only_photos)?
        .into_iter()
        .collect();
    let drawn = draw(&pairs, &photos, arguments.photos, arguments.seed);
    let asked = photos::visit(&model, &folder, &drawn, |scene, (at, pair)| {
        let agree = agree(&model, scene, pair).with_context(|| pair.question.clone())?;
        Ok((*at, agree))
    });
    let mut agreed = vec![Agreed::default(); pairs.len()];
    for (at, agree) in asked.answered()? {
        agreed[at].of += 1;
        agreed[at].n += usize::from(agree);
    }
    if arguments.list {
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_by_key(|at| agreed[*at].n);
        for at in order {
            let Pair {
                kind,
                question,
                other,
            } = &pairs[at];
            let Agreed { n, of } = agreed[at];
            output::line(&format!("{n} of {of}  {kind}: {question} / {other}"))?;
        }
    }
    table(&pairs, &agreed)
        .iter()
        .try_for_each(|l| output::line(l))
}

fn load(file: &Path) -> Result<Vec<Pair>> {
    let text = fs_err::read_to_string(file)?;
    let pairs = text.lines().enumerate().map(|(at, line)| {
        let mut parts = line.split('\t').map(str::to_owned);
        let parts = (parts.next(), parts.next(), parts.next(), parts.next());
        match parts {
            (Some(kind), Some(question), Some(other), None) => Ok(Pair {
                kind,
                question,
                other,
            }),
            _ => anyhow::bail!(
                "{}: line {} is not a kind and two questions with tabs between",
                file.display(),
                at + 1
            ),
        }
    });
    let pairs: Vec<Pair> = pairs.collect::<Result<_>>()?;
    ensure!(!pairs.is_empty(), "{} has no pairs", file.display());
    Ok(pairs)
}

/// The pairs by the photos that they are asked about.
fn draw<'a>(
    pairs: &'a [Pair],
    photos: &'a [String],
    n_photos: usize,
    seed: u64,
) -> BTreeMap<&'a str, Vec<(usize, &'a Pair)>> {
    let mut drawn: BTreeMap<&str, Vec<(usize, &Pair)>> = BTreeMap::new();
    // The photos come from a set; in their order a draw is the same every time.
    let mut photos: Vec<&str> = photos.iter().map(String::as_str).collect();
    photos.sort_unstable();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for (at, pair) in pairs.iter().enumerate() {
        for photo in photos.sample(&mut random, n_photos) {
            drawn.entry(photo).or_default().push((at, pair));
        }
    }
    drawn
}

fn agree(model: &Vqa, scene: &Scene, pair: &Pair) -> Result<bool> {
    let best = |question| pollster::block_on(model.best_answer(scene, question));
    Ok(best(&pair.question)? == best(&pair.other)?)
}

/// One line for each kind, in their order, and one for all.
fn table(pairs: &[Pair], agreed: &[Agreed]) -> Vec<String> {
    let mut kinds: Vec<(&str, Agreed)> = Vec::new();
    let mut all = Agreed::default();
    for (pair, one) in pairs.iter().zip(agreed) {
        let at = kinds.iter().position(|(kind, _)| *kind == pair.kind);
        let at = at.unwrap_or_else(|| {
            kinds.push((&pair.kind, Agreed::default()));
            kinds.len() - 1
        });
        for sum in [&mut kinds[at].1, &mut all] {
            sum.n += one.n;
            sum.of += one.of;
        }
    }
    let line = |(kind, Agreed { n, of }): (&str, Agreed)| {
        let percent = data::percent(n as f64 / of.max(1) as f64);
        format!("{kind:<16}{percent:>6.1} % of {of}")
    };
    let last = format!("the best answers agree in {}", line(("", all)).trim_start());
    kinds.into_iter().map(line).chain([last]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(kind: &str, question: &str, other: &str) -> Pair {
        Pair {
            kind: kind.to_owned(),
            question: question.to_owned(),
            other: other.to_owned(),
        }
    }

    #[test]
    fn the_pairs_of_the_tree_can_be_read_and_differ() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("paraphrases.tsv");
        let pairs = load(&file).expect("pairs");
        assert_eq!(pairs.len(), 200);
        assert!(pairs.iter().all(|pair| pair.question != pair.other));
    }

    #[test]
    fn a_draw_is_the_same_every_time_whatever_the_order_of_the_photos() {
        let pairs = [pair("a", "x", "y"), pair("b", "z", "w")];
        let photos: Vec<String> = (0..50).map(|at| at.to_string()).collect();
        let turned: Vec<String> = photos.iter().rev().cloned().collect();
        let drawn = draw(&pairs, &photos, 5, 1);
        assert_eq!(drawn, draw(&pairs, &turned, 5, 1));
        assert_ne!(drawn, draw(&pairs, &photos, 5, 2));
        assert_eq!(drawn.values().map(Vec::len).sum::<usize>(), 10);
    }

    #[test]
    fn kinds_are_told_apart() {
        let pairs = [
            pair("typo", "x", "y"),
            pair("count", "z", "w"),
            pair("typo", "u", "v"),
        ];
        let agreed = [(5, 5), (2, 4), (0, 5)].map(|(n, of)| Agreed { n, of });
        let lines = table(&pairs, &agreed);
        assert_eq!(lines[0], "typo              50.0 % of 10");
        assert_eq!(lines[1], "count             50.0 % of 4");
        assert_eq!(lines[2], "the best answers agree in 50.0 % of 14");
    }
}
