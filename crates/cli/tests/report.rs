//! The page about a model.

mod common;

use std::fs;

use common::{fails, root, run};
use serde_json::json;

#[test]
fn a_page_holds_all_that_it_shows() {
    let folder = std::env::temp_dir().join(format!("vqa-flow-report-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let at = |name: &str| folder.join(name).display().to_string();
    let ten = |answer: &str| -> Vec<_> {
        (1..=10)
            .map(|id| json!({"answer": answer, "answer_id": id, "answer_confidence": "yes"}))
            .collect()
    };
    let photo = |name: &str, to: &str| {
        let from = root().join("assets/samples").join(name);
        fs::copy(from, folder.join(to)).expect("a photo");
    };
    photo("chelsea.jpg", "7.jpg");
    photo("coffee.jpg", "8.jpg");
    let mut questions = Vec::new();
    let mut annotations = Vec::new();
    for (id, image, text, answer) in [
        (70, 7, "Is this a <cat>?", "yes"),
        (80, 8, "What is on the table?", "cup"),
        (90, 9, "Is this a dog?", "no"),
    ] {
        questions.push(json!({"question_id": id, "image_id": image, "question": text}));
        annotations.push(
            json!({"question_id": id, "image_id": image, "question_type": "what",
            "answer_type": "other", "multiple_choice_answer": answer, "answers": ten(answer)}),
        );
    }
    let write = |name: &str, value: serde_json::Value| {
        fs::write(folder.join(name), value.to_string()).expect("room");
    };
    write("questions.json", json!({"questions": questions}));
    write("annotations.json", json!({"annotations": annotations}));
    write(
        "history.json",
        json!({"dev": ["yes-no"], "epochs": [{"loss": 1.0, "dev": [50.0], "seconds": 1.0}]}),
    );
    let model = root().join("assets/model").display().to_string();
    let (images, out) = (at("."), at("report.html"));
    let (questions, annotations) = (at("questions.json"), at("annotations.json"));
    let report = [
        "report",
        "--model",
        &model,
        "--images",
        &images,
        "--questions",
        &questions,
        "--annotations",
        &annotations,
        "--out",
        &out,
        "--run",
    ];
    let said = run(&[&report[..], &[images.as_str()]].concat());
    assert!(said.contains("2 questions asked, 1 left out"), "{said}");
    let page = fs::read_to_string(&out).expect("a page");
    assert_eq!(
        page.matches("<img src=\"data:image/jpeg;base64,").count(),
        2
    );
    assert_eq!(page.matches("<rect").count(), 2 * 49 + page_rects(&page));
    assert!(page.contains("Is this a &lt;cat&gt;?"));
    assert!(page.contains("1 left out"));

    let no_run = at("nowhere");
    let said = fails(&[&report[..], &[no_run.as_str()]].concat());
    assert!(said.contains("history.json"), "{said}");
    fs::remove_dir_all(folder).expect("the folder");
}

/// Rectangles of the curves' picture.
fn page_rects(page: &str) -> usize {
    let curves = page.split("<div class=\"curves\">").nth(1).expect("curves");
    let curves = curves.split("</div>").next().expect("an end");
    curves.matches("<rect").count()
}
