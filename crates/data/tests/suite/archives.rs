//! Archives as numpy makes them, and as it never would.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::common::Folder;

/// An array as numpy saves it, of a version and type, its numbers as bytes.
pub fn array(version: u8, descr: &str, order: &str, shape: &str, numbers: &[u8]) -> Vec<u8> {
    let header =
        format!("{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}          \n");
    let mut bytes = b"\x93NUMPY".to_vec();
    bytes.extend([version, 0]);
    match version {
        1 => bytes.extend((header.len() as u16).to_le_bytes()),
        _ => bytes.extend((header.len() as u32).to_le_bytes()),
    }
    bytes.extend(header.as_bytes());
    bytes.extend(numbers);
    bytes
}

/// An array of 32-bit floats, row by row.
pub fn floats(shape: &str, values: &[f32]) -> Vec<u8> {
    let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    array(1, "'<f4'", "False", shape, &bytes)
}

/// A single whole number.
pub fn whole(value: i64) -> Vec<u8> {
    array(1, "'<i8'", "False", "()", &value.to_le_bytes())
}

/// Two regions of three numbers in a photo 100 wide and 50 high.
fn arrays() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("x", floats("(3, 2)", &[1.0, 4.0, 2.0, 5.0, 3.0, 6.0])),
        (
            "bbox",
            floats("(2, 4)", &[0.0, 0.0, 50.0, 50.0, 50.0, 25.0, 100.0, 50.0]),
        ),
        ("image_w", whole(100)),
        ("image_h", whole(50)),
        ("num_bbox", whole(2)),
    ]
}

/// Writes an archive with other arrays in the places of those of that name.
pub fn write(folder: &Folder, changes: &[(&'static str, Option<Vec<u8>>)]) -> PathBuf {
    let file = folder.path().join("7.jpg.npz");
    let mut zip = ZipWriter::new(File::create(&file).expect("a file"));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in arrays() {
        let change = changes.iter().find(|(changed, _)| *changed == name);
        let bytes = change.map_or(Some(bytes), |(_, bytes)| bytes.clone());
        if let Some(bytes) = bytes {
            zip.start_file(format!("{name}.npy"), options)
                .expect("room");
            zip.write_all(&bytes).expect("room");
        }
    }
    zip.finish().expect("room");
    file
}
