//! "Train your own" of `crates/train/README.md`, command by command.

use std::fs;
use std::path::Path;

use serde_json::Value;
use testing::{Folder, Program, at};

const VQA: Program = Program(env!("CARGO_BIN_EXE_vqa"));

#[test]
fn five_commands_make_a_model_of_ones_own() {
    let folder = Folder::new();
    let readme = fs::read_to_string(at("crates/train/README.md")).expect("a README");
    let block = readme
        .split("```sh")
        .find(|block| block.contains("tutorial.toml"));
    let block = block
        .and_then(|block| block.split("```").next())
        .expect("the commands");
    let block = block.replace("\\\n", " ");
    let commands: Vec<&str> = block
        .lines()
        .filter(|line| line.starts_with("vqa "))
        .collect();
    assert_eq!(commands.len(), 5, "{commands:?}");
    let mut said = Vec::new();
    for command in commands {
        let command = command.split(" #").next().expect("a command");
        said.push(VQA.run(&words(command, folder.path())));
    }
    assert!(said[0].contains("6 photos kept"), "{}", said[0]);
    assert!(said[1].contains("30 questions to learn"), "{}", said[1]);
    let scores = said[3].lines().last().expect("a line");
    let scores: Value = serde_json::from_str(scores).expect("JSON");
    assert!(
        scores["overall"].as_f64().expect("a figure") > 90.0,
        "{scores}"
    );
    assert!(
        said[4]
            .lines()
            .next()
            .expect("an answer")
            .contains("coffee"),
        "{}",
        said[4]
    );
}

/// A command's words: what is in the tree is found from anywhere, and what is
/// made goes into a folder of the test's own.
fn words(command: &str, folder: &Path) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in command.split('"').enumerate() {
        match at % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    let place = |word: String| match word.split('/').next() {
        Some("assets" | "crates") => at(&word),
        Some("own") => folder.join(word).display().to_string(),
        _ => word,
    };
    words.into_iter().skip(1).map(place).collect()
}
