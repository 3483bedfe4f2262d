use burn::module::{Module, ModuleMapper, Param};
use burn::nn::{Linear, LinearConfig};
use burn::tensor::{Device, Tensor};
use vision::{Backbone, FEATURES, FIRST_TRAINED};

/// The logit that labels start from: about one photo in fifty shows one.
const RARE: f32 = -4.0;

/// A backbone whose last stages learn, and what its cells say of labels.
#[derive(Module, Debug)]
pub struct Eyes {
    /// The backbone; all before stage 6 stays as it is.
    pub backbone: Backbone,
    labels: Linear,
}

impl Eyes {
    /// Eyes that start from a trained backbone and know nothing of labels.
    pub fn new(backbone: Backbone, n_labels: usize, device: &Device) -> Self {
        let mut backbone = backbone.no_grad();
        let blocks = std::mem::take(&mut backbone.blocks);
        backbone.blocks = blocks
            .into_iter()
            .enumerate()
            .map(|(at, block)| match at < FIRST_TRAINED {
                true => block,
                false => block.map(&mut Learning),
            })
            .collect();
        backbone.head = backbone.head.map(&mut Learning);
        let labels = label_layer(FEATURES, n_labels, device);
        Self { backbone, labels }
    }

    /// What each cell says of each label, `[photos, cells, labels]`, from the
    /// [regions](Backbone::regions_of_maps) of photos.
    pub fn labels(&self, regions: Tensor<3>) -> Tensor<3> {
        let [_, n_regions, _] = regions.dims();
        let features = regions.narrow(1, 0, n_regions - 1).narrow(2, 0, FEATURES);
        self.labels.forward(features)
    }
}

/// What a region says of labels, before anything is learnt: that all are rare.
///
/// # Shapes
/// - regions: `[.., dim]`
/// - output: logits, `[.., n_labels]`
pub fn label_layer(dim: usize, n_labels: usize, device: &Device) -> Linear {
    let mut labels = LinearConfig::new(dim, n_labels).init(device);
    labels.weight = Param::from_tensor(Tensor::zeros([dim, n_labels], device));
    labels.bias = Some(Param::from_tensor(Tensor::full([n_labels], RARE, device)));
    labels
}

/// Marks weights as those that learn.
struct Learning;

impl ModuleMapper for Learning {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        param.set_require_grad(true)
    }
}
