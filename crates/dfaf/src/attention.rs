use burn::module::Module;
use burn::nn::{Linear, LinearConfig};
use burn::tensor::activation::softmax;
use burn::tensor::{Bool, Device, Tensor};

use crate::product::product;

/// A score far below any other one; its softmax is exactly 0 in 32 bits.
const NEVER: f32 = -1.0e9;

/// The three projections of one modality: what it asks for, what it can be
/// found by, and what it says when it is read.
#[derive(Module, Debug)]
pub struct Attention {
    query: Linear,
    key: Linear,
    value: Linear,
    n_heads: usize,
}

/// What came of one modality reading another one (or itself).
#[derive(Debug, Clone)]
pub struct Reading {
    /// What was read, `[batch, readers, dim]`.
    pub values: Tensor<3>,
    /// Who read what, `[batch, heads, readers, read]`; rows sum to 1.
    pub map: Tensor<4>,
}

/// Queries, keys and values of one modality, each `[batch, items, dim]`.
#[derive(Debug, Clone)]
pub(crate) struct Projected {
    pub query: Tensor<3>,
    pub key: Tensor<3>,
    pub value: Tensor<3>,
}

impl Attention {
    /// Projections of `dim` to `dim`, for `n_heads` heads.
    pub fn new(dim: usize, n_heads: usize, device: &Device) -> Self {
        let linear = || LinearConfig::new(dim, dim).init(device);
        Self {
            query: linear(),
            key: linear(),
            value: linear(),
            n_heads,
        }
    }

    /// Projects `[batch, items, dim]` three times.
    pub(crate) fn project(&self, values: Tensor<3>) -> Projected {
        Projected {
            query: product(&self.query, values.clone()),
            key: product(&self.key, values.clone()),
            value: product(&self.value, values),
        }
    }

    /// How many heads share the width.
    pub(crate) fn n_heads(&self) -> usize {
        self.n_heads
    }
}

/// Scaled dot-product attention that keeps its map:
/// `softmax(Q K^T / sqrt(head_dim)) V`, with nothing read from padding.
///
/// # Shapes
/// - query: `[batch, readers, dim]`
/// - key, value: `[batch, read, dim]`
/// - padding of what is read: `[batch, read]`
pub(crate) fn attend(
    query: Tensor<3>,
    key: Tensor<3>,
    value: Tensor<3>,
    padding: &Tensor<2, Bool>,
    n_heads: usize,
) -> Reading {
    let [batch, readers, dim] = query.dims();
    let read = key.dims()[1];
    let scale = ((dim / n_heads) as f32).sqrt();

    let query = split_heads(query / scale, n_heads);
    let key = split_heads(key, n_heads).swap_dims(2, 3); // [batch, heads, head_dim, read]
    let never = padding
        .clone()
        .reshape([batch, 1, 1, read])
        .expand([batch, n_heads, readers, read]);
    let scores = query.matmul(key).mask_fill(never, NEVER); // [batch, heads, readers, read]
    let map = softmax(scores, 3);

    let values = map
        .clone()
        .matmul(split_heads(value, n_heads)) // [batch, heads, readers, head_dim]
        .swap_dims(1, 2)
        .reshape([batch, readers, dim]);
    Reading { values, map }
}

/// `[batch, items, dim]` to `[batch, heads, items, head_dim]`.
fn split_heads(values: Tensor<3>, n_heads: usize) -> Tensor<4> {
    let [batch, items, dim] = values.dims();
    values
        .reshape([batch, items, n_heads, dim / n_heads])
        .swap_dims(1, 2)
}
