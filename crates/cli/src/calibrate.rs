mod fit;
mod presence;

use anyhow::{Context, Result, ensure};
use data::Question;
use vqa::{AnswerKind, Calibration, Manifest, Scaling, Scene, Vqa};

use crate::question_set::Exam;
use crate::{model_folder, output, photos};
use fit::{Given, expected_error, fit, logit};
use presence::Presence;

/// Make a model's probabilities believable, on questions that it has not learnt
/// from.
///
/// Half of the questions, those with an even id, say how sure the model may be
/// of each kind of answer; the other half say how far off it then is. The model's
/// manifest keeps the result. With `--labels` it learns, too, from when on to say
/// that a thing that a question takes for granted is not there.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    exam: Exam,
    /// A best answer that is less probable than this is called a guess.
    #[arg(long, default_value_t = 0.3)]
    unsure_below: f32,
    #[command(flatten)]
    presence: Presence,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let model = arguments.exam.model()?;
    ensure!(
        !model.manifest().network.exclusive_answers,
        "the model's answers exclude each other; only those that are judged each for itself can be calibrated"
    );
    let before = model.manifest().calibration;
    let model = model.calibrated(Calibration::NONE);
    let (set, folder) = arguments.exam.questions()?;
    let answered: Vec<Question> = set
        .questions
        .into_iter()
        .filter(Question::is_answered)
        .collect();
    let by_photo = photos::by_photo(&answered);
    let asked = photos::visit(&model, &folder, &by_photo, |scene, question| {
        best(&model, scene, question)
    });
    let (fitted, reported): (Vec<_>, Vec<_>) = asked
        .answered()?
        .into_iter()
        .partition(|(id, _)| id.is_multiple_of(2));
    let (fitted, reported) = (given(fitted), given(reported));
    ensure!(
        !fitted.is_empty() && !reported.is_empty(),
        "there are too few questions with an answer"
    );

    let of = |kind| {
        let of_kind: Vec<Given> = fitted
            .iter()
            .filter(|one| one.kind == kind)
            .copied()
            .collect();
        fit(kind, &of_kind)
    };
    let mut calibration = Calibration {
        yes_no: of(AnswerKind::YesNo),
        number: of(AnswerKind::Number),
        other: of(AnswerKind::Other),
        unsure_below: arguments.unsure_below,
        absent_above: before.and_then(|before| before.absent_above),
    };
    calibration.validate()?;
    report(&reported, &calibration)?;
    let presence = Calibration {
        absent_above: Some(1.0),
        ..calibration
    };
    let model = model.calibrated(presence);
    let fitted = presence::absent_above(&arguments.presence, &model, &folder)?;
    calibration.absent_above = fitted.or(calibration.absent_above);
    write(arguments, model, calibration)
}

/// The best answer to a question, by the logit of its probability, and how right
/// it is.
fn best(model: &Vqa, scene: &Scene, question: &Question) -> Result<(u64, Option<Given>)> {
    let reply = pollster::block_on(model.ask(scene, &question.text, 1))
        .with_context(|| format!("question {}", question.id))?;
    let given = reply.answers.first().map(|best| Given {
        // Of a pair the better one has half or more.
        kind: match AnswerKind::of(&best.answer) {
            AnswerKind::YesNo if best.probability < 0.5 => AnswerKind::Other,
            kind => kind,
        },
        logit: logit(best.probability.into()),
        right: question.accuracy(&best.answer),
    });
    Ok((question.id, given))
}

fn given(answers: Vec<(u64, Option<Given>)>) -> Vec<Given> {
    answers.into_iter().filter_map(|(_, given)| given).collect()
}

/// What the other half says, before and after.
fn report(reported: &[Given], calibration: &Calibration) -> Result<()> {
    let before = |one: &Given| one.probability(Scaling::NONE);
    let after = |one: &Given| one.probability(calibration.scaling(one.kind));
    output::line(&format!(
        "expected calibration error on the other half ({} questions): {:.1} points, {:.1} before",
        reported.len(),
        100.0 * expected_error(reported, after),
        100.0 * expected_error(reported, before),
    ))?;
    for (what, from, to) in [
        ("guesses", 0.0, f64::from(calibration.unsure_below)),
        ("90 % or more", 0.9, 1.1),
    ] {
        let inside = |one: &&Given| (from..to).contains(&after(one));
        let of: Vec<&Given> = reported.iter().filter(inside).collect();
        let right: f64 = of.iter().map(|one| one.right).sum();
        let n = of.len();
        let percent = 100.0 * right / n.max(1) as f64;
        output::line(&format!("{what}: {n}, of which {percent:.1} % are right"))?;
    }
    Ok(())
}

/// Writes the manifest with the calibration, and a self-test that expects it.
fn write(arguments: &Arguments, model: Vqa, calibration: Calibration) -> Result<()> {
    let question = model.manifest().self_test.question.clone();
    let model = model.calibrated(calibration);
    let manifest = Manifest {
        self_test: pollster::block_on(model.record_self_test(&question))?,
        ..model.manifest().clone()
    };
    let path = arguments.exam.model.join(model_folder::MANIFEST);
    Ok(fs_err::write(path, serde_json::to_vec(&manifest)?)?)
}
