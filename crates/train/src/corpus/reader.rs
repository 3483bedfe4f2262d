use anyhow::{Context, Result};
use data::{ImageFolder, Question, mirrored};
use text::{Answers, Vocabulary};

use super::SourceSets;
use crate::recipe::Rewordings;
use crate::sentences::Sentences;
use crate::{Example, Features, View};

/// Turns questions into examples.
pub(super) struct Reader<'a> {
    pub files: &'a [Features],
    pub photos: Photos,
    pub vocabulary: &'a Vocabulary,
    pub answers: &'a Answers,
    pub max_words: usize,
    pub rewordings: Rewordings,
    pub targets: Meaning,
    pub sentences: Option<&'a Sentences>,
}

/// What an example's targets say of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// How right it is.
    Scores,
    /// Which part of the people gave it.
    Shares,
}

impl Reader<'_> {
    /// The question about the photo as it is.
    pub fn plain(&self, part: &SourceSets, question: &Question) -> Result<Example> {
        Ok(Example {
            views: vec![self.seen(part.file, question, &question.text)?],
            targets: self.targets_of(question),
            partly_known: question.is_partly_known(),
            sentence: None,
            weight: part.weight,
        })
    }

    /// The question about the photo and all its other views.
    pub fn example(&self, part: &SourceSets, question: &Question) -> Result<Example> {
        let mut example = self.plain(part, question)?;
        example.sentence = self.sentences.and_then(|all| all.of(&question.text));
        // An answer that names a side is another one in the mirror.
        let names_a_side = |answer: &String| ["left", "right"].iter().any(|s| answer.contains(s));
        let scored = question.scores.iter().map(|(answer, _)| answer);
        let has_sides = question.answers.iter().chain(scored).any(names_a_side);
        for view in &part.views {
            let text = match view.mirrored {
                true if has_sides => continue,
                true => mirrored(&question.text),
                false => question.text.clone(),
            };
            example.views.push(self.seen(view.file, question, &text)?);
        }
        Ok(example)
    }

    fn seen(&self, file: usize, question: &Question, text: &str) -> Result<View> {
        let row = self.photos.name(&question.image);
        let row = row.and_then(|name| self.files[file].row(name));
        let encode = |text: &str| Ok(self.vocabulary.encode(text, self.max_words)?.ids);
        let other = self.rewordings.of(text);
        let other: Result<_> = other.iter().map(|text| encode(text)).collect();
        Ok(View {
            file,
            row: row.with_context(|| format!("no features of photo {}", question.image))?,
            words: encode(text).with_context(|| format!("question {}", question.id))?,
            phrasings: other?,
        })
    }

    fn targets_of(&self, question: &Question) -> Vec<(usize, f32)> {
        let index = |answer: &str| self.answers.index(answer);
        match self.targets {
            Meaning::Scores => question.soft_targets(index),
            Meaning::Shares => question.shares(index),
        }
    }
}

/// Finds photos among features by any of the names that data sets give them.
pub struct Photos(ImageFolder);

impl Photos {
    /// The photos of a features file.
    pub fn of(features: &Features) -> Self {
        let names = features.photos().map(|photo| format!("{photo}.jpg").into());
        Self(ImageFolder::from_files(names.collect()))
    }

    /// The name that the features know a photo by.
    pub fn name(&self, image: &str) -> Option<&str> {
        self.0.find(image)?.file_stem()?.to_str()
    }
}
