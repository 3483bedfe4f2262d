//! The command line of vqa-flow: `vqa`.
//!
//! The only crate that knows the disk, the arguments and the clock. Each
//! command has a file of its own; this one maps errors to exit codes.

mod ablate;
mod ask;
mod bits;
mod compose;
mod device;
mod evaluate;
mod export;
mod guess;
mod ids;
mod import_backbone;
mod import_regions;
mod maps;
mod model_folder;
mod output;
mod photo_file;
mod photos;
mod prepare;
mod progress;
mod question_set;
mod report;
mod train;
mod vectors;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Ask questions about photos, and train the network that answers them.
#[derive(Debug, Parser)]
#[command(name = "vqa", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    ImportBackbone(import_backbone::Arguments),
    Compose(compose::Arguments),
    Prepare(prepare::Arguments),
    ImportRegions(import_regions::Arguments),
    Train(train::Arguments),
    Ablate(ablate::Arguments),
    Evaluate(evaluate::Arguments),
    Export(export::Arguments),
    Maps(maps::Arguments),
    Report(report::Arguments),
    Ask(ask::Arguments),
    Guess(guess::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::ImportBackbone(arguments) => import_backbone::run(&arguments),
        Command::Compose(arguments) => compose::run(&arguments),
        Command::Prepare(arguments) => prepare::run(&arguments),
        Command::ImportRegions(arguments) => import_regions::run(&arguments),
        Command::Train(arguments) => train::run(&arguments),
        Command::Ablate(arguments) => ablate::run(&arguments),
        Command::Evaluate(arguments) => evaluate::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Maps(arguments) => maps::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Ask(arguments) => ask::run(&arguments),
        Command::Guess(arguments) => guess::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if output::is_closed(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("vqa: {}", output::error(&error));
            ExitCode::FAILURE
        }
    }
}
