//! The model for easy-VQA, on shapes that this test draws itself.

use image::{Rgb, RgbImage};
use serde_json::Value;
use testing::{Folder, Program, at};

const VQA: Program = Program(env!("CARGO_BIN_EXE_vqa"));

/// A picture of 64 x 64 like those of easy-VQA: one shape on a light ground.
fn picture(colour: [u8; 3], inside: impl Fn(i32, i32) -> bool) -> RgbImage {
    RgbImage::from_fn(64, 64, |x, y| match inside(x as i32, y as i32) {
        true => Rgb(colour),
        false => Rgb([244, 240, 238]),
    })
}

#[test]
fn shapes_and_colours_are_told_apart() {
    let folder = Folder::new();
    let circle = |x: i32, y: i32| (x - 22).pow(2) + (y - 38).pow(2) <= 12 * 12;
    let rectangle = |x: i32, y: i32| (30..54).contains(&x) && (10..24).contains(&y);
    let triangle = |x: i32, y: i32| (12..40).contains(&y) && 2 * (x - 34).abs() <= y - 12;
    let model = at("assets/easy-vqa");
    for (name, picture, colour) in [
        ("circle", picture([0, 0, 255], circle), "blue"),
        ("rectangle", picture([255, 255, 0], rectangle), "yellow"),
        ("triangle", picture([255, 0, 0], triangle), "red"),
    ] {
        let file = folder.at(&format!("{name}.png"));
        picture.save(&file).expect("room");
        let common = ["ask", "--model", &model, "--image", &file, "--json"];
        let ask = |question: &str| {
            let said = VQA.run(&[&common[..], &["--question", question]].concat());
            let said: Value = serde_json::from_str(&said).expect("JSON");
            said["answers"][0]["answer"]
                .as_str()
                .expect("a word")
                .to_owned()
        };
        assert_eq!(ask("what shape is in the image?"), name);
        assert_eq!(ask("what color is the shape?"), colour);
        assert_eq!(ask(&format!("is there a {name}?")), "yes");
        assert_eq!(ask("is there not a green shape?"), "yes");
        let said = VQA.fails(&[&common[..], &["--question", " "]].concat());
        assert!(said.contains("question"), "{said}");
    }
}
