//! The mean of networks that went apart from one start (Wortsman et al., *Model
//! soups*, 2022): it answers as well as all of them together, in the time of one.

use std::collections::VecDeque;
use std::path::PathBuf;

use ::train::{Run, network_in};
use anyhow::{Context, Result, ensure};
use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::tensor::{Device, Tensor, TensorData};

use crate::output;

/// Write the mean of several runs as a run.
///
/// They must have started from one network, by `vqa train --from`, and know the
/// same words and answers.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of a run; at least two.
    #[arg(long = "run", required = true)]
    runs: Vec<PathBuf>,
    /// The folder to write.
    #[arg(long)]
    out: PathBuf,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let [first, others @ ..] = &arguments.runs[..] else {
        anyhow::bail!("name a run");
    };
    ensure!(!others.is_empty(), "name two runs or more");
    ensure!(
        !arguments.out.join(Run::FILE).exists(),
        "{} holds a run; give another --out",
        arguments.out.display()
    );
    let device = Device::flex();
    let about = Run::read(first)?;
    let mut mean = network_in(first, &about.network, &device)?;
    for (at, other) in others.iter().enumerate() {
        ensure!(
            Run::read(other)? == about,
            "{} and {} are runs of different networks, words or answers",
            first.display(),
            other.display()
        );
        let next = network_in(other, &about.network, &device)?;
        let mut values = Values(VecDeque::new());
        next.visit(&mut values);
        let share = 1.0 / (at + 2) as f32;
        mean = mean.map(&mut Mix {
            other: values.0,
            share,
        });
    }
    fs_err::create_dir_all(&arguments.out)?;
    fs_err::copy(first.join(Run::FILE), arguments.out.join(Run::FILE))?;
    let saved = mean.save_file(arguments.out.join(Run::BEST));
    saved.context("cannot write the weights")?;
    output::line(&format!("the mean of {} runs", arguments.runs.len()))
}

/// All weights of a network, in the order of its parts.
struct Values(VecDeque<TensorData>);

impl ModuleVisitor for Values {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        self.0.push_back(param.val().into_data());
    }
}

/// Moves each weight some way towards that of another network.
struct Mix {
    other: VecDeque<TensorData>,
    share: f32,
}

impl ModuleMapper for Mix {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let other = self.other.pop_front();
        param.map(|own| match other {
            Some(other) => {
                let other = Tensor::from_data(other, &own.device());
                own.clone() + (other - own) * self.share
            }
            None => own,
        })
    }
}
