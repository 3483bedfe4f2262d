//! Frames of questions, and words, that change places.

use std::sync::LazyLock;

use serde::Deserialize;

/// What `frames.json` holds.
#[derive(Debug, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Frames {
    /// Whole questions that mean the same.
    pub same: Vec<Vec<&'static str>>,
    /// What asks whether something is there, and the same otherwise.
    pub presence: Vec<(&'static str, Vec<&'static str>)>,
    /// The ends of a question that begins with "how many dogs".
    pub count_ends: Vec<&'static str>,
    /// The same, `{}` being the things.
    pub counts: Vec<&'static str>,
    /// What asks for the color of a thing.
    pub color: Vec<&'static str>,
    /// The same otherwise, `{-}` being the thing without its articles.
    pub colors: Vec<&'static str>,
    /// What asks what kind of a thing it is.
    pub kind: Vec<&'static str>,
    /// How such a question ends.
    pub this: Vec<&'static str>,
    /// The same otherwise.
    pub kinds: Vec<&'static str>,
    /// What people are seen to do, and the verb.
    pub verbs: Vec<(&'static str, &'static str)>,
    /// Words that change places.
    pub words: Vec<(&'static str, &'static str)>,
    /// Ends that say no more than that a picture is spoken of.
    pub tails: Vec<&'static str>,
}

/// All frames.
pub static FRAMES: LazyLock<Frames> = LazyLock::new(|| {
    let frames = serde_json::from_str(include_str!("frames.json"));
    frames.unwrap_or_default()
});
