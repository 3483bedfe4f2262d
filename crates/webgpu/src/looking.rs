use std::cell::RefCell;

use dfaf::DfafConfig;
use photo::{Photo, fit};
use vision::{CELL, FEATURES, STAGES, VisionConfig};

use crate::bindings::GpuBuffer;
use crate::device::{Device, Gpu, GpuError};
use crate::multiplying::{CLAMP, Layer, Multiplying, Rows};
use crate::recording::{Copy, Recording, groups};
use crate::shaders::Shaders;
use crate::thinking::Seen;
use crate::weights::{Named, Weights};

/// The backbone and what makes regions of its map, ready to run.
pub(crate) struct Looking {
    device: Device,
    pixels: GpuBuffer,
    /// The regions as the network's blocks read them.
    projected: GpuBuffer,
    /// Bytes of them.
    n_bytes: usize,
    size: usize,
    recording: RefCell<Recording>,
}

/// What is read off the weights of one inverted residual block.
struct Block {
    expand: Option<Layer>,
    depthwise: [u32; 2],
    kernel: usize,
    stride: usize,
    /// Vectors inside.
    wide: usize,
    project: Layer,
    residual: bool,
}

impl Looking {
    pub fn new(
        device: &Device,
        shaders: &Shaders,
        vision: &VisionConfig,
        network: &DfafConfig,
        mut eyes: Weights,
        mind: &Named,
    ) -> Result<Self, GpuError> {
        let (size, side) = (vision.input_size, vision.input_size / CELL);
        let (cells, dim) = (side * side, network.dim);
        if vision.pooled != 1 || !vision.label_dim.is_multiple_of(4) {
            return Err(GpuError("this model's eyes have no shaders".to_owned()));
        }
        let stem = put_stem(&mut eyes)?;
        let blocks = put_blocks(&mut eyes)?;
        let head = pointwise(&mut eyes, "head")?;
        let classifier = linear(&mut eyes, "classifier")?;
        let labels = Layer {
            inputs: vision.n_classes.div_ceil(4),
            outputs: vision.label_dim / 4,
            weights: [eyes.put_named("label_vectors")?; 2],
            bias: [0; 2],
        };
        let projection = Layer {
            inputs: network.region_dim.div_ceil(4),
            outputs: dim / 4,
            weights: [put_of(&mut eyes, mind, "regions.weight")?; 2],
            bias: [put_of(&mut eyes, mind, "regions.bias")?; 2],
        };
        let norm = match network.input_norm {
            true => Some([
                put_of(&mut eyes, mind, "region_norm.gamma")?,
                put_of(&mut eyes, mind, "region_norm.beta")?,
            ]),
            false => None,
        };
        let weights = eyes.upload(device)?;

        let pitch = network.region_dim.div_ceil(4);
        let n_regions = cells + 1;
        let half = size / 2;
        let pixels = device.storage(size * size)?;
        let maps = [
            device.storage(half * half * 32)?,
            device.storage(half * half * 32)?,
        ];
        let wide = device.storage(half * half * 96)?;
        let seen = device.storage(most_seen(&blocks, half) * 4)?;
        let regions = device.storage(n_regions * pitch * 4)?;
        let scores = device.storage(cells * classifier.outputs * 4)?;
        let plain = device.storage(n_regions * dim)?;
        let projected = device.storage(n_regions * dim)?;

        let mut recording = Recording::new(device, 3 * blocks.len() + 10)?;
        let r = &mut recording;
        let product = Multiplying {
            pipeline: &shaders.multiply,
            weights: &weights,
        };
        let given = [
            size.into(),
            half.into(),
            8usize.into(),
            stem[0].into(),
            stem[1].into(),
        ];
        let covered = [groups(8, 8), groups(half * half, 8)];
        r.step(
            &shaders.stem,
            &[&weights, &pixels, &maps[0]],
            &given,
            covered,
        );
        let (mut at, mut now) = (half, 0);
        for block in &blocks {
            let (map, next) = (&maps[now], &maps[1 - now]);
            let narrow = block
                .expand
                .as_ref()
                .map_or(block.wide, |layer| layer.inputs);
            let pixels = at * at;
            let wide = match &block.expand {
                Some(expand) => {
                    let (x, y) = (Rows::new(map, 0, narrow), Rows::new(&wide, 0, block.wide));
                    product.step(r, (pixels, pixels), expand, x, y, CLAMP, None);
                    &wide
                }
                None => map,
            };
            let out = at.div_ceil(block.stride);
            let reach = (out - 1) * block.stride + block.kernel;
            let given = [
                block.kernel.into(),
                block.stride.into(),
                at.into(),
                out.into(),
                block.wide.into(),
                (reach.saturating_sub(at) / 2).into(),
                block.depthwise[0].into(),
                block.depthwise[1].into(),
            ];
            let covered = [groups(block.wide, 4), groups(out * out, 16)];
            r.step(
                &shaders.depthwise,
                &[&weights, wide, &seen],
                &given,
                covered,
            );
            let (x, y) = (
                Rows::new(&seen, 0, block.wide),
                Rows::new(next, 0, block.project.outputs),
            );
            let added = block.residual.then_some((map, narrow));
            product.step(r, (out * out, out * out), &block.project, x, y, 0, added);
            (at, now) = (out, 1 - now);
        }
        let all = (cells, cells);
        let (x, y) = (
            Rows::new(&maps[now], 0, head.inputs),
            Rows::new(&regions, 0, pitch),
        );
        product.step(r, all, &head, x, y, CLAMP, None);
        let (x, y) = (y, Rows::new(&scores, 0, classifier.outputs));
        product.step(r, all, &classifier, x, y, 0, None);
        let given = [cells.into(), classifier.outputs.into()];
        r.step(&shaders.softmax, &[&scores], &given, [groups(cells, 16), 1]);
        let (x, y) = (y, Rows::new(&regions, FEATURES / 4, pitch));
        product.step(r, all, &labels, x, y, crate::multiplying::NO_BIAS, None);
        let before = (FEATURES + vision.label_dim) / 4;
        let given = [
            size.into(),
            side.into(),
            pitch.into(),
            before.into(),
            CELL.into(),
        ];
        let covered = [groups(before + cells, 64) + 1, 1];
        r.step(&shaders.places, &[&pixels, &regions], &given, covered);
        let (x, y) = (Rows::new(&regions, 0, pitch), Rows::new(&plain, 0, dim / 4));
        product.step(r, (n_regions, n_regions), &projection, x, y, 0, None);
        let [gamma, beta] = norm.unwrap_or_default();
        let given = [
            n_regions.into(),
            (dim / 4).into(),
            n_regions.into(),
            u32::from(norm.is_some()).into(),
            0u32.into(),
            (dim / 4).into(),
            0u32.into(),
            (dim / 4).into(),
            gamma.into(),
            beta.into(),
            gamma.into(),
            beta.into(),
        ];
        let covered = [groups(n_regions, 16), 1];
        r.step(
            &shaders.norm,
            &[&weights, &plain, &projected],
            &given,
            covered,
        );
        Ok(Self {
            device: device.clone(),
            pixels,
            projected,
            n_bytes: n_regions * dim * 4,
            size,
            recording: RefCell::new(recording),
        })
    }
}

impl Gpu {
    /// Looks at a photo, and waits until the GPU has.
    ///
    /// # Errors
    /// [`GpuError`] when the device fails.
    pub async fn look(&self, photo: &Photo) -> Result<Seen, GpuError> {
        let looking = &self.looking;
        let photo = fit(photo, looking.size);
        let rgb = photo.rgb.chunks_exact(3);
        let pixels: Vec<u8> = rgb.flat_map(|rgb| [rgb[0], rgb[1], rgb[2], 255]).collect();
        looking.device.write(&looking.pixels, &pixels)?;
        let kept = looking.device.storage(looking.n_bytes / 4)?;
        let copy = Copy {
            from: &looking.projected,
            to: &kept,
            to_offset: 0,
            size: looking.n_bytes,
        };
        looking.recording.borrow().run(&[], &[copy])?;
        looking.device.done().await?;
        Ok(Seen::new(kept))
    }
}

fn put_stem(eyes: &mut Weights) -> Result<[u32; 2], GpuError> {
    let (shape, numbers) = eyes.take("stem.weight")?.clone();
    let outputs = shape.first().copied().unwrap_or(1);
    // From [output, colour, row, column] to [row, column, colour, output].
    let place = |at: usize| {
        let (row, output) = (at / outputs, at % outputs);
        numbers[output * 27 + row % 3 * 9 + row / 3]
    };
    let turned: Vec<f32> = (0..numbers.len()).map(place).collect();
    Ok([eyes.put(&turned, outputs), eyes.put_named("stem.bias")?])
}

fn put_blocks(eyes: &mut Weights) -> Result<Vec<Block>, GpuError> {
    let mut blocks = Vec::new();
    for stage in &STAGES {
        for repeat in 0..stage.repeats {
            let name = format!("blocks.{}", blocks.len());
            let from = if repeat == 0 { stage.from } else { stage.to };
            let stride = if repeat == 0 { stage.stride } else { 1 };
            let expand = match stage.expansion > 1 {
                true => Some(pointwise(eyes, &format!("{name}.expand"))?),
                false => None,
            };
            let depthwise = [
                eyes.put_turned(&format!("{name}.depthwise.weight"))?,
                eyes.put_named(&format!("{name}.depthwise.bias"))?,
            ];
            blocks.push(Block {
                expand,
                depthwise,
                kernel: stage.kernel,
                stride,
                wide: from * stage.expansion / 4,
                project: pointwise(eyes, &format!("{name}.project"))?,
                residual: stride == 1 && from == stage.to,
            });
        }
    }
    Ok(blocks)
}

/// The most vectors that come of a depthwise convolution, when the first map
/// has this side.
fn most_seen(blocks: &[Block], side: usize) -> usize {
    let sizes = blocks.iter().scan(side, |side, block| {
        *side = side.div_ceil(block.stride);
        Some(*side * *side * block.wide)
    });
    sizes.max().unwrap_or(0)
}

/// A 1x1 convolution.
fn pointwise(eyes: &mut Weights, name: &str) -> Result<Layer, GpuError> {
    let weight = format!("{name}.weight");
    let [outputs, inputs] = match eyes.take(&weight)?.0[..] {
        [outputs, inputs, 1, 1] => [outputs, inputs],
        _ => return Err(GpuError(format!("`{name}` is no 1x1 convolution"))),
    };
    Ok(Layer {
        inputs: inputs / 4,
        outputs: outputs / 4,
        weights: [eyes.put_turned(&weight)?; 2],
        bias: [eyes.put_named(&format!("{name}.bias"))?; 2],
    })
}

fn linear(weights: &mut Weights, name: &str) -> Result<Layer, GpuError> {
    let weight = format!("{name}.weight");
    let [inputs, outputs] = weights.shape(&weight)?;
    Ok(Layer {
        inputs: inputs.div_ceil(4),
        outputs: outputs.div_ceil(4),
        weights: [weights.put_named(&weight)?; 2],
        bias: [weights.put_named(&format!("{name}.bias"))?; 2],
    })
}

fn put_of(weights: &mut Weights, named: &Named, name: &str) -> Result<u32, GpuError> {
    let found = named.get(name);
    let (shape, numbers) =
        found.ok_or_else(|| GpuError(format!("the weights have no `{name}`")))?;
    Ok(weights.put(numbers, shape.last().copied().unwrap_or(1)))
}
