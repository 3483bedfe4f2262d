use std::path::Path;

use anyhow::Result;
use data::DataSet;
use data::{boxes, captions, clevr, daquar, detections, easy_vqa, gqa, spatial, vqa_v2};

use super::classes::Wanted;
use super::recipe_file::Questions;

/// What made questions follow from, so that they are the same in every run.
const MADE_FROM: u64 = 1;

/// The questions of a source; `classes` makes those about the backbone's
/// classes.
pub fn read(
    questions: &Questions,
    data: &Path,
    classes: impl FnOnce(Wanted) -> Result<DataSet>,
) -> Result<DataSet> {
    let daquar =
        |folder: &Path, split| daquar::load(&data.join(folder), split, daquar::Part::Train);
    Ok(match questions {
        Questions::VqaV2 {
            questions,
            annotations,
        } => vqa_v2::load(&data.join(questions), &data.join(annotations))?,
        Questions::DaquarOfficial(folder) => daquar(folder, daquar::Split::Official)?,
        Questions::DaquarRandom(folder) => daquar(folder, daquar::Split::Random)?,
        Questions::Classes(wanted) => classes(*wanted)?,
        Questions::Captions(file) => captions::load(&data.join(file))?,
        Questions::Detections {
            file,
            per_photo,
            rounds,
            evident,
            choices,
        } => {
            let seen = detections::load(&data.join(file))?;
            let mut questions = Vec::new();
            for seed in (MADE_FROM..).take(*rounds) {
                questions.extend(detections::questions(&seen, *per_photo, seed).questions);
                if *evident {
                    questions.extend(detections::evident(&seen, seed).questions);
                }
                if *choices {
                    questions.extend(detections::choices(&seen, seed).questions);
                }
            }
            (0..).zip(&mut questions).for_each(|(id, one)| one.id = id);
            DataSet { questions }
        }
        Questions::Boxes { file, per_photo } => {
            let seen = detections::of_boxes(&boxes::load(&data.join(file))?);
            detections::questions(&seen, *per_photo, MADE_FROM)
        }
        Questions::Persons(file) => {
            detections::persons(&boxes::load_persons(&data.join(file))?, MADE_FROM)
        }
        Questions::Spatial(file) => spatial::load(&data.join(file))?,
        Questions::Gqa(file) => gqa::load(&data.join(file))?,
        Questions::Clevr(file) => clevr::load(&data.join(file))?,
        Questions::EasyVqa(folder) => easy_vqa::load(&data.join(folder), data::Part::Train)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::RecipeFile;

    #[test]
    fn released_files_of_other_sets_are_sources() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/tests/fixtures");
        let read = |written: &str, first: &str| {
            let recipe = format!("[[sources]]\nname = \"s\"\nfeatures = \"f\"\n{written}");
            let recipe: RecipeFile = toml::from_str(&recipe).expect("a recipe");
            let none = |_| Ok(DataSet::default());
            let set = read(&recipe.sources[0].questions, &root, none).expect("a set");
            assert_eq!(set.questions[0].text, first, "{written}");
        };
        let gqa = "What is the bird on the oar called?";
        read("questions.gqa = \"gqa.json\"", gqa);
        read(
            "questions.clevr = \"clevr.json\"",
            "Is there anything cyan?",
        );
        read(
            "questions.easy-vqa = \"easy_vqa\"",
            "what color is the shape?",
        );
    }
}
