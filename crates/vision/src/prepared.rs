use std::cell::RefCell;

use kernels::{Closing, Packed, Window, depthwise_rows, softmax};
use photo::FittedPhoto;

use crate::VisionConfig;
use crate::backbone::{FEATURES, STAGES, STEM, Sizes, Stage, TOP};

/// Numbers that the first convolution reads for one pixel: 3 by 3 of 3 colours.
const SEEN: usize = 27;

/// Numbers of a wide map that are held at a time: a quarter of a megabyte.
const STRIP: usize = 65_536;

/// Whoever gives the numbers of a tensor by its name and shape.
pub type Take<'a, E> = &'a mut dyn FnMut(&str, &[usize]) -> Result<Vec<f32>, E>;

/// A [`Backbone`](crate::Backbone) whose weights lie in the order in which the processor reads
/// them. It sees what the backbone sees, on the CPU, without burn.
#[derive(Debug)]
pub(crate) struct Prepared {
    stem: Packed,
    blocks: Vec<Block>,
    head: Packed,
    classifier: Packed,
    label_vectors: Packed,
}

#[derive(Debug)]
struct Block {
    expand: Option<Packed>,
    kernel: usize,
    stride: usize,
    /// `[kernel, kernel, channels]`
    weights: Vec<f32>,
    bias: Vec<f32>,
    project: Packed,
    residual: bool,
}

/// Room for the maps between the layers, kept from photo to photo.
#[derive(Debug, Default)]
struct Room {
    map: Vec<f32>,
    next: Vec<f32>,
    wide: Vec<f32>,
    seen: Vec<f32>,
}

thread_local! {
    static ROOM: RefCell<Room> = RefCell::default();
}

impl Prepared {
    /// A backbone of the sizes of `config`; `take` gives the numbers of each of
    /// its tensors by the name and shape that it has in [`Backbone`](crate::Backbone).
    ///
    /// # Errors
    /// The first of `take`.
    pub(crate) fn new<E>(config: &VisionConfig, take: Take<'_, E>) -> Result<Self, E> {
        let (n_classes, label_dim) = (config.n_classes, config.label_dim);
        let stem = take("stem.weight", &[STEM, 3, 3, 3])?;
        let mut blocks = Vec::new();
        for stage in &STAGES {
            for at in 0..stage.repeats {
                let name = format!("blocks.{}", blocks.len());
                blocks.push(Block::new(stage, at, &name, take)?);
            }
        }
        let shape = [FEATURES, n_classes];
        let classifier = take("classifier.weight", &shape)?;
        let classifier = Packed::new(&classifier, shape, &take("classifier.bias", &[n_classes])?);
        let shape = [n_classes, label_dim];
        Ok(Self {
            stem: Packed::transposed(
                &colours_last(&stem),
                [STEM, SEEN],
                &take("stem.bias", &[STEM])?,
            ),
            blocks,
            head: pointwise("head", [FEATURES, STAGES[6].to], take)?,
            classifier,
            label_vectors: Packed::new(&take("label_vectors", &shape)?, shape, &[]),
        })
    }

    /// The last feature map, `[cells, 1280]`, as [`Backbone::forward`](crate::Backbone::forward) gives it.
    pub(crate) fn features(&self, photo: &FittedPhoto) -> Vec<f32> {
        ROOM.with_borrow_mut(|room| {
            let mut side = self.first(photo, room);
            for block in &self.blocks {
                side = block.run(side, room);
            }
            let n_cells = side * side;
            let mut features = vec![0.0; n_cells * FEATURES];
            let map = &room.map[..n_cells * self.head.inputs()];
            self.head.multiply(map, clamp(), &mut features);
            features
        })
    }

    /// See [`Backbone::soft_labels`](crate::Backbone::soft_labels).
    pub(crate) fn soft_labels(&self, features: &[f32]) -> Vec<f32> {
        let n_cells = features.len() / FEATURES;
        let n_classes = self.classifier.outputs();
        let mut scores = vec![0.0; n_cells * n_classes];
        let plain = Closing::default();
        self.classifier.multiply(features, plain, &mut scores);
        softmax(&mut scores, n_classes);
        let mut labels = vec![0.0; n_cells * self.label_vectors.outputs()];
        self.label_vectors.multiply(&scores, plain, &mut labels);
        labels
    }

    /// The first convolution, stride 2, one row of the map after the other;
    /// its side.
    fn first(&self, photo: &FittedPhoto, room: &mut Room) -> usize {
        let (size, side) = (photo.size, photo.size.div_ceil(2));
        let channels = self.stem.outputs();
        let map = sized(&mut room.map, side * side * channels);
        // What lies below and at the right of the photo is 0, as all padding.
        let pitch = (size + 1) * 3;
        let image = sized(&mut room.wide, (size + 1) * pitch);
        image.fill(0.0);
        let rows = photo.rgb.chunks_exact(size * 3);
        for (row, pixels) in image.chunks_exact_mut(pitch).zip(rows) {
            for (to, from) in row.iter_mut().zip(pixels) {
                *to = (f32::from(*from) - 127.0) / 128.0;
            }
        }
        let seen = sized(&mut room.seen, side * SEEN);
        for (row, map) in map.chunks_exact_mut(side * channels).enumerate() {
            for (column, seen) in seen.chunks_exact_mut(SEEN).enumerate() {
                for (down, seen) in seen.chunks_exact_mut(9).enumerate() {
                    let from = (row * 2 + down) * pitch + column * 6;
                    seen.copy_from_slice(&image[from..from + 9]);
                }
            }
            self.stem.multiply(seen, clamp(), map);
        }
        side
    }
}

impl Block {
    fn new<E>(stage: &Stage, at: usize, name: &str, take: Take<'_, E>) -> Result<Self, E> {
        let Sizes {
            from,
            wide,
            stride,
            residual,
        } = stage.sizes(at);
        let expand = match stage.expansion > 1 {
            true => Some(pointwise(&format!("{name}.expand"), [wide, from], take)?),
            false => None,
        };
        let kernel = stage.kernel;
        let shape = [wide, 1, kernel, kernel];
        let weights = take(&format!("{name}.depthwise.weight"), &shape)?;
        let window = kernel * kernel;
        // Channels last.
        let turned = (0..weights.len()).map(|at| weights[at % wide * window + at / wide]);
        Ok(Self {
            expand,
            kernel,
            stride,
            weights: turned.collect(),
            bias: take(&format!("{name}.depthwise.bias"), &[wide])?,
            project: pointwise(&format!("{name}.project"), [stage.to, wide], take)?,
            residual,
        })
    }

    /// Turns the map in `room`, of `side` by `side`, into the next one, a few
    /// rows at a time, so that what is wide in between stays near the
    /// processor; its side.
    fn run(&self, side: usize, room: &mut Room) -> usize {
        let window = Window {
            kernel: self.kernel,
            stride: self.stride,
            input: [side, side],
            channels: self.bias.len(),
        };
        let [out_side, _] = window.output();
        let (pitch, out_pitch) = (side * window.channels, out_side * window.channels);
        let narrow = self
            .expand
            .as_ref()
            .map_or(0, |expand| side * expand.inputs());
        let next_pitch = out_side * self.project.outputs();
        let next = sized(&mut room.next, out_side * next_pitch);
        let n_rows = (STRIP / (pitch * self.stride)).clamp(1, out_side);
        // The rows of the map that are wide by now.
        let mut held = 0..0;
        for (at, next) in next.chunks_mut(n_rows * next_pitch).enumerate() {
            let (first, end) = (at * n_rows, at * n_rows + next.len() / next_pitch);
            let needed = window.rows_for(first..end);
            let wide = match &self.expand {
                Some(expand) => {
                    let kept = needed.start..held.end;
                    let from = (kept.start - held.start) * pitch..held.len() * pitch;
                    sized(&mut room.wide, held.len() * pitch).copy_within(from, 0);
                    let wide = sized(&mut room.wide, needed.len() * pitch);
                    let map = &room.map[kept.end * narrow..needed.end * narrow];
                    expand.multiply(map, clamp(), &mut wide[kept.len() * pitch..]);
                    held = needed.clone();
                    &*wide
                }
                None => &room.map[needed.start * pitch..needed.end * pitch],
            };
            let seen = sized(&mut room.seen, (end - first) * out_pitch);
            let above = window.before()[0].saturating_sub(first * self.stride);
            let weights = [&self.weights[..], &self.bias];
            depthwise_rows(&window, wide, above, weights, Some(TOP), seen);
            let same = &room.map[first * next_pitch..];
            let closing = Closing {
                top: None,
                add: self.residual.then(|| &same[..next.len()]),
            };
            self.project.multiply(seen, closing, next);
        }
        std::mem::swap(&mut room.map, &mut room.next);
        out_side
    }
}

/// The first `n` of `numbers`, which grow to as many where they are fewer.
fn sized(numbers: &mut Vec<f32>, n: usize) -> &mut [f32] {
    if numbers.len() < n {
        numbers.resize(n, 0.0);
    }
    &mut numbers[..n]
}

fn clamp() -> Closing<'static> {
    Closing {
        top: Some(TOP),
        add: None,
    }
}

fn pointwise<E>(name: &str, shape: [usize; 2], take: Take<'_, E>) -> Result<Packed, E> {
    let [outputs, inputs] = shape;
    let weights = take(&format!("{name}.weight"), &[outputs, inputs, 1, 1])?;
    let bias = take(&format!("{name}.bias"), &[outputs])?;
    Ok(Packed::transposed(&weights, shape, &bias))
}

/// `[outputs, colours, rows, columns]` to `[outputs, rows, columns, colours]`, of 3
/// colours and 9 places.
fn colours_last(stem: &[f32]) -> Vec<f32> {
    let of_output =
        |output: &[f32]| -> Vec<f32> { (0..SEEN).map(|at| output[at % 3 * 9 + at / 3]).collect() };
    stem.chunks_exact(SEEN).flat_map(of_output).collect()
}
