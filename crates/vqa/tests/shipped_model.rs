//! The model that the page ships, loaded and asked as the page does it.

use std::collections::HashMap;

use burn::tensor::Device;
use pollster::block_on;
use vqa::{AskError, LoadError, Manifest, ManifestError, Photo, Vqa, test_photo};
use weights::WeightsError;

type Files = HashMap<String, Vec<u8>>;

fn manifest() -> Vec<u8> {
    folder().0
}

fn folder() -> (Vec<u8>, Files) {
    testing::model_files("model")
}

fn model() -> Vqa {
    let (manifest, files) = folder();
    Vqa::load(&manifest, files, &Device::flex()).expect("a sound model")
}

fn load(manifest: &[u8], files: Files) -> LoadError {
    Vqa::load(manifest, files, &Device::flex()).expect_err("a broken model")
}

/// The manifest with one text replaced by another.
fn with(from: &str, to: &str) -> Vec<u8> {
    let manifest = String::from_utf8(manifest()).expect("text");
    assert!(manifest.contains(from), "no `{from}` in the manifest");
    manifest.replacen(from, to, 1).into_bytes()
}

#[test]
fn it_passes_its_own_test() {
    let result = block_on(model().self_test()).expect("a result");
    assert!(result.passed && result.worst < 1e-3, "{result:?}");
}

#[test]
fn a_planted_difference_fails_the_self_test() {
    let manifest: Manifest = serde_json::from_slice(&manifest()).expect("a manifest");
    let (answer, probability) = &manifest.self_test.expected[0];
    let mut planted = manifest.clone();
    planted.self_test.expected[0] = (answer.clone(), probability - 0.05);
    let planted = serde_json::to_vec(&planted).expect("json");
    let model = Vqa::load(&planted, folder().1, &Device::flex()).expect("a sound model");
    assert!(!block_on(model.self_test()).expect("a result").passed);
}

#[test]
fn contributions_make_the_logit_and_maps_sum_to_one() {
    let model = model();
    let scene = model.look(&test_photo());
    let reply = block_on(model.ask(&scene, "What is this?", 5)).expect("a reply");
    assert_eq!(reply.answers.len(), 5);
    for answer in &reply.answers {
        assert_eq!(answer.contributions.len(), scene.boxes.len());
        let sum = answer.contributions.iter().sum::<f32>() + answer.constant;
        assert!((sum - answer.logit).abs() < 1e-3, "{answer:?}");
    }
    let ranks = reply.answers.windows(2);
    assert!(
        ranks
            .into_iter()
            .all(|pair| pair[0].probability >= pair[1].probability)
    );
    for block in &reply.blocks {
        for row in block.words_from_regions.chunks(block.regions) {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        }
        assert_eq!(
            block.within_words.len(),
            block.heads * block.words * block.words
        );
    }
}

#[test]
fn yes_and_no_exclude_each_other() {
    let model = model();
    let scene = model.look(&test_photo());
    let n_answers = model.manifest().answers.len();
    let reply = block_on(model.ask(&scene, "Is there a cat?", n_answers)).expect("a reply");
    let probability_of = |name: &str| {
        let mut answers = reply.answers.iter();
        let found = answers.find(|one| one.answer == name);
        found.expect("it is known").probability
    };
    let (yes, no) = (probability_of("yes"), probability_of("no"));
    assert!((yes + no - 1.0).abs() < 1e-5, "{yes} and {no}");
    assert_eq!(reply.answers[0].probability, yes.max(no));
    assert_eq!(reply.answers[1].probability, yes.min(no));
    let ranks = reply.answers.windows(2);
    assert!(
        ranks
            .into_iter()
            .all(|pair| pair[0].probability >= pair[1].probability)
    );
}

#[test]
fn a_yes_to_a_question_that_asks_for_something_else_is_a_guess() {
    let model = model();
    let scene = model.look(&test_photo());
    for question in ["Why is the wire loose?", "Which one is heavier?"] {
        let reply = block_on(model.ask(&scene, question, 2)).expect("a reply");
        let [best, _] = &reply.answers[..] else {
            panic!("{question}: {reply:?}");
        };
        assert!(best.probability < 0.5, "{question} {best:?}");
    }
    let reply = block_on(model.ask(&scene, "Is there a cat?", 2)).expect("a reply");
    assert!(reply.answers[0].probability >= 0.5, "{:?}", reply.answers);
}

#[test]
fn any_known_answer_can_be_asked_for() {
    let model = model();
    let scene = model.look(&test_photo());
    let question = "What is this?";
    let reply = block_on(model.ask(&scene, question, 3)).expect("a reply");
    let best = block_on(model.best_answer(&scene, question)).expect("an answer");
    assert_eq!(best, reply.answers[0].answer);
    let evidence = |answer: &str| block_on(model.evidence_for(&scene, question, answer));
    let third = &reply.answers[2];
    let again = evidence(&format!(" {} ", third.answer.to_uppercase())).expect("evidence");
    assert_eq!(again.answer, third.answer);
    assert!((again.logit - third.logit).abs() < 1e-5, "{again:?}");
    let far = model.manifest().answers.last().expect("an answer").clone();
    let far = evidence(&far).expect("evidence");
    let sum = far.contributions.iter().sum::<f32>() + far.constant;
    assert!((sum - far.logit).abs() < 1e-3, "{far:?}");
    let unknown = evidence("zzzqqq").expect_err("no answer");
    assert!(matches!(unknown, AskError::UnknownAnswer(_)), "{unknown}");
}

#[test]
fn any_photo_can_be_looked_at() {
    let model = model();
    for (width, height) in [(1, 1), (1, 3000), (5000, 2)] {
        let rgba = vec![200; width * height * 4];
        let scene = model.look(&Photo::from_rgba(width, height, rgba).expect("a photo"));
        let reply = block_on(model.ask(&scene, "is this a wall ?", 1)).expect("a reply");
        assert!(reply.answers[0].probability.is_finite());
    }
}

#[test]
fn questions_that_are_none_are_refused_and_strange_ones_answered() {
    let model = model();
    let scene = model.look(&test_photo());
    for question in ["", "  \n", "?!", "🦓🦓", &"why ".repeat(10_000)] {
        let refused = block_on(model.ask(&scene, question, 1)).expect_err("no question");
        assert!(matches!(refused, AskError::Question(_)), "{refused}");
    }
    let reply = block_on(model.ask(&scene, "was ist zzzqqq ما هذا 🦓", 1)).expect("a reply");
    assert!(reply.words.iter().any(|word| !word.known));
    let long = "what is on the table ".repeat(20);
    let reply = block_on(model.ask(&scene, &long, 1)).expect("a reply");
    assert!(reply.truncated && reply.words.len() == model.manifest().max_words);
}

#[test]
fn files_that_lie_are_told_apart() {
    let change = |change: fn(&mut Vec<u8>)| {
        let (manifest, mut files) = folder();
        change(files.get_mut("network.bpk").expect("a file"));
        match load(&manifest, files) {
            LoadError::Weights { file, source } => {
                assert_eq!(file, "network.bpk");
                source
            }
            other => panic!("{other}"),
        }
    };
    let altered = change(|bytes| bytes[100_000] ^= 1);
    assert!(matches!(altered, WeightsError::Altered { .. }), "{altered}");
    let truncated = change(|bytes| bytes.truncate(1_000));
    assert!(
        matches!(truncated, WeightsError::Truncated { .. }),
        "{truncated}"
    );

    let (manifest, mut files) = folder();
    files.remove("backbone.bpk");
    assert!(matches!(
        load(&manifest, files),
        LoadError::Missing("backbone.bpk")
    ));
}

#[test]
fn manifests_that_lie_are_told_apart() {
    let refused = |manifest: &[u8]| match load(manifest, folder().1) {
        LoadError::Manifest(error) => error,
        other => panic!("{other}"),
    };
    assert!(matches!(refused(b""), ManifestError::Json(_)));
    assert!(matches!(refused(b"{}"), ManifestError::Json(_)));
    assert!(matches!(
        refused(&manifest()[..500]),
        ManifestError::Json(_)
    ));
    assert!(matches!(
        refused(&vec![b' '; 9 << 20]),
        ManifestError::TooLong { .. }
    ));
    let version = with("\"version\":1", "\"version\":2");
    assert!(matches!(refused(&version), ManifestError::Version(2)));
    let foreign = with("vqa-flow model", "a cake recipe!");
    assert!(matches!(refused(&foreign), ManifestError::Foreign(_)));
    let words = with("\"max_words\":", "\"max_words\":9");
    assert!(matches!(
        refused(&words),
        ManifestError::Contradiction { .. }
    ));
    let huge = with("\"n_blocks\":", "\"n_blocks\":99999999");
    assert!(matches!(load(&huge, folder().1), LoadError::Network(_)));
}
