use std::fmt;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::bindings::{self, GpuAdapter, GpuBuffer, GpuDevice, READ, object, usage};
use crate::looking::Looking;
use crate::shaders::Shaders;
use crate::thinking::Thinking;
use crate::weights::{Named, Weights};

/// Why the networks cannot run on the GPU, or stopped doing so.
#[derive(Debug)]
pub struct GpuError(pub String);

impl fmt::Display for GpuError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for GpuError {}

pub(crate) fn failed(what: &str, error: &JsValue) -> GpuError {
    let message = js_sys::Reflect::get(error, &"message".into()).ok();
    let message = message.and_then(|message| message.as_string());
    GpuError(format!("{what}: {}", message.unwrap_or_default()))
}

/// Both networks on a GPU.
pub struct Gpu {
    pub(crate) looking: Looking,
    pub(crate) thinking: Thinking,
}

impl Gpu {
    /// Opens the browser's GPU and puts the weights there.
    ///
    /// # Errors
    /// [`GpuError`] where there is none, where it refuses a shader, and for
    /// networks of a kind that has no shader here.
    pub async fn new(
        vision: &vision::VisionConfig,
        network: &dfaf::DfafConfig,
        max_words: usize,
        eyes: Named,
        mind: Named,
    ) -> Result<Self, GpuError> {
        let device = Device::open().await?;
        let shaders = Shaders::new(&device).await?;
        Ok(Self {
            looking: Looking::new(
                &device,
                &shaders,
                vision,
                network,
                Weights::new(eyes),
                &mind,
            )?,
            thinking: Thinking::new(
                &device,
                shaders,
                vision,
                network,
                max_words,
                Weights::new(mind),
            )?,
        })
    }
}

/// The browser's GPU, and what is made on it.
#[derive(Debug, Clone)]
pub(crate) struct Device {
    pub gpu: GpuDevice,
}

impl Device {
    async fn open() -> Result<Self, GpuError> {
        let entry = bindings::entry();
        let entry = entry.ok_or_else(|| GpuError("there is no WebGPU here".to_owned()))?;
        let adapter = JsFuture::from(entry.request_adapter()).await;
        let adapter = adapter.map_err(|error| failed("no GPU was given", &error))?;
        if adapter.is_null() {
            return Err(GpuError("the browser has no GPU to give".to_owned()));
        }
        let adapter: GpuAdapter = adapter.unchecked_into();
        let device = JsFuture::from(adapter.request_device()).await;
        let device = device.map_err(|error| failed("the GPU could not be opened", &error))?;
        Ok(Self {
            gpu: device.unchecked_into(),
        })
    }

    /// A buffer of `n` numbers of 32 bits.
    pub fn buffer(&self, n: usize, uses: u32) -> Result<GpuBuffer, GpuError> {
        let size = (n.max(4) * 4).next_multiple_of(16) as f64;
        let wanted = object(&[("size", size.into()), ("usage", uses.into())]);
        let made = self.gpu.create_buffer(&wanted);
        made.map_err(|error| failed("the GPU has no room", &error))
    }

    /// A buffer that shaders read and write.
    pub fn storage(&self, n: usize) -> Result<GpuBuffer, GpuError> {
        self.buffer(n, usage::STORAGE | usage::COPY_DST | usage::COPY_SRC)
    }

    pub fn write(&self, buffer: &GpuBuffer, bytes: &[u8]) -> Result<(), GpuError> {
        // The queue takes its copy at once; this one is on this side.
        let bytes = Uint8Array::from(bytes);
        let written = self.gpu.queue().write_buffer(buffer, 0.0, &bytes);
        written.map_err(|error| failed("the GPU took no data", &error))
    }

    /// Waits until all that was submitted is done.
    pub async fn done(&self) -> Result<(), GpuError> {
        let done = JsFuture::from(self.gpu.queue().work_done()).await;
        done.map(|_| ())
            .map_err(|error| failed("the GPU failed", &error))
    }

    /// The first `n` bytes of a buffer that can be mapped.
    pub async fn read(&self, buffer: &GpuBuffer, n: usize) -> Result<Vec<u8>, GpuError> {
        let n = n as f64;
        let mapped = JsFuture::from(buffer.map(READ, 0.0, n)).await;
        mapped.map_err(|error| failed("nothing could be read back", &error))?;
        let range = buffer.mapped_range(0.0, n);
        let range = range.map_err(|error| failed("nothing could be read back", &error))?;
        let bytes = Uint8Array::new(&range).to_vec();
        buffer.unmap();
        Ok(bytes)
    }

    pub fn submit(&self, commands: JsValue) {
        self.gpu.queue().submit(&Array::of1(&commands));
    }
}

/// Numbers as the bytes that a GPU reads.
pub(crate) fn bytes(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|x| x.to_le_bytes()).collect()
}
