//! Other ways to learn: from made questions, guesses, and teachers.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::common::{fails, run, train};

/// What is made from captions and boxes is learnt, but for photos that are
/// measured on, by whatever name the files know them.
pub fn made_questions(folder: &Path) {
    let captions =
        json!({"7": ["A black cat is sitting."], "8.jpg": ["A white table", "a white table"]});
    fs::write(folder.join("captions.json"), captions.to_string()).expect("room");
    let seen = json!({
        "COCO_val2014_000000000007": [[15, 0.9, 0.0, 0.0, 1.0, 1.0]],
        "8": [[41, 0.9, 0.0, 0.0, 1.0, 1.0], [60, 0.9, 0.0, 0.0, 1.0, 1.0]],
    });
    fs::write(folder.join("seen.json"), seen.to_string()).expect("room");
    let made = |measured: &str| {
        let recipe = format!(
            r#"
            min_answers = 1
            [network]
            dim = 8
            gru_dim = 8
            n_heads = 2
            hidden_dim = 8
            exclusive_answers = true
            [training]
            epochs = 1
            [[sources]]
            name = "captions"
            features = "photos"
            questions.captions = "captions.json"
            [[sources]]
            name = "seen"
            features = "photos"
            questions.detections = {{ file = "seen.json", per_photo = 2 }}
            {measured}
        "#
        );
        fs::write(folder.join("made.toml"), recipe).expect("room");
        let _ = fs::remove_dir_all(folder.join("made"));
        let said = run(&train(folder, "made.toml", "made", &[]));
        let n = said.split(' ').next().and_then(|n| n.parse::<usize>().ok());
        n.expect("a number of questions")
    };
    let everything = made("");
    let known: Value =
        serde_json::from_slice(&fs::read(folder.join("known.json")).expect("a file"))
            .expect("JSON");
    let of_seven = known["questions"].as_array().expect("a list").iter();
    let of_seven: Vec<&Value> = of_seven.filter(|asked| asked["image_id"] == 7).collect();
    let of_seven = json!({"questions": of_seven}).to_string();
    fs::write(folder.join("seven.json"), of_seven).expect("room");
    let without_seven = |role: &str| {
        made(&format!(
            r#"[[sources]]
               name = "cats"
               role = "{role}"
               features = "photos"
               questions.vqa-v2 = {{ questions = "seven.json", annotations = "annotations.json" }}"#
        ))
    };
    // Of photo 7: the colour and the doing of the cat, and two of its box.
    assert_eq!(everything, 7);
    assert_eq!(without_seven("dev"), 3);
    assert_eq!(without_seven("test"), 3);
}

/// A pupil learns what a trained network and a model exported from it say
/// about photos that the question was not asked about.
pub fn teachers(folder: &Path) {
    let at = |name: &str| folder.join(name).display().to_string();
    let recipe = fs::read_to_string(folder.join("recipe.toml")).expect("a recipe");
    let recipe = recipe.replacen("name = \"cats\"", "name = \"cats\"\nswaps = 2", 1);
    fs::write(folder.join("pupil.toml"), recipe).expect("room");
    let learn = |more: &[&str]| train(folder, "pupil.toml", "pupil", more);
    assert!(fails(&learn(&[])).contains("--teacher"));
    assert!(fails(&learn(&["--device", "cuda"])).contains("--features cuda"));
    let (teacher, model) = (at("run"), at("model"));
    let said = run(&learn(&["--teacher", &teacher, "--teacher", &model]));
    assert!(
        said.contains("8 more questions, answered by teachers (2)"),
        "{said}"
    );
    assert!(said.contains("cats 100.00"), "{said}");
    new_questions(folder, &teacher);
}

/// A pupil learns what its teacher, phrases and photos say to questions that
/// nobody asked.
fn new_questions(folder: &Path, teacher: &str) {
    let texts = ["is this a cat on the floor", "is this a dog on the table"];
    let asked = [(70, 7), (80, 8), (71, 7), (81, 8)].into_iter().enumerate();
    let asked: Vec<Value> = asked
        .map(|(n, (id, image))| json!({"question_id": id, "image_id": image, "question": texts[n / 2]}))
        .collect();
    let asked = json!({ "questions": asked }).to_string();
    fs::write(folder.join("long.json"), asked).expect("room");
    let recipe = fs::read_to_string(folder.join("recipe.toml")).expect("a recipe");
    let recipe = recipe.replace("known.json", "long.json");
    let learn = |wanted: &str| {
        let wanted = format!("name = \"cats\"\n{wanted}");
        let recipe = recipe.replacen("name = \"cats\"", &wanted, 1);
        fs::write(folder.join("new.toml"), recipe).expect("room");
        let more = ["--teacher", teacher, "--stop-after", "1"];
        train(folder, "new.toml", "new", &more)
    };
    let hints =
        |phrases: f32| format!("splices = 1\nhints = {{ phrases = {phrases}, photos = 1.0 }}");
    let refused = learn(&hints(1.5));
    assert!(fails(&refused).contains("0 to 1"));
    let refused = learn(&hints(0.5).replace("splices = 1", ""));
    assert!(fails(&refused).contains("splices"));
    let compared = |look: &str| {
        let by = format!("photos = 1.0, new_scenes = true, look = \"{look}\"");
        hints(0.5).replace("photos = 1.0", &by)
    };
    let refused = learn(&compared("nothing"));
    assert!(fails(&refused).contains("nothing"));
    for wanted in [compared("fine"), hints(0.5)] {
        let said = run(&learn(&wanted));
        assert!(
            said.contains("4 more questions, answered by teachers (1)"),
            "{said}"
        );
        fs::remove_dir_all(folder.join("new")).expect("a run");
    }
}

/// A run that starts from another one, or from a model exported from it, knows
/// at once what that one has learnt, though it has more words and answers; one
/// of other sizes is refused.
pub fn fine_tuning(folder: &Path) {
    let at = |name: &str| folder.join(name).display().to_string();
    let recipe = fs::read_to_string(folder.join("recipe.toml")).expect("a recipe");
    let shortened = recipe
        .replace("epochs = 40", "epochs = 1")
        .replace("learning_rate = 0.02", "learning_rate = 1e-6");
    fs::write(folder.join("short.toml"), &shortened).expect("room");
    fs::write(
        folder.join("wide.toml"),
        shortened.replace("hidden_dim = 8", "hidden_dim = 9"),
    )
    .expect("room");
    let (run_folder, model, grown) = (at("run"), at("model"), at("grown"));
    let from =
        |recipe: &str, start: &str, out: &str| train(folder, recipe, out, &["--from", start]);
    let said = run(&from("short.toml", &run_folder, "tuned"));
    assert!(said.contains("epoch 1: "), "{said}");
    assert!(said.contains("cats 100.00"), "{said}");
    let before = fs::read(folder.join("run/run.json")).expect("a run");
    assert_eq!(
        before,
        fs::read(folder.join("tuned/run.json")).expect("a run")
    );

    let ask =
        json!({"questions": [{"question_id": 1, "image_id": 8, "question": "What is this?"}]});
    let answer = json!({"answer": "coffee", "answer_id": 1, "answer_confidence": "yes"});
    let answers = json!({"annotations": [{"question_id": 1, "image_id": 8, "question_type": "what",
        "answer_type": "other", "multiple_choice_answer": "coffee", "answers": [answer]}]});
    fs::write(folder.join("drink.json"), ask.to_string()).expect("room");
    fs::write(folder.join("drinks.json"), answers.to_string()).expect("room");
    let drinks = r#"
        [[sources]]
        name = "drinks"
        features = "photos"
        questions.vqa-v2 = { questions = "drink.json", annotations = "drinks.json" }
    "#;
    let spoken = shortened.replace("[network]", "[network]\nanswer_vectors = true");
    let more = format!("min_answers = 1\n{spoken}\n{drinks}");
    fs::write(folder.join("more.toml"), more).expect("room");
    let said = run(&from("more.toml", &model, "grown"));
    assert!(said.contains("cats 100.00"), "{said}");
    let n_answers = |name: &str| {
        let run = fs::read(folder.join(name).join("run.json")).expect("a run");
        let run: Value = serde_json::from_slice(&run).expect("JSON");
        run["answers"].as_array().expect("a list").len()
    };
    assert_eq!(n_answers("grown"), n_answers("run") + 1);
    let said = run(&from("more.toml", &grown, "again"));
    assert!(said.contains("cats 100.00"), "{said}");

    // Of forty epochs one is seen, and then a second one.
    let stop = |n| {
        run(&train(
            folder,
            "recipe.toml",
            "stopped",
            &["--stop-after", n],
        ))
    };
    let (first, second) = (stop("1"), stop("2"));
    assert!(
        first.contains("epoch 1: ") && !first.contains("epoch 2: "),
        "{first}"
    );
    assert!(
        second.contains("after epoch 1") && second.contains("epoch 2: "),
        "{second}"
    );

    let said = fails(&from("wide.toml", &run_folder, "other"));
    assert!(said.contains("other sizes"), "{said}");
}

/// The run answers questions that nobody has answered, in files that can be
/// trained on; a question about a photo without features is left out.
pub fn guesses(folder: &Path) {
    let at = |name: &str| folder.join(name).display().to_string();
    fs::write(
        folder.join("asked.tsv"),
        "7\tIs this a cat?\n8\tIs this a cat?\n9\tIs this a cat?\n",
    )
    .expect("room");
    let said = run(&[
        "guess",
        "--run",
        &at("run"),
        "--run",
        &at("run"),
        "--questions",
        &at("asked.tsv"),
        "--features",
        &at("features/photos"),
        "--out",
        &at("guessed"),
    ]);
    assert!(said.contains("2 questions answered"), "{said}");
    assert!(said.contains("1 about photos without features"), "{said}");
    let annotations: Value =
        serde_json::from_slice(&fs::read(folder.join("guessed/annotations.json")).expect("a file"))
            .expect("JSON");
    let best = |at: usize| annotations["annotations"][at]["multiple_choice_answer"].clone();
    assert_eq!([best(0), best(1)], ["yes", "no"]);
    let answers = annotations["annotations"][0]["answers"].as_array();
    assert_eq!(answers.map(Vec::len), Some(10));
    assert!(folder.join("guessed/questions.json").is_file());
}
