//! A question about a thing that is not there is told so.

use burn::tensor::Device;
use pollster::block_on;
use vqa::{Calibration, Photo, Reply, Vqa, test_photo};

fn model() -> Vqa {
    let (manifest, files) = testing::model_files("model");
    Vqa::load(&manifest, files, &Device::flex()).expect("a model")
}

/// The model with another threshold.
fn believing(absent_above: Option<f32>) -> Vqa {
    let model = model();
    let calibration = model.manifest().calibration.expect("it is calibrated");
    model.calibrated(Calibration {
        absent_above,
        ..calibration
    })
}

fn ask(model: &Vqa, photo: &Photo, question: &str) -> Reply {
    block_on(model.ask(&model.look(photo), question, 3)).expect("a reply")
}

#[test]
fn a_cup_of_coffee_has_no_bus() {
    let photo = image::open(testing::at("assets/samples/coffee.jpg"))
        .expect("a sample")
        .to_rgba8();
    let (width, height) = (photo.width() as usize, photo.height() as usize);
    let photo = Photo::from_rgba(width, height, photo.into_raw()).expect("a photo");
    let model = model();
    let absent = |question| ask(&model, &photo, question).absent;
    assert_eq!(absent("What color is the bus?").as_deref(), Some("bus"));
    assert_eq!(absent("what colour is the buss?").as_deref(), Some("bus"));
    assert_eq!(absent("What color is the cup?"), None);
    assert_eq!(
        absent("Is there a bus?"),
        None,
        "it is asked, not taken for granted"
    );
}

#[test]
fn the_threshold_decides_and_the_guesses_stay() {
    let question = "what color is the bus?";
    let plain = ask(&believing(None), &test_photo(), question);
    assert_eq!(plain.absent, None, "without a threshold nothing is told");
    let wary = ask(&believing(Some(0.0)), &test_photo(), question);
    assert_eq!(wary.absent.as_deref(), Some("bus"));
    assert_eq!(wary.answers, plain.answers);
    let trusting = ask(&believing(Some(1.0)), &test_photo(), question);
    assert_eq!(trusting.absent, None);
}

#[test]
fn a_thing_is_asked_for_in_the_networks_own_words() {
    let model = believing(Some(0.5));
    let question = model.encode("What colour are the buses?").expect("words");
    let granted = model.granted(&question).expect("a bus");
    assert_eq!(granted.name(), "bus");
    let (scene, asked) = (model.look(&test_photo()), granted.question());
    let reply = block_on(model.ask(&scene, &asked, 500)).expect("a reply");
    let no = reply.answers.iter().find(|answer| answer.answer == "no");
    let said = block_on(model.probability_of_absence(&scene, &granted)).expect("a probability");
    let (no, said) = (
        no.expect("no").probability,
        said.expect("a model that says no"),
    );
    assert!((no - said).abs() < 1e-5, "{no} and {said}");
    assert!(reply.words.iter().all(|word| word.known));
}
