use std::cell::RefCell;

use burn::nn::conv::Conv2d;
use burn::tensor::Tensor;
use kernels::{Closing, Packed, Window, depthwise_rows};
use photo::FittedPhoto;

use crate::backbone::{Backbone, FEATURES, MbConv, TOP};

/// Numbers that the first convolution reads for one pixel: 3 by 3 of 3 colours.
const SEEN: usize = 27;

/// Numbers of a wide map that are held at a time: a quarter of a megabyte.
const STRIP: usize = 65_536;

/// A [`Backbone`] whose weights lie in the order in which the processor reads
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
    /// The weights of `backbone`; none where they do not live on the CPU.
    pub(crate) fn new(backbone: &Backbone) -> Option<Self> {
        let stem = backbone.stem.weight.val();
        if !kernels::is_fused(&stem) {
            return None;
        }
        let [outputs, _, _, _] = stem.dims();
        let stem = numbers(stem.permute([0, 2, 3, 1])); // [outputs, rows, columns, colours]
        let (classifier, classes) = (&backbone.classifier, backbone.label_vectors.val());
        let [n_classes, label_dim] = classes.dims();
        let bias = classifier.bias.as_ref().map(|bias| numbers(bias.val()));
        Some(Self {
            stem: Packed::transposed(&stem, [outputs, SEEN], &bias_of(&backbone.stem)),
            blocks: backbone.blocks.iter().map(Block::new).collect(),
            head: pointwise(&backbone.head),
            classifier: Packed::new(
                &numbers(classifier.weight.val()),
                [FEATURES, n_classes],
                &bias.unwrap_or_default(),
            ),
            label_vectors: Packed::new(&numbers(classes), [n_classes, label_dim], &[]),
        })
    }

    /// The last feature map, `[cells, 1280]`, as [`Backbone::forward`] gives it.
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

    /// See [`Backbone::soft_labels`].
    pub(crate) fn soft_labels(&self, features: &[f32]) -> Vec<f32> {
        let n_cells = features.len() / FEATURES;
        let n_classes = self.classifier.outputs();
        let mut scores = vec![0.0; n_cells * n_classes];
        let plain = Closing::default();
        self.classifier.multiply(features, plain, &mut scores);
        scores.chunks_exact_mut(n_classes).for_each(softmax);
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
    fn new(block: &MbConv) -> Self {
        let [channels, _, kernel, _] = block.depthwise.weight.dims();
        let weights = block.depthwise.weight.val();
        let weights = weights.reshape([channels, kernel, kernel]);
        Self {
            expand: block.expand.as_ref().map(pointwise),
            kernel,
            stride: block.depthwise.stride[0],
            weights: numbers(weights.permute([1, 2, 0])),
            bias: bias_of(&block.depthwise),
            project: pointwise(&block.project),
            residual: block.residual,
        }
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

fn pointwise(layer: &Conv2d) -> Packed {
    let [outputs, inputs, _, _] = layer.weight.dims();
    let weights = numbers(layer.weight.val());
    Packed::transposed(&weights, [outputs, inputs], &bias_of(layer))
}

fn bias_of(layer: &Conv2d) -> Vec<f32> {
    let bias = layer.bias.as_ref().map(|bias| numbers(bias.val()));
    bias.unwrap_or_else(|| vec![0.0; layer.weight.dims()[0]])
}

fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().iter::<f32>().collect()
}

/// Scores become probabilities, in the form that does not overflow.
fn softmax(scores: &mut [f32]) {
    let largest = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut whole = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - largest).exp();
        whole += *score;
    }
    for score in scores {
        *score /= whole;
    }
}
