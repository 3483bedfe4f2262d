//! What the shipped model says to a part of a photo.

use burn::tensor::Device;
use pollster::block_on;
use vqa::{AskError, Photo, Scene, Vqa, test_photo};

const QUESTION: &str = "is this a cat?";

fn model() -> Vqa {
    let (manifest, files) = testing::model_files("model");
    Vqa::load(&manifest, files, &Device::flex()).expect("a sound model")
}

/// The cells of a photo, without the region of all of it.
fn n_cells(model: &Vqa) -> usize {
    model.manifest().vision.n_regions() - 1
}

fn ask(model: &Vqa, scene: &Scene, views: &[Vec<bool>]) -> Vec<Vec<f32>> {
    block_on(model.ask_hiding(scene, QUESTION, views)).expect("answers")
}

fn farthest(some: &[f32], others: &[f32]) -> f32 {
    let pairs = some.iter().zip(others);
    pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn with_nothing_hidden_the_answers_are_the_usual_ones() {
    let model = model();
    let scene = model.look(&test_photo());
    let reply = block_on(model.ask(&scene, QUESTION, usize::MAX)).expect("a reply");
    let answers = &model.manifest().answers;
    let cells = n_cells(&model);
    for view in [vec![], vec![false; cells], vec![false; 2 * cells]] {
        let said = ask(&model, &scene, &[view]);
        assert_eq!(said.len(), 1);
        for answer in &reply.answers {
            let at = answers.iter().position(|known| *known == answer.answer);
            let probability = said[0][at.expect("an answer of the manifest")];
            assert!((probability - answer.probability).abs() < 1e-4);
        }
    }
}

#[test]
fn with_everything_hidden_all_photos_are_alike() {
    let model = model();
    let white = Photo::from_rgba(8, 8, vec![255; 8 * 8 * 4]).expect("a photo");
    let all = [vec![true; n_cells(&model)]];
    let some = ask(&model, &model.look(&test_photo()), &all);
    let other = ask(&model, &model.look(&white), &all);
    assert!(farthest(&some[0], &other[0]) < 1e-6);
}

#[test]
fn many_views_are_answered_in_their_order() {
    let model = model();
    let scene = model.look(&test_photo());
    let cells = n_cells(&model);
    // More than are answered at once, and more than there are cells to hide.
    let n_views = cells + 21;
    let views: Vec<Vec<bool>> = (0..n_views)
        .map(|at| (0..cells).map(|cell| cell < at % (cells + 1)).collect())
        .collect();
    let together = ask(&model, &scene, &views);
    assert_eq!(together.len(), views.len());
    for at in [0, 13, cells, 63, 64, n_views - 1] {
        let alone = ask(&model, &scene, &views[at..=at]);
        assert!(farthest(&alone[0], &together[at]) < 1e-5, "view {at}");
    }
    assert!(ask(&model, &scene, &[]).is_empty());
    let refused = block_on(model.ask_hiding(&scene, "?!", &views)).expect_err("no question");
    assert!(matches!(refused, AskError::Question(_)));
}
