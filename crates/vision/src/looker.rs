use burn::tensor::{Device, Tensor, TensorData};

use crate::backbone::{Backbone, FEATURES};
use crate::prepared::Prepared;
use crate::{Photo, Regions, VisionConfig, fit};

/// A backbone that is ready to look at photos.
#[derive(Debug)]
pub struct Looker {
    eyes: Eyes,
    config: VisionConfig,
    device: Device,
}

#[derive(Debug)]
enum Eyes {
    /// On the CPU: weights in the order in which they are read.
    Prepared(Box<Prepared>),
    /// Anywhere else.
    Backbone(Box<Backbone>),
}

impl Looker {
    /// A looker with the weights of `backbone`, which lives on `device`.
    pub fn new(backbone: Backbone, config: VisionConfig, device: &Device) -> Self {
        let eyes = match Prepared::new(&backbone) {
            Some(prepared) => Eyes::Prepared(Box::new(prepared)),
            None => Eyes::Backbone(Box::new(backbone)),
        };
        Self {
            eyes,
            config,
            device: device.clone(),
        }
    }

    /// What [`Backbone::look`] sees, sooner.
    pub fn look(&self, photo: &Photo) -> Regions {
        let prepared = match &self.eyes {
            Eyes::Prepared(prepared) => prepared,
            Eyes::Backbone(backbone) => return backbone.look(photo, &self.config, &self.device),
        };
        let photo = fit(photo, self.config.input_size);
        let features = prepared.features(&photo);
        let soft_labels = prepared.soft_labels(&features);
        let features = self.rows(features, FEATURES);
        let soft_labels = self.rows(soft_labels, self.config.label_dim);
        Regions::of_cells(&photo, features, soft_labels, &self.config)
    }

    fn rows(&self, numbers: Vec<f32>, dim: usize) -> Tensor<2> {
        let shape = [numbers.len() / dim, dim];
        Tensor::from_data(TensorData::new(numbers, shape), &self.device)
    }
}
