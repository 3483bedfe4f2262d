use std::path::PathBuf;

use anyhow::Result;
use serde::Serialize;
use vqa::{RegionBox, Reply, Scene};

use crate::{model_folder, output, photo_file};

/// Ask one question about one photo.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The model's folder, with `manifest.json` in it.
    #[arg(long)]
    model: PathBuf,
    /// A JPEG or PNG photo.
    #[arg(long)]
    image: PathBuf,
    /// The question, in English.
    #[arg(long)]
    question: String,
    /// How many answers to give.
    #[arg(long, default_value_t = 5)]
    top_k: usize,
    /// Print JSON: `answers` and `evidence`, and `absent` where the question
    /// takes a thing for granted that is not seen.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Output {
    answers: Vec<Probable>,
    evidence: Vec<Evidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    absent: Option<String>,
}

#[derive(Serialize)]
struct Probable {
    answer: String,
    probability: f32,
}

/// What a region adds to the logit of the best answer.
#[derive(Serialize)]
struct Evidence {
    r#box: RegionBox,
    weight: f32,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let model = model_folder::open(&arguments.model)?;
    let scene = model.look(&photo_file::read(&arguments.image)?);
    let asked = model.ask(&scene, &arguments.question, arguments.top_k);
    let reply = pollster::block_on(asked)?;
    match arguments.json {
        true => output::line(&serde_json::to_string(&output(&scene, &reply))?)?,
        false => print(&scene, &reply)?,
    }
    Ok(())
}

fn output(scene: &Scene, reply: &Reply) -> Output {
    let best = reply.answers.first();
    let weights = best.map_or(&[][..], |answer| &answer.contributions);
    Output {
        absent: reply.absent.clone(),
        answers: reply
            .answers
            .iter()
            .map(|answer| Probable {
                answer: answer.answer.clone(),
                probability: answer.probability,
            })
            .collect(),
        evidence: scene
            .boxes
            .iter()
            .zip(weights)
            .map(|(region, weight)| Evidence {
                r#box: *region,
                weight: *weight,
            })
            .collect(),
    }
}

/// Bars for the answers, and a small map of what spoke for the best one.
fn print(scene: &Scene, reply: &Reply) -> Result<()> {
    for answer in &reply.answers {
        let bar = "█".repeat((answer.probability * 30.0).round() as usize);
        output::line(&format!(
            "{:>6.1} %  {:<20} {bar}",
            answer.probability * 100.0,
            answer.answer
        ))?;
    }
    let unknown: Vec<&str> = reply
        .words
        .iter()
        .filter(|word| !word.known)
        .map(|word| word.text.as_str())
        .collect();
    if !unknown.is_empty() {
        output::line(&format!("not in the vocabulary: {}", unknown.join(", ")))?;
    }
    for word in &reply.words {
        if let Some(read) = &word.read_as {
            output::line(&format!("\"{}\" was read as \"{read}\"", word.text))?;
        }
    }
    if reply.truncated {
        output::line(&format!(
            "only the first {} words were read",
            reply.words.len()
        ))?;
    }
    if let Some(thing) = &reply.absent {
        output::line(&format!("no {thing} is seen here"))?;
    }
    if reply.unsure {
        output::line("this is a guess: the model is not sure")?;
    }
    let Some(best) = reply.answers.first() else {
        return Ok(());
    };
    output::line(&format!("\nwhat spoke for \"{}\":", best.answer))?;
    let most = best.contributions.iter().copied().fold(1e-6, f32::max);
    for row in best
        .contributions
        .chunks(scene.grid.columns)
        .take(scene.grid.rows)
    {
        let shades: String = row.iter().map(|value| shade(value / most)).collect();
        output::line(&format!("  {shades}"))?;
    }
    Ok(())
}

/// Two characters for one cell, 0 to 1 from light to dark.
fn shade(value: f32) -> &'static str {
    ["  ", "░░", "▒▒", "▓▓", "██"][(value.clamp(0.0, 1.0) * 4.0).round() as usize]
}
