//! The file around the tensors: a burnpack container with a few lines of text
//! that say what it is, how long, and in which version.

use std::collections::BTreeMap;

use burn_pack::{
    FORMAT_VERSION, HEADER_SIZE, Header, MAGIC_NUMBER, MAX_CBOR_RECURSION_DEPTH, Reader, Tensor,
    Writer,
};
use serde::Deserialize;

use crate::blocks::BLOCK;
use crate::error::WeightsError;

const FORMAT: &str = "vqa-flow weights";
const VERSION: &str = "1";

/// The name of the scales of an 8-bit tensor.
pub(crate) fn scales_name(name: &str) -> String {
    format!("{name}.scale")
}

/// Puts tensors into a file.
pub(crate) fn write(tensors: Vec<Tensor>) -> Result<Vec<u8>, WeightsError> {
    let damaged = |error: burn_pack::Error| damaged(error.to_string());
    let writer = Writer::new(tensors)
        .with_metadata("format", FORMAT)
        .with_metadata("version", VERSION)
        .with_metadata("block", &BLOCK.to_string())
        .with_metadata("bytes", &length(0));
    // All lengths are written with as many digits, so saying it changes nothing.
    let bytes = writer.size().map_err(damaged)?;
    let written = writer
        .with_metadata("bytes", &length(bytes))
        .into_bytes()
        .map_err(damaged)?;
    Ok(written.to_vec())
}

/// Opens a file and returns its tensors by name. Nothing is copied; the
/// tensors are views into `bytes`.
pub(crate) fn open(bytes: Vec<u8>) -> Result<BTreeMap<String, Tensor>, WeightsError> {
    check_metadata(&bytes, metadata_size(&bytes)?)?;
    let shared = burn_pack::Bytes::from_bytes_vec(bytes);
    let tensors = Reader::from_bytes(shared).and_then(Reader::into_tensors);
    let tensors = tensors.map_err(|error| damaged(error.to_string()))?;
    Ok(tensors
        .into_iter()
        .map(|tensor| (tensor.name.clone(), tensor))
        .collect())
}

fn metadata_size(bytes: &[u8]) -> Result<usize, WeightsError> {
    let magic = MAGIC_NUMBER.to_le_bytes();
    let shown = &bytes[..bytes.len().min(magic.len())];
    if !magic.starts_with(shown) {
        let found = format!("a file that starts with {shown:02x?}");
        return Err(WeightsError::Foreign { found });
    }
    let Ok(header) = Header::from_bytes(bytes) else {
        return Err(truncated(HEADER_SIZE as u64, bytes));
    };
    if header.version != FORMAT_VERSION {
        let found = format!("container {}", header.version);
        return Err(version(found));
    }
    Ok(header.metadata_size as usize)
}

/// The part of the metadata that is read before burn-pack reads the whole.
#[derive(Deserialize)]
struct Described {
    #[serde(default)]
    metadata: BTreeMap<String, String>,
}

fn check_metadata(bytes: &[u8], size: usize) -> Result<(), WeightsError> {
    let end = HEADER_SIZE as u64 + size as u64;
    let encoded = bytes.get(HEADER_SIZE..).and_then(|rest| rest.get(..size));
    let mut rest = encoded.ok_or_else(|| truncated(end, bytes))?;
    let described: Described =
        ciborium::de::from_reader_with_recursion_limit(&mut rest, MAX_CBOR_RECURSION_DEPTH)
            .map_err(|error| damaged(format!("the metadata cannot be read: {error}")))?;
    if !rest.is_empty() {
        return Err(damaged(format!("{} bytes follow the metadata", rest.len())));
    }
    let entry = |key: &str| described.metadata.get(key).map_or("", String::as_str);
    if entry("format") != FORMAT {
        let found = format!("a burnpack file of the format {:?}", entry("format"));
        return Err(WeightsError::Foreign { found });
    }
    if entry("version") != VERSION {
        return Err(version(entry("version").to_owned()));
    }
    if entry("block") != BLOCK.to_string() {
        return Err(damaged(format!(
            "blocks of {:?} weights, expected {BLOCK}",
            entry("block")
        )));
    }
    check_length(entry("bytes"), bytes)
}

fn check_length(said: &str, bytes: &[u8]) -> Result<(), WeightsError> {
    let said: u64 = said
        .parse()
        .map_err(|_| damaged(format!("a length of {said:?} bytes")))?;
    let actual = bytes.len() as u64;
    if actual < said {
        return Err(truncated(said, bytes));
    }
    if actual > said {
        return Err(damaged(format!("{actual} bytes where it says {said}")));
    }
    Ok(())
}

fn length(bytes: usize) -> String {
    format!("{bytes:020}")
}

fn truncated(expected: u64, bytes: &[u8]) -> WeightsError {
    let actual = bytes.len() as u64;
    WeightsError::Truncated {
        file: "the weights".to_owned(),
        expected,
        actual,
    }
}

fn version(found: String) -> WeightsError {
    WeightsError::Version {
        found,
        supported: VERSION.to_owned(),
    }
}

pub(crate) fn damaged(reason: String) -> WeightsError {
    WeightsError::Damaged { reason }
}
