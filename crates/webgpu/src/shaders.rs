use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::bindings::{GpuPipeline, object};
use crate::device::{Device, GpuError, failed};

/// A pipeline for each shader.
#[derive(Debug, Clone)]
pub(crate) struct Shaders {
    pub attention: GpuPipeline,
    pub best: GpuPipeline,
    pub depthwise: GpuPipeline,
    pub evidence: GpuPipeline,
    pub fuse: GpuPipeline,
    pub gates: GpuPipeline,
    pub gru: GpuPipeline,
    pub multiply: GpuPipeline,
    pub norm: GpuPipeline,
    pub places: GpuPipeline,
    pub softmax: GpuPipeline,
    pub stem: GpuPipeline,
}

impl Shaders {
    /// Has all of them compiled at once.
    ///
    /// # Errors
    /// When the browser refuses one: it checks them first, and none is ever
    /// skipped in silence.
    pub async fn new(device: &Device) -> Result<Self, GpuError> {
        // Those that take longest set out first.
        let gru = start(device, include_str!("shaders/gru.wgsl"));
        let gates = start(device, include_str!("shaders/gates.wgsl"));
        let attention = start(device, include_str!("shaders/attention.wgsl"));
        let best = start(device, include_str!("shaders/best.wgsl"));
        let depthwise = start(device, include_str!("shaders/depthwise.wgsl"));
        let evidence = start(device, include_str!("shaders/evidence.wgsl"));
        let fuse = start(device, include_str!("shaders/fuse.wgsl"));
        let multiply = start(device, include_str!("shaders/multiply.wgsl"));
        let norm = start(device, include_str!("shaders/norm.wgsl"));
        let places = start(device, include_str!("shaders/places.wgsl"));
        let softmax = start(device, include_str!("shaders/softmax.wgsl"));
        let stem = start(device, include_str!("shaders/stem.wgsl"));
        Ok(Self {
            attention: ready(attention).await?,
            best: ready(best).await?,
            depthwise: ready(depthwise).await?,
            evidence: ready(evidence).await?,
            fuse: ready(fuse).await?,
            gates: ready(gates).await?,
            gru: ready(gru).await?,
            multiply: ready(multiply).await?,
            norm: ready(norm).await?,
            places: ready(places).await?,
            softmax: ready(softmax).await?,
            stem: ready(stem).await?,
        })
    }
}

fn start(device: &Device, code: &str) -> JsFuture {
    let module = object(&[("code", code.into())]);
    let module = device.gpu.create_shader_module(&module);
    let compute = object(&[("module", module), ("entryPoint", "main".into())]);
    let wanted = object(&[("layout", "auto".into()), ("compute", compute)]);
    device.gpu.create_compute_pipeline(&wanted).into()
}

async fn ready(pipeline: JsFuture) -> Result<GpuPipeline, GpuError> {
    let made = pipeline.await;
    let made = made.map_err(|error| failed("the GPU refused a shader", &error))?;
    Ok(made.unchecked_into())
}
