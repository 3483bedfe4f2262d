use std::path::PathBuf;

use ::train::{Recipe, Training};
use anyhow::Result;
use cli::training::{Inputs, Terminal};

/// Train a network on cached features.
///
/// After every epoch the run writes a checkpoint, a history and its curves. A
/// run that was cut off goes on when the same command is given again.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The recipe: data sets, sizes, schedule (TOML).
    #[arg(long)]
    recipe: PathBuf,
    #[command(flatten)]
    inputs: Inputs,
    /// The folder of the run.
    #[arg(long)]
    out: PathBuf,
    /// Another seed than the recipe's.
    #[arg(long)]
    seed: Option<u64>,
    /// The folder of a trained run, or of a model exported from one, to start
    /// from; the recipe may know other words and answers.
    #[arg(long)]
    from: Option<PathBuf>,
    /// Stop after so many epochs of the recipe's; the same command without it
    /// goes on.
    #[arg(long)]
    stop_after: Option<usize>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let mut recipe = Recipe::read(&arguments.recipe)?;
    if let Some(seed) = arguments.seed {
        recipe.training.seed = seed;
    }
    let training = Training {
        recipe: &recipe,
        places: &arguments.inputs.places(),
        from: arguments.from.as_deref(),
        stop_after: arguments.stop_after.unwrap_or(usize::MAX),
        out: &arguments.out,
        devices: &arguments.inputs.devices.open()?,
    };
    training.train(&mut Terminal::default())?;
    Ok(())
}
