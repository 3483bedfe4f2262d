use kernels::{Norm, Packed};

use super::Take;

/// What burn's layer norm adds to a variance (burn-nn, `LayerNormConfig`).
pub(super) const EPSILON: f32 = 1e-5;

/// The tensors below a name.
pub(super) struct Source<'a, E> {
    take: Take<'a, E>,
    path: String,
}

impl<'a, E> Source<'a, E> {
    pub fn new(take: Take<'a, E>, path: &str) -> Self {
        Self {
            take,
            path: path.to_owned(),
        }
    }

    /// What lies one name further down.
    pub fn below(&mut self, name: &str) -> Source<'_, E> {
        Source {
            path: format!("{}.{name}", self.path),
            take: self.take,
        }
    }

    pub fn numbers(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, E> {
        (self.take)(&format!("{}.{name}", self.path), shape)
    }

    /// A layer with a bias, `[inputs, outputs]`.
    pub fn layer(&mut self, name: &str, shape: [usize; 2]) -> Result<Matrix, E> {
        Ok(Matrix {
            weights: self.numbers(&format!("{name}.weight"), &shape)?,
            bias: self.numbers(&format!("{name}.bias"), &shape[1..])?,
            shape,
        })
    }

    pub fn norm(&mut self, name: &str, dim: usize) -> Result<Norm, E> {
        let scale = self.numbers(&format!("{name}.gamma"), &[dim])?;
        let shift = self.numbers(&format!("{name}.beta"), &[dim])?;
        Ok(Norm::new(scale, shift, EPSILON))
    }

    /// A norm where there is one.
    pub fn norm_if(&mut self, there: bool, name: &str, dim: usize) -> Result<Option<Norm>, E> {
        there.then(|| self.norm(name, dim)).transpose()
    }
}

/// The weights of a layer, `[inputs, outputs]`, and its bias.
#[derive(Debug)]
pub(super) struct Matrix {
    pub weights: Vec<f32>,
    pub shape: [usize; 2],
    pub bias: Vec<f32>,
}

impl Matrix {
    /// Another layer that reads the same, in one with this.
    pub fn beside(self, other: Self) -> Self {
        let [(left, right), rows] = [
            (self.shape[1], other.shape[1]),
            (self.shape[0], other.shape[0]),
        ];
        debug_assert_eq!(rows.0, rows.1, "layers that read the same");
        Self {
            weights: kernels::rows::joined((&self.weights, left), (&other.weights, right)),
            shape: [rows.0, left + right],
            bias: [self.bias, other.bias].concat(),
        }
    }

    /// Those inputs alone, without a bias.
    pub fn inputs(&self, wanted: std::ops::Range<usize>) -> Self {
        let width = self.shape[1];
        Self {
            weights: self.weights[wanted.start * width..wanted.end * width].to_vec(),
            shape: [wanted.len(), width],
            bias: vec![0.0; width],
        }
    }

    pub fn packed(&self) -> Packed {
        Packed::new(&self.weights, self.shape, &self.bias)
    }

    /// The way back: outputs become inputs, without a bias.
    pub fn back(&self) -> Packed {
        Packed::transposed(&self.weights, self.shape, &[])
    }
}

/// The rows as a flow reads them.
pub(super) fn normed(norm: Option<&Norm>, rows: &[f32]) -> Vec<f32> {
    match norm {
        Some(norm) => norm.apply(rows).0,
        None => rows.to_vec(),
    }
}
