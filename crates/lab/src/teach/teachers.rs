use std::collections::HashMap;
use std::path::PathBuf;

use ::train::{Example, Features, Photos, Run, collate, network_in};
use anyhow::{Context, Result, ensure};
use burn::tensor::Device;
use burn::tensor::activation::{sigmoid, softmax};
use data::Question;
use dfaf::Dfaf;
use text::Vocabulary;

/// Trained networks that answer together. Each reads its own words, knows its
/// own answers and may look at photos in its own way.
pub struct Teachers {
    all: Vec<Teacher>,
    /// Every answer that one of them knows.
    pub answers: Vec<String>,
}

struct Teacher {
    network: Dfaf,
    run: Run,
    vocabulary: Vocabulary,
    files: [Features; 1],
    /// Where its answers stand among all.
    places: Vec<usize>,
}

impl Teachers {
    /// Opens runs, or models exported from them, at least one, each with its
    /// file of features; or with the one file that all of them read.
    pub fn open(folders: &[PathBuf], features: &[PathBuf]) -> Result<Self> {
        ensure!(
            features.len() == 1 || features.len() == folders.len(),
            "give --features once, or once for each of {} teachers",
            folders.len()
        );
        let mut teachers = Self {
            all: Vec::new(),
            answers: Vec::new(),
        };
        let mut known = HashMap::new();
        for (folder, features) in folders.iter().zip(features.iter().cycle()) {
            let run = Run::open(folder)?;
            let places = run.answers.iter().map(|answer| {
                *known.entry(answer.clone()).or_insert_with(|| {
                    teachers.answers.push(answer.clone());
                    teachers.answers.len() - 1
                })
            });
            let places = places.collect();
            teachers.all.push(Teacher {
                network: network_in(folder, &run.network, &Device::flex())?,
                vocabulary: Vocabulary::new(run.words.clone())?,
                files: [Features::open(features)?],
                places,
                run,
            });
        }
        Ok(teachers)
    }

    /// Of these questions those whose photos all of them have seen.
    pub fn seen<'a>(&self, questions: &'a [Question]) -> Vec<&'a Question> {
        let mut seen: Vec<&Question> = questions.iter().collect();
        for teacher in &self.all {
            let photos = Photos::of(&teacher.files[0]);
            seen.retain(|question| row(&photos, &teacher.files[0], question).is_some());
        }
        seen
    }

    /// The mean of all networks' probabilities, `[questions, answers]`
    /// flattened. What one of them does not know, it holds for wrong.
    pub fn probabilities(&self, questions: &[&Question]) -> Result<Vec<f32>> {
        let mut mean = vec![0.0; questions.len() * self.answers.len()];
        for teacher in &self.all {
            let said = teacher.probabilities(questions)?;
            let each = said.chunks(teacher.places.len());
            for (mean, said) in mean.chunks_mut(self.answers.len()).zip(each) {
                for (place, probability) in teacher.places.iter().zip(said) {
                    mean[*place] += probability / self.all.len() as f32;
                }
            }
        }
        Ok(mean)
    }
}

impl Teacher {
    fn probabilities(&self, questions: &[&Question]) -> Result<Vec<f32>> {
        let photos = Photos::of(&self.files[0]);
        let example = |question: &&Question| {
            let row = row(&photos, &self.files[0], question);
            let row = row.with_context(|| format!("nothing is kept of {}", question.image))?;
            let words = self.vocabulary.encode(&question.text, self.run.max_words);
            let words = words.with_context(|| format!("`{}`", question.text))?;
            Ok(Example::new(0, row, words.ids, Vec::new()))
        };
        let examples: Vec<Example> = questions.iter().map(example).collect::<Result<_>>()?;
        let examples: Vec<&Example> = examples.iter().collect();
        let batch = collate(&examples, &self.files, self.places.len(), &Device::flex())?;
        let logits = self.network.forward(batch.input()).logits;
        let said = match self.run.network.exclusive_answers {
            true => softmax(logits, 1),
            false => sigmoid(logits),
        };
        Ok(said.into_data().iter::<f32>().collect())
    }
}

fn row(photos: &Photos, features: &Features, question: &Question) -> Option<usize> {
    features.row(photos.name(&question.image)?)
}
