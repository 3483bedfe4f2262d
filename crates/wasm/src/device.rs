use burn::tensor::Device;

use crate::error::Failure;

/// Opens the device that a page asked for: `cpu` or `webgpu`.
pub(crate) async fn open(backend: &str) -> Result<Device, Failure> {
    match backend {
        "cpu" => Ok(Device::flex()),
        "webgpu" => open_gpu().await,
        other => Err(Failure::gpu(format!("there is no backend `{other}`"))),
    }
}

#[cfg(feature = "gpu")]
async fn open_gpu() -> Result<Device, Failure> {
    let opened = Device::wgpu_options().init_async().await;
    opened.map_err(|error| Failure::gpu(format!("WebGPU cannot be used here: {error:?}")))
}

#[cfg(not(feature = "gpu"))]
async fn open_gpu() -> Result<Device, Failure> {
    Err(Failure::gpu("this module has no WebGPU in it".to_owned()))
}
