use std::collections::HashSet;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use clap::{ArgGroup, ValueEnum};
use data::{DataSet, ImageFolder, Part, daquar, easy_vqa, photo_number, vqa_v2};
use rand::SeedableRng;
use rand::seq::index;
use rand_chacha::ChaCha8Rng;
use train::recipe;
use vqa::Vqa;

use crate::model_folder;

/// A model, and the questions that it is asked.
#[derive(Debug, clap::Args)]
#[command(group(ArgGroup::new("asked").required(true).args(["questions", "daquar", "easy_vqa"])))]
pub struct Exam {
    /// The model's folder, with `manifest.json` in it.
    #[arg(long)]
    pub model: PathBuf,
    #[command(flatten)]
    set: QuestionSet,
}

impl Exam {
    pub fn model(&self) -> Result<Vqa> {
        model_folder::open(&self.model)
    }

    /// At least one, and their photos.
    pub fn questions(&self) -> Result<(DataSet, ImageFolder)> {
        let loaded = self.set.load()?;
        loaded.context("there is no set of questions to ask")
    }
}

/// Which questions are asked, and where their photos are; a command that cannot
/// do without has [`Exam`].
#[derive(Debug, clap::Args)]
#[command(group(ArgGroup::new("set").args(["questions", "daquar", "easy_vqa"])))]
pub struct QuestionSet {
    /// VQA v2: the folder of photos (`COCO_val2014_000000000042.jpg`,
    /// `000000000042.jpg` or `42.jpg`, also .png).
    #[arg(long, requires = "questions", conflicts_with_all = ["daquar", "easy_vqa"])]
    images: Option<PathBuf>,
    /// VQA v2: the official questions file; may be given several times.
    #[arg(long, requires = "images")]
    questions: Vec<PathBuf>,
    /// VQA v2: the official annotations file, one for each questions file.
    /// Without any, as for a test set whose answers are secret, nothing can be
    /// scored.
    #[arg(long, requires = "questions", conflicts_with_all = ["daquar", "easy_vqa"])]
    annotations: Vec<PathBuf>,
    /// VQA v2: "two" is "2" where all people agree, too; the official accuracy
    /// says so only where they differ. For sets that others made, such as
    /// COCO-QA, since a network's answers are in that form.
    #[arg(long, requires = "annotations")]
    normalise: bool,
    /// The folder of DAQUAR, photos in `images/`.
    #[arg(long)]
    daquar: Option<PathBuf>,
    /// Which split of DAQUAR is measured; always its test part.
    #[arg(long, value_enum, default_value_t = Split::Official, requires = "daquar",
          conflicts_with_all = ["questions", "easy_vqa"])]
    split: Split,
    /// The folder `data` of the package easy-vqa 1.0 for Python; its test part
    /// is measured.
    #[arg(long)]
    easy_vqa: Option<PathBuf>,
    /// Only questions with an even or an odd id.
    #[arg(long, value_enum, default_value_t = Ids::All)]
    ids: Ids,
    /// Only questions about photos that this questions file (VQA v2) does not
    /// ask about, such as the one learnt from; may be given several times.
    #[arg(long, value_name = "QUESTIONS", conflicts_with_all = ["daquar", "easy_vqa"])]
    new_photos: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Split {
    Official,
    Random,
}

/// Which questions, by their ids.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Ids {
    All,
    Even,
    Odd,
}

impl From<Ids> for recipe::Ids {
    fn from(ids: Ids) -> Self {
        match ids {
            Ids::All => Self::All,
            Ids::Even => Self::Even,
            Ids::Odd => Self::Odd,
        }
    }
}

impl QuestionSet {
    /// The questions, at least one, and their photos; nothing where no set was
    /// named.
    pub fn load(&self) -> Result<Option<(DataSet, ImageFolder)>> {
        let Some((mut set, images)) = self.named()? else {
            return Ok(None);
        };
        self.narrow(&mut set)?;
        Ok(Some((set, ImageFolder::open(&images)?)))
    }

    /// Keeps the questions that are wanted, at least one.
    pub fn narrow(&self, set: &mut DataSet) -> Result<()> {
        let ids = recipe::Ids::from(self.ids);
        set.questions.retain(|question| ids.holds(question));
        for known in &self.new_photos {
            let known = vqa_v2::images(known)?;
            set.questions
                .retain(|question| !known.contains(photo_number(&question.image)));
        }
        ensure!(!set.questions.is_empty(), "there is no question to ask");
        Ok(())
    }

    fn named(&self) -> Result<Option<(DataSet, PathBuf)>> {
        if let Some(folder) = &self.daquar {
            let split = match self.split {
                Split::Official => daquar::Split::Official,
                Split::Random => daquar::Split::Random,
            };
            let set = daquar::load(folder, split, Part::Test)?;
            return Ok(Some((set, folder.join("images"))));
        }
        if let Some(folder) = &self.easy_vqa {
            let set = easy_vqa::load(folder, Part::Test)?;
            return Ok(Some((set, folder.join("test/images"))));
        }
        let Some(images) = &self.images else {
            return Ok(None);
        };
        let (asked, answered) = (self.questions.len(), self.annotations.len());
        ensure!(
            answered == 0 || answered == asked,
            "give one --annotations for each --questions: there are {answered} for {asked}"
        );
        let mut set = DataSet::default();
        let mut known = HashSet::new();
        for (at, questions) in self.questions.iter().enumerate() {
            let more = match self.annotations.get(at) {
                Some(annotations) => vqa_v2::load(questions, annotations)?,
                None => vqa_v2::load_unanswered(questions)?,
            };
            let again = more.questions.iter().find(|one| !known.insert(one.id));
            if let Some(question) = again {
                let file = questions.display();
                bail!(
                    "{file}: question {} stands in another file, too",
                    question.id
                );
            }
            set.questions.extend(more.questions);
        }
        let set = match self.normalise {
            true => set.normalised(),
            false => set,
        };
        Ok(Some((set, images.clone())))
    }
}

/// Some of all, at most `limit`, drawn at random and kept in their order.
pub fn draw<T>(all: &[T], limit: usize, seed: u64) -> Vec<&T> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let n = all.len();
    let mut places = index::sample(&mut random, n, limit.min(n)).into_vec();
    places.sort_unstable();
    places.into_iter().map(|at| &all[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_is_the_same_every_time() {
        let all: Vec<u64> = (0..50).collect();
        let ids =
            |limit, seed| -> Vec<u64> { draw(&all, limit, seed).into_iter().copied().collect() };
        assert_eq!(ids(10, 1), ids(10, 1));
        assert_ne!(ids(10, 1), ids(10, 2));
        assert!(ids(10, 1).is_sorted());
        assert_eq!(ids(99, 1).len(), 50);
    }
}
