use burn::tensor::{Bool, Int, Tensor};

/// One modality inside the network: regions or words, and which of them are
/// only there to fill the batch.
#[derive(Debug, Clone)]
pub struct Features {
    /// `[batch, items, dim]`
    pub values: Tensor<3>,
    /// `[batch, items]`, true where there is nothing.
    pub padding: Tensor<2, Bool>,
}

impl Features {
    /// The mean over the items that are there.
    ///
    /// # Shapes
    /// - output: `[batch, dim]`
    pub fn mean(&self) -> Tensor<2> {
        let [batch, _, dim] = self.values.dims();
        let total = (self.values.clone() * self.present()).sum_dim(1);
        (total / self.count()).reshape([batch, dim])
    }

    /// 1 for an item that is there, 0 for padding: `[batch, items, 1]`.
    pub fn present(&self) -> Tensor<3> {
        self.padding.clone().bool_not().float().unsqueeze_dim(2)
    }

    /// How many items are there, at least 1: `[batch, 1, 1]`.
    pub fn count(&self) -> Tensor<3> {
        self.present().sum_dim(1).clamp_min(1.0)
    }

    /// Those of `index`, `[questions]`.
    pub fn select(&self, index: &Tensor<1, Int>) -> Self {
        Self {
            values: self.values.clone().select(0, index.clone()),
            padding: self.padding.clone().select(0, index.clone()),
        }
    }

    /// The map of a modality that reads nothing of another,
    /// `[batch, heads, items, other items]`, all 0.
    pub(crate) fn reads_nothing_of(&self, other: &Self, n_heads: usize) -> Tensor<4> {
        let [batch, items, _] = self.values.dims();
        let [_, other_items, _] = other.values.dims();
        let shape = [batch, n_heads, items, other_items];
        Tensor::zeros(shape, &self.values.device())
    }

    /// The same items with other values.
    pub fn with_values(&self, values: Tensor<3>) -> Self {
        Self {
            values,
            padding: self.padding.clone(),
        }
    }
}
