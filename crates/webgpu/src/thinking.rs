use std::cell::RefCell;

use dfaf::{DfafConfig, IntraFlow};
use vision::VisionConfig;

use crate::bindings::GpuBuffer;
use crate::buffers::{Buffers, Sizes};
use crate::device::{Device, Gpu, GpuError, bytes};
use crate::flows::{Flow, bare, linear, norm, put_hidden};
use crate::multiplying::Layer;
use crate::recording::{Copy, Recording};
use crate::shaders::Shaders;
use crate::thought::{Asked, MOST_ASKED, Thought};
use crate::weights::Weights;

/// A photo that was looked at; it stays on the GPU until it is dropped.
#[derive(Debug)]
pub struct Seen {
    regions: GpuBuffer,
}

impl Seen {
    pub(crate) fn new(regions: GpuBuffer) -> Self {
        Self { regions }
    }
}

impl Drop for Seen {
    fn drop(&mut self) {
        self.regions.destroy();
    }
}

/// The question's encoder, the blocks and the answerer, ready to run.
pub(crate) struct Thinking {
    pub(crate) device: Device,
    pub(crate) config: DfafConfig,
    pub(crate) n_regions: usize,
    pub(crate) max_words: usize,
    pub(crate) shaders: Shaders,
    pub(crate) buffers: Buffers,
    pub(crate) gru_input: Layer,
    pub(crate) gru: [u32; 2],
    pub(crate) projection: Layer,
    pub(crate) whole: Option<Layer>,
    pub(crate) word_norm: Option<[u32; 2]>,
    pub(crate) flows: Vec<(Option<Flow>, Option<Flow>)>,
    /// The vectors of all words; those of a question are sent along with it.
    pub(crate) vectors: Vec<f32>,
    pub(crate) hidden: Layer,
    pub(crate) of_question: Option<Layer>,
    pub(crate) each: Layer,
    pub(crate) output: Layer,
    /// Two: with the best answers, and with given ones.
    pub(crate) recordings: [RefCell<Recording>; 2],
}

impl Thinking {
    pub fn new(
        device: &Device,
        shaders: Shaders,
        vision: &VisionConfig,
        config: &DfafConfig,
        max_words: usize,
        mut mind: Weights,
    ) -> Result<Self, GpuError> {
        let (dim, heads) = (config.dim, config.n_heads);
        let whole = [
            dim / heads.max(1),
            config.gru_dim,
            config.hidden_dim,
            config.word_dim,
        ];
        let fits =
            whole.iter().all(|n| n.is_multiple_of(4)) && dim <= 1024 && config.gru_dim <= 1024;
        if !fits || config.answer_vectors {
            return Err(GpuError("this model's network has no shaders".to_owned()));
        }
        let n_regions = vision.n_regions();
        let vectors = mind.take("question.embedding.weight")?.1.clone();
        let gru_input = linear(&mut mind, &["question.gru.input"])?;
        let gru = [
            mind.put_named("question.gru.state.weight")?,
            mind.put_named("question.gru.state.bias")?,
        ];
        let projection = linear(&mut mind, &["question.projection"])?;
        let whole = config
            .whole_question
            .then(|| bare(&mut mind, "question.whole"));
        let whole = whole.transpose()?;
        let word_norm = norm(&mut mind, "question.norm")?;
        let mut flows = Vec::with_capacity(config.n_blocks);
        for block in 0..config.n_blocks {
            let mut flow = |wanted: bool, kind: &str| match wanted {
                true => Flow::put(&mut mind, &format!("blocks.{block}.{kind}")).map(Some),
                false => Ok(None),
            };
            flows.push((
                flow(config.inter, "inter")?,
                flow(config.intra != IntraFlow::Off, "intra")?,
            ));
        }
        let each = linear(&mut mind, &["answerer.hidden"])?;
        let hidden = put_hidden(&mut mind, each)?;
        let of_question = config
            .whole_question
            .then(|| bare(&mut mind, "answerer.question"));
        let of_question = of_question.transpose()?;
        let output = linear(&mut mind, &["answerer.output"])?;
        let sizes = Sizes {
            config,
            n_regions,
            max_words,
            answers: output.outputs * 4,
        };
        let buffers = sizes.buffers(device, mind)?;
        let steps = 16 + 10 * config.n_blocks;
        Ok(Self {
            device: device.clone(),
            config: config.clone(),
            n_regions,
            max_words,
            shaders,
            buffers,
            gru_input,
            gru,
            projection,
            whole,
            word_norm,
            flows,
            vectors,
            hidden,
            of_question,
            each,
            output,
            recordings: [
                RefCell::new(Recording::new(device, steps)?),
                RefCell::new(Recording::new(device, steps)?),
            ],
        })
    }
}

impl Gpu {
    /// Thinks about a question whose words have these ids.
    ///
    /// # Errors
    /// [`GpuError`] when the device fails, and for more words or answers than
    /// there is room for.
    pub async fn think(
        &self,
        seen: &Seen,
        ids: &[u32],
        asked: Asked<'_>,
    ) -> Result<Thought, GpuError> {
        let thinking = &self.thinking;
        let (b, config) = (&thinking.buffers, &thinking.config);
        let words = ids.len();
        let n_asked = match asked {
            Asked::Best(wanted) => wanted.clamp(1, config.n_answers.min(MOST_ASKED)),
            Asked::These(these) => these.len(),
        };
        if words == 0 || words > thinking.max_words || n_asked == 0 || n_asked > MOST_ASKED {
            return Err(GpuError(format!("{words} words, {n_asked} answers")));
        }
        let width = config.word_dim;
        let vectors: Option<Vec<&[f32]>> = ids
            .iter()
            .map(|id| thinking.vectors.chunks_exact(width).nth(*id as usize))
            .collect();
        let vectors = vectors.ok_or_else(|| GpuError("a word without a vector".to_owned()))?;
        thinking
            .device
            .write(&b.vectors, &bytes(&vectors.concat()))?;
        let (asked, which) = match asked {
            Asked::Best(_) => (Asked::Best(n_asked), 0),
            Asked::These(these) => {
                let places: Vec<u8> = these.iter().flat_map(|at| at.to_le_bytes()).collect();
                thinking.device.write(&b.asked, &places)?;
                (asked, 1)
            }
        };
        let n = thinking.n_regions;
        let maps = {
            let mut recording = thinking.recordings[which].borrow_mut();
            let maps = thinking.record(&mut recording, words, asked);
            let n_maps = thinking.n_maps(words);
            let regions = Copy {
                from: &seen.regions,
                to: &b.state,
                to_offset: 0,
                size: n * config.dim * 4,
            };
            let mut parts = vec![
                (&b.logits, thinking.output.outputs * 4),
                (&b.asked, MOST_ASKED),
                (&b.evidence, n * n_asked),
                (&b.maps, n_maps),
            ];
            parts.extend(b.gates.iter().map(|gates| (gates, 2 * config.dim)));
            let mut to_offset = 0;
            let back = parts.into_iter().map(|(from, n)| {
                let copy = Copy {
                    from,
                    to: &b.back,
                    to_offset,
                    size: n * 4,
                };
                to_offset += n * 4;
                copy
            });
            let back: Vec<Copy<'_>> = back.collect();
            recording.run(&[regions], &back)?;
            maps
        };
        let n_maps = thinking.n_maps(words);
        let n_back = thinking.output.outputs * 4 + MOST_ASKED + n * n_asked + n_maps;
        let n_back = n_back + b.gates.len() * 2 * config.dim;
        let read = thinking.device.read(&b.back, n_back * 4).await?;
        Ok(thinking.thought(&read, (words, n_asked), &maps))
    }
}
