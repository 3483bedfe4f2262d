//! What a recipe's sources give: questions as numbers, to learn from and to
//! measure on.

mod reader;
mod words;

use std::collections::HashSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use data::{AnswerCounts, DataSet, Question, photo_number, read_json, vqa_normal, vqa_v2};
use text::{Answers, Vocabulary};

use crate::eyes::Labels;
use crate::recipe::Source;
use crate::sentences::Sentences;
use crate::{Example, Features, Origin, Recipe, WordVectors};
use reader::{Meaning, Reader};

pub use reader::Photos;

/// Everything that a run learns from and is measured on.
pub struct Corpus {
    /// The features files that sources and views name, each once.
    pub files: Vec<Features>,
    /// Without the two special ones.
    pub words: Vec<String>,
    /// In the order of the logits.
    pub answers: Vec<String>,
    /// What is learnt.
    pub train: Vec<Example>,
    /// What is measured, by the source's name.
    pub dev: Vec<(String, Vec<Example>)>,
    /// What is known of photos, where a recipe trains the eyes.
    pub labels: Option<Labels>,
    n_unanswerable: usize,
    n_new: usize,
}

/// The features of photos in another view, and whether that is a mirror.
#[derive(Debug, Clone, Copy)]
struct OpenView {
    file: usize,
    mirrored: bool,
}

/// The questions of one source, sorted into what is learnt and what is
/// measured.
struct SourceSets {
    name: String,
    file: usize,
    views: Vec<OpenView>,
    repeat: usize,
    weight: f32,
    train: DataSet,
    dev: DataSet,
}

impl Corpus {
    /// Everything that the recipe names: paths start at the folder `data`,
    /// features lie in the folder `features`.
    ///
    /// # Errors
    /// A file that cannot be read, a photo without features, nothing to learn.
    pub fn load(
        recipe: &Recipe,
        data: &Path,
        features: &Path,
        vectors: &WordVectors,
    ) -> Result<Self> {
        let (files, names, of_source) = open_features(recipe, features)?;
        let new = new_photos(&recipe.leave_out, data)?;
        let labels = labels(recipe, data, &files, &names, &new)?;
        let mut n_new = 0;
        let mut parts = Vec::new();
        for (source, file) in recipe.sources.iter().zip(of_source) {
            let mut part = SourceSets::new(source, file, source.split(data)?);
            n_new += part.leave_out(&new);
            parts.push(part);
        }
        let words = words::words(recipe, &parts, data, vectors)?;
        let answers = Answers::new(answers(recipe, data, &parts)?)?;
        let vocabulary = Vocabulary::new(words.clone())?;
        let sentences = recipe.sentences.as_ref();
        let sentences = sentences.map(|of| Sentences::read(&data.join(&of.vectors), of.dim));
        let sentences = sentences.transpose()?;

        let mut corpus = Self {
            answers: answers.texts().to_vec(),
            words,
            files,
            train: Vec::new(),
            dev: Vec::new(),
            labels,
            n_unanswerable: 0,
            n_new,
        };
        for part in &parts {
            corpus.add(part, recipe, &vocabulary, &answers, sentences.as_ref())?;
        }
        ensure!(
            !corpus.train.is_empty(),
            "the recipe gives nothing to learn"
        );
        Ok(corpus)
    }

    fn add(
        &mut self,
        part: &SourceSets,
        recipe: &Recipe,
        vocabulary: &Vocabulary,
        answers: &Answers,
        sentences: Option<&Sentences>,
    ) -> Result<()> {
        let reader = |targets| Reader {
            files: &self.files,
            photos: Photos::of(&self.files[part.file]),
            vocabulary,
            answers,
            max_words: recipe.max_words,
            rewordings: recipe.rewordings,
            targets,
            sentences,
        };
        let learn = reader(match recipe.exclusive_answers() {
            true => Meaning::Shares,
            false => Meaning::Scores,
        });
        let mut learnt = Vec::with_capacity(part.train.questions.len() * part.repeat);
        for question in &part.train.questions {
            let example = learn.example(part, question)?;
            // An answer that cannot be said teaches nothing but silence.
            match example.targets.is_empty() {
                true => self.n_unanswerable += 1,
                false => learnt.extend(std::iter::repeat_n(example, part.repeat)),
            }
        }
        if !part.dev.questions.is_empty() {
            let measure = reader(Meaning::Scores);
            let dev = part.dev.questions.iter();
            let dev: Result<Vec<Example>> = dev.map(|asked| measure.plain(part, asked)).collect();
            self.dev.push((part.name.clone(), dev?));
        }
        self.train.extend(learnt);
        Ok(())
    }

    /// Numbers of a region that the network reads, the same in all files.
    pub fn region_dim(&self) -> usize {
        match self.files[0].origin() {
            Origin::Maps(vision) => vision.region_dim(),
            origin => origin.region_dim(),
        }
    }

    /// One line about what was found.
    pub fn summary(&self) -> String {
        let mut line = format!(
            "{} questions to learn ({} more have no answer, or one too rare to know), {} words, {} answers",
            self.train.len(),
            self.n_unanswerable,
            self.words.len(),
            self.answers.len()
        );
        // Writing to a string cannot fail.
        if self.n_new > 0 {
            let _ = write!(line, "; {} about new photos left out", self.n_new);
        }
        for (name, examples) in &self.dev {
            let _ = write!(line, "; dev {name}: {}", examples.len());
        }
        line
    }

    /// The log-odds of each answer over all training questions: where the
    /// biases of the logits start, so that the first epochs need not learn
    /// that most answers are wrong.
    pub fn answer_bias(&self) -> Vec<f32> {
        let mut sums = vec![1e-4f64; self.answers.len()];
        for (answer, score) in self.train.iter().flat_map(|example| &example.targets) {
            sums[*answer] += f64::from(*score);
        }
        let total = self.train.len() as f64 + 1.0;
        let odds = sums.iter().map(|sum| (sum / total) / (1.0 - sum / total));
        odds.map(|odds| odds.ln() as f32).collect()
    }
}

/// The answers that are common enough to be learnt, and those of the recipe's
/// list.
fn answers(recipe: &Recipe, data: &Path, parts: &[SourceSets]) -> Result<Vec<String>> {
    let mut counts = AnswerCounts::default();
    parts.iter().for_each(|part| counts.add(&part.train));
    let mut answers = counts.at_least(recipe.min_answers);
    if let Some(list) = &recipe.more_answers_from {
        let mut known: HashSet<String> = answers.iter().cloned().collect();
        let listed: Vec<String> = read_json(&data.join(list))?;
        let listed = listed.iter().map(|answer| vqa_normal(answer));
        answers.extend(listed.filter(|one| !one.is_empty() && known.insert(one.clone())));
    }
    Ok(answers)
}

/// The features of a source, and those of other views of the same photos.
type Files = (usize, Vec<OpenView>);

/// Opens each features file once; the second list has their names, and the third
/// says which ones each source uses.
fn open_features(
    recipe: &Recipe,
    folder: &Path,
) -> Result<(Vec<Features>, Vec<String>, Vec<Files>)> {
    let mut names: Vec<&str> = Vec::new();
    let mut of_source = Vec::new();
    for source in &recipe.sources {
        let file = place(&mut names, &source.features);
        let views = source.views.iter().map(|view| OpenView {
            file: place(&mut names, &view.features),
            mirrored: view.mirrored,
        });
        let views = views.collect();
        of_source.push((file, views));
    }
    for labelled in recipe.eyes().into_iter().flat_map(|eyes| &eyes.photos) {
        place(&mut names, &labelled.features);
        for view in &labelled.views {
            place(&mut names, &view.features);
        }
    }
    let mut files = Vec::new();
    for name in &names {
        let file = Features::open(&folder.join(name))?;
        files.push(if recipe.blind { file.blind() } else { file });
    }
    ensure!(
        files.iter().all(|file| file.origin() == files[0].origin()),
        "the features were not all made in the same way"
    );
    let are_maps = matches!(files[0].origin(), Origin::Maps(_));
    ensure!(
        !are_maps || recipe.eyes().is_some(),
        "the features are maps, of which only `[eyes]` make regions; without these, `vqa prepare` without --maps"
    );
    let names = names.into_iter().map(str::to_owned).collect();
    Ok((files, names, of_source))
}

/// What is known of photos, where the recipe trains the eyes.
fn labels(
    recipe: &Recipe,
    data: &Path,
    files: &[Features],
    names: &[String],
    new: &HashSet<String>,
) -> Result<Option<Labels>> {
    let (Some(eyes), Some(vision)) = (recipe.eyes(), files[0].vision()) else {
        return Ok(None);
    };
    let file_of = names.iter().cloned().zip(0..).collect();
    let is_new = |photo: &str| new.contains(photo_number(photo));
    Labels::load(eyes, data, files, &file_of, is_new, vision.side()).map(Some)
}

/// The place of a name in a list, at the end where it is new.
fn place<'a>(names: &mut Vec<&'a str>, name: &'a str) -> usize {
    let known = names.iter().position(|known| *known == name);
    known.unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    })
}

/// Photos of which nothing may be learnt: those of COCO by their numbers, for
/// two sets may name one photo in two ways.
fn new_photos(files: &[PathBuf], data: &Path) -> Result<HashSet<String>> {
    let mut new = HashSet::new();
    for file in files {
        let images = vqa_v2::images(&data.join(file))?;
        new.extend(images.iter().map(|image| photo_number(image).to_owned()));
    }
    Ok(new)
}

impl SourceSets {
    fn new(source: &Source, (file, views): Files, (train, dev): (DataSet, DataSet)) -> Self {
        Self {
            name: source.name.clone(),
            file,
            views,
            repeat: source.repeat,
            weight: source.weight,
            train,
            dev,
        }
    }

    /// Learns nothing about new photos, and says of how many questions.
    fn leave_out(&mut self, new: &HashSet<String>) -> usize {
        let before = self.train.questions.len();
        let is_known = |question: &Question| !new.contains(photo_number(&question.image));
        self.train.questions.retain(is_known);
        before - self.train.questions.len()
    }
}
