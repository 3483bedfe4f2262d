//! The command line of vqa-flow: `vqa`.
//!
//! Each command has a file of its own; this one maps errors to exit codes.

mod ask;
mod calibrate;
mod evaluate;
mod export;
mod import_backbone;
mod import_regions;
mod prepare;
mod report;
mod train;

use cli::{bits, model_folder, output, photo_file, photos, progress, question_set};
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
    Prepare(prepare::Arguments),
    ImportRegions(import_regions::Arguments),
    Train(train::Arguments),
    Evaluate(evaluate::Arguments),
    Export(export::Arguments),
    Calibrate(calibrate::Arguments),
    Report(report::Arguments),
    Ask(ask::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::ImportBackbone(arguments) => import_backbone::run(&arguments),
        Command::Prepare(arguments) => prepare::run(&arguments),
        Command::ImportRegions(arguments) => import_regions::run(&arguments),
        Command::Train(arguments) => train::run(&arguments),
        Command::Evaluate(arguments) => evaluate::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Calibrate(arguments) => calibrate::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Ask(arguments) => ask::run(&arguments),
    };
    output::end("vqa", done)
}
