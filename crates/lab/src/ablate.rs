mod variants;

use std::path::PathBuf;

use ::train::{History, Learner, Recipe, Run, Training, measure, network_in};
use anyhow::{Result, bail, ensure};
use burn::tensor::Device;
use cli::training::{Inputs, Terminal};
use weights::Precision;

use crate::output;
use variants::{Change, VARIANTS, Variant};

/// Where the table is written, beside the runs.
const TABLE: &str = "ablations.md";

/// Train a recipe again with parts of its network left out or changed, and
/// compare them.
///
/// Each variant is trained with several seeds; the table says how right it is
/// on each dev set at its best epoch, mean and standard deviation over the
/// seeds, and what 8- and 4-bit weights cost the recipe's own network. Every run
/// has a folder of its own and goes on where it stopped when the same command is
/// given again.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The recipe (TOML); all variants differ from it in one thing.
    #[arg(long)]
    recipe: PathBuf,
    #[command(flatten)]
    inputs: Inputs,
    /// The folder of all runs and of the table.
    #[arg(long)]
    out: PathBuf,
    /// How many seeds, from 1 on.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..))]
    seeds: u64,
    /// Only these variants; may be given several times.
    #[arg(long, value_parser = VARIANTS.map(|variant| variant.name))]
    only: Vec<String>,
    /// Features of the same photos by eyes that were not trained, under the same
    /// names: the variant `frozen` learns from them.
    #[arg(long, value_name = "FOLDER")]
    frozen_features: Option<PathBuf>,
}

/// The variants that are asked for; without a choice, all that the recipe has
/// something to leave out for.
fn wanted(arguments: &Arguments) -> Result<Vec<Variant>> {
    let recipe = Recipe::read(&arguments.recipe)?;
    let has_frozen = arguments.frozen_features.is_some();
    let mut wanted = Vec::new();
    for variant in VARIANTS {
        let is_named = arguments.only.iter().any(|name| name == variant.name);
        match variant.lacks(&recipe, has_frozen) {
            Some(lacks) if is_named => bail!("the variant `{}` needs {lacks}", variant.name),
            None if is_named || arguments.only.is_empty() => wanted.push(variant),
            _ => (),
        }
    }
    Ok(wanted)
}

/// A variant, and for each of its runs that are over how right it is on each
/// dev set, in percent.
struct Measured {
    variant: Variant,
    figures: Vec<Vec<f64>>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let mut measured: Vec<Measured> = wanted(arguments)?
        .into_iter()
        .map(|variant| Measured {
            variant,
            figures: Vec::new(),
        })
        .collect();
    let n_runs = measured.len() * arguments.seeds as usize;
    let mut done = 0;
    let mut dev = Vec::new();
    // Seed by seed, so that a table that is not full yet compares like with like.
    for seed in 1..=arguments.seeds {
        for at in 0..measured.len() {
            let variant = measured[at].variant;
            done += 1;
            output::line(&format!(
                "\nrun {done} of {n_runs}: {}, seed {seed}",
                variant.what
            ))?;
            let mut file = Recipe::read(&arguments.recipe)?;
            file.training.seed = seed;
            let mut places = arguments.inputs.places();
            let mut of = variant.name;
            match (variant.change, &arguments.frozen_features) {
                (Change::Recipe(change), _) => change(&mut file),
                (Change::Frozen, Some(features)) => places.features.clone_from(features),
                (Change::Weights(_), _) => of = VARIANTS[0].name,
                (Change::Frozen, None) => (),
            }
            let out = arguments.out.join(format!("{of}-{seed}"));
            let training = Training {
                recipe: &file,
                places: &places,
                from: None,
                stop_after: usize::MAX,
                out: &out,
                devices: &arguments.inputs.devices.open()?,
            };
            let history = training.train(&mut Terminal::default())?;
            ensure!(!history.dev.is_empty(), "the recipe measures on nothing");
            let figures = match variant.change {
                Change::Recipe(_) | Change::Frozen => best(&history),
                Change::Weights(precision) => packed(&training, precision)?,
            };
            measured[at].figures.push(figures);
            dev = history.dev;
            fs_err::write(arguments.out.join(TABLE), table(&dev, &measured))?;
        }
    }
    output::line(&format!("\n{}", table(&dev, &measured)))
}

/// Percent right on each dev set of a run whose best weights were packed and
/// unpacked again.
fn packed(training: &Training, precision: Precision) -> Result<Vec<f64>> {
    let device = Device::flex();
    let corpus = training.corpus(&training.vectors()?)?;
    let network = network_in(training.out, &Run::read(training.out)?.network, &device)?;
    let network = weights::unpack(network.clone(), weights::pack(&network, precision)?)?;
    let network = Learner::from(network);
    let measured = corpus.dev.iter().map(|(_, examples)| {
        let percent = measure(&network, examples, &corpus.files, &device)?;
        Ok(percent)
    });
    measured.collect()
}

/// A table in Markdown, one line for each variant that has been measured.
fn table(dev: &[String], measured: &[Measured]) -> String {
    let names: Vec<String> = dev.iter().map(|name| format!("{name} % |")).collect();
    let mut lines = vec![
        format!("| network | {} seeds |", names.join(" ")),
        format!("|---|{}---|", "---|".repeat(names.len())),
    ];
    for Measured { variant, figures } in measured {
        if figures.is_empty() {
            continue;
        }
        let cell = |set: usize| {
            let of_set: Vec<f64> = figures.iter().map(|of_run| of_run[set]).collect();
            format!("{} |", spread(&of_set))
        };
        let cells: Vec<String> = (0..dev.len()).map(cell).collect();
        lines.push(format!(
            "| {} | {} {} |",
            variant.what,
            cells.join(" "),
            figures.len()
        ));
    }
    lines.join("\n") + "\n"
}

/// Percent right on each dev set at the best epoch.
fn best(run: &History) -> Vec<f64> {
    let best = run.best().and_then(|at| run.epochs.get(at));
    best.map(|epoch| epoch.dev.clone()).unwrap_or_default()
}

/// The mean, and where there are several figures their standard deviation
/// (with n - 1).
fn spread(figures: &[f64]) -> String {
    let n = figures.len() as f64;
    let mean = figures.iter().sum::<f64>() / n;
    if figures.len() < 2 {
        return format!("{mean:.1}");
    }
    let squares: f64 = figures.iter().map(|figure| (figure - mean).powi(2)).sum();
    format!("{mean:.1} ± {:.1}", (squares / (n - 1.0)).sqrt())
}

#[cfg(test)]
mod tests {
    use ::train::Epoch;

    use super::*;

    #[test]
    fn the_table_has_mean_and_spread_at_the_best_epoch() {
        let run = |figures: &[f64]| {
            let epochs = figures.iter().map(|figure| Epoch {
                loss: 1.0,
                dev: vec![*figure],
                seconds: 1.0,
            });
            best(&History {
                dev: vec!["daquar".into()],
                epochs: epochs.collect(),
            })
        };
        let measured = [
            Measured {
                variant: VARIANTS[0],
                figures: vec![run(&[10.0, 20.0, 15.0]), run(&[24.0])],
            },
            Measured {
                variant: VARIANTS[1],
                figures: vec![run(&[12.0])],
            },
            Measured {
                variant: VARIANTS[2],
                figures: vec![],
            },
        ];
        assert_eq!(
            table(&["daquar".to_owned()], &measured),
            "| network | daquar % | seeds |\n\
             |---|---|---|\n\
             | as the recipe has it | 22.0 ± 2.8 | 2 |\n\
             | the question alone, all regions zeros | 12.0 | 1 |\n"
        );
    }
}
