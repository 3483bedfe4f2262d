use std::path::{Path, PathBuf};

use data::{DataError, DataSet, Part, clevr, daquar, easy_vqa, gqa, vqa_v2};
use serde::Deserialize;

/// The files of a source's questions, in the format of their data set. A new
/// data set has its reader in `data` and its name here.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Questions {
    /// Official files of VQA v2, or files that were made in their format.
    VqaV2 {
        /// The questions file.
        questions: PathBuf,
        /// The annotations file; none where nobody has answered, and only
        /// teachers are asked.
        annotations: Option<PathBuf>,
    },
    /// The training part of DAQUAR's official split.
    DaquarOfficial(PathBuf),
    /// The training part of DAQUAR's random split.
    DaquarRandom(PathBuf),
    /// A questions file of GQA.
    Gqa(PathBuf),
    /// A questions file of CLEVR.
    Clevr(PathBuf),
    /// The training part of easy-VQA, by the folder that holds `answers.txt`.
    EasyVqa(PathBuf),
}

impl Questions {
    /// The questions; paths start at the folder `data`.
    ///
    /// # Errors
    /// [`DataError`] names the file and what is wrong with it.
    pub fn load(&self, data: &Path) -> Result<DataSet, DataError> {
        let daquar = |folder, split| daquar::load(&data.join(folder), split, Part::Train);
        match self {
            Self::VqaV2 {
                questions,
                annotations,
            } => match annotations {
                Some(annotations) => vqa_v2::load(&data.join(questions), &data.join(annotations)),
                None => vqa_v2::load_unanswered(&data.join(questions)),
            },
            Self::DaquarOfficial(folder) => daquar(folder, daquar::Split::Official),
            Self::DaquarRandom(folder) => daquar(folder, daquar::Split::Random),
            Self::Gqa(file) => gqa::load(&data.join(file)),
            Self::Clevr(file) => clevr::load(&data.join(file)),
            Self::EasyVqa(folder) => easy_vqa::load(&data.join(folder), Part::Train),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn released_files_of_other_sets_are_sources() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/tests/fixtures");
        for (written, first) in [
            ("gqa = \"gqa.json\"", "What is the bird on the oar called?"),
            ("clevr = \"clevr.json\"", "Is there anything cyan?"),
            ("easy-vqa = \"easy_vqa\"", "what color is the shape?"),
            // Questions that wait for a teacher.
            (
                "vqa-v2 = { questions = \"vqa/questions.json\" }",
                "Is the boat red?",
            ),
        ] {
            let questions: Questions = toml::from_str(written).expect("questions");
            let set = questions.load(&root).expect("a set");
            assert_eq!(set.questions[0].text, first, "{written}");
        }
    }
}
