use std::path::PathBuf;

use ::train::{Example, Features, collate};
use anyhow::{Context, Result, ensure};
use burn::module::Module;
use burn::tensor::Device;
use burn::tensor::activation::{sigmoid, softmax};
use data::{Kind, unanswered};
use dfaf::Dfaf;
use serde_json::{Value, json};
use text::Vocabulary;

use crate::model_folder;
use crate::output;
use crate::progress::Progress;
use crate::train::{BEST, Photos, RUN, Run};

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

/// A network that was trained, and how it reads.
struct Guesser {
    network: Dfaf,
    vocabulary: Vocabulary,
    run: Run,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let guessers: Vec<Guesser> = arguments
        .run
        .iter()
        .map(|folder| Guesser::open(folder))
        .collect::<Result<_>>()?;
    let answers = &guessers[0].run.answers;
    ensure!(
        guessers.iter().all(|one| one.run.answers == *answers),
        "the runs know different answers; give runs of one recipe"
    );
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
        let guesses = probabilities(&guessers, batch, &features)?;
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

impl Guesser {
    fn open(folder: &std::path::Path) -> Result<Self> {
        let run: Run = serde_json::from_slice(&model_folder::read(&folder.join(RUN))?)
            .with_context(|| format!("{} holds no run", folder.display()))?;
        let network = run
            .network
            .init(&Device::flex())?
            .try_load_file(folder.join(BEST))
            .with_context(|| format!("the weights in {} cannot be loaded", folder.display()))?;
        Ok(Self {
            network,
            vocabulary: Vocabulary::new(run.words.clone())?,
            run,
        })
    }
}

/// The mean probabilities of all networks, `[questions, answers]` flattened;
/// those of a question add up to 1.
fn probabilities(
    guessers: &[Guesser],
    asked: &[(usize, &unanswered::Unanswered)],
    features: &[Features],
) -> Result<Vec<f32>> {
    let mut mean: Vec<f32> = Vec::new();
    for guesser in guessers {
        let examples: Vec<Example> = asked
            .iter()
            .map(|(row, one)| {
                let words = guesser.vocabulary.encode(&one.text, guesser.run.max_words);
                Ok(Example {
                    file: 0,
                    row: *row,
                    words: words.with_context(|| format!("`{}`", one.text))?.ids,
                    phrasings: Vec::new(),
                    views: Vec::new(),
                    targets: Vec::new(),
                })
            })
            .collect::<Result<_>>()?;
        let examples: Vec<&Example> = examples.iter().collect();
        let n_answers = guesser.run.answers.len();
        let batch = collate(&examples, features, n_answers, &Device::flex())?;
        let logits = guesser.network.forward(batch.input).logits;
        let each = match guesser.run.network.exclusive_answers {
            true => softmax(logits, 1),
            false => {
                let each = sigmoid(logits);
                each.clone() / each.sum_dim(1)
            }
        };
        let each = each.into_data();
        mean.resize(examples.len() * n_answers, 0.0);
        for (mean, value) in mean.iter_mut().zip(each.iter::<f32>()) {
            *mean += value / guessers.len() as f32;
        }
    }
    Ok(mean)
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
