//! The laboratory of vqa-flow: `vqa-lab`.
//!
//! ```text
//! make   captions, labels, boxes, guesses ──► questions ─┐
//! teach  trained networks ──► what they answer ───────────┴► files of VQA v2 ──► vqa train
//! maps   how true the maps of a model are
//! sample what a model says to some questions that chance has drawn
//! paraphrases: whether the same, asked otherwise, gets the same answer
//! probe  what the features of photos know, whatever a network makes of them
//! soup   the mean of networks that went apart from one start
//! ablate a recipe again, with parts of its network left out
//! ```
//!
//! It stands on everything else, and nothing stands on it. Whatever it makes is
//! a file in the format of VQA v2.

mod ablate;
mod make;
mod maps;
mod paraphrases;
mod probe;
mod sample;
mod soup;
mod teach;
mod write;

use cli::{model_folder, output, photos, progress, question_set};

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Make questions, let networks teach, study maps, ablate.
#[derive(Debug, Parser)]
#[command(name = "vqa-lab", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(subcommand)]
    Make(make::Make),
    Teach(teach::Arguments),
    Maps(maps::Arguments),
    Sample(sample::Arguments),
    Soup(soup::Arguments),
    Paraphrases(paraphrases::Arguments),
    Probe(probe::Arguments),
    Ablate(ablate::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Make(what) => make::run(&what),
        Command::Teach(arguments) => teach::run(&arguments),
        Command::Maps(arguments) => maps::run(&arguments),
        Command::Sample(arguments) => sample::run(&arguments),
        Command::Soup(arguments) => soup::run(&arguments),
        Command::Paraphrases(arguments) => paraphrases::run(&arguments),
        Command::Probe(arguments) => probe::run(&arguments),
        Command::Ablate(arguments) => ablate::run(&arguments),
    };
    output::end("vqa-lab", done)
}
