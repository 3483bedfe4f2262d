use wasm_bindgen::JsValue;

use crate::bindings::{GpuBuffer, GpuPipeline, object, usage};
use crate::device::{Device, GpuError};

/// Bytes between the parameters of two steps: what every GPU can bind at.
const SLOT: usize = 256;

/// A number that a shader is given.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Given {
    Whole(u32),
    Real(f32),
}

impl From<u32> for Given {
    fn from(number: u32) -> Self {
        Self::Whole(number)
    }
}

impl From<usize> for Given {
    fn from(number: usize) -> Self {
        Self::Whole(number as u32)
    }
}

impl From<f32> for Given {
    fn from(number: f32) -> Self {
        Self::Real(number)
    }
}

/// Steps that are run one after the other, in one pass. What they bind is
/// made once; how much of it they read and write may change from run to run.
pub(crate) struct Recording {
    device: Device,
    slots: GpuBuffer,
    groups: Vec<JsValue>,
    bytes: Vec<u8>,
    steps: Vec<(GpuPipeline, [u32; 2])>,
}

impl Recording {
    pub fn new(device: &Device, most_steps: usize) -> Result<Self, GpuError> {
        let uses = usage::UNIFORM | usage::COPY_DST;
        Ok(Self {
            device: device.clone(),
            slots: device.buffer(most_steps * SLOT / 4, uses)?,
            groups: Vec::new(),
            bytes: Vec::new(),
            steps: Vec::new(),
        })
    }

    /// Forgets the steps, and keeps what they bind: the next ones must be the
    /// same shaders and buffers in the same order.
    pub fn begin(&mut self) {
        self.bytes.clear();
        self.steps.clear();
    }

    /// Adds a step. The parameters are the shader's binding 0, the buffers
    /// follow.
    pub fn step(
        &mut self,
        pipeline: &GpuPipeline,
        buffers: &[&GpuBuffer],
        given: &[Given],
        groups: [usize; 2],
    ) {
        let at = self.steps.len();
        if at == self.groups.len() {
            let slot = object(&[
                ("buffer", self.slots.clone().into()),
                ("offset", ((at * SLOT) as f64).into()),
                ("size", (SLOT as f64).into()),
            ]);
            let bound = buffers
                .iter()
                .map(|buffer| object(&[("buffer", JsValue::from((*buffer).clone()))]));
            let entries = std::iter::once(slot).chain(bound).enumerate();
            let entries = entries.map(|(binding, resource)| {
                object(&[("binding", (binding as u32).into()), ("resource", resource)])
            });
            let wanted = object(&[
                ("layout", pipeline.bind_group_layout(0)),
                ("entries", entries.collect::<js_sys::Array>().into()),
            ]);
            self.groups.push(self.device.gpu.create_bind_group(&wanted));
        }
        let start = self.bytes.len();
        self.bytes
            .extend(given.iter().flat_map(|given| match given {
                Given::Whole(number) => number.to_le_bytes(),
                Given::Real(number) => number.to_le_bytes(),
            }));
        self.bytes.resize(start + SLOT, 0);
        self.steps
            .push((pipeline.clone(), groups.map(|n| n.max(1) as u32)));
    }

    /// Runs the steps after the copies `before` them, then makes those that
    /// come `after`, all in one submit.
    pub fn run(&self, before: &[Copy<'_>], after: &[Copy<'_>]) -> Result<(), GpuError> {
        self.device.write(&self.slots, &self.bytes)?;
        let encoder = self.device.gpu.create_command_encoder();
        let copied = |copies: &[Copy<'_>]| {
            for copy in copies {
                let (to_offset, size) = (copy.to_offset as f64, copy.size as f64);
                encoder.copy(copy.from, 0.0, copy.to, to_offset, size);
            }
        };
        copied(before);
        let pass = encoder.begin_compute_pass();
        for ((pipeline, [x, y]), group) in self.steps.iter().zip(&self.groups) {
            pass.set_pipeline(pipeline);
            pass.set_bind_group(0, group);
            pass.dispatch(*x, *y);
        }
        pass.end();
        copied(after);
        self.device.submit(encoder.finish());
        Ok(())
    }
}

/// Bytes from the start of one buffer to a place in another.
pub(crate) struct Copy<'a> {
    pub from: &'a GpuBuffer,
    pub to: &'a GpuBuffer,
    pub to_offset: usize,
    pub size: usize,
}

/// How many workgroups of `size` cover `n`.
pub(crate) fn groups(n: usize, size: usize) -> usize {
    n.div_ceil(size)
}
