use std::path::PathBuf;

use ::train::{Example, Features};
use anyhow::{Context, Result};
use data::{Kind, unanswered};
use serde_json::{Value, json};
use text::Vocabulary;

use crate::output;
use crate::progress::Progress;
use crate::train::{Photos, Teachers};

/// Questions that are answered at once.
const BATCH: usize = 128;
/// Answers of a question, as many as VQA v2 has.
const PEOPLE: usize = 10;

/// Let trained networks answer questions that nobody has answered.
///
/// The networks' mean probabilities become ten answers a question, in the
/// official format of VQA v2, to train one network on what several together
/// know (Hinton et al. 2015). Give the runs of one recipe with different
/// seeds.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of a run of `vqa train`; may be given several times.
    #[arg(long, required = true)]
    run: Vec<PathBuf>,
    /// The questions: a photo's number, a tab, the question.
    #[arg(long)]
    questions: PathBuf,
    /// The features of the photos, without the ending.
    #[arg(long)]
    features: PathBuf,
    /// Where to write `questions.json` and `annotations.json`.
    #[arg(long)]
    out: PathBuf,
    /// Leave out questions whose best answer is less probable than this, 0..1.
    #[arg(long, default_value_t = 0.3)]
    sure: f32,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let teachers = Teachers::open(&arguments.run)?;
    let vocabulary = Vocabulary::new(teachers.run.words.clone())?;
    let answers = &teachers.run.answers;
    let features = [Features::open(&arguments.features)?];
    let photos = Photos::of(&features[0]);
    let asked = unanswered::load(&arguments.questions)?;
    let known: Vec<(usize, &unanswered::Unanswered)> = asked
        .iter()
        .filter_map(|one| Some((features[0].row(photos.name(&one.image)?)?, one)))
        .collect();

    let mut progress = Progress::new("questions", known.len());
    let (mut questions, mut annotations) = (Vec::new(), Vec::new());
    for (at, batch) in known.chunks(BATCH).enumerate() {
        let guesses = probabilities(&teachers, &vocabulary, batch, &features)?;
        for ((_, one), guess) in batch.iter().zip(guesses.chunks(answers.len())) {
            if guess.iter().copied().fold(0.0, f32::max) < arguments.sure {
                continue;
            }
            let id = questions.len();
            questions.push(
                json!({"question_id": id, "image_id": number(&one.image)?, "question": one.text}),
            );
            annotations.push(annotation(id, number(&one.image)?, answers, &people(guess)));
        }
        progress.at(at * BATCH + batch.len(), "");
    }
    drop(progress);

    std::fs::create_dir_all(&arguments.out)
        .with_context(|| format!("cannot make {}", arguments.out.display()))?;
    let n_kept = questions.len();
    for (name, value) in [
        ("questions.json", json!({ "questions": questions })),
        ("annotations.json", json!({ "annotations": annotations })),
    ] {
        let path = arguments.out.join(name);
        std::fs::write(&path, value.to_string())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    output::line(&format!(
        "{n_kept} questions answered, {} left out as too doubtful, {} about photos without features",
        known.len() - n_kept,
        asked.len() - known.len()
    ))
}

/// What the teachers say, `[questions, answers]` flattened; the probabilities
/// of a question add up to 1.
fn probabilities(
    teachers: &Teachers,
    vocabulary: &Vocabulary,
    asked: &[(usize, &unanswered::Unanswered)],
    features: &[Features],
) -> Result<Vec<f32>> {
    let example = |(row, one): &(usize, &unanswered::Unanswered)| {
        let words = vocabulary.encode(&one.text, teachers.run.max_words);
        Ok(Example {
            file: 0,
            row: *row,
            words: words.with_context(|| format!("`{}`", one.text))?.ids,
            phrasings: Vec::new(),
            views: Vec::new(),
            targets: Vec::new(),
        })
    };
    let examples: Vec<Example> = asked.iter().map(example).collect::<Result<_>>()?;
    let mut said = teachers.probabilities(&examples.iter().collect::<Vec<_>>(), features)?;
    for question in said.chunks_mut(teachers.run.answers.len()) {
        let total: f32 = question.iter().sum();
        question.iter_mut().for_each(|one| *one /= total);
    }
    Ok(said)
}

/// How many of [`PEOPLE`] give each answer: the whole parts of what is due to
/// it, and the rest to the largest remainders (Hamilton's method). The most
/// probable answer comes first.
fn people(probabilities: &[f32]) -> Vec<(usize, usize)> {
    let due = |at: usize| probabilities[at] * PEOPLE as f32;
    let mut given: Vec<(usize, usize)> = (0..probabilities.len())
        .map(|at| (at, due(at) as usize))
        .collect();
    let mut rest = PEOPLE.saturating_sub(given.iter().map(|(_, n)| n).sum());
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|a, b| due(*b).fract().total_cmp(&due(*a).fract()));
    for at in order {
        if rest == 0 {
            break;
        }
        given[at].1 += 1;
        rest -= 1;
    }
    given.retain(|(_, n)| *n > 0);
    given.sort_by(|a, b| due(b.0).total_cmp(&due(a.0)));
    given
}

fn annotation(id: usize, image: u64, answers: &[String], people: &[(usize, usize)]) -> Value {
    let given: Vec<Value> = people
        .iter()
        .flat_map(|(at, n)| std::iter::repeat_n(&answers[*at], *n))
        .zip(1..)
        .map(|(answer, number)| json!({"answer": answer, "answer_confidence": "maybe", "answer_id": number}))
        .collect();
    let best = people.first().map_or("", |(at, _)| answers[*at].as_str());
    let kind = match Kind::of_answer(best) {
        Kind::YesNo => "yes/no",
        Kind::Number => "number",
        Kind::Other => "other",
    };
    json!({
        "question_id": id, "image_id": image, "question_type": "", "answer_type": kind,
        "multiple_choice_answer": best, "answers": given,
    })
}

fn number(image: &str) -> Result<u64> {
    image
        .parse()
        .with_context(|| format!("photo {image} has no number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_people_share_the_answers_as_the_probabilities_do() {
        assert_eq!(people(&[0.71, 0.29]), [(0, 7), (1, 3)]);
        assert_eq!(people(&[0.0, 1.0, 0.0]), [(1, 10)]);
        assert_eq!(people(&[0.45, 0.55]), [(1, 5), (0, 5)]);
        assert_eq!(people(&[0.36, 0.35, 0.29]), [(0, 4), (1, 3), (2, 3)]);
        let even = people(&[0.125; 8]);
        assert_eq!(even.iter().map(|(_, n)| n).sum::<usize>(), PEOPLE);
    }
}
