//! The page, as HTML. Everything that came from files is text to it.

use data::{Scores, TypeScore};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use vqa::Manifest;

use super::confusion::{Confusion, OTHERS, Table};
use super::examples::Example;

/// An answer that scores at least this is called right, in 0..=1.
const RIGHT: f64 = 0.5;

const STYLE: &str = include_str!("page.css");

/// What the page shows.
pub struct Contents<'a> {
    pub model: &'a Manifest,
    /// An SVG.
    pub curves: Option<&'a str>,
    pub scores: &'a Scores,
    pub types: &'a [TypeScore],
    pub confusion: &'a Confusion,
    pub examples: &'a [Example],
    pub n_left_out: usize,
}

pub fn page(contents: &Contents<'_>) -> String {
    let network = &contents.model.network;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { "Report of a vqa-flow model" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "Report of a vqa-flow model" }
                p {
                    (network.n_blocks) (if network.n_blocks == 1 { " block, " } else { " blocks, " }) (network.dim) " wide, " (network.n_heads) " heads; "
                    (contents.model.words.len()) " words, " (contents.model.answers.len()) " answers. "
                    (contents.scores.n) " questions asked"
                    @if contents.n_left_out > 0 { ", " (contents.n_left_out) " left out (photo missing or damaged)" }
                    "."
                }
                @if let Some(curves) = contents.curves {
                    h2 { "Training" }
                    div.curves { (PreEscaped(curves)) }
                }
                h2 { "Accuracy" }
                (accuracy(contents.scores, contents.types))
                h2 { "What is taken for what" }
                p { "Down the side what was right, along the top what was said. The darker, the larger a part of its row." }
                div.tables { @for table in contents.confusion.tables() { (confusion(&table)) } }
                h2 { "Examples" }
                p {
                    "Drawn at random. On each photo, what each cell adds to the logit of the best answer: "
                    span.for { "for it" } ", " span.against { "against it" } "."
                }
                div.examples { @for one in contents.examples { (example(one)) } }
            }
        }
    };
    page.into_string()
}

fn accuracy(scores: &Scores, types: &[TypeScore]) -> Markup {
    let row = |name: &str, percent: f64, n: Option<usize>| {
        html! {
            tr {
                th scope="row" { (name) }
                td { (format!("{percent:.2}")) }
                td { @if let Some(n) = n { (n) } }
                td.bar { span style=(format!("width:{percent:.1}%")) {} }
            }
        }
    };
    let kinds = [
        ("yes or no", scores.yes_no),
        ("numbers", scores.number),
        ("anything else", scores.other),
    ];
    html! {
        table {
            thead { tr { th {} th scope="col" { "%" } th scope="col" { "questions" } th {} } }
            tbody {
                (row("all", scores.overall.unwrap_or(0.0), Some(scores.n)))
                @for (name, percent) in kinds {
                    @if let Some(percent) = percent { (row(name, percent, None)) }
                }
                @for one in types { (row(&one.question_type, one.accuracy, Some(one.n))) }
            }
        }
    }
}

fn confusion(table: &Table) -> Markup {
    html! {
        figure {
            figcaption { (table.question_type) " (" (table.n) ")" }
            table.confusion {
                thead { tr { th {} @for said in &table.said { th scope="col" { span { (said) } } } } }
                tbody {
                    @for (right, counts) in table.right.iter().zip(&table.counts) {
                        @let sum = counts.iter().sum::<usize>();
                        @if sum > 0 {
                            tr {
                                th scope="row" { (right) }
                                @for (said, n) in table.said.iter().zip(counts) {
                                    td.same[said == right && said != OTHERS] style=(format!("--part:{:.2}", *n as f64 / sum as f64)) {
                                        @if *n > 0 { (n) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn example(one: &Example) -> Markup {
    let right = one.accuracy >= RIGHT;
    html! {
        figure.example {
            div.photo {
                img src=(one.photo) width=(one.width) height=(one.height) alt=(one.question);
                svg viewBox=(format!("0 0 {} {}", one.width, one.height)) aria-hidden="true" {
                    @for ([x, y, width, height], weight) in &one.cells {
                        rect x=(x) y=(y) width=(width) height=(height)
                            class=(if *weight > 0.0 { "for" } else { "against" })
                            fill-opacity=(format!("{:.2}", weight.abs() * 0.55)) {}
                    }
                }
            }
            figcaption {
                p.question { (one.question) }
                ol {
                    @for (answer, probability) in &one.answers {
                        li {
                            span.bar { span style=(format!("width:{:.1}%", probability * 100.0)) {} }
                            small { (format!("{:.0} %", probability * 100.0)) }
                            " " (answer)
                        }
                    }
                }
                p class=(if right { "right" } else { "wrong" }) {
                    (if right { "right: " } else { "wrong: " }) (one.right.join(" / "))
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_files_are_text() {
        let one = Example {
            question: "<img src=x onerror=alert(1)>".into(),
            right: vec!["<b>".into()],
            accuracy: 1.0,
            answers: vec![("\"&".into(), 0.25)],
            photo: "data:image/jpeg;base64,".into(),
            width: 4,
            height: 4,
            cells: vec![([0.0, 0.0, 2.0, 2.0], -1.0)],
        };
        let page = example(&one).into_string();
        assert!(
            !page.contains("<img src=x") && page.contains("&lt;img src=x"),
            "{page}"
        );
        assert!(
            page.contains("right: &lt;b&gt;") && page.contains("25 %"),
            "{page}"
        );
        assert!(
            page.contains("class=\"against\" fill-opacity=\"0.55\""),
            "{page}"
        );
    }
}
