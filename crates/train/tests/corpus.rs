//! What a recipe makes of questions: which are learnt, how much each counts, and
//! which answers are known.

use burn::tensor::Device;
use serde_json::json;
use testing::{Folder, annotations, asked, questions, source};
use train::{Corpus, Example, FeatureCache, Origin, Recipe, WordVectors, collate};

const ORIGIN: Origin = Origin::Detector { region_dim: 6 };

/// Two sources about the photos 7, 8 and 9, and one that is measured on.
fn sources() -> String {
    let of = |name, role| source(name, role, "photos", "questions.json");
    let made = of("made", "train") + "weight = 0.25\n";
    [of("people", "train"), made, of("new", "dev")].concat()
}

/// 7 and 8 show a cat, 9 a lamp.
fn folder() -> Folder {
    let folder = Folder::new();
    let mut cache = FeatureCache::create(&folder.join("photos"), ORIGIN).expect("a cache");
    for photo in ["COCO_val2014_000000000007", "8", "9"] {
        cache.push(photo, &[0.5; 6]).expect("room");
    }
    cache.finish().expect("room");
    let asked = asked(
        [(7, "cat"), (8, "cat"), (9, "lamp")]
            .map(|(image, answer)| (image, image, "What is this?", answer)),
    );
    folder.write("questions.json", questions(&asked));
    folder.write("annotations.json", annotations(&asked));
    folder
}

/// The corpus of a recipe that begins with `keys`.
fn corpus(folder: &Folder, keys: &str) -> Corpus {
    corpus_of(folder, keys, &sources())
}

fn corpus_of(folder: &Folder, keys: &str, sources: &str) -> Corpus {
    let file = folder.write("recipe.toml", format!("{keys}\n{sources}"));
    let recipe = Recipe::read(&file).expect("a recipe");
    let vectors = WordVectors::none(recipe.word_dim());
    Corpus::load(&recipe, folder.path(), folder.path(), &vectors).expect("a corpus")
}

#[test]
fn nothing_is_learnt_of_photos_that_are_left_out_and_they_are_measured_on() {
    let folder = folder();
    let rows = |examples: &[Example]| -> Vec<usize> {
        let rows = examples.iter().map(|example| example.views[0].row);
        rows.collect()
    };
    let whole = corpus(&folder, "min_answers = 1");
    assert_eq!(rows(&whole.train), [0, 1, 2, 0, 1, 2]);
    assert!(!whole.summary().contains("left out"), "{}", whole.summary());

    // By another of their names, and as a questions file.
    folder.write("list.json", json!(["000000000007.jpg"]));
    folder.write("new.json", questions(&asked([(1, 9, "Why?", "why")])));
    let keys = "min_answers = 1\nleave_out = [\"list.json\", \"new.json\"]";
    let known = corpus(&folder, keys);
    assert_eq!(rows(&known.train), [1, 1]);
    assert_eq!(rows(&known.dev[0].1), [0, 1, 2]);
    assert!(known.summary().contains("4 about new photos left out"));
    assert_eq!(known.answers, ["cat"], "lamp is said of a new photo alone");
}

#[test]
fn a_question_counts_as_much_as_its_source_says() {
    let folder = folder();
    let corpus = corpus(&folder, "min_answers = 1");
    let weights: Vec<f32> = corpus.train.iter().map(|example| example.weight).collect();
    assert_eq!(weights, [1.0, 1.0, 1.0, 0.25, 0.25, 0.25]);
    let chosen = [&corpus.train[0], &corpus.train[3]];
    let batch = collate(&chosen, &corpus.files, 2, &Device::flex()).expect("a batch");
    let weights = batch.targets.weights.into_data();
    assert_eq!(weights.iter::<f32>().collect::<Vec<_>>(), [1.0, 0.25]);
}

#[test]
fn a_list_of_answers_is_known_however_rare_they_are() {
    let folder = folder();
    // Both sources ask ten people: "cat" was given 40 times, "lamp" 20 times.
    let few = corpus(&folder, "min_answers = 30");
    assert_eq!(few.answers, ["cat"]);
    assert_eq!(few.train.len(), 4, "what nobody can say is not learnt");

    folder.write("more.json", json!(["Cat", "The lamp", "two", ""]));
    let keys = "min_answers = 30\nmore_answers_from = \"more.json\"";
    let more = corpus(&folder, keys);
    assert_eq!(more.answers, ["cat", "lamp", "2"]);
    assert_eq!(more.train.len(), 6);
}

#[test]
fn half_of_a_set_is_learnt_by_its_ids() {
    let folder = folder();
    let whole = corpus(&folder, "min_answers = 1");
    let (n_train, n_dev) = (whole.train.len(), whole.dev[0].1.len());
    let sources = sources()
        .replacen("weight = 0.25", "ids = \"even\"", 1)
        .replacen("role = \"dev\"", "role = \"dev\"\nids = \"odd\"", 1);
    let half = corpus_of(&folder, "min_answers = 1", &sources);
    // Of 7, 8 and 9 one is even.
    assert_eq!(half.train.len(), n_train - 2);
    assert_eq!(half.dev[0].1.len(), n_dev - 1);
}
