//! Writes what a target starts from into a folder:
//! `cargo run --example seeds -- TARGET FOLDER`.

use std::path::PathBuf;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(target), Some(folder)) = (arguments.next(), arguments.next()) else {
        panic!("a target and a folder are needed");
    };
    for (at, seed) in fuzz::seeds(&target).into_iter().enumerate() {
        let file = PathBuf::from(&folder).join(format!("seed-{at}"));
        std::fs::write(file, seed).expect("room for a seed");
    }
}
