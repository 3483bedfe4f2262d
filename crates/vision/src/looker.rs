use crate::prepared::Prepared;
use crate::{Photo, Regions, Take, VisionConfig, fit};

/// A backbone that is ready to look at photos, on the processor: its weights
/// lie in the order in which they are read.
#[derive(Debug)]
pub struct Looker {
    eyes: Prepared,
    config: VisionConfig,
}

impl Looker {
    /// A looker of the sizes of `config`, which have to be valid; `take` gives the
    /// numbers of each of its tensors by the name and shape that it has in
    /// [`Backbone`](crate::Backbone).
    ///
    /// # Errors
    /// The first of `take`.
    pub fn new<E>(config: VisionConfig, take: Take<'_, E>) -> Result<Self, E> {
        Ok(Self {
            eyes: Prepared::new(&config, take)?,
            config,
        })
    }

    /// What [`Backbone::look`](crate::Backbone::look) sees, sooner.
    pub fn look(&self, photo: &Photo) -> Regions {
        let photo = fit(photo, self.config.input_size);
        let features = self.eyes.features(&photo);
        let soft_labels = self.eyes.soft_labels(&features);
        Regions::of_cells(&photo, &features, &soft_labels, &self.config)
    }
}
