use crate::bindings::{GpuBuffer, GpuPipeline};
use crate::recording::{Given, Recording, groups};

/// Clamps to 0..6, as every activation of the backbone is.
pub(crate) const CLAMP: u32 = 1;
/// Adds what lies in another buffer.
pub(crate) const ADD: u32 = 2;
/// Adds to what lies where the product is written.
pub(crate) const ONTO: u32 = 4;
/// Nothing below 0 enters.
pub(crate) const RELU_IN: u32 = 8;
/// There is no bias.
pub(crate) const NO_BIAS: u32 = 16;

/// Where rows lie in a buffer: where the first begins, and how far the next is
/// from it, in vectors.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub buffer: &'a GpuBuffer,
    pub start: usize,
    pub pitch: usize,
}

impl<'a> Rows<'a> {
    pub fn new(buffer: &'a GpuBuffer, start: usize, pitch: usize) -> Self {
        Self {
            buffer,
            start,
            pitch,
        }
    }
}

/// The weights of a product: places in the buffer of all weights, for the rows
/// before the split and those after it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layer {
    /// Vectors that enter and leave.
    pub inputs: usize,
    pub outputs: usize,
    pub weights: [u32; 2],
    pub bias: [u32; 2],
}

/// `multiply.wgsl`
pub(crate) struct Multiplying<'a> {
    pub pipeline: &'a GpuPipeline,
    pub weights: &'a GpuBuffer,
}

impl Multiplying<'_> {
    /// Adds a product of some rows; `added` is what is added, and how far its
    /// rows are apart.
    #[expect(clippy::too_many_arguments, reason = "they are the shader's")]
    pub fn step(
        &self,
        recording: &mut Recording,
        (n_rows, split): (usize, usize),
        layer: &Layer,
        x: Rows<'_>,
        y: Rows<'_>,
        flags: u32,
        added: Option<(&GpuBuffer, usize)>,
    ) {
        let (add, add_pitch) = added.unwrap_or((self.weights, 0));
        let flags = flags | if added.is_some() { ADD } else { 0 };
        let given: [Given; 15] = [
            n_rows.into(),
            layer.inputs.into(),
            layer.outputs.into(),
            flags.into(),
            x.start.into(),
            x.pitch.into(),
            y.start.into(),
            y.pitch.into(),
            layer.weights[0].into(),
            layer.bias[0].into(),
            split.into(),
            add_pitch.into(),
            layer.weights[1].into(),
            layer.bias[1].into(),
            6.0.into(),
        ];
        let covered = [groups(layer.outputs, 4), groups(n_rows.div_ceil(4), 16)];
        let buffers = [self.weights, x.buffer, y.buffer, add];
        recording.step(self.pipeline, &buffers, &given, covered);
    }
}
