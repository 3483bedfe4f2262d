use js_sys::Float32Array;
use serde::Serialize;
use vqa::{Answer, BlockMaps, Grid, RegionBox, Reply, ReplyWord, SelfTestResult};
use wasm_bindgen::JsValue;

use crate::error::Failure;

/// A photo that was looked at, as JavaScript sees it.
#[derive(Serialize)]
pub(crate) struct SceneObject<'a> {
    pub id: u32,
    pub regions: &'a [RegionBox],
    pub grid: Grid,
}

#[derive(Serialize)]
struct ReplyObject<'a> {
    answers: Vec<AnswerObject<'a>>,
    words: &'a [ReplyWord],
    truncated: bool,
    blocks: Vec<BlockObject>,
}

#[derive(Serialize)]
struct AnswerObject<'a> {
    answer: &'a str,
    probability: f32,
    logit: f32,
    constant: f32,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    contributions: Float32Array,
}

#[derive(Serialize)]
struct BlockObject {
    heads: usize,
    regions: usize,
    words: usize,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    words_from_regions: Float32Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    regions_from_words: Float32Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    within_regions: Float32Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    within_words: Float32Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    region_gate: Float32Array,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    word_gate: Float32Array,
}

/// A reply as a plain object; numbers that belong together are typed arrays.
pub(crate) fn reply(reply: &Reply) -> Result<JsValue, Failure> {
    plain(&ReplyObject {
        answers: reply.answers.iter().map(answer).collect(),
        words: &reply.words,
        truncated: reply.truncated,
        blocks: reply.blocks.iter().map(block).collect(),
    })
}

pub(crate) fn scene(scene: &SceneObject<'_>) -> Result<JsValue, Failure> {
    plain(scene)
}

pub(crate) fn self_test(result: &SelfTestResult) -> Result<JsValue, Failure> {
    plain(result)
}

fn plain(value: &impl Serialize) -> Result<JsValue, Failure> {
    serde_wasm_bindgen::to_value(value).map_err(Failure::internal)
}

fn answer(answer: &Answer) -> AnswerObject<'_> {
    AnswerObject {
        answer: &answer.answer,
        probability: answer.probability,
        logit: answer.logit,
        constant: answer.constant,
        contributions: answer.contributions.as_slice().into(),
    }
}

fn block(block: &BlockMaps) -> BlockObject {
    BlockObject {
        heads: block.heads,
        regions: block.regions,
        words: block.words,
        words_from_regions: block.words_from_regions.as_slice().into(),
        regions_from_words: block.regions_from_words.as_slice().into(),
        within_regions: block.within_regions.as_slice().into(),
        within_words: block.within_words.as_slice().into(),
        region_gate: block.region_gate.as_slice().into(),
        word_gate: block.word_gate.as_slice().into(),
    }
}
