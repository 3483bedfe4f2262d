use js_sys::Float32Array;
use serde::Serialize;
use vqa::{Answer, BlockMaps, Grid, MapOrGate, Maps, RegionBox, Reply, ReplyWord, SelfTestResult};
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
    unsure: bool,
    absent: Option<&'a str>,
    blocks: Vec<Maps<Numbers>>,
}

#[derive(Serialize)]
struct AnswerObject<'a> {
    answer: &'a str,
    probability: f32,
    logit: f32,
    constant: f32,
    contributions: Numbers,
}

/// Numbers as a typed array.
#[derive(Serialize)]
struct Numbers(#[serde(with = "serde_wasm_bindgen::preserve")] Float32Array);

/// A reply as a plain object; numbers that belong together are typed arrays.
pub(crate) fn reply(reply: &Reply) -> Result<JsValue, Failure> {
    plain(&ReplyObject {
        answers: reply.answers.iter().map(answer).collect(),
        words: &reply.words,
        truncated: reply.truncated,
        unsure: reply.unsure,
        absent: reply.absent.as_deref(),
        blocks: reply.blocks.iter().map(block).collect(),
    })
}

/// One answer and what spoke for it.
pub(crate) fn evidence(of: &Answer) -> Result<JsValue, Failure> {
    plain(&answer(of))
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
        contributions: Numbers(answer.contributions.as_slice().into()),
    }
}

fn block(block: &BlockMaps) -> Maps<Numbers> {
    let numbers = |part: MapOrGate<&Vec<f32>, &Vec<f32>>| {
        let (MapOrGate::Map(values) | MapOrGate::Gate(values)) = part;
        Numbers(values.as_slice().into())
    };
    block.each(numbers)
}
