use anyhow::Result;
use burn::tensor::Device;
use clap::ValueEnum;

/// What computes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum DeviceKind {
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
    #[arg(long, value_enum, default_value_t = DeviceKind::Cpu)]
    device: DeviceKind,
    /// How many of them share each step: the first graphics cards, or threads
    /// of the processor, each with a part of the step's examples.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    devices: u16,
}

impl Devices {
    /// The devices, at least one.
    ///
    /// # Errors
    /// A kind that this program was not built for, and graphics cards that are
    /// not there.
    pub fn open(self) -> Result<Vec<Device>> {
        let n = usize::from(self.devices);
        match self.device {
            DeviceKind::Cpu => Ok(vec![Device::flex(); n]),
            DeviceKind::Wgpu => wgpu(n),
            DeviceKind::Cuda => (0..n).map(cuda).collect(),
        }
    }
}

#[cfg(feature = "wgpu")]
fn wgpu(n: usize) -> Result<Vec<Device>> {
    use burn::tensor::{DeviceKind as Card, DeviceType};
    let found = Device::enumerate(DeviceType::Wgpu);
    if n == 1 {
        anyhow::ensure!(!found.is_empty(), "there is no graphics card here");
        // One alone is whatever the system takes for the best.
        return Ok(vec![Device::wgpu(Card::DefaultDevice)]);
    }
    let cards = (0..n).map(|at| Device::wgpu(Card::DiscreteGpu(at)));
    let cards: Vec<Device> = cards.filter(|card| found.contains(card)).collect();
    let n_cards = cards.len();
    anyhow::ensure!(
        n_cards == n,
        "--devices {n} wants as many graphics cards of their own, and {n_cards} are here"
    );
    Ok(cards)
}

#[cfg(not(feature = "wgpu"))]
fn wgpu(_: usize) -> Result<Vec<Device>> {
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
