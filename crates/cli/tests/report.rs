//! The page about a model.

use serde_json::{Value, json};
use testing::{Folder, Program, annotations, asked, at, questions};

const VQA: Program = Program(env!("CARGO_BIN_EXE_vqa"));

/// The cells that a model makes of a photo, 32 pixels wide and high.
fn n_cells(model: &str) -> usize {
    let manifest = std::fs::read(format!("{model}/manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_slice(&manifest).expect("JSON");
    let side = manifest["vision"]["input_size"].as_u64().expect("a size") / 32;
    usize::try_from(side * side).expect("few cells")
}

#[test]
fn a_page_holds_all_that_it_shows() {
    let folder = Folder::new();
    folder.photo("chelsea", "7.jpg");
    folder.photo("coffee", "8.jpg");
    let asked = asked([
        (70, 7, "Is this a <cat>?", "yes"),
        (80, 8, "What is on the table?", "cup"),
        (90, 9, "Is this a dog?", "no"),
    ]);
    folder.write("questions.json", questions(&asked));
    folder.write("annotations.json", annotations(&asked));
    folder.write(
        "history.json",
        json!({"dev": ["yes-no"], "epochs": [{"loss": 1.0, "dev": [50.0], "seconds": 1.0}]}),
    );
    let (model, images, out) = (at("assets/model"), folder.at("."), folder.at("report.html"));
    let (questions, annotations) = (folder.at("questions.json"), folder.at("annotations.json"));
    #[rustfmt::skip]
    let report = [
        "report", "--model", &model, "--images", &images, "--questions", &questions,
        "--annotations", &annotations, "--out", &out, "--run",
    ];
    let said = VQA.run(&[&report[..], &[images.as_str()]].concat());
    assert!(said.contains("2 questions asked, 1 left out"), "{said}");
    let page = folder.read("report.html");
    assert_eq!(
        page.matches("<img src=\"data:image/jpeg;base64,").count(),
        2
    );
    let cells = n_cells(&model);
    assert_eq!(page.matches("<rect").count(), 2 * cells + page_rects(&page));
    assert!(page.contains("Is this a &lt;cat&gt;?"));
    assert!(page.contains("1 left out"));

    let no_run = folder.at("nowhere");
    let said = VQA.fails(&[&report[..], &[no_run.as_str()]].concat());
    assert!(said.contains("history.json"), "{said}");
}

/// Rectangles of the curves' picture.
fn page_rects(page: &str) -> usize {
    let curves = page.split("<div class=\"curves\">").nth(1).expect("curves");
    let curves = curves.split("</div>").next().expect("an end");
    curves.matches("<rect").count()
}
