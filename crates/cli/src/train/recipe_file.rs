use std::path::{Path, PathBuf};

use ::train::Recipe;
use anyhow::{Context, Result};
use dfaf::DfafConfig;
use serde::Deserialize;

use super::classes::Wanted;
use super::hints::HintWeights;
use super::recipe_base;
use crate::ids::Ids;

/// A training recipe as it is written down (TOML).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipeFile {
    /// The most words of a question that are read.
    #[serde(default = "max_words")]
    pub max_words: usize,
    /// Answers of fewer training questions are not learnt.
    #[serde(default = "min_answers")]
    pub min_answers: usize,
    /// Text files of which the commonest words are known too, with the
    /// meaning that the word vectors give them.
    #[serde(default)]
    pub more_words_from: Vec<PathBuf>,
    /// How many such words.
    #[serde(default)]
    pub more_words: usize,
    /// Sizes that differ from `DfafConfig::web`.
    #[serde(default)]
    pub network: Sizes,
    /// How it is trained.
    #[serde(default)]
    pub training: Recipe,
    /// What is learnt from and measured on.
    pub sources: Vec<Source>,
}

/// Sizes of the network; what is not given is that of `DfafConfig::web`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sizes {
    pub gru_dim: Option<usize>,
    pub dim: Option<usize>,
    pub n_heads: Option<usize>,
    pub n_blocks: Option<usize>,
    pub hidden_dim: Option<usize>,
    pub dropout: Option<f64>,
    pub answerer_dropout: Option<f64>,
    pub dynamic: Option<bool>,
    pub inter: Option<bool>,
    pub intra: Option<bool>,
    pub blind: Option<bool>,
    pub exclusive_answers: Option<bool>,
    pub answer_vectors: Option<bool>,
}

/// Questions of one origin.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name in curves and tables.
    pub name: String,
    /// The features' file name without its ending.
    pub features: String,
    /// Other views of the same photos, to learn from too.
    #[serde(default)]
    pub views: Vec<View>,
    /// Whether it is learnt from, measured on, or left alone.
    #[serde(default)]
    pub role: Role,
    /// How many times it counts in an epoch.
    #[serde(default = "once")]
    pub repeat: usize,
    /// About how many other photos of the source each question is asked, too,
    /// with what teachers answer.
    #[serde(default)]
    pub swaps: usize,
    /// How many new questions are made for each question of the source, out of
    /// it and another one, and answered by teachers.
    #[serde(default)]
    pub splices: usize,
    /// What counts in the teachers' answers beside what they say.
    pub hints: Option<HintWeights>,
    /// The part of the **photos** that is measured on instead of learnt from.
    #[serde(default)]
    pub hold_out: f64,
    /// The part of the **questions** that is measured on instead of learnt
    /// from, whatever else is asked about the same photo.
    #[serde(default)]
    pub hold_out_questions: f64,
    /// The part of the **scenes** that is measured on instead of learnt from:
    /// photos whose numbers follow each other, as the frames of a video do,
    /// are of one scene.
    #[serde(default)]
    pub hold_out_scenes: f64,
    /// Whether what follows from the other questions is asked, too; for DAQUAR.
    #[serde(default)]
    pub inferred: bool,
    /// Only questions with an even or an odd id.
    #[serde(default)]
    pub ids: Ids,
    /// Where the questions are.
    pub questions: Questions,
}

/// Features of the same photos, looked at in another way.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// The features' file name without its ending.
    pub features: String,
    /// Whether left is right in it.
    #[serde(default)]
    pub mirrored: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Learnt from, but for what is held out.
    #[default]
    Train,
    /// Measured after each epoch.
    Dev,
    /// Kept for later: nothing is made of its photos, and nothing measured.
    Test,
}

/// The files of the questions, in the format of their data set.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Questions {
    /// Official files of VQA v2.
    VqaV2 {
        questions: PathBuf,
        annotations: PathBuf,
    },
    /// The training part of DAQUAR's official split.
    DaquarOfficial(PathBuf),
    /// The training part of DAQUAR's random split.
    DaquarRandom(PathBuf),
    /// Questions about what the backbone's classifier sees.
    Classes(Wanted),
    /// Statements about where things are.
    Spatial(PathBuf),
    /// Colours and doings, out of captions.
    Captions(PathBuf),
    /// A questions file of GQA.
    Gqa(PathBuf),
    /// A questions file of CLEVR.
    Clevr(PathBuf),
    /// The training part of easy-VQA, by the folder that holds `answers.txt`.
    EasyVqa(PathBuf),
    /// Questions about what a detector saw, at most so many of each photo; all
    /// of it so many times in other words, and about the absence of other
    /// things. With `evident`, each time "is this a ..?" about what anybody
    /// would say that it is, too; with `choices`, "is this a .. or a ..?" and
    /// whether it is inside or outside.
    Detections {
        file: PathBuf,
        per_photo: usize,
        #[serde(default = "once")]
        rounds: usize,
        #[serde(default)]
        evident: bool,
        #[serde(default)]
        choices: bool,
    },
    /// The same about what people boxed.
    Boxes { file: PathBuf, per_photo: usize },
    /// How many people there are, and on which side, by their boxes.
    Persons(PathBuf),
}

impl Questions {
    /// Whether they were made from photos, and not asked by people: those
    /// about photos that something is measured on are then left out.
    pub fn are_made(&self) -> bool {
        matches!(
            self,
            Self::Classes(_)
                | Self::Captions(_)
                | Self::Detections { .. }
                | Self::Boxes { .. }
                | Self::Persons(_)
        )
    }
}

fn max_words() -> usize {
    20
}

fn min_answers() -> usize {
    2
}

fn once() -> usize {
    1
}

impl RecipeFile {
    /// Reads a recipe, and the one that it changes, if it names a `base`.
    pub fn read(path: &Path) -> Result<Self> {
        let written = recipe_base::read(path)?;
        let read = written.try_into();
        read.with_context(|| format!("{} is no recipe", path.display()))
    }

    /// Length of a word vector.
    pub fn word_dim(&self) -> usize {
        DfafConfig::web(2, 1, 1).word_dim
    }

    /// Whether the network's answers exclude each other.
    pub fn exclusive_answers(&self) -> bool {
        self.network(2, 1, 1).exclusive_answers
    }

    /// The network that the recipe asks for.
    pub fn network(&self, n_words: usize, n_answers: usize, region_dim: usize) -> DfafConfig {
        let web = DfafConfig::web(n_words, n_answers, region_dim);
        let sizes = &self.network;
        DfafConfig {
            gru_dim: sizes.gru_dim.unwrap_or(web.gru_dim),
            dim: sizes.dim.unwrap_or(web.dim),
            n_heads: sizes.n_heads.unwrap_or(web.n_heads),
            n_blocks: sizes.n_blocks.unwrap_or(web.n_blocks),
            hidden_dim: sizes.hidden_dim.unwrap_or(web.hidden_dim),
            dropout: sizes.dropout.unwrap_or(web.dropout),
            answerer_dropout: sizes.answerer_dropout.unwrap_or(web.answerer_dropout),
            dynamic: sizes.dynamic.unwrap_or(web.dynamic),
            inter: sizes.inter.unwrap_or(web.inter),
            intra: sizes.intra.unwrap_or(web.intra),
            blind: sizes.blind.unwrap_or(web.blind),
            exclusive_answers: sizes.exclusive_answers.unwrap_or(web.exclusive_answers),
            answer_vectors: sizes.answer_vectors.unwrap_or(web.answer_vectors),
            ..web
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recipe_of_the_project_can_be_read() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../train/recipes");
        let mut n = 0;
        for entry in std::fs::read_dir(folder).expect("the recipes") {
            let path = entry.expect("a recipe").path();
            let recipe = RecipeFile::read(&path).expect("a recipe");
            assert!(!recipe.sources.is_empty(), "{}", path.display());
            n += 1;
        }
        assert!(n > 0, "no recipe was found");
    }
}
