//! Questions out of what is known of photos otherwise. Each maker gives a
//! [`DataSet`], and all are written in the same way: a new one is a file here
//! and a variant of [`Make`].

mod captions;
mod counts;
mod guesses;
mod open;
mod things;
mod told;
mod words;

use std::collections::HashSet;
use std::path::PathBuf;

use anyhow::Result;
use data::{DataSet, boxes, labels, photo_number, vqa_v2};

use crate::write::write;
use things::Photo;

/// Make questions, and write them as `questions.json` and `annotations.json` in
/// the format of VQA v2.
#[derive(Debug, clap::Subcommand)]
pub enum Make {
    /// Colours, doings, clothes and people, out of captions: a JSON object, a
    /// photo's name to its captions.
    Captions(FromFile),
    /// Known answers and known wrong ones, out of `[[id, question, {answer:
    /// people}]]` by photo, where 0 people say that it is wrong.
    Guesses(FromFile),
    /// "How many ..?", out of how many of each class are in a photo.
    Counts(FromFile),
    /// Questions about things that people boxed: `[class 0..79, cx, cy, w, h]`
    /// by photo.
    Boxes(AboutThings),
    /// The same out of the classes that are in a photo, `[class, ..]` by photo,
    /// where nothing is known of places and numbers.
    Labels(AboutThings),
    Open(open::Arguments),
    Told(told::Arguments),
}

#[derive(Debug, clap::Args)]
pub struct FromFile {
    /// The file that the questions are made from.
    file: PathBuf,
    #[command(flatten)]
    into: Into,
}

#[derive(Debug, clap::Args)]
pub struct AboutThings {
    #[command(flatten)]
    from: FromFile,
    /// At most so many questions about each photo and round.
    #[arg(long, default_value_t = usize::MAX)]
    per_photo: usize,
    /// All of it so many times, in other words and about the absence of other
    /// things.
    #[arg(long, default_value_t = 1)]
    rounds: u64,
    /// "Is this a ..?" about what anybody would say that it is, as often where
    /// it is something else of its kind.
    #[arg(long)]
    unambiguous: bool,
    /// "Is this a .. or a ..?" about the same things, and whether photos were
    /// taken inside or outside.
    #[arg(long)]
    choices: bool,
    /// Leave out the other questions.
    #[arg(long)]
    only_these: bool,
}

/// Where made questions go.
#[derive(Debug, clap::Args)]
pub struct Into {
    /// The folder that is written.
    #[arg(long)]
    pub out: PathBuf,
    /// A file that names photos (a list, or questions of VQA v2) about which
    /// nothing is asked; may be given several times.
    #[arg(long, value_name = "FILE")]
    leave_out: Vec<PathBuf>,
}

impl Into {
    /// Writes the questions, but for those about photos that are left out.
    pub fn write(&self, mut set: DataSet) -> Result<()> {
        let mut left_out = HashSet::new();
        for file in &self.leave_out {
            let images = vqa_v2::images(file)?;
            left_out.extend(images.iter().map(|image| photo_number(image).to_owned()));
        }
        set.questions
            .retain(|question| !left_out.contains(photo_number(&question.image)));
        write(&self.out, &set)
    }
}

pub fn run(what: &Make) -> Result<()> {
    match what {
        Make::Captions(from) => from.into.write(captions::load(&from.file)?),
        Make::Guesses(from) => from.into.write(guesses::load(&from.file)?),
        Make::Counts(from) => from.into.write(counts::load(&from.file, 1)?),
        Make::Open(arguments) => open::run(arguments),
        Make::Told(arguments) => told::run(arguments),
        Make::Boxes(about) => {
            let boxes = boxes::load(&about.from.file)?;
            let photos = boxes.iter();
            about.ask(photos.map(|(name, things)| Photo::boxed(name, things)))
        }
        Make::Labels(about) => {
            let classes = labels::load_classes(&about.from.file)?;
            let photos = classes.iter();
            about.ask(photos.map(|(name, classes)| Photo::labelled(name, classes)))
        }
    }
}

impl AboutThings {
    fn ask<'a>(&self, photos: impl Iterator<Item = Photo<'a>>) -> Result<()> {
        let photos: Vec<Photo> = photos.collect();
        let mut questions = Vec::new();
        for seed in 1..=self.rounds {
            if !self.only_these {
                questions.extend(things::questions(&photos, self.per_photo, seed).questions);
            }
            if self.unambiguous {
                questions.extend(things::unambiguous(&photos, seed).questions);
            }
            if self.choices {
                questions.extend(things::choices(&photos, seed).questions);
            }
        }
        self.from.into.write(DataSet { questions })
    }
}
