use anyhow::Result;
use burn::tensor::Device;
use clap::ValueEnum;

/// What computes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// The processor.
    #[default]
    Cpu,
    /// The first graphics card, by Vulkan, Metal or DirectX; for a `vqa` that
    /// was built with `--features wgpu`.
    Wgpu,
    /// The first graphics card of NVIDIA; for a `vqa` that was built with
    /// `--features cuda`.
    Cuda,
}

impl Kind {
    /// The device of this kind.
    ///
    /// # Errors
    /// A kind that this program was not built for.
    pub fn open(self) -> Result<Device> {
        match self {
            Self::Cpu => Ok(Device::flex()),
            Self::Wgpu => wgpu(),
            Self::Cuda => cuda(),
        }
    }
}

#[cfg(feature = "wgpu")]
fn wgpu() -> Result<Device> {
    Ok(Device::wgpu(burn::tensor::DeviceKind::DefaultDevice))
}

#[cfg(not(feature = "wgpu"))]
fn wgpu() -> Result<Device> {
    anyhow::bail!("this vqa cannot use wgpu; build it with `cargo build --features wgpu`")
}

#[cfg(feature = "cuda")]
fn cuda() -> Result<Device> {
    Ok(Device::cuda(0))
}

#[cfg(not(feature = "cuda"))]
fn cuda() -> Result<Device> {
    anyhow::bail!("this vqa cannot use CUDA; build it with `cargo build --features cuda`")
}
