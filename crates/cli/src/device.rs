use anyhow::Result;
use burn::tensor::Device;
use clap::ValueEnum;

/// What computes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// The processor.
    #[default]
    Cpu,
    /// A graphics card, by Vulkan, Metal or DirectX; for a `vqa` that was built
    /// with `--features wgpu`.
    Wgpu,
    /// A graphics card of NVIDIA; for a `vqa` that was built with `--features
    /// cuda`.
    Cuda,
}

/// Which devices compute.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Devices {
    /// What computes the steps.
    #[arg(long, value_enum, default_value_t = Kind::Cpu)]
    device: Kind,
    /// How many of them share each step: the first graphics cards, or threads
    /// of the processor, each with a part of the step's examples.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    devices: u16,
}

impl Devices {
    /// The devices, at least one.
    ///
    /// # Errors
    /// A kind that this program was not built for.
    pub fn open(self) -> Result<Vec<Device>> {
        let n = usize::from(self.devices);
        (0..n).map(|at| self.device.open(at, n)).collect()
    }
}

impl Kind {
    /// One of `n` devices of this kind.
    fn open(self, at: usize, n: usize) -> Result<Device> {
        match self {
            Self::Cpu => Ok(Device::flex()),
            Self::Wgpu => wgpu(at, n),
            Self::Cuda => cuda(at),
        }
    }
}

#[cfg(feature = "wgpu")]
fn wgpu(at: usize, n: usize) -> Result<Device> {
    use burn::tensor::DeviceKind;
    // One alone is whatever the system takes for the best.
    Ok(Device::wgpu(match n {
        1 => DeviceKind::DefaultDevice,
        _ => DeviceKind::DiscreteGpu(at),
    }))
}

#[cfg(not(feature = "wgpu"))]
fn wgpu(_: usize, _: usize) -> Result<Device> {
    anyhow::bail!("this vqa cannot use wgpu; build it with `cargo build --features wgpu`")
}

#[cfg(feature = "cuda")]
fn cuda(at: usize) -> Result<Device> {
    Ok(Device::cuda(at))
}

#[cfg(not(feature = "cuda"))]
fn cuda(_: usize) -> Result<Device> {
    anyhow::bail!("this vqa cannot use CUDA; build it with `cargo build --features cuda`")
}
