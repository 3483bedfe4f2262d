mod confusion;
mod examples;
mod page;

use std::collections::HashSet;
use std::path::PathBuf;

use ::train::{HISTORY, History, curves_svg};
use anyhow::{Context, Result};
use data::{Question, Tally};
use vqa::{Answer, RegionBox, Scene, Vqa};

use crate::output;
use crate::photos;
use crate::question_set::{Exam, draw};
use confusion::Confusion;
use examples::Example;

/// Answers that an example shows.
const TOP: usize = 3;

/// Write a page about a model: its curves, what it takes for what, and photos
/// with its answers and heatmaps.
///
/// The page is one HTML file with everything in it. The examples are drawn at
/// random, right or wrong.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    exam: Exam,
    /// The folder of the run that the model comes from, for its curves.
    #[arg(long)]
    run: Option<PathBuf>,
    /// How many questions of the set are asked, drawn at random; all unless
    /// told.
    #[arg(long)]
    limit: Option<usize>,
    /// How many of them are shown with photo and heatmap.
    #[arg(long, default_value_t = 24)]
    examples: usize,
    /// What the draw follows from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The page to write.
    #[arg(long)]
    out: PathBuf,
}

/// What was said to one question.
struct Said<'a> {
    question: &'a Question,
    best: String,
    /// Answers and boxes, of the questions that are shown.
    shown: Option<(Vec<Answer>, Vec<RegionBox>)>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let model = arguments.exam.model()?;
    let curves = arguments.run.as_deref().map(curves).transpose()?;
    let (set, folder) = arguments.exam.questions()?;
    let limit = arguments.limit.unwrap_or(usize::MAX);
    let asked = draw(&set.questions, limit, arguments.seed);
    let shown = draw(&asked, arguments.examples, arguments.seed);
    let shown: HashSet<u64> = shown.into_iter().map(|question| question.id).collect();

    let by_photo = photos::by_photo(asked.iter().copied());
    let visited = photos::visit(&model, &folder, &by_photo, |scene, question| {
        ask(&model, scene, question, &shown)
    });
    let n_left_out = visited.problems.len();
    let answers = visited.answered()?;

    let mut tally = Tally::default();
    let mut confusion = Confusion::default();
    let mut sheet = Vec::new();
    for said in &answers {
        let accuracy = tally.add(said.question, &said.best);
        confusion.add(said.question, &said.best);
        if let Some((answers, boxes)) = &said.shown {
            let file = folder.find(&said.question.image);
            let file = file.with_context(|| format!("missing photo: {}", said.question.image))?;
            sheet.push(Example::new(said.question, accuracy, answers, boxes, file)?);
        }
    }
    let page = page::page(&page::Contents {
        model: model.manifest(),
        curves: curves.as_deref(),
        scores: &tally.scores(),
        types: &tally.by_question_type(),
        confusion: &confusion,
        examples: &sheet,
        n_left_out,
    });
    fs_err::write(&arguments.out, page)?;
    output::line(&format!(
        "{} questions asked, {n_left_out} left out; the page is {}",
        answers.len(),
        arguments.out.display()
    ))
}

fn curves(run: &std::path::Path) -> Result<String> {
    let file = run.join(HISTORY);
    let history: History = serde_json::from_slice(&fs_err::read(&file)?)
        .with_context(|| format!("{} is no history of a run", file.display()))?;
    curves_svg(&history).context("the run has no epoch that is done")
}

fn ask<'a>(
    model: &Vqa,
    scene: &Scene,
    question: &'a Question,
    shown: &HashSet<u64>,
) -> Result<Said<'a>> {
    let reply = pollster::block_on(model.ask(scene, &question.text, TOP))
        .with_context(|| format!("question {}", question.id))?;
    let best = reply.answers.first();
    let best = best.map(|answer| answer.answer.clone()).unwrap_or_default();
    let shown = shown
        .contains(&question.id)
        .then(|| (reply.answers, scene.boxes.clone()));
    Ok(Said {
        question,
        best,
        shown,
    })
}
