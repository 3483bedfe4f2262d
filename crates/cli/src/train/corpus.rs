use std::collections::HashSet;
use std::fmt::Write;
use std::path::Path;

use ::train::{Example, Features};
use anyhow::{Context, Result, ensure};
use burn::tensor::Device;
use data::{AnswerCounts, DataSet, Question, daquar};
use text::{Answers, Vocabulary};

use super::Inputs;
use super::classes::{self, Wanted};
use super::held_out::HeldOut;
use super::pupil::{Lessons, Pupil, Taught};
use super::reader::{Photos, Reader, Targets};
use super::recipe_file::{RecipeFile, Role, Source};
use super::sources::read;
use super::teachers::Teachers;
use super::words::words;
use crate::model_folder;
use crate::output;
use crate::question_set::number;
use crate::vectors::WordVectors;

/// Everything that a run learns from and is measured on.
pub struct Corpus {
    pub files: Vec<Features>,
    /// Without the two special ones.
    pub words: Vec<String>,
    pub answers: Vec<String>,
    pub train: Vec<Example>,
    pub dev: Vec<(String, Vec<Example>)>,
    taught: Vec<Taught>,
    n_unanswerable: usize,
}

/// The features of photos in another view, and whether that is a mirror.
#[derive(Debug, Clone, Copy)]
pub struct View {
    pub file: usize,
    pub mirrored: bool,
}

/// The questions of one source, sorted into what is learnt and what is
/// measured.
pub struct Part {
    name: String,
    pub file: usize,
    pub views: Vec<View>,
    repeat: usize,
    lessons: Lessons,
    role: Role,
    pub train: DataSet,
    /// What follows from those.
    inferred: DataSet,
    dev: DataSet,
}

impl Corpus {
    /// Everything that the recipe names.
    pub fn load(recipe: &RecipeFile, inputs: &Inputs, vectors: &WordVectors) -> Result<Self> {
        let data = inputs.data.as_path();
        let (files, of_source) = open_features(recipe, &inputs.features)?;
        let mut parts = Vec::new();
        for (source, file) in recipe.sources.iter().zip(of_source) {
            let classes = |wanted| ask_classes(inputs, &files[file.0], wanted);
            let mut set = read(&source.questions, data, classes)
                .with_context(|| format!("the source `{}`", source.name))?;
            source.ids.keep(&mut set);
            parts.push(Part::new(source, file, set));
        }
        let measured = measured(&parts, &files);
        for (source, part) in recipe.sources.iter().zip(&mut parts) {
            if source.questions.are_made() {
                part.leave_out(&measured, &Photos::of(&files[part.file]));
            }
        }
        let words = words(recipe, &parts, data, vectors)?;
        let answers = Answers::new(answers(recipe, &parts))?;
        let vocabulary = Vocabulary::new(words.clone())?;

        let mut corpus = Self {
            answers: answers.texts().to_vec(),
            words,
            files,
            train: Vec::new(),
            dev: Vec::new(),
            taught: Vec::new(),
            n_unanswerable: 0,
        };
        for part in &parts {
            corpus.add(part, recipe, &vocabulary, &answers)?;
        }
        ensure!(
            !corpus.train.is_empty(),
            "the recipe gives nothing to learn"
        );
        Ok(corpus)
    }

    fn add(
        &mut self,
        part: &Part,
        recipe: &RecipeFile,
        vocabulary: &Vocabulary,
        answers: &Answers,
    ) -> Result<()> {
        let reader = |targets| Reader {
            files: &self.files,
            photos: Photos::of(&self.files[part.file]),
            vocabulary,
            answers,
            max_words: recipe.max_words,
            targets,
        };
        let learn = reader(match recipe.exclusive_answers() {
            true => Targets::Shares,
            false => Targets::Scores,
        });
        let first = self.train.len();
        let mut n_lost = 0;
        let asked = learnt(part, &part.train, &learn, &mut n_lost)?;
        self.train.extend(asked);
        let is_taught = part.lessons.are_given();
        ensure!(
            is_taught || part.lessons.hints.is_none(),
            "the source `{}` has hints, and nothing that teachers answer (`swaps`, `splices`)",
            part.name
        );
        if is_taught {
            self.taught.push(Taught {
                questions: first..self.train.len(),
                lessons: part.lessons.clone(),
            });
        }
        let inferred = learnt(part, &part.inferred, &learn, &mut n_lost)?;
        self.train.extend(inferred);
        self.n_unanswerable += n_lost;
        if part.role != Role::Test && !part.dev.questions.is_empty() {
            let measure = reader(Targets::Scores);
            let dev = part.dev.questions.iter();
            let dev: Result<Vec<Example>> = dev.map(|asked| measure.plain(part, asked)).collect();
            self.dev.push((part.name.clone(), dev?));
        }
        Ok(())
    }

    /// Adds the questions about other photos and the new questions that the
    /// recipe wants, with the answers of the teachers.
    pub fn learn_from_teachers(&mut self, recipe: &RecipeFile, inputs: &Inputs) -> Result<()> {
        if self.taught.is_empty() {
            return Ok(());
        }
        ensure!(
            !inputs.teachers.is_empty(),
            "the recipe learns from teachers (`swaps`, `splices`); name their runs with --teacher"
        );
        let teachers = Teachers::open(&inputs.teachers)?;
        let seed = recipe.training.seed;
        let mut more = Vec::new();
        for taught in &self.taught {
            let known = &self.train[taught.questions.clone()];
            let pupil = Pupil::new(&teachers, &self.words, &self.answers);
            let lessons = &taught.lessons;
            let hints = lessons.hints.clone();
            let pupil = pupil.hearing(hints, known, &self.files, &inputs.features)?;
            more.extend(pupil.swapped(known, lessons.swaps, &self.files, seed)?);
            let longest = recipe.max_words;
            more.extend(pupil.spliced(known, lessons.splices, longest, &self.files, seed)?);
        }
        let (n_more, n_teachers) = (more.len(), inputs.teachers.len());
        self.train.extend(more);
        output::line(&format!(
            "{n_more} more questions, answered by teachers ({n_teachers})"
        ))
    }

    /// Numbers of a region, the same in all files.
    pub fn region_dim(&self) -> usize {
        self.files[0].region_dim()
    }

    /// One line about what was found.
    pub fn summary(&self) -> String {
        let mut line = format!(
            "{} questions to learn ({} more have answers too rare to know), {} words, {} answers",
            self.train.len(),
            self.n_unanswerable,
            self.words.len(),
            self.answers.len()
        );
        for (name, examples) in &self.dev {
            // Writing to a string cannot fail.
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

/// Questions of a part as they are learnt, as often as it wants, but for
/// `n_lost` with answers that cannot be said: they teach nothing but silence.
fn learnt(part: &Part, set: &DataSet, reader: &Reader, n_lost: &mut usize) -> Result<Vec<Example>> {
    let mut learnt = Vec::with_capacity(set.questions.len() * part.repeat);
    for question in &set.questions {
        let example = reader.example(part, question)?;
        match example.targets.is_empty() {
            true => *n_lost += 1,
            false => learnt.extend(std::iter::repeat_n(example, part.repeat)),
        }
    }
    Ok(learnt)
}

/// The answers that are common enough to be learnt.
fn answers(recipe: &RecipeFile, parts: &[Part]) -> Vec<String> {
    let mut counts = AnswerCounts::default();
    parts.iter().for_each(|part| counts.add(&part.train));
    counts.at_least(recipe.min_answers)
}

/// The features of a source, and those of other views of the same photos.
type Files = (usize, Vec<View>);

/// Opens each features file once; the second list says which ones each source
/// uses.
fn open_features(recipe: &RecipeFile, folder: &Path) -> Result<(Vec<Features>, Vec<Files>)> {
    let mut names: Vec<&str> = Vec::new();
    let mut of_source = Vec::new();
    for source in &recipe.sources {
        let file = place(&mut names, &source.features);
        let views = source.views.iter().map(|view| View {
            file: place(&mut names, &view.features),
            mirrored: view.mirrored,
        });
        let views = views.collect();
        of_source.push((file, views));
    }
    ensure!(!names.is_empty(), "the recipe has no sources");
    let mut files = Vec::new();
    for name in names {
        files.push(Features::open(&folder.join(name))?);
    }
    ensure!(
        files.iter().all(|file| file.origin() == files[0].origin()),
        "the features were not all made in the same way"
    );
    Ok((files, of_source))
}

/// The place of a name in a list, at the end where it is new.
fn place<'a>(names: &mut Vec<&'a str>, name: &'a str) -> usize {
    let known = names.iter().position(|known| *known == name);
    known.unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    })
}

/// The photos that something is measured on, now or later: those of COCO by their numbers, for
/// two sets may name one photo in two ways, others by their names in the features.
fn measured(parts: &[Part], files: &[Features]) -> HashSet<String> {
    let mut measured = HashSet::new();
    for part in parts {
        let photos = Photos::of(&files[part.file]);
        let dev = part.dev.questions.iter();
        measured.extend(
            dev.filter_map(|question| Some(number(photos.name(&question.image)?).to_owned())),
        );
    }
    measured
}

fn ask_classes(inputs: &Inputs, features: &Features, wanted: Wanted) -> Result<DataSet> {
    let (Some(backbone), Some(names)) = (&inputs.backbone, &inputs.classes) else {
        anyhow::bail!("the recipe asks about classes; --backbone and --classes are needed");
    };
    let vision = features
        .vision()
        .context("the recipe asks about classes; imported features do not show the backbone's")?;
    let backbone = model_folder::backbone(backbone, vision, &Device::flex())?;
    classes::questions(features, &backbone, names, wanted)
}

impl Part {
    fn new(source: &Source, (file, views): Files, set: DataSet) -> Self {
        let held_out = HeldOut::of(source, &set.questions);
        let is_measured = |question: &Question| match source.role {
            Role::Dev | Role::Test => true,
            Role::Train => held_out.holds(question),
        };
        let (dev, train) = set.questions.into_iter().partition(is_measured);
        let train = DataSet { questions: train };
        let inferred = source.inferred.then(|| daquar::inferred(&train));
        Self {
            name: source.name.clone(),
            file,
            views,
            repeat: source.repeat,
            lessons: Lessons {
                swaps: source.swaps,
                splices: source.splices,
                hints: source.hints.clone(),
            },
            role: source.role,
            inferred: inferred.unwrap_or_default(),
            train,
            dev: DataSet { questions: dev },
        }
    }

    /// Learns nothing about photos that something is measured on.
    fn leave_out(&mut self, measured: &HashSet<String>, photos: &Photos) {
        self.train.questions.retain(|question| {
            let name = photos.name(&question.image);
            !name.is_some_and(|name| measured.contains(number(name)))
        });
    }
}
