//! The calls of WebGPU that are made, as the browser has them.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `navigator.gpu`
    #[derive(Clone, Debug)]
    pub type GpuEntry;
    #[wasm_bindgen(method, js_name = requestAdapter)]
    pub fn request_adapter(this: &GpuEntry) -> Promise;

    pub type GpuAdapter;
    #[wasm_bindgen(method, js_name = requestDevice)]
    pub fn request_device(this: &GpuAdapter) -> Promise;

    #[derive(Clone, Debug)]
    pub type GpuDevice;
    #[wasm_bindgen(method, getter)]
    pub fn queue(this: &GpuDevice) -> GpuQueue;
    #[wasm_bindgen(method, catch, js_name = createBuffer)]
    pub fn create_buffer(this: &GpuDevice, descriptor: &JsValue) -> Result<GpuBuffer, JsValue>;
    #[wasm_bindgen(method, js_name = createShaderModule)]
    pub fn create_shader_module(this: &GpuDevice, descriptor: &JsValue) -> JsValue;
    #[wasm_bindgen(method, js_name = createComputePipelineAsync)]
    pub fn create_compute_pipeline(this: &GpuDevice, descriptor: &JsValue) -> Promise;
    #[wasm_bindgen(method, js_name = createBindGroup)]
    pub fn create_bind_group(this: &GpuDevice, descriptor: &JsValue) -> JsValue;
    #[wasm_bindgen(method, js_name = createCommandEncoder)]
    pub fn create_command_encoder(this: &GpuDevice) -> GpuEncoder;

    #[derive(Clone, Debug)]
    pub type GpuQueue;
    #[wasm_bindgen(method, catch, js_name = writeBuffer)]
    pub fn write_buffer(
        this: &GpuQueue,
        buffer: &GpuBuffer,
        offset: f64,
        data: &Uint8Array,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    pub fn submit(this: &GpuQueue, commands: &Array);
    #[wasm_bindgen(method, js_name = onSubmittedWorkDone)]
    pub fn work_done(this: &GpuQueue) -> Promise;

    #[derive(Clone, Debug)]
    pub type GpuBuffer;
    #[wasm_bindgen(method, js_name = mapAsync)]
    pub fn map(this: &GpuBuffer, mode: u32, offset: f64, size: f64) -> Promise;
    #[wasm_bindgen(method, catch, js_name = getMappedRange)]
    pub fn mapped_range(this: &GpuBuffer, offset: f64, size: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method)]
    pub fn unmap(this: &GpuBuffer);
    #[wasm_bindgen(method)]
    pub fn destroy(this: &GpuBuffer);

    #[derive(Clone, Debug)]
    pub type GpuPipeline;
    #[wasm_bindgen(method, js_name = getBindGroupLayout)]
    pub fn bind_group_layout(this: &GpuPipeline, index: u32) -> JsValue;

    pub type GpuEncoder;
    #[wasm_bindgen(method, js_name = beginComputePass)]
    pub fn begin_compute_pass(this: &GpuEncoder) -> GpuPass;
    #[wasm_bindgen(method, js_name = copyBufferToBuffer)]
    pub fn copy(
        this: &GpuEncoder,
        from: &GpuBuffer,
        from_offset: f64,
        to: &GpuBuffer,
        to_offset: f64,
        size: f64,
    );
    #[wasm_bindgen(method)]
    pub fn finish(this: &GpuEncoder) -> JsValue;

    pub type GpuPass;
    #[wasm_bindgen(method, js_name = setPipeline)]
    pub fn set_pipeline(this: &GpuPass, pipeline: &GpuPipeline);
    #[wasm_bindgen(method, js_name = setBindGroup)]
    pub fn set_bind_group(this: &GpuPass, index: u32, group: &JsValue);
    #[wasm_bindgen(method, js_name = dispatchWorkgroups)]
    pub fn dispatch(this: &GpuPass, x: u32, y: u32);
    #[wasm_bindgen(method)]
    pub fn end(this: &GpuPass);
}

/// What a buffer may be used for (`GPUBufferUsage`).
pub mod usage {
    pub const MAP_READ: u32 = 1;
    pub const COPY_SRC: u32 = 4;
    pub const COPY_DST: u32 = 8;
    pub const UNIFORM: u32 = 64;
    pub const STORAGE: u32 = 128;
}

/// `GPUMapMode.READ`
pub const READ: u32 = 1;

/// `navigator.gpu`, in a page or a worker; none where there is no WebGPU.
pub fn entry() -> Option<GpuEntry> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let gpu = Reflect::get(&navigator, &"gpu".into()).ok()?;
    (!gpu.is_undefined() && !gpu.is_null()).then(|| gpu.unchecked_into())
}

/// A plain object.
pub fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}
