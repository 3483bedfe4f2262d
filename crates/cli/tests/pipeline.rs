//! From photos to answers by the command line alone, on the sample photos and
//! a handful of made-up questions.

mod common;

use std::fs;
use std::path::Path;

use common::{fails, root, run, vqa};
use serde_json::{Value, json};

fn last_json(text: &str) -> Value {
    serde_json::from_str(text.lines().last().expect("a line")).expect("JSON")
}

/// Two photos under COCO's names, and questions about them and a third that
/// is not there.
fn data(folder: &Path) {
    let images = folder.join("images");
    fs::create_dir_all(&images).expect("a folder");
    let samples = root().join("assets/samples");
    fs::copy(
        samples.join("chelsea.jpg"),
        images.join("COCO_val2014_000000000007.jpg"),
    )
    .expect("a photo");
    fs::copy(samples.join("coffee.jpg"), images.join("8.jpg")).expect("a photo");
    let mut questions = Vec::new();
    let mut annotations = Vec::new();
    for (id, image, answer) in [
        (70, 7, "yes"),
        (80, 8, "no"),
        (71, 7, "yes"),
        (81, 8, "no"),
        (90, 9, "no"),
    ] {
        questions.push(json!({"question_id": id, "image_id": image, "question": "Is this a cat?"}));
        let answers: Vec<Value> = (1..=10)
            .map(|at| json!({"answer": answer, "answer_id": at, "answer_confidence": "yes"}))
            .collect();
        annotations.push(
            json!({"question_id": id, "image_id": image, "question_type": "is this a",
            "answer_type": "yes/no", "multiple_choice_answer": answer, "answers": answers}),
        );
    }
    let known: Vec<Value> = questions[..4].to_vec();
    let write =
        |name: &str, value: Value| fs::write(folder.join(name), value.to_string()).expect("room");
    write("all.json", json!({"questions": questions}));
    write("known.json", json!({"questions": known}));
    write("annotations.json", json!({"annotations": annotations}));
    let recipe = r#"
        [network]
        dim = 8
        gru_dim = 8
        n_heads = 2
        hidden_dim = 8
        [training]
        epochs = 40
        learning_rate = 0.02
        [[sources]]
        name = "cats"
        features = "photos"
        views = [{ features = "parts", mirrored = true }]
        questions.vqa-v2 = { questions = "known.json", annotations = "annotations.json" }
        [[sources]]
        name = "cats"
        role = "dev"
        features = "photos"
        questions.vqa-v2 = { questions = "known.json", annotations = "annotations.json" }
    "#;
    fs::write(folder.join("recipe.toml"), recipe).expect("room");
    let vector = vec!["0.1"; 100].join(" ");
    fs::write(folder.join("vectors.txt"), format!("cat {vector}\n")).expect("room");
}

#[test]
fn photos_become_features_a_network_a_model_and_answers() {
    let folder = std::env::temp_dir().join(format!("vqa-flow-pipeline-{}", std::process::id()));
    data(&folder);
    let at = |name: &str| folder.join(name).display().to_string();
    let backbone = root()
        .join("assets/model/backbone.bpk")
        .display()
        .to_string();

    let out = at("features");
    let prepare = |name: &str, view: &[&str]| {
        let (images, out) = (at("images"), format!("{out}/{name}"));
        let common = ["prepare", "--backbone", &backbone, "--images", &images];
        let said = run(&[&common[..], &["--out", &out], view].concat());
        assert!(said.contains("2 photos kept"), "{said}");
        fs::read(format!("{out}.f16")).expect("features")
    };
    let plain = prepare("photos", &[]);
    let part = prepare("parts", &["--part", "1", "--mirror"]);
    assert_eq!(plain.len(), part.len());
    assert_ne!(plain, part, "a part is another view");
    let train = [
        "train",
        "--recipe",
        &at("recipe.toml"),
        "--data",
        &at("."),
        "--features",
        &at("features"),
        "--vectors",
        &at("vectors.txt"),
        "--out",
        &at("run"),
    ];
    let said = run(&train);
    assert!(said.contains("epoch 40"), "{said}");
    let svg = fs::read_to_string(folder.join("run/curves.svg")).expect("curves");
    assert!(svg.starts_with("<svg"));
    assert!(
        run(&train).contains("going on after epoch 40"),
        "a finished run is left alone"
    );

    // Both photos are asked the same, so whoever sees none is right by halves.
    let out = at("ablations");
    let ablate = [&["ablate"], &train[1..9], &["--out", &out, "--seeds", "1"]].concat();
    run(&[&ablate[..], &["--only", "whole", "--only", "question"]].concat());
    let table = fs::read_to_string(folder.join("ablations/ablations.md")).expect("a table");
    assert!(
        table.contains("| as the recipe has it | 100.0 | 1 |"),
        "{table}"
    );
    assert!(table.contains("zeros | 50.0 | 1 |"), "{table}");

    run(&[
        "export",
        "--run",
        &at("run"),
        "--backbone",
        &backbone,
        "--out",
        &at("model"),
    ]);
    let cat = at("images/COCO_val2014_000000000007.jpg");
    let said = run(&[
        "ask",
        "--model",
        &at("model"),
        "--image",
        &cat,
        "--question",
        "Is this a cat?",
        "--json",
    ]);
    let reply = last_json(&said);
    assert_eq!(reply["answers"][0]["answer"], "yes", "{reply}");
    assert_eq!(reply["evidence"].as_array().map(Vec::len), Some(50));
    assert_eq!(reply["evidence"][49]["box"], json!([0.0, 0.0, 1.0, 1.0]));

    let output = vqa(&[
        "evaluate",
        "--model",
        &at("model"),
        "--images",
        &at("images"),
        "--questions",
        &at("all.json"),
        "--annotations",
        &at("annotations.json"),
        "--results",
        &at("results.json"),
    ]);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("missing photo: 9"));
    let said = String::from_utf8(output.stdout).expect("text");
    let expected = json!({"overall": 80.0, "yes/no": 80.0, "number": null, "other": null, "n": 5});
    assert_eq!(
        last_json(&said),
        expected,
        "four of five, one photo is missing"
    );
    let results: Value =
        serde_json::from_slice(&fs::read(folder.join("results.json")).expect("results"))
            .expect("JSON");
    assert_eq!(results.as_array().map(Vec::len), Some(5));
    assert_eq!(results[0]["question_id"], 70);

    made_questions(&folder);
    guesses(&folder);
    teachers(&folder);
    damage(&folder);
    fs::remove_dir_all(&folder).expect("the folder");
}

/// What is made from captions and boxes is learnt, but for photos that are
/// measured on, by whatever name the files know them.
fn made_questions(folder: &Path) {
    let at = |name: &str| folder.join(name).display().to_string();
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
        let said = run(&[
            "train",
            "--recipe",
            &at("made.toml"),
            "--data",
            &at("."),
            "--features",
            &at("features"),
            "--vectors",
            &at("vectors.txt"),
            "--out",
            &at("made"),
        ]);
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
    let without_seven = made(
        r#"[[sources]]
           name = "cats"
           role = "dev"
           features = "photos"
           questions.vqa-v2 = { questions = "seven.json", annotations = "annotations.json" }"#,
    );
    // Of photo 7: the colour and the doing of the cat, and two of its box.
    assert_eq!((everything, without_seven), (7, 3));
}

/// A pupil learns what a trained network says about photos that the question
/// was not asked about.
fn teachers(folder: &Path) {
    let at = |name: &str| folder.join(name).display().to_string();
    let recipe = fs::read_to_string(folder.join("recipe.toml")).expect("a recipe");
    let recipe = recipe.replacen("name = \"cats\"", "name = \"cats\"\nswaps = 2", 1);
    fs::write(folder.join("pupil.toml"), recipe).expect("room");
    let (pupil, data, features) = (
        at("pupil.toml"),
        folder.display().to_string(),
        at("features"),
    );
    let (vectors, out, teacher) = (at("vectors.txt"), at("pupil"), at("run"));
    let mut arguments = vec![
        "train",
        "--recipe",
        &pupil,
        "--data",
        &data,
        "--features",
        &features,
        "--vectors",
        &vectors,
        "--out",
        &out,
    ];
    assert!(fails(&arguments).contains("--teacher"));
    arguments.extend(["--teacher", &teacher]);
    let said = run(&arguments);
    assert!(
        said.contains("8 more questions, answered by teachers (1)"),
        "{said}"
    );
    assert!(said.contains("cats 100.00"), "{said}");
}

/// The run answers questions that nobody has answered, in files that can be
/// trained on; a question about a photo without features is left out.
fn guesses(folder: &Path) {
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

/// What is wrong is said, and which file it is.
fn damage(folder: &Path) {
    let at = |name: &str| folder.join(name).display().to_string();
    let ask = |model: &str, image: &str, question: &str| {
        fails(&[
            "ask",
            "--model",
            model,
            "--image",
            image,
            "--question",
            question,
        ])
    };
    let cat = at("images/8.jpg");
    assert!(ask(&at("model"), &cat, "  ").contains("empty"));
    assert!(ask(&at("nothing"), &cat, "what is this?").contains("manifest.json"));
    assert!(ask(&at("model"), &at("recipe.toml"), "what is this?").contains("recipe.toml"));
    fs::write(folder.join("empty.jpg"), b"").expect("room");
    assert!(ask(&at("model"), &at("empty.jpg"), "what is this?").contains("empty.jpg"));
    let photo = fs::read(&cat).expect("a photo");
    fs::write(folder.join("cut.jpg"), &photo[..200]).expect("room");
    assert!(ask(&at("model"), &at("cut.jpg"), "what is this?").contains("cut.jpg"));

    let weights = folder.join("model/network.bpk");
    let mut bytes = fs::read(&weights).expect("weights");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&weights, bytes).expect("room");
    assert!(ask(&at("model"), &cat, "what is this?").contains("network.bpk"));
    assert!(
        fails(&[
            "train",
            "--recipe",
            &cat,
            "--data",
            ".",
            "--features",
            ".",
            "--vectors",
            ".",
            "--out",
            "."
        ])
        .contains("8.jpg")
    );
}
