//! What `vqa evaluate` prints, with the shipped model. What the model answers
//! is not tested here: it may be trained anew at any time.

use std::fs;

use serde_json::{Value, json};
use testing::{Folder, Program, annotations, asked, at, questions};

const VQA: Program = Program(env!("CARGO_BIN_EXE_vqa"));

fn evaluate<'a>(model: &'a str, arguments: &[&'a str]) -> Vec<&'a str> {
    [&["evaluate", "--model", model], arguments].concat()
}

fn model() -> String {
    at("assets/model")
}

fn fixture(name: &str) -> String {
    at(&format!("crates/data/tests/fixtures/{name}"))
}

fn last_json(said: &str) -> Value {
    serde_json::from_str(said.lines().last().expect("a line")).expect("JSON")
}

/// Questions about a photo that is there (7) and one that is not (9).
fn vqa_files() -> Folder {
    let folder = Folder::new();
    folder.photo("chelsea", "images/7.jpg");
    let asked = asked([
        (70, 7, "Is this a cat?", "no"),
        (90, 9, "How many cats?", "no"),
        (91, 9, "How many cats?", "no"),
    ]);
    folder.write("q.json", questions(&asked));
    folder.write("a.json", annotations(&asked));
    folder
}

/// What is said of the shipped model on [`vqa_files`].
fn evaluate_vqa_files(folder: &Folder, more: &[&str]) -> String {
    let (model, images) = (model(), folder.at("images"));
    let (questions, annotations) = (folder.at("q.json"), folder.at("a.json"));
    let set = ["--images", &images, "--questions", &questions];
    let set = [&set[..], &["--annotations", &annotations], more].concat();
    VQA.run(&evaluate(&model, &set))
}

#[test]
fn question_types_stand_in_a_table_before_the_last_line() {
    let folder = vqa_files();
    let said = evaluate_vqa_files(&folder, &[]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(
        lines[0],
        "2 of 3 questions could not be asked; they count as wrong"
    );
    assert_eq!(lines[1], "question type       %       n");
    assert_eq!(lines[2], "how many         0.00       2");
    assert!(lines[3].starts_with("is this  "), "{said}");
    assert_eq!(lines[3].len(), lines[1].len());
    assert_eq!((lines.len(), &last_json(&said)["n"]), (5, &json!(3)));
}

#[test]
fn several_files_are_one_set() {
    let folder = vqa_files();
    let another = asked([(71, 7, "What animal is this?", "cat")]);
    folder.write("q2.json", questions(&another));
    folder.write("a2.json", annotations(&another));
    let (q2, a2) = (folder.at("q2.json"), folder.at("a2.json"));
    let two = ["--questions", &q2, "--annotations", &a2];
    assert_eq!(last_json(&evaluate_vqa_files(&folder, &two))["n"], json!(4));

    let (model, images, q) = (model(), folder.at("images"), folder.at("q.json"));
    let fails = |more: &[&str]| {
        let set = ["--images", &images, "--questions", &q];
        VQA.fails(&evaluate(&model, &[&set[..], more].concat()))
    };
    let said = fails(&["--questions", &q2, "--annotations", &a2]);
    assert!(said.contains("there are 1 for 2"), "{said}");
    let said = fails(&["--questions", &q]);
    assert!(
        said.contains("question 70 stands in another file"),
        "{said}"
    );
}

#[test]
fn numbers_in_words_can_be_taken_for_digits() {
    let right = |answer, more: &[&str]| {
        let folder = vqa_files();
        let asked = asked([(70, 7, "How many cats are there?", answer)]);
        folder.write("q.json", questions(&asked));
        folder.write("a.json", annotations(&asked));
        let overall = last_json(&evaluate_vqa_files(&folder, more))["overall"].as_f64();
        overall.expect("a number") == 100.0
    };
    let digits = "0 1 2 3 4 5".split(' ').find(|digits| right(digits, &[]));
    let digits: usize = digits
        .and_then(|digits| digits.parse().ok())
        .expect("a few");
    let words = ["zero", "one", "two", "three", "four", "five"];
    assert!(!right(words[digits], &[]));
    assert!(right(words[digits], &["--normalise"]));
}

#[test]
fn daquar_has_wups_where_there_is_wordnet() {
    let folder = Folder::new();
    for (image, list) in [("image1", "test"), ("image2", "train")] {
        folder.write(&format!("{list}_images_list.txt"), image);
    }
    let asked = "what is on the bed in the image1 ?\npillow\nwhat is in the image1 ?\nsofa, bed\n";
    folder.write("all_qa_pairs.txt", asked);
    folder.photo("chelsea", "images/image1.jpg");
    let (model, daquar, wordnet) = (model(), folder.at(""), fixture("wordnet"));
    let said = VQA.run(&evaluate(
        &model,
        &["--daquar", &daquar, "--wordnet", &wordnet],
    ));
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[1].starts_with("one thing"), "{said}");
    assert!(lines[2].starts_with("several things"), "{said}");
    assert_eq!(lines.len(), 5, "{said}");
    let numbers: Vec<f64> = lines[3]
        .split([' ', ','])
        .filter_map(|word| word.parse().ok())
        .collect();
    let [strict, 0.9, mild, 0.0] = numbers[..] else {
        panic!("{said}");
    };
    let accuracy = last_json(&said)["overall"].as_f64().expect("a number");
    assert!(
        accuracy <= strict && strict <= mild && mild <= 100.0,
        "{said}"
    );
    let said = VQA.run(&evaluate(&model, &["--daquar", &daquar]));
    assert_eq!(said.lines().count(), 4);

    fs::remove_file(folder.join("images/image1.jpg")).expect("the photo");
    let said = VQA.run(&evaluate(
        &model,
        &["--daquar", &daquar, "--wordnet", &wordnet],
    ));
    assert!(said.contains("WUPS: 0.00 at 0.9, 0.00 at 0.0"), "{said}");
}

#[test]
fn easy_vqa_is_measured_on_its_test_part() {
    let folder = Folder::new();
    for name in ["answers.txt", "test/questions.json"] {
        let text = fs::read_to_string(fixture(&format!("easy_vqa/{name}"))).expect("a fixture");
        folder.write(name, &text);
    }
    folder.photo("chelsea", "test/images/0.jpg");
    let (model, data) = (model(), folder.at(""));
    let said = VQA.run(&evaluate(&model, &["--easy-vqa", &data]));
    let scores = last_json(&said);
    assert_eq!((said.lines().count(), &scores["n"]), (1, &json!(1)));
    assert!(
        scores["other"].is_number() && scores["number"].is_null(),
        "{said}"
    );
}

/// What is said to arguments that do not fit together.
fn refused(arguments: &[&str]) -> String {
    let output = VQA.output(&evaluate("model", arguments));
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn sets_do_not_mix() {
    let vqa_v2 = ["--questions", "q", "--annotations", "a", "--images", "i"];
    let with = |more: &[&'static str]| refused(&[&vqa_v2, more].concat());
    assert!(refused(&[]).contains("<--questions <QUESTIONS>|--daquar <DAQUAR>|--easy-vqa"));
    assert!(refused(&["--questions", "q"]).contains("--images <IMAGES>"));
    assert!(with(&["--daquar", "d"]).contains("cannot be used with '--daquar"));
    assert!(with(&["--wordnet", "w"]).contains("cannot be used with '--wordnet"));
    assert!(with(&["--split", "random"]).contains("cannot be used with '--split"));
    let easy = ["--easy-vqa", "e", "--images", "i"];
    assert!(refused(&easy).contains("cannot be used with '--images"));
    assert!(refused(&["--wordnet", "w"]).contains("required arguments"));
}

#[test]
fn a_file_that_is_missing_is_named_once() {
    let model = model();
    let missing = VQA.fails(&evaluate(&model, &["--easy-vqa", "nothing"]));
    assert!(
        missing.contains("cannot read nothing/answers.txt"),
        "{missing}"
    );
    assert_eq!(missing.matches("os error").count(), 1, "{missing}");
    let missing = VQA.fails(&evaluate(&model, &["--daquar", "d", "--wordnet", "w"]));
    assert!(missing.contains("w/data.noun"), "{missing}");
}

#[test]
fn half_of_a_set_can_be_measured_by_its_ids() {
    let folder = vqa_files();
    let n = |ids: &str| last_json(&evaluate_vqa_files(&folder, &["--ids", ids]))["n"].clone();
    assert_eq!([n("all"), n("even"), n("odd")], [3, 2, 1]);
}

#[test]
fn questions_about_photos_that_were_learnt_from_can_be_left_out() {
    let folder = vqa_files();
    let learnt = json!({"questions": [{"question_id": 1, "image_id": 7, "question": "Why?"}]});
    folder.write("learnt.json", learnt);
    let learnt = folder.at("learnt.json");
    let said = evaluate_vqa_files(&folder, &["--new-photos", &learnt]);
    assert_eq!(last_json(&said)["n"], 2, "two are about photo 9");
}

#[test]
fn questions_without_annotations_are_answered_and_not_scored() {
    let folder = vqa_files();
    let (model, images, questions) = (model(), folder.at("images"), folder.at("q.json"));
    let set = ["--images", &images, "--questions", &questions];
    assert!(VQA.fails(&evaluate(&model, &set)).contains("--results"));
    let results = folder.at("results.json");
    let more = [&set[..], &["--results", &results]].concat();
    let said = VQA.run(&evaluate(&model, &more));
    assert!(
        said.ends_with("1 questions answered, none scored\n"),
        "{said}"
    );
    let results: Value = serde_json::from_str(&folder.read("results.json")).expect("JSON");
    assert_eq!(results.as_array().map(Vec::len), Some(3));
    assert_ne!(results[0]["answer"], "");
}

#[test]
fn a_perfect_model_is_right_where_one_person_answered() {
    let folder = vqa_files();
    let (model, image) = (model(), folder.at("images/7.jpg"));
    let ask = [
        "ask",
        "--model",
        &model,
        "--image",
        &image,
        "--json",
        "--question",
    ];
    let said = VQA.run(&[&ask[..], &["Is this a cat?"]].concat());
    let best = last_json(&said)["answers"][0]["answer"].clone();
    let annotations = [70, 90, 91].map(|id| {
        json!({"question_id": id, "image_id": if id == 70 { 7 } else { 9 },
            "answer_type": "other", "answers": [{"answer": best}]})
    });
    folder.write("a.json", json!({"annotations": annotations}));
    let said = evaluate_vqa_files(&folder, &["--ids", "all"]);
    assert!(
        said.contains("3 of 3 questions have fewer than 10 answers"),
        "{said}"
    );
    assert_eq!(last_json(&said)["overall"], 33.33, "two photos are missing");
}
