//! A training recipe: everything that a run follows, as it is written down.

mod base;
mod check;
mod eyes;
mod part_of;
mod questions;
mod rewordings;
mod sentences;
mod source;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use dfaf::{DfafConfig, IntraFlow};
use serde::Deserialize;

use crate::Schedule;

pub use eyes::{EyesRecipe, Labelled};
pub use questions::Questions;
pub use rewordings::Rewordings;
pub use sentences::SentencesRecipe;
pub use source::{Ids, Role, Source, View};

/// A training recipe as it is written down (TOML).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The most words of a question that are read.
    #[serde(default = "max_words")]
    pub max_words: usize,
    /// Answers that fewer people gave in training are not learnt.
    #[serde(default = "min_answers")]
    pub min_answers: usize,
    /// A list of answers (JSON) that are known however rare they are.
    pub more_answers_from: Option<PathBuf>,
    /// Text files of which the commonest words are known too, with the
    /// meaning that the word vectors give them.
    #[serde(default)]
    pub more_words_from: Vec<PathBuf>,
    /// How many such words.
    #[serde(default)]
    pub more_words: usize,
    /// Files that name photos (a list, or questions of VQA v2) of which nothing
    /// is learnt, whatever a source asks about them.
    #[serde(default)]
    pub leave_out: Vec<PathBuf>,
    /// In which other wordings a question is heard ([`Schedule::rephrase`]).
    #[serde(default)]
    pub rewordings: Rewordings,
    /// For measuring what the questions alone can answer: all photos are zeros.
    #[serde(default)]
    pub blind: bool,
    /// Sizes that differ from the preset's.
    #[serde(default)]
    pub network: Sizes,
    /// How it is trained.
    #[serde(default)]
    pub training: Schedule,
    /// How the last stages of the backbone are trained too.
    pub eyes: Option<EyesRecipe>,
    /// What a sentence encoder says of the questions, as a second thing to learn.
    pub sentences: Option<SentencesRecipe>,
    /// What is learnt from and measured on.
    pub sources: Vec<Source>,
}

/// Which network the sizes start from.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// [`DfafConfig::web`]
    #[default]
    Web,
    /// [`DfafConfig::paper`], with one block unless told.
    Paper,
}

/// Sizes of the network; what is not given is that of the preset.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    /// The network that these differ from.
    #[serde(default)]
    pub preset: Preset,
    /// See [`DfafConfig::word_dim`].
    pub word_dim: Option<usize>,
    /// See [`DfafConfig::gru_dim`].
    pub gru_dim: Option<usize>,
    /// See [`DfafConfig::dim`].
    pub dim: Option<usize>,
    /// See [`DfafConfig::n_heads`].
    pub n_heads: Option<usize>,
    /// See [`DfafConfig::n_blocks`].
    pub n_blocks: Option<usize>,
    /// See [`DfafConfig::hidden_dim`].
    pub hidden_dim: Option<usize>,
    /// See [`DfafConfig::dropout`].
    pub dropout: Option<f64>,
    /// See [`DfafConfig::answerer_dropout`].
    pub answerer_dropout: Option<f64>,
    /// See [`DfafConfig::inter`].
    pub inter: Option<bool>,
    /// See [`DfafConfig::intra`].
    pub intra: Option<IntraFlow>,
    /// See [`DfafConfig::exclusive_answers`].
    pub exclusive_answers: Option<bool>,
    /// See [`DfafConfig::answer_vectors`].
    pub answer_vectors: Option<bool>,
    /// See [`DfafConfig::whole_question`].
    pub whole_question: Option<bool>,
}

fn max_words() -> usize {
    20
}

fn min_answers() -> usize {
    2
}

impl Recipe {
    /// Reads a recipe, and the one that it changes, if it names a `base`.
    ///
    /// # Errors
    /// A file that is no recipe, or a value in it that is out of its range.
    pub fn read(path: &Path) -> Result<Self> {
        let written = base::read(path)?;
        let read: Result<Self, _> = written.try_into();
        let recipe = read.with_context(|| format!("{} is no recipe", path.display()))?;
        recipe.check().with_context(|| path.display().to_string())?;
        Ok(recipe)
    }

    /// How the eyes are trained; a blind network needs none.
    pub fn eyes(&self) -> Option<&EyesRecipe> {
        self.eyes.as_ref().filter(|_| !self.blind)
    }

    /// Length of a word vector.
    pub fn word_dim(&self) -> usize {
        self.network(2, 1, 1).word_dim
    }

    /// Whether the network's answers exclude each other.
    pub fn exclusive_answers(&self) -> bool {
        self.network(2, 1, 1).exclusive_answers
    }

    /// The network that the recipe asks for.
    pub fn network(&self, n_words: usize, n_answers: usize, region_dim: usize) -> DfafConfig {
        let sizes = &self.network;
        let preset = match sizes.preset {
            Preset::Web => DfafConfig::web(n_words, n_answers, region_dim),
            Preset::Paper => DfafConfig {
                region_dim,
                ..DfafConfig::paper(n_words, n_answers, 1)
            },
        };
        DfafConfig {
            word_dim: sizes.word_dim.unwrap_or(preset.word_dim),
            gru_dim: sizes.gru_dim.unwrap_or(preset.gru_dim),
            dim: sizes.dim.unwrap_or(preset.dim),
            n_heads: sizes.n_heads.unwrap_or(preset.n_heads),
            n_blocks: sizes.n_blocks.unwrap_or(preset.n_blocks),
            hidden_dim: sizes.hidden_dim.unwrap_or(preset.hidden_dim),
            dropout: sizes.dropout.unwrap_or(preset.dropout),
            answerer_dropout: sizes.answerer_dropout.unwrap_or(preset.answerer_dropout),
            inter: sizes.inter.unwrap_or(preset.inter),
            intra: sizes.intra.unwrap_or(preset.intra),
            exclusive_answers: sizes.exclusive_answers.unwrap_or(preset.exclusive_answers),
            answer_vectors: sizes.answer_vectors.unwrap_or(preset.answer_vectors),
            whole_question: sizes.whole_question.unwrap_or(preset.whole_question),
            ..preset
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recipe_of_the_project_can_be_read() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("recipes");
        let mut n = 0;
        for entry in std::fs::read_dir(folder).expect("the recipes") {
            let path = entry.expect("a recipe").path();
            let recipe = Recipe::read(&path).expect("a recipe");
            assert!(!recipe.sources.is_empty(), "{}", path.display());
            n += 1;
        }
        assert!(n > 0, "no recipe was found");
    }

    /// Section 4.2 of the paper: 512 wide, a GRU of 1280 over vectors of 300,
    /// regions of 2048 numbers, 1024 before the 3,129 answers.
    #[test]
    fn the_papers_network_has_as_many_parameters_as_its_sizes_make() {
        let source = "[[sources]]\nname = 's'\nfeatures = 'f'\nquestions.gqa = 'g'\n";
        let recipe = format!("[network]\npreset = 'paper'\n{source}");
        let recipe: Recipe = toml::from_str(&recipe).expect("a recipe");
        let config = recipe.network(1_000, 3_129, 2_048);
        assert_eq!(config, DfafConfig::paper(1_000, 3_129, 1));
        let linear = |from: usize, to: usize| (from + 1) * to;
        let words = 1_000 * 300 + linear(300, 3 * 1280) + linear(1280, 3 * 1280);
        let inputs = linear(1280, 512) + linear(2048, 512);
        let inter = 2 * (3 * linear(512, 512) + linear(1024, 512));
        // Queries, keys and values, the gate, and the way back.
        let intra = 2 * 5 * linear(512, 512);
        let answers = linear(512, 1024) + linear(1024, 3_129);
        let network = config
            .init(&burn::tensor::Device::flex())
            .expect("a network");
        let expected = words + inputs + inter + intra + answers;
        assert_eq!(burn::module::Module::num_params(&network), expected);
        assert_eq!(expected, 17_064_473);
    }
}
