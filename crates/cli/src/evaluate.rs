use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use data::wups::{self, WordNet};
use data::{Answered, DataSet, PEOPLE, Question, Scoring, Tally, TypeScore};
use vqa::{Scene, Vqa};

use crate::question_set::Exam;
use crate::{output, photos};

/// The thresholds that WUPS is published at.
const WUPS_AT: [f64; 2] = [0.9, 0.0];

/// Measure a model on VQA v2 files, on DAQUAR, or on easy-VQA.
///
/// A photo that is missing or damaged is named and counted as wrong. Where the
/// questions have types (VQA v2), a table says how each type does. The last
/// line is one JSON object, in percent. Questions without annotations are
/// answered (`--results`), and not scored.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    exam: Exam,
    /// DAQUAR: a folder with WordNet's index.noun, data.noun and noun.exc, for
    /// the measure WUPS.
    #[arg(long, requires = "daquar", conflicts_with_all = ["questions", "easy_vqa"])]
    wordnet: Option<PathBuf>,
    /// Where the official results file is written.
    #[arg(long)]
    results: Option<PathBuf>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let model = arguments.exam.model()?;
    let wordnet = arguments
        .wordnet
        .as_deref()
        .map(WordNet::open)
        .transpose()?;
    let (set, folder) = arguments.exam.questions()?;
    let is_scored = set.questions.iter().any(Question::is_answered);
    ensure!(
        is_scored || arguments.results.is_some(),
        "without --annotations nothing can be scored; name a file for the answers with --results"
    );

    let by_photo = photos::by_photo(&set.questions);
    let asked = photos::visit(&model, &folder, &by_photo, |scene, question| {
        best_answer(&model, scene, question)
    });
    let answers: HashMap<u64, String> = asked.answers.into_iter().collect();
    let mut tally = Tally::default();
    let mut results = Vec::with_capacity(set.questions.len());
    for question in &set.questions {
        let answer = answers.get(&question.id).cloned().unwrap_or_default();
        tally.add(question, &answer);
        results.push(Answered {
            question_id: question.id,
            answer,
        });
    }
    if let Some(path) = &arguments.results {
        fs_err::write(path, data::results_json(&results)?)?;
    }
    for problem in &asked.problems {
        eprintln!("{problem}");
    }
    let n_lost = set.questions.len() - answers.len();
    if n_lost > 0 {
        output::line(&format!(
            "{n_lost} of {} questions could not be asked; they count as wrong",
            set.questions.len()
        ))?;
    }
    if !is_scored {
        return output::line(&format!(
            "{} questions answered, none scored",
            answers.len()
        ));
    }
    if let Some(few) = few_answers(&set) {
        output::line(&few)?;
    }
    print_types(&tally.by_question_type())?;
    if let Some(wordnet) = &wordnet {
        output::line(&wups_line(wordnet, &set, &results))?;
    }
    output::line(&serde_json::to_string(&tally.scores())?)
}

/// A line about questions that were scored in another way than VQA v2's.
fn few_answers(set: &DataSet) -> Option<String> {
    let few = |question: &&Question| {
        question.scoring == Scoring::Vqa
            && question.scores.is_empty()
            && question.answers.len() < PEOPLE
    };
    let n = set.questions.iter().filter(few).count();
    (n > 0).then(|| {
        format!(
            "{n} of {} questions have fewer than {PEOPLE} answers: what k of n people said scores min(3 k / n, 1)",
            set.questions.len()
        )
    })
}

/// One line for each type of question, where there are types.
fn print_types(types: &[TypeScore]) -> Result<()> {
    let heading = "question type";
    let lengths = types
        .iter()
        .map(|score| score.question_type.chars().count());
    let Some(width) = lengths.max().map(|longest| longest.max(heading.len())) else {
        return Ok(());
    };
    output::line(&format!("{heading:<width$}  {:>6}  {:>6}", "%", "n"))?;
    for score in types {
        output::line(&format!(
            "{:<width$}  {:>6.2}  {:>6}",
            score.question_type, score.accuracy, score.n
        ))?;
    }
    Ok(())
}

/// WUPS of all answers in percent, a missing answer being like nothing.
fn wups_line(wordnet: &WordNet, set: &DataSet, results: &[Answered]) -> String {
    let at = |threshold: f64| {
        let scores = set.questions.iter().zip(results).map(|(question, said)| {
            let alike = |truth: &String| wups::score(wordnet, truth, &said.answer, threshold);
            question.answers.iter().map(alike).fold(0.0, f64::max)
        });
        let mean = scores.sum::<f64>() / results.len().max(1) as f64;
        format!("{:.2} at {threshold:.1}", data::percent(mean))
    };
    format!("WUPS: {}", WUPS_AT.map(at).join(", "))
}

/// The best answer to a question, and the question's id.
fn best_answer(model: &Vqa, scene: &Scene, question: &Question) -> Result<(u64, String)> {
    let best = pollster::block_on(model.best_answer(scene, &question.text));
    let best = best.with_context(|| format!("question {}", question.id))?;
    Ok((question.id, best))
}
