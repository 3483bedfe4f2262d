//! `cargo run --example time MODEL TIMES`: how long a look and an answer take
//! on this processor, on one thread, as lines of milliseconds. What
//! `./build.sh bench` sets beside another runtime.

use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

use burn::tensor::Device;
use vqa::{Photo, Vqa};

const QUESTION: &str = "is there a cup of coffee in the picture";

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(times)) = (arguments.next(), arguments.next()) else {
        panic!("usage: time MODEL TIMES");
    };
    let times: usize = times.parse().expect("a number of times");
    let folder = Path::new(&folder);
    let read = |name: &str| std::fs::read(folder.join(name)).expect("a file of the model");
    let files = [vqa::NETWORK, vqa::BACKBONE].map(|name| (name.to_owned(), read(name)));
    let files = HashMap::from(files);
    let model = Vqa::load(&read("manifest.json"), files, &Device::flex()).expect("a model");
    let size = model.manifest().vision.input_size;
    let pixels = (0..size * size * 4)
        .map(|at| (at * 7 % 251) as u8)
        .collect();
    let photo = Photo::from_rgba(size, size, pixels).expect("a photo");
    for _ in 0..times {
        let from = Instant::now();
        let scene = model.look(&photo);
        let look = from.elapsed();
        let from = Instant::now();
        let asked = pollster::block_on(model.ask(&scene, QUESTION, 5));
        let answer = from.elapsed();
        asked.expect("an answer");
        let [look, answer] = [look, answer].map(|time| time.as_secs_f64() * 1e3);
        println!("{look:.3} {answer:.3}");
    }
}
