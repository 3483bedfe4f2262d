use std::path::Path;

use anyhow::{Context, Result};
use data::{DataSet, Question};
use serde::Deserialize;

use super::Questions;
use super::part_of::part_of;

/// Questions of one origin.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name in curves and tables.
    pub name: String,
    /// The features' file name without its ending.
    pub features: String,
    /// Other views of the same photos, to learn from too.
    #[serde(default)]
    pub views: Vec<View>,
    /// Whether it is learnt from or measured on.
    #[serde(default)]
    pub role: Role,
    /// How many times it counts in an epoch.
    #[serde(default = "once")]
    pub repeat: usize,
    /// How much each of its questions counts in the loss, where others count 1.
    #[serde(default = "whole")]
    pub weight: f32,
    /// The part of the **photos** that is measured on instead of learnt from.
    #[serde(default)]
    pub hold_out: f64,
    /// Only questions with an even or an odd id.
    #[serde(default)]
    pub ids: Ids,
    /// Where the questions are.
    pub questions: Questions,
}

impl Source {
    /// The questions that are learnt, and those that are measured; paths start
    /// at the folder `data`.
    ///
    /// # Errors
    /// The questions cannot be read.
    pub fn split(&self, data: &Path) -> Result<(DataSet, DataSet)> {
        let set = self.questions.load(data);
        let mut set = set.with_context(|| format!("the source `{}`", self.name))?;
        set.questions.retain(|question| self.ids.holds(question));
        let is_measured = |question: &Question| match self.role {
            Role::Dev => true,
            Role::Train => part_of(&question.image) < self.hold_out,
        };
        let (dev, train) = set.questions.into_iter().partition(is_measured);
        Ok((DataSet { questions: train }, DataSet { questions: dev }))
    }
}

/// Features of the same photos, looked at in another way.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// The features' file name without its ending.
    pub features: String,
    /// Whether left is right in it.
    #[serde(default)]
    pub mirrored: bool,
}

/// What a source is for.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Learnt from, but for what is held out.
    #[default]
    Train,
    /// Measured after each epoch.
    Dev,
}

/// Which questions of a set, by their ids: half of a set can be learnt from, and
/// the other half measured.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ids {
    /// Every question.
    #[default]
    All,
    /// Those with an even id.
    Even,
    /// Those with an odd id.
    Odd,
}

impl Ids {
    /// Whether a question is one of them.
    pub fn holds(self, question: &Question) -> bool {
        match self {
            Self::All => true,
            Self::Even => question.id.is_multiple_of(2),
            Self::Odd => !question.id.is_multiple_of(2),
        }
    }
}

fn once() -> usize {
    1
}

fn whole() -> f32 {
    1.0
}
