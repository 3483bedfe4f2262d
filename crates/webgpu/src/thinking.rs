use std::cell::RefCell;

use dfaf::DfafConfig;
use vision::VisionConfig;

use crate::bindings::{GpuBuffer, usage};
use crate::device::{Device, Gpu, GpuError, bytes};
use crate::multiplying::{Layer, Multiplying, NO_BIAS, ONTO, RELU_IN, Rows};
use crate::recording::{Copy, Given, Recording, groups};
use crate::shaders::Shaders;
use crate::weights::Weights;

/// The most answers whose evidence is asked for at once.
const MOST_ASKED: usize = 64;

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

/// The answers that evidence is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Asked<'a> {
    /// So many of the best.
    Best(usize),
    /// Those in these places.
    These(&'a [u32]),
}

/// What came of a question.
#[derive(Debug, Clone)]
pub struct Thought {
    /// One for each answer.
    pub logits: Vec<f32>,
    /// The places of the answers that were asked for.
    pub asked: Vec<u32>,
    /// What each region adds to each of them, `[asked, regions]`.
    pub from_regions: Vec<f32>,
    /// The maps and gates of each block.
    pub blocks: Vec<Maps>,
}

/// The maps of a block, `[heads, readers, read]`, and its gates, `[dim]`; empty
/// where a flow is left out.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "named as in dfaf::BlockFlows")]
pub struct Maps {
    pub words_from_regions: Vec<f32>,
    pub regions_from_words: Vec<f32>,
    pub within_regions: Vec<f32>,
    pub within_words: Vec<f32>,
    pub region_gate: Vec<f32>,
    pub word_gate: Vec<f32>,
}

/// One flow of a block: the places of its weights, regions' and words'.
struct Flow {
    norm: Option<[[u32; 2]; 2]>,
    projections: Layer,
    gate: Option<[[u32; 2]; 2]>,
    output: Layer,
}

/// Rows are the regions, and from `first_word` on the words.
struct Buffers {
    weights: GpuBuffer,
    vectors: GpuBuffer,
    projected: GpuBuffer,
    states: GpuBuffer,
    plain: GpuBuffer,
    /// What flows through the blocks, `[rows, dim]`.
    state: GpuBuffer,
    /// Normed, and beside it what was read, `[rows, 2 * dim]`.
    joined: GpuBuffer,
    /// Queries, keys and values, `[rows, 3 * dim]`.
    asking: GpuBuffer,
    scores: GpuBuffer,
    gates: Vec<GpuBuffer>,
    maps: GpuBuffer,
    fused: GpuBuffer,
    each: GpuBuffer,
    hidden: GpuBuffer,
    parts: GpuBuffer,
    logits: GpuBuffer,
    asked: GpuBuffer,
    evidence: GpuBuffer,
    back: GpuBuffer,
}

/// The question's encoder, the blocks and the answerer, ready to run.
pub(crate) struct Thinking {
    device: Device,
    config: DfafConfig,
    n_regions: usize,
    max_words: usize,
    shaders: Shaders,
    buffers: Buffers,
    gru_input: Layer,
    gru: [u32; 2],
    projection: Layer,
    word_norm: Option<[u32; 2]>,
    flows: Vec<(Option<Flow>, Option<Flow>)>,
    /// The vectors of all words; those of a question are sent along with it.
    vectors: Vec<f32>,
    hidden: Layer,
    each: Layer,
    output: Layer,
    /// Two: with the best answers, and with given ones.
    recordings: [RefCell<Recording>; 2],
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
        let word_norm = norm(&mut mind, "question.norm")?;
        let mut flows = Vec::with_capacity(config.n_blocks);
        for block in 0..config.n_blocks {
            let mut flow = |wanted: bool, kind: &str| match wanted {
                true => Flow::put(&mut mind, &format!("blocks.{block}.{kind}")).map(Some),
                false => Ok(None),
            };
            flows.push((flow(config.inter, "inter")?, flow(config.intra, "intra")?));
        }
        let each = linear(&mut mind, &["answerer.hidden"])?;
        let hidden = put_hidden(&mut mind, each)?;
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
            word_norm,
            flows,
            vectors,
            hidden,
            each,
            output,
            recordings: [
                RefCell::new(Recording::new(device, steps)?),
                RefCell::new(Recording::new(device, steps)?),
            ],
        })
    }

    fn first_word(&self) -> usize {
        self.n_regions.next_multiple_of(4)
    }

    /// Adds all steps of a question of `words`; gives where each map begins.
    fn record(&self, r: &mut Recording, words: usize, asked: Asked<'_>) -> Vec<[usize; 4]> {
        let (b, s, dim) = (&self.buffers, &self.shaders, self.config.dim / 4);
        let first = self.first_word();
        let rows = first + words;
        let product = Multiplying {
            pipeline: &s.multiply,
            weights: &b.weights,
        };
        r.begin();
        // The question.
        let all = (words, words);
        let (x, y) = (
            Rows::new(&b.vectors, 0, self.gru_input.inputs),
            Rows::new(&b.projected, 0, self.gru_input.outputs),
        );
        product.step(r, all, &self.gru_input, x, y, 0, None);
        let given = [
            words.into(),
            self.config.gru_dim.into(),
            (self.gru[0] * 4).into(),
            (self.gru[1] * 4).into(),
        ];
        r.step(
            &s.gru,
            &[&b.weights, &b.projected, &b.states],
            &given,
            [1, 1],
        );
        let (x, y) = (
            Rows::new(&b.states, 0, self.projection.inputs),
            Rows::new(&b.plain, 0, dim),
        );
        product.step(r, all, &self.projection, x, y, 0, None);
        let norms = self.word_norm.map(|norm| [norm, norm]);
        let (x, y) = (y, Rows::new(&b.state, first * dim, dim));
        self.norm(r, (words, words), norms, x, y);

        let mut maps = Vec::with_capacity(self.flows.len());
        let mut end = 0;
        for (at, (inter, intra)) in self.flows.iter().enumerate() {
            let mut places = [0; 4];
            for (flow, is_intra) in [(inter, false), (intra, true)] {
                let Some(flow) = flow else { continue };
                let of = usize::from(is_intra) * 2;
                // Readers and what they read, of regions and of words.
                let read = match is_intra {
                    true => [self.n_regions, words],
                    false => [words, self.n_regions],
                };
                for (part, readers) in [self.n_regions, words].into_iter().enumerate() {
                    places[of + part] = end;
                    end += self.config.n_heads * readers * read[part].div_ceil(2);
                }
                let gate = &b.gates[at];
                self.flow(
                    r,
                    &product,
                    flow,
                    (rows, words),
                    (&places[of..of + 2], gate),
                );
            }
            maps.push(places);
        }
        self.answer(r, &product, words, asked);
        maps
    }

    fn norm(
        &self,
        r: &mut Recording,
        (n_rows, split): (usize, usize),
        norms: Option<[[u32; 2]; 2]>,
        x: Rows<'_>,
        y: Rows<'_>,
    ) {
        let [before, after] = norms.unwrap_or_default();
        let given: [Given; 12] = [
            n_rows.into(),
            (self.config.dim / 4).into(),
            split.into(),
            u32::from(norms.is_some()).into(),
            x.start.into(),
            x.pitch.into(),
            y.start.into(),
            y.pitch.into(),
            before[0].into(),
            before[1].into(),
            after[0].into(),
            after[1].into(),
        ];
        let buffers = [&self.buffers.weights, x.buffer, y.buffer];
        r.step(
            &self.shaders.norm,
            &buffers,
            &given,
            [groups(n_rows, 16), 1],
        );
    }

    /// One flow of both modalities: norm, projections, attention, output.
    fn flow(
        &self,
        r: &mut Recording,
        product: &Multiplying<'_>,
        flow: &Flow,
        (rows, words): (usize, usize),
        (maps, gates): (&[usize], &GpuBuffer),
    ) {
        let (b, dim, first) = (&self.buffers, self.config.dim / 4, self.first_word());
        let is_intra = flow.output.inputs == dim;
        let state = Rows::new(&b.state, 0, dim);
        let joined = Rows::new(&b.joined, 0, 2 * dim);
        let asking = Rows::new(&b.asking, 0, 3 * dim);
        self.norm(r, (rows, first), flow.norm, state, joined);
        if let Some([regions, of_words]) = flow.gate {
            let given = [
                self.n_regions.into(),
                words.into(),
                first.into(),
                dim.into(),
                (2 * dim).into(),
                regions[0].into(),
                regions[1].into(),
                of_words[0].into(),
                of_words[1].into(),
            ];
            let buffers = [&b.weights, &b.joined, gates];
            r.step(&self.shaders.gates, &buffers, &given, [2, 1]);
        }
        product.step(r, (rows, first), &flow.projections, joined, asking, 0, None);

        let heads = self.config.n_heads;
        let n = self.n_regions;
        let flags = u32::from(flow.gate.is_some()) + 2 * u32::from(is_intra);
        let start = if is_intra { 0 } else { dim };
        let scale = 1.0 / ((self.config.dim / heads) as f32).sqrt();
        let most = n.max(self.max_words);
        let mut given: Vec<Given> = vec![
            heads.into(),
            (dim / heads).into(),
            dim.into(),
            flags.into(),
            (2 * dim).into(),
            start.into(),
            most.into(),
            scale.into(),
        ];
        let sides = [(n, 0), (words, first)];
        for (part, (readers, reader)) in sides.into_iter().enumerate() {
            let (read, first_read) = sides[if is_intra { part } else { 1 - part }];
            let numbers = [
                readers,
                read,
                reader,
                first_read,
                maps[part],
                part * dim,
                0,
                0,
            ];
            given.extend(numbers.map(Given::from));
        }
        let covered = [groups((n + words) * heads, 32), 1];
        let buffers = [&b.asking, gates, &b.joined, &b.maps, &b.scores];
        r.step(&self.shaders.attention, &buffers, &given, covered);
        let flags = if flow.norm.is_some() { ONTO } else { 0 };
        product.step(r, (rows, first), &flow.output, joined, state, flags, None);
    }

    fn answer(&self, r: &mut Recording, product: &Multiplying<'_>, words: usize, asked: Asked<'_>) {
        let (b, s, dim, n) = (
            &self.buffers,
            &self.shaders,
            self.config.dim / 4,
            self.n_regions,
        );
        let given = [
            n.into(),
            words.into(),
            self.first_word().into(),
            dim.into(),
            dim.into(),
        ];
        r.step(
            &s.fuse,
            &[&b.state, &b.fused, &b.each],
            &given,
            [groups(dim, 16), 1],
        );
        let x = Rows::new(&b.fused, 0, self.hidden.inputs);
        let hidden = Rows::new(&b.hidden, 0, self.hidden.outputs);
        product.step(r, (1, 1), &self.hidden, x, hidden, 0, None);
        let logits = Rows::new(&b.logits, 0, self.output.outputs);
        product.step(r, (1, 1), &self.output, hidden, logits, RELU_IN, None);
        let n_asked = match asked {
            Asked::Best(wanted) => {
                let given = [self.config.n_answers.into(), wanted.into()];
                r.step(&s.best, &[&b.logits, &b.asked], &given, [1, 1]);
                wanted
            }
            Asked::These(these) => these.len(),
        };
        let (x, y) = (
            Rows::new(&b.each, 0, dim),
            Rows::new(&b.parts, 0, self.each.outputs),
        );
        product.step(r, (n, n), &self.each, x, y, NO_BIAS, None);
        let given = [
            n.into(),
            n_asked.into(),
            self.config.hidden_dim.into(),
            (self.output.weights[0] * 4).into(),
            (self.output.outputs * 4).into(),
        ];
        let buffers = [&b.weights, &b.parts, &b.hidden, &b.asked, &b.evidence];
        r.step(&s.evidence, &buffers, &given, [groups(n * n_asked, 64), 1]);
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

impl Thinking {
    /// Pairs of 16-bit floats of all maps.
    fn n_maps(&self, words: usize) -> usize {
        let (n, heads) = (self.n_regions, self.config.n_heads);
        let of = |flow: &Option<Flow>, pairs: usize| flow.as_ref().map_or(0, |_| heads * pairs);
        let inter = n * words.div_ceil(2) + words * n.div_ceil(2);
        let intra = n * n.div_ceil(2) + words * words.div_ceil(2);
        let flows = self.flows.iter();
        flows.map(|(a, b)| of(a, inter) + of(b, intra)).sum()
    }

    fn thought(
        &self,
        read: &[u8],
        (words, n_asked): (usize, usize),
        maps: &[[usize; 4]],
    ) -> Thought {
        let whole: Vec<u32> = read
            .as_chunks::<4>()
            .0
            .iter()
            .map(|bytes| u32::from_le_bytes(*bytes))
            .collect();
        let (n, config) = (self.n_regions, &self.config);
        let mut rest = whole.as_slice();
        let mut next = |n: usize| {
            let (part, after) = rest.split_at(n.min(rest.len()));
            rest = after;
            part
        };
        let real = |part: &[u32]| {
            part.iter()
                .map(|x| f32::from_bits(*x))
                .collect::<Vec<f32>>()
        };
        let mut logits = real(next(self.output.outputs * 4));
        logits.truncate(config.n_answers);
        let asked = next(MOST_ASKED)[..n_asked].to_vec();
        let from_regions = real(next(n * n_asked));
        let pairs = next(self.n_maps(words));
        let map = |start: usize, readers: usize, read: usize| {
            let rows = config.n_heads * readers;
            let width = read.div_ceil(2);
            let part = &pairs[start..start + rows * width];
            let rows = part.chunks_exact(width);
            rows.flat_map(|row| {
                let halves = row.iter().flat_map(|pair| [half(*pair), half(pair >> 16)]);
                halves.take(read).collect::<Vec<f32>>()
            })
            .collect::<Vec<f32>>()
        };
        let mut blocks = Vec::with_capacity(maps.len());
        for (at, (inter, intra)) in self.flows.iter().enumerate() {
            let places = maps[at];
            let gates = real(next(2 * config.dim));
            let mut block = Maps::default();
            if inter.is_some() {
                block.regions_from_words = map(places[0], n, words);
                block.words_from_regions = map(places[1], words, n);
            }
            if let Some(flow) = intra {
                block.within_regions = map(places[2], n, n);
                block.within_words = map(places[3], words, words);
                if flow.gate.is_some() {
                    block.region_gate = gates[..config.dim].to_vec();
                    block.word_gate = gates[config.dim..].to_vec();
                }
            }
            blocks.push(block);
        }
        Thought {
            logits,
            asked,
            from_regions,
            blocks,
        }
    }
}

/// A 16-bit float in the lower half of a number; shares are never below 0, nor
/// infinite.
fn half(bits: u32) -> f32 {
    let (exponent, fraction) = (bits >> 10 & 0x1f, bits & 0x3ff);
    match exponent {
        0 => fraction as f32 / 16_777_216.0,
        _ => f32::from_bits((exponent + 112) << 23 | fraction << 13),
    }
}

struct Sizes<'a> {
    config: &'a DfafConfig,
    n_regions: usize,
    max_words: usize,
    answers: usize,
}

impl Sizes<'_> {
    fn buffers(&self, device: &Device, mind: Weights) -> Result<Buffers, GpuError> {
        let (config, n, words) = (self.config, self.n_regions, self.max_words);
        let (dim, heads) = (config.dim, config.n_heads);
        let rows = n.next_multiple_of(4) + words;
        let most = n.max(words);
        let maps = heads * config.n_blocks * (n + words) * (words.div_ceil(2) + n.div_ceil(2) + 1);
        let gates = (0..config.n_blocks).map(|_| device.storage(2 * dim));
        let back = self.answers + MOST_ASKED * (n + 1) + maps + config.n_blocks * 2 * dim;
        Ok(Buffers {
            weights: mind.upload(device)?,
            vectors: device.storage(words * config.word_dim)?,
            projected: device.storage(words * 3 * config.gru_dim)?,
            states: device.storage(words * config.gru_dim)?,
            plain: device.storage(words * dim)?,
            state: device.storage(rows * dim)?,
            joined: device.storage(rows * 2 * dim)?,
            asking: device.storage(rows * 3 * dim)?,
            scores: device.storage((n + words) * heads * most)?,
            gates: gates.collect::<Result<_, _>>()?,
            maps: device.storage(maps)?,
            fused: device.storage(2 * dim)?,
            each: device.storage(n * dim)?,
            hidden: device.storage(config.hidden_dim)?,
            parts: device.storage(n * config.hidden_dim)?,
            logits: device.storage(self.answers)?,
            asked: device.storage(MOST_ASKED)?,
            evidence: device.storage(n * MOST_ASKED)?,
            back: device.buffer(back, usage::MAP_READ | usage::COPY_DST)?,
        })
    }
}

impl Flow {
    /// The weights of `blocks.N.inter` or `blocks.N.intra`.
    fn put(mind: &mut Weights, name: &str) -> Result<Self, GpuError> {
        let sides = ["regions", "words"].map(|side| format!("{name}.{side}"));
        let norms = [
            norm(mind, &format!("{}.norm", sides[0]))?,
            norm(mind, &format!("{}.norm", sides[1]))?,
        ];
        let mut projections = Vec::with_capacity(2);
        for side in &sides {
            let parts = ["query", "key", "value"].map(|part| format!("{side}.attention.{part}"));
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            projections.push(linear(mind, &parts)?);
        }
        let outputs = [
            linear(mind, &[&format!("{}.output", sides[0])])?,
            linear(mind, &[&format!("{}.output", sides[1])])?,
        ];
        let gate = match mind.has(&format!("{}.gate.weight", sides[0])) {
            true => {
                let gates = [
                    linear(mind, &[&format!("{}.gate", sides[0])])?,
                    linear(mind, &[&format!("{}.gate", sides[1])])?,
                ];
                Some(gates.map(|gate| [gate.weights[0], gate.bias[0]]))
            }
            false => None,
        };
        Ok(Self {
            norm: match norms {
                [Some(regions), Some(words)] => Some([regions, words]),
                _ => None,
            },
            projections: both(projections[0], projections[1]),
            gate,
            output: both(outputs[0], outputs[1]),
        })
    }
}

fn both(regions: Layer, words: Layer) -> Layer {
    Layer {
        weights: [regions.weights[0], words.weights[0]],
        bias: [regions.bias[0], words.bias[0]],
        ..regions
    }
}

/// Linear layers beside each other, as one.
fn linear(mind: &mut Weights, names: &[&str]) -> Result<Layer, GpuError> {
    let weights: Vec<String> = names.iter().map(|name| format!("{name}.weight")).collect();
    let bias: Vec<String> = names.iter().map(|name| format!("{name}.bias")).collect();
    let mut outputs = 0;
    let mut inputs = 0;
    for name in &weights {
        let shape = mind.shape(name)?;
        inputs = shape[0];
        outputs += shape[1];
    }
    Ok(Layer {
        inputs: inputs.div_ceil(4),
        outputs: outputs.div_ceil(4),
        weights: [mind.put_beside(&weights)?; 2],
        bias: [mind.put_beside(&bias)?; 2],
    })
}

fn norm(mind: &mut Weights, name: &str) -> Result<Option<[u32; 2]>, GpuError> {
    if !mind.has(&format!("{name}.gamma")) {
        return Ok(None);
    }
    Ok(Some([
        mind.put_named(&format!("{name}.gamma"))?,
        mind.put_named(&format!("{name}.beta"))?,
    ]))
}

/// The first layer of the answerer, and below it that of the shortcut: what
/// enters them lies side by side.
fn put_hidden(mind: &mut Weights, hidden: Layer) -> Result<Layer, GpuError> {
    let (name, shortcut) = ("answerer.hidden.weight", "answerer.shortcut.weight");
    if !mind.has(shortcut) {
        return Ok(hidden);
    }
    let [_, width] = mind.shape(name)?;
    let below = mind.take(shortcut)?.1.iter();
    let stacked: Vec<f32> = mind.take(name)?.1.iter().chain(below).copied().collect();
    let weights = mind.put(&stacked, width);
    Ok(Layer {
        inputs: 2 * hidden.inputs,
        weights: [weights; 2],
        ..hidden
    })
}
