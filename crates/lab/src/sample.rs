use std::path::PathBuf;

use anyhow::{Context, Result};
use data::Question;
use data::boxes::{self, Thing, Things};
use vqa::{RegionBox, Scene, Vqa};

use crate::maps::pointing::{is_on, peak};
use crate::question_set::{Exam, draw};
use crate::{output, photos};

/// Show what a model says to a few questions that chance has drawn, right and
/// wrong alike, as a table in Markdown.
///
/// With `--boxes` it says, too, whether the cell that spoke most for the answer
/// is on a thing that the question names; "-" where it names none that has a
/// box.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    exam: Exam,
    /// How many questions are drawn.
    #[arg(long, default_value_t = 30)]
    limit: usize,
    /// What the draw follows from, and nothing else.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Boxes of things in photos, `[class 0..79, cx, cy, w, h]` in rows by photo.
    #[arg(long)]
    boxes: Option<PathBuf>,
}

/// A line of the table.
struct Line {
    photo: String,
    question: String,
    people: String,
    answer: String,
    probability: f32,
    right: f64,
    /// Whether the heaviest cell is on the thing, where that can be said.
    on_it: Option<bool>,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let model = arguments.exam.model()?;
    let (set, folder) = arguments.exam.questions()?;
    let things = match &arguments.boxes {
        Some(file) => by_number(boxes::load(file)?),
        None => Things::new(),
    };
    let drawn = draw(&set.questions, arguments.limit, arguments.seed);
    let by_photo = photos::by_photo(drawn.iter().copied());
    let asked = photos::visit(&model, &folder, &by_photo, |scene, question| {
        line(&model, scene, question, &things).with_context(|| format!("question {}", question.id))
    });
    table(&asked.answered()?)
        .iter()
        .try_for_each(|l| output::line(l))
}

/// The things of each photo, by the photo's number.
fn by_number(things: Things) -> Things {
    let photos = things.into_iter();
    photos
        .map(|(photo, things)| (data::photo_number(&photo).to_owned(), things))
        .collect()
}

fn line(model: &Vqa, scene: &Scene, question: &Question, things: &Things) -> Result<Line> {
    let reply = pollster::block_on(model.ask(scene, &question.text, 1))?;
    let best = reply.answers.first().context("no answer")?;
    let photo = data::photo_number(&question.image).to_owned();
    let there = things.get(&photo).map_or(&[][..], Vec::as_slice);
    let bounds = named(&question.text, there);
    let n_cells = scene.boxes.len().saturating_sub(1);
    let heaviest = peak(best.contributions.get(..n_cells).unwrap_or_default());
    let heaviest = heaviest.and_then(|at| scene.boxes.get(at));
    Ok(Line {
        photo,
        question: question.text.clone(),
        people: counted(&question.answers),
        answer: best.answer.clone(),
        probability: best.probability,
        right: question.accuracy(&best.answer),
        on_it: heaviest
            .filter(|_| !bounds.is_empty())
            .map(|cell| is_on(*cell, &bounds)),
    })
}

/// The boxes of the things that a question names.
fn named(question: &str, there: &[Thing]) -> Vec<RegionBox> {
    let named = text::things(&text::words(question));
    let is_named = |thing: &&Thing| {
        let name = text::classes()[thing.class].one;
        named.iter().any(|one| one.noun.class == name)
    };
    there
        .iter()
        .filter(is_named)
        .map(|thing| thing.bounds)
        .collect()
}

/// "red 7, dark red 3": what people said, the commonest first.
fn counted(answers: &[String]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for answer in answers {
        match counts.iter_mut().find(|(known, _)| known == answer) {
            Some((_, n)) => *n += 1,
            None => counts.push((answer, 1)),
        }
    }
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let said = counts.iter().map(|(answer, n)| match *answer {
        "" => format!("(rare) {n}"),
        answer => format!("{answer} {n}"),
    });
    said.collect::<Vec<_>>().join(", ")
}

fn table(lines: &[Line]) -> Vec<String> {
    let head = [
        "| photo | question | people | ours | % | score | heaviest cell on the thing |".to_owned(),
        "|---|---|---|---|---|---|---|".to_owned(),
    ];
    let rows = lines.iter().map(|line| {
        let on_it = match line.on_it {
            Some(true) => "yes",
            Some(false) => "no",
            None => "-",
        };
        format!(
            "| {} | {} | {} | {} | {:.0} | {:.2} | {on_it} |",
            line.photo,
            plain(&line.question),
            plain(&line.people),
            plain(&line.answer),
            100.0 * line.probability,
            line.right,
        )
    });
    let n = lines.len() as f64;
    let right: f64 = lines.iter().map(|line| line.right).sum();
    let pointed: Vec<bool> = lines.iter().filter_map(|line| line.on_it).collect();
    let foot = format!(
        "\n{:.1} % of {} questions are right; the heaviest cell is on the thing in {} of {}.",
        data::percent(right / n),
        lines.len(),
        pointed.iter().filter(|on_it| **on_it).count(),
        pointed.len(),
    );
    head.into_iter().chain(rows).chain([foot]).collect()
}

/// A bar would end a cell of the table.
fn plain(text: &str) -> String {
    text.replace('|', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_the_commonest_first() {
        let said = ["blue", "red", "", "red"].map(str::to_owned);
        assert_eq!(counted(&said), "red 2, blue 1, (rare) 1");
        assert_eq!(counted(&[]), "");
    }

    #[test]
    fn a_question_names_the_boxes_of_its_things() {
        let thing = |class: usize, left: f32| Thing {
            class,
            bounds: [left, 0.0, 1.0, 1.0],
        };
        let there = [thing(0, 0.1), thing(5, 0.2), thing(16, 0.3)];
        let bounds = named("Is the man near the buses?", &there);
        assert_eq!(bounds, [[0.1, 0.0, 1.0, 1.0], [0.2, 0.0, 1.0, 1.0]]);
        assert!(named("What room is it?", &there).is_empty());
    }

    #[test]
    fn the_table_tells_right_from_wrong() {
        let line = |answer: &str, right, on_it| Line {
            photo: "42".to_owned(),
            question: "what | is it?".to_owned(),
            people: "cat 10".to_owned(),
            answer: answer.to_owned(),
            probability: 0.456,
            right,
            on_it,
        };
        let table = table(&[line("cat", 1.0, Some(true)), line("dog", 0.0, None)]);
        assert_eq!(
            table[2],
            "| 42 | what / is it? | cat 10 | cat | 46 | 1.00 | yes |"
        );
        assert_eq!(
            table[3],
            "| 42 | what / is it? | cat 10 | dog | 46 | 0.00 | - |"
        );
        assert!(table[4].ends_with(
            "50.0 % of 2 questions are right; the heaviest cell is on the thing in 1 of 1."
        ));
    }
}
