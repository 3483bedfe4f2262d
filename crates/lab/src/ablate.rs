use std::path::{Path, PathBuf};

use ::train::{History, Learner, Recipe, Run, Training, measure, network_in};
use anyhow::{Context, Result, ensure};
use burn::tensor::Device;
use cli::training::{Inputs, Terminal};
use dfaf::IntraFlow;
use weights::Precision;

use crate::output;

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
}

/// One thing that is done to the network.
#[derive(Clone, Copy)]
struct Variant {
    name: &'static str,
    what: &'static str,
    change: Change,
}

#[derive(Clone, Copy)]
enum Change {
    /// Before it is trained.
    Recipe(fn(&mut Recipe)),
    /// After the network of the recipe was trained.
    Weights(Precision),
}

const VARIANTS: [Variant; 11] = [
    variant("whole", "as the recipe has it", |_| ()),
    variant(
        "question",
        "the question alone, all regions zeros",
        |recipe| {
            recipe.blind = true;
        },
    ),
    variant("no-inter", "without the inter flow", |recipe| {
        recipe.network.inter = Some(false);
    }),
    variant("no-intra", "without the intra flow", |recipe| {
        recipe.network.intra = Some(IntraFlow::Off);
    }),
    variant("static", "intra flow without gates", |recipe| {
        recipe.network.intra = Some(IntraFlow::Static);
    }),
    variant("2-blocks", "2 blocks", |recipe| {
        recipe.network.n_blocks = Some(2)
    }),
    variant("4-blocks", "4 blocks", |recipe| {
        recipe.network.n_blocks = Some(4)
    }),
    variant("1-head", "1 head", |recipe| {
        recipe.network.n_heads = Some(1)
    }),
    variant("8-heads", "8 heads", |recipe| {
        recipe.network.n_heads = Some(8)
    }),
    Variant {
        name: "8-bits",
        what: "as the recipe has it, then 8-bit weights",
        change: Change::Weights(Precision::Int8),
    },
    Variant {
        name: "4-bits",
        what: "as the recipe has it, then 4-bit weights",
        change: Change::Weights(Precision::Int4),
    },
];

const fn variant(name: &'static str, what: &'static str, change: fn(&mut Recipe)) -> Variant {
    Variant {
        name,
        what,
        change: Change::Recipe(change),
    }
}

/// A variant, and for each of its runs that are over how right it is on each
/// dev set, in percent.
struct Measured {
    variant: Variant,
    figures: Vec<Vec<f64>>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let wanted = |variant: &Variant| {
        arguments.only.is_empty() || arguments.only.iter().any(|name| name == variant.name)
    };
    let mut measured: Vec<Measured> = VARIANTS
        .into_iter()
        .filter(wanted)
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
            let of = match variant.change {
                Change::Recipe(change) => {
                    change(&mut file);
                    variant.name
                }
                Change::Weights(_) => VARIANTS[0].name,
            };
            let out = arguments.out.join(format!("{of}-{seed}"));
            let training = Training {
                recipe: &file,
                places: &arguments.inputs.places(),
                from: None,
                stop_after: usize::MAX,
                out: &out,
                devices: &arguments.inputs.devices.open()?,
            };
            let history = training.train(&mut Terminal::default())?;
            ensure!(!history.dev.is_empty(), "the recipe measures on nothing");
            let figures = match variant.change {
                Change::Recipe(_) => best(&history),
                Change::Weights(precision) => packed(&training, precision)?,
            };
            measured[at].figures.push(figures);
            dev = history.dev;
            write(&arguments.out, &table(&dev, &measured))?;
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

fn write(folder: &Path, table: &str) -> Result<()> {
    let path = folder.join(TABLE);
    std::fs::write(&path, table).with_context(|| format!("cannot write {}", path.display()))
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
