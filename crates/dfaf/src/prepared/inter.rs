use kernels::{Closing, Heads, Norm, OfHeads, Packed, rows};

use super::layers::{Matrix, Source, normed};
use crate::DfafConfig;

/// The inter flow.
#[derive(Debug)]
pub(super) struct Inter {
    pub regions: InterSide,
    pub words: InterSide,
    heads: Heads,
    /// For each head, what a value that regions read adds to a region, and to
    /// what lies beside it in `Known`.
    spread: Vec<Packed>,
}

/// Queries and values, `[items, dim]`, and keys.
#[derive(Debug, Clone)]
pub(super) struct Projected {
    pub query: Vec<f32>,
    pub keys: OfHeads,
    pub value: Vec<f32>,
}

/// One modality of the flow.
#[derive(Debug)]
pub(super) struct InterSide {
    norm: Option<Norm>,
    dim: usize,
    /// Queries, keys, values, and what the modality's own values become, in one.
    project: Packed,
    from_read: Packed,
}

impl Inter {
    /// `ahead` is what the intra flow makes of regions first.
    pub fn new<E>(
        mut from: Source<'_, E>,
        config: &DfafConfig,
        heads: Heads,
        ahead: Option<&Packed>,
    ) -> Result<Self, E> {
        let (regions, output) = InterSide::new(from.below("regions"), config)?;
        let (words, _) = InterSide::new(from.below("words"), config)?;
        let each = heads.dim / heads.heads;
        let spread = (0..heads.heads).map(|head| {
            let from = heads.dim + head * each;
            let part = output.inputs(from..from + each);
            let Some(ahead) = ahead else {
                return part.packed();
            };
            let further = ahead.product(&part.weights);
            let (width, more) = (heads.dim, ahead.outputs());
            let weights = rows::joined((&part.weights, width), (&further, more));
            Packed::new(&weights, [each, width + more], &[])
        });
        Ok(Self {
            regions,
            words,
            heads,
            spread: spread.collect(),
        })
    }

    /// Adds to each region what it reads from the words.
    ///
    /// # Shapes
    /// - map: `[heads, regions, words]`; value: `[words, dim]`
    /// - kept: `[regions, width]`
    pub fn spread(&self, map: &[f32], value: &[f32], kept: &mut Vec<f32>) {
        let (dim, each) = (self.heads.dim, self.heads.dim / self.heads.heads);
        let n_words = value.len() / dim;
        let mut said = Vec::new();
        for (head, spread) in self.spread.iter().enumerate() {
            let of_head = rows::columns(value, dim, head * each..(head + 1) * each);
            said.extend_from_slice(&spread.product(&of_head));
        }
        let width = self.spread[0].outputs();
        let said = Packed::new(&said, [self.heads.heads * n_words, width], &[]);
        let add = std::mem::take(kept);
        *kept = vec![0.0; add.len()];
        let closing = Closing {
            top: None,
            add: Some(&add),
        };
        said.multiply(&self.heads.beside(map, n_words), closing, kept);
    }
}

impl InterSide {
    /// And its last layer.
    fn new<E>(mut from: Source<'_, E>, config: &DfafConfig) -> Result<(Self, Matrix), E> {
        let dim = config.dim;
        let query = from.layer("attention.query", [dim, dim])?;
        let key = from.layer("attention.key", [dim, dim])?;
        let value = from.layer("attention.value", [dim, dim])?;
        let output = from.layer("output", [2 * dim, dim])?;
        let own = Matrix {
            bias: output.bias.clone(),
            ..output.inputs(0..dim)
        };
        let side = Self {
            norm: from.norm_if(config.residual_norm, "norm", dim)?,
            dim,
            project: query.beside(key).beside(value).beside(own).packed(),
            from_read: output.inputs(dim..2 * dim).packed(),
        };
        Ok((side, output))
    }

    /// Queries, keys and values, and the modality's values after the flow but for
    /// what it reads.
    pub fn know(&self, heads: Heads, own: &[f32]) -> (Projected, Vec<f32>) {
        let dim = self.dim;
        let all = self.project.product(&normed(self.norm.as_ref(), own));
        let part = |at: usize| rows::columns(&all, 4 * dim, at * dim..(at + 1) * dim);
        let mut kept = part(3);
        if self.norm.is_some() {
            rows::add(&mut kept, own);
        }
        let projected = Projected {
            query: part(0),
            keys: heads.keys(&part(1)),
            value: part(2),
        };
        (projected, kept)
    }

    /// The modality after the flow, from what it read.
    pub fn receive(&self, read: &[f32], kept: &[f32]) -> Vec<f32> {
        let mut values = vec![0.0; kept.len()];
        let closing = Closing {
            top: None,
            add: Some(kept),
        };
        self.from_read.multiply(read, closing, &mut values);
        values
    }
}
