use burn::module::{Module, Param};
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::{Initializer, Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::activation::{relu6, softmax};
use burn::tensor::{Device, Tensor, TensorData};

use crate::{FittedPhoto, VisionConfig, VisionConfigError};

/// Channels of the backbone's last feature map.
pub const FEATURES: usize = 1280;
/// Pixels of the input that one cell of the last feature map stands for.
pub const CELL: usize = 32;

/// Where every activation is cut off.
pub(crate) const TOP: f32 = 6.0;
/// Channels after the first convolution.
pub(crate) const STEM: usize = 32;

/// One stage of EfficientNet-lite0.
#[derive(Debug, Clone, Copy)]
pub struct Stage {
    /// Side of the depthwise kernel.
    pub kernel: usize,
    /// Stride of the stage's first block.
    pub stride: usize,
    /// How much wider a block is inside.
    pub expansion: usize,
    /// Channels that enter the stage.
    pub from: usize,
    /// Channels that leave it.
    pub to: usize,
    /// Blocks.
    pub repeats: usize,
}

/// The stages of EfficientNet-lite0 (tensorflow/tpu,
/// `efficientnet_lite_builder.py`; the first and the last stage keep their
/// repeats in the lite models).
pub const STAGES: [Stage; 7] = [
    stage(3, 1, 1, 32, 16, 1),
    stage(3, 2, 6, 16, 24, 2),
    stage(5, 2, 6, 24, 40, 2),
    stage(3, 2, 6, 40, 80, 3),
    stage(5, 1, 6, 80, 112, 3),
    stage(5, 2, 6, 112, 192, 4),
    stage(3, 1, 6, 192, 320, 1),
];

const fn stage(
    kernel: usize,
    stride: usize,
    expansion: usize,
    from: usize,
    to: usize,
    repeats: usize,
) -> Stage {
    Stage {
        kernel,
        stride,
        expansion,
        from,
        to,
        repeats,
    }
}

/// What follows for one block of a stage.
pub(crate) struct Sizes {
    pub from: usize,
    pub wide: usize,
    pub stride: usize,
    pub residual: bool,
}

impl Stage {
    /// The sizes of its block number `at`.
    pub(crate) fn sizes(&self, at: usize) -> Sizes {
        let (from, stride) = match at {
            0 => (self.from, self.stride),
            _ => (self.to, 1),
        };
        Sizes {
            from,
            wide: from * self.expansion,
            stride,
            residual: stride == 1 && from == self.to,
        }
    }
}

/// EfficientNet-lite0 with its batch norms folded into the convolutions, its
/// classifier, and a word vector for each class.
#[derive(Module, Debug)]
pub struct Backbone {
    /// The first convolution, stride 2.
    pub stem: Conv2d,
    /// The inverted residual blocks of all stages, in order.
    pub blocks: Vec<MbConv>,
    /// The last convolution, to [`FEATURES`] channels.
    pub head: Conv2d,
    /// From features to class scores.
    pub classifier: Linear,
    /// A word vector for each class, `[n_classes, label_dim]`.
    pub label_vectors: Param<Tensor<2>>,
}

/// An inverted residual block without squeeze and excitation.
#[derive(Module, Debug)]
pub struct MbConv {
    /// Widens, 1x1; absent where the expansion is 1.
    pub expand: Option<Conv2d>,
    /// Looks around, one kernel for each channel.
    pub depthwise: Conv2d,
    /// Narrows, 1x1, no activation.
    pub project: Conv2d,
    /// Whether the input is added to the output.
    pub(crate) residual: bool,
}

impl VisionConfig {
    /// A backbone with random weights on `device`.
    ///
    /// # Errors
    /// [`VisionConfigError`] when the sizes cannot be.
    pub fn init(&self, device: &Device) -> Result<Backbone, VisionConfigError> {
        self.validate()?;
        let shape = [self.n_classes, self.label_dim];
        Ok(Backbone {
            stem: convolution([3, STEM], 3, 2, 1, device),
            blocks: STAGES
                .iter()
                .flat_map(|stage| (0..stage.repeats).map(|at| MbConv::new(stage, at, device)))
                .collect(),
            head: convolution([STAGES[6].to, FEATURES], 1, 1, 1, device),
            classifier: LinearConfig::new(FEATURES, self.n_classes).init(device),
            label_vectors: Initializer::Zeros.init(shape, device),
        })
    }
}

/// The pixels as the backbone was trained on them, `(x - 127) / 128` (the
/// constants of the EfficientNet-lite reference implementation).
///
/// # Shapes
/// - output: `[1, 3, size, size]`
pub fn pixels(photo: &FittedPhoto, device: &Device) -> Tensor<4> {
    let shape = [1, 3, photo.size, photo.size];
    Tensor::from_data(TensorData::new(photo.planes(127.0, 128.0), shape), device)
}

impl Backbone {
    /// The last feature map.
    ///
    /// # Shapes
    /// - input: `[batch, 3, size, size]`, see [`pixels`]
    /// - output: `[batch, 1280, size / 32, size / 32]`, values in 0..6
    pub fn forward(&self, pixels: Tensor<4>) -> Tensor<4> {
        if kernels::is_fused(&pixels) {
            let map = self.stem.forward(pixels).clamp(0.0, TOP);
            let map = self.tail(map.permute([0, 2, 3, 1]), 0);
            return map.permute([0, 3, 1, 2]);
        }
        let mut map = relu6(self.stem.forward(pixels));
        for block in &self.blocks {
            map = block.forward(map);
        }
        relu6(self.head.forward(map))
    }

    /// The last feature map, from the one that enters block `first`; with
    /// gradients for all that it passes where the device keeps them.
    ///
    /// # Shapes
    /// - map: `[batch, rows, columns, channels]`, channels last
    /// - output: `[batch, rows, columns, 1280]`
    pub fn tail(&self, map: Tensor<4>, first: usize) -> Tensor<4> {
        let blocks = self.blocks.iter().skip(first);
        let map = blocks.fold(map, |map, block| block.forward_last(map));
        pointwise(&self.head, map, Some(TOP))
    }

    /// The map that enters block `end`, channels last, from [`pixels`].
    pub fn until(&self, pixels: Tensor<4>, end: usize) -> Tensor<4> {
        let map = self.stem.forward(pixels).clamp(0.0, TOP);
        self.middle(map.permute([0, 2, 3, 1]), 0..end)
    }

    /// The map that enters block `end`, from the one that enters block `first`;
    /// channels last.
    pub fn middle(&self, map: Tensor<4>, blocks: std::ops::Range<usize>) -> Tensor<4> {
        let blocks = self.blocks[blocks].iter();
        blocks.fold(map, |map, block| block.forward_last(map))
    }

    /// Class probabilities of features, `[items, 1280]` to `[items, n_classes]`.
    pub fn classify(&self, features: Tensor<2>) -> Tensor<2> {
        softmax(self.classifier.forward(features), 1)
    }

    /// The soft label of features: the word vectors of all classes, weighted
    /// by their probabilities; `[items, 1280]` to `[items, label_dim]`.
    pub fn soft_labels(&self, features: Tensor<2>) -> Tensor<2> {
        self.classify(features).matmul(self.label_vectors.val())
    }
}

impl MbConv {
    fn new(stage: &Stage, at: usize, device: &Device) -> Self {
        let Sizes {
            from,
            wide,
            stride,
            residual,
        } = stage.sizes(at);
        Self {
            expand: (stage.expansion > 1).then(|| convolution([from, wide], 1, 1, 1, device)),
            depthwise: convolution([wide, wide], stage.kernel, stride, wide, device),
            project: convolution([wide, stage.to], 1, 1, 1, device),
            residual,
        }
    }

    fn forward(&self, input: Tensor<4>) -> Tensor<4> {
        let wide = match &self.expand {
            Some(expand) => relu6(expand.forward(input.clone())),
            None => input.clone(),
        };
        let seen = relu6(self.depthwise.forward(wide));
        let output = self.project.forward(seen);
        match self.residual {
            true => output + input,
            false => output,
        }
    }

    /// The same with channels last, fused where the device can.
    fn forward_last(&self, input: Tensor<4>) -> Tensor<4> {
        let wide = match &self.expand {
            Some(expand) => pointwise(expand, input.clone(), Some(TOP)),
            None => input.clone(),
        };
        let [channels, _, kernel, _] = self.depthwise.weight.dims();
        let weights = self.depthwise.weight.val();
        let weights = weights.reshape([channels, kernel, kernel]);
        let seen = kernels::depthwise(
            wide,
            weights.permute([1, 2, 0]),
            bias(&self.depthwise),
            self.depthwise.stride[0],
            Some(TOP),
        );
        let output = pointwise(&self.project, seen, None);
        match self.residual {
            true => output + input,
            false => output,
        }
    }
}

/// A 1x1 convolution with channels last.
fn pointwise(layer: &Conv2d, map: Tensor<4>, top: Option<f32>) -> Tensor<4> {
    let [outputs, inputs, _, _] = layer.weight.dims();
    let weights = layer.weight.val().reshape([outputs, inputs]);
    kernels::pointwise(map, weights, bias(layer), top)
}

/// The bias of a convolution, which all of a backbone's have.
fn bias(layer: &Conv2d) -> Tensor<1> {
    match &layer.bias {
        Some(bias) => bias.val(),
        None => {
            let weight = layer.weight.val();
            Tensor::zeros([weight.dims()[0]], &weight.device())
        }
    }
}

/// A convolution padded as TensorFlow's "SAME" pads: what cannot be shared
/// evenly goes to the bottom and the right.
fn convolution(
    channels: [usize; 2],
    kernel: usize,
    stride: usize,
    groups: usize,
    device: &Device,
) -> Conv2d {
    Conv2dConfig::new(channels, [kernel, kernel])
        .with_stride([stride, stride])
        .with_groups(groups)
        .with_padding(PaddingConfig2d::Same)
        .init(device)
}
