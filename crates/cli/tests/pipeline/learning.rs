//! Warm starts.

use serde_json::Value;
use testing::{Folder, annotations, asked, questions};

use crate::common::{VQA, train};
use crate::losses;

/// A run that starts from another one, or from a model exported from it, knows
/// at once what that one has learnt, though it has more words and answers, or
/// photos of another size; a network of other sizes is refused.
pub fn fine_tuning(folder: &Folder) {
    let recipe = folder.read("recipe.toml");
    let shortened = recipe
        .replace("epochs = 40", "epochs = 1")
        .replace("learning_rate = 0.02", "learning_rate = 1e-6");
    folder.write("short.toml", &shortened);
    let wide = shortened.replace("hidden_dim = 8", "hidden_dim = 9");
    folder.write("wide.toml", wide);
    let [run_folder, model, grown] = ["run", "model", "grown"].map(|name| folder.at(name));
    let from =
        |recipe: &str, start: &str, out: &str| train(folder, recipe, out, &["--from", start]);
    let said = VQA.run(&from("short.toml", &run_folder, "tuned"));
    assert!(said.contains("epoch 1: "), "{said}");
    assert!(said.contains("cats 100.00"), "{said}");
    assert_eq!(folder.read("run/run.json"), folder.read("tuned/run.json"));
    // The same eyes on photos of another size.
    let lines = shortened.lines();
    let lines: Vec<&str> = lines.filter(|line| !line.contains("views")).collect();
    let coarse = lines.join("\n").replace("\"photos\"", "\"cells\"");
    folder.write("coarse.toml", coarse);
    let said = VQA.run(&from("coarse.toml", &run_folder, "coarse"));
    assert!(said.contains("epoch 1: "), "{said}");
    let size = |name: &str| {
        let run: Value =
            serde_json::from_str(&folder.read(&format!("{name}/run.json"))).expect("JSON");
        run["vision"]["input_size"].as_u64()
    };
    assert_eq!([size("run"), size("coarse")], [Some(224), Some(64)]);

    let drink = asked([(1, 8, "What is this?", "coffee")]);
    folder.write("drink.json", questions(&drink));
    folder.write("drinks.json", annotations(&drink));
    let drinks = r#"
        [[sources]]
        name = "drinks"
        features = "photos"
        questions.vqa-v2 = { questions = "drink.json", annotations = "drinks.json" }
    "#;
    let spoken = shortened.replace("[network]", "[network]\nanswer_vectors = true");
    let more = format!("{spoken}\n{drinks}");
    folder.write("more.toml", more);
    let said = VQA.run(&from("more.toml", &model, "grown"));
    assert!(said.contains("cats 100.00"), "{said}");
    let n_answers = |name: &str| {
        let run = folder.read(&format!("{name}/run.json"));
        let run: Value = serde_json::from_str(&run).expect("JSON");
        run["answers"].as_array().expect("a list").len()
    };
    assert_eq!(n_answers("grown"), n_answers("run") + 1);
    let said = VQA.run(&from("more.toml", &grown, "again"));
    assert!(said.contains("cats 100.00"), "{said}");

    // Of forty epochs one is seen, and then a second one.
    let stop = |n| {
        VQA.run(&train(
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

    let said = VQA.fails(&from("wide.toml", &run_folder, "other"));
    assert!(said.contains("other sizes"), "{said}");
    taught(folder, &shortened, &from);
}

/// A sentence encoder teaches beside the answers, and what is kept is the same network.
fn taught(folder: &Folder, recipe: &str, from: &dyn Fn(&str, &str, &str) -> Vec<String>) {
    let run = folder.at("run");
    folder.write("sentences.txt", "Is_this_a_cat? 0.6 0.8\n");
    let recipe = |dim: usize| {
        format!("{recipe}\n[sentences]\nvectors = \"sentences.txt\"\ndim = {dim}\nweight = 100.0")
    };
    folder.write("taught.toml", recipe(2));
    folder.write("narrow.toml", recipe(3));
    VQA.run(&from("taught.toml", &run, "taught"));
    let [plain, taught] = ["tuned", "taught"].map(|name| losses(folder, name)[0]);
    assert!(taught > plain + 1.0, "{taught}, {plain}");
    assert_eq!(folder.read("run/run.json"), folder.read("taught/run.json"));
    let said = VQA.fails(&from("narrow.toml", &run, "narrow"));
    assert!(said.contains("sentences.txt, line 1"), "{said}");
}
