use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use data::{ImageFolder, Question};
use rayon::prelude::*;
use vqa::{Scene, Vqa};

use crate::photo_file;
use crate::progress::Progress;

/// Photos are taken up in slices, so that the progress is spoken of from one
/// thread.
const SLICE: usize = 8;

/// What came of asking about many photos.
pub struct Visited<A> {
    /// What was answered, in the order of the photos' names.
    pub answers: Vec<A>,
    /// What went wrong, one line each.
    pub problems: Vec<String>,
}

impl<A> Visited<A> {
    /// What was answered, at least one; names what was not.
    pub fn answered(self) -> Result<Vec<A>> {
        for problem in &self.problems {
            eprintln!("left out: {problem}");
        }
        ensure!(!self.answers.is_empty(), "nothing could be asked");
        Ok(self.answers)
    }
}

/// Questions by their photo.
pub fn by_photo<'a>(
    questions: impl IntoIterator<Item = &'a Question>,
) -> BTreeMap<&'a str, Vec<&'a Question>> {
    let mut by_photo: BTreeMap<&str, Vec<&Question>> = BTreeMap::new();
    for question in questions {
        by_photo.entry(&question.image).or_default().push(question);
    }
    by_photo
}

/// Looks at each photo once and asks everything that is asked of it.
pub fn visit<Q: Sync, A: Send>(
    model: &Vqa,
    folder: &ImageFolder,
    by_photo: &BTreeMap<&str, Vec<Q>>,
    ask: impl Fn(&Scene, &Q) -> Result<A> + Sync,
) -> Visited<A> {
    let by_photo: Vec<(&&str, &Vec<Q>)> = by_photo.iter().collect();
    let mut progress = Progress::new("photos", by_photo.len());
    let mut visited = Visited {
        answers: Vec::new(),
        problems: Vec::new(),
    };
    let mut done = 0;
    for slice in by_photo.chunks(SLICE) {
        let look = |image: &str| look(model, folder.find(image), image);
        let answered: Vec<Result<Vec<Result<A>>>> = slice
            .par_iter()
            .map(|(image, asked)| {
                let scene = look(image)?;
                Ok(asked.iter().map(|asked| ask(&scene, asked)).collect())
            })
            .collect();
        for answers in answered {
            let answers = answers.unwrap_or_else(|error| vec![Err(error)]);
            for answer in answers {
                match answer {
                    Ok(answer) => visited.answers.push(answer),
                    Err(error) => visited.problems.push(format!("{error:#}")),
                }
            }
        }
        done += slice.len();
        progress.at(done, "");
    }
    visited
}

fn look(model: &Vqa, file: Option<&Path>, image: &str) -> Result<Scene> {
    let file = file.with_context(|| format!("missing photo: {image}"))?;
    Ok(model.look(&photo_file::read(file)?))
}
