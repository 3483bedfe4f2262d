use kernels::{Heads, Norm, Packed, Spread, rows, sigmoid};

use super::layers::{Matrix, Source};
use crate::{DfafConfig, IntraFlow};

/// Directions that are followed together.
const AT_ONCE: usize = 32;

/// The intra flow.
#[derive(Debug)]
pub(super) struct Intra {
    pub regions: IntraSide,
    pub words: IntraSide,
}

/// One modality of the flow.
#[derive(Debug)]
pub(super) struct IntraSide {
    norm: Option<Norm>,
    /// Queries and keys of what was not normed yet; the norm's scale is in it.
    pub ahead: Packed,
    /// What the norm's mean and shift come to in them.
    sums: Vec<f32>,
    bias: Vec<f32>,
    gate: Option<Packed>,
    value: Packed,
    value_of_head: Vec<Packed>,
    output: Packed,
    /// The output's way back, and that of the values of each head.
    output_back: Packed,
    value_back: Vec<Packed>,
    value_bias: Vec<f32>,
    output_bias: Vec<f32>,
}

/// A modality at the end of a block, of which not everything is computed yet.
pub(super) struct Ending<'a> {
    /// `[items, dim]`
    values: Vec<f32>,
    dim: usize,
    renewing: Option<Renewing<'a>>,
}

struct Renewing<'a> {
    side: &'a IntraSide,
    heads: Heads,
    normed: Vec<f32>,
    /// `[heads, items, items]`
    map: Vec<f32>,
}

impl Intra {
    pub fn new<E>(mut from: Source<'_, E>, config: &DfafConfig, heads: Heads) -> Result<Self, E> {
        Ok(Self {
            regions: IntraSide::new(from.below("regions"), config, heads)?,
            words: IntraSide::new(from.below("words"), config, heads)?,
        })
    }

    /// What the flow makes of regions first.
    pub fn ahead(&self) -> &Packed {
        &self.regions.ahead
    }
}

impl IntraSide {
    fn new<E>(mut from: Source<'_, E>, config: &DfafConfig, heads: Heads) -> Result<Self, E> {
        let (dim, each) = (heads.dim, heads.dim / heads.heads);
        let query = from.layer("attention.query", [dim, dim])?;
        let key = from.layer("attention.key", [dim, dim])?;
        let mut ahead = query.beside(key);
        let value = from.layer("attention.value", [dim, dim])?;
        let output = from.layer("output", [dim, dim])?;
        let norm = from.norm_if(config.residual_norm, "norm", dim)?;
        let gate = match config.intra {
            IntraFlow::Dynamic => Some(from.layer("gate", [dim, dim])?.packed()),
            _ => None,
        };
        let mut bias = std::mem::take(&mut ahead.bias);
        if let Some(norm) = &norm {
            let shifted = Packed::new(&ahead.weights, ahead.shape, &[]).product(norm.shift());
            rows::add(&mut bias, &shifted);
            let scaled = norm
                .scale()
                .iter()
                .zip(ahead.weights.chunks_exact_mut(bias.len()));
            scaled.for_each(|(scale, row)| rows::scale(row, &vec![*scale; row.len()]));
        }
        let ones = vec![1.0; dim];
        let ahead = Packed::new(&ahead.weights, ahead.shape, &[]);
        let of_heads = (0..heads.heads).map(|head| {
            let of_head = head * each..(head + 1) * each;
            Matrix {
                weights: rows::columns(&value.weights, dim, of_head.clone()),
                shape: [dim, each],
                bias: value.bias[of_head].to_vec(),
            }
        });
        let of_heads: Vec<Matrix> = of_heads.collect();
        Ok(Self {
            sums: ahead.product(&ones),
            ahead,
            bias,
            gate,
            value: value.packed(),
            output: output.packed(),
            output_back: output.back(),
            value_of_head: of_heads.iter().map(Matrix::packed).collect(),
            value_back: of_heads.iter().map(Matrix::back).collect(),
            value_bias: value.bias,
            output_bias: output.bias,
            norm,
        })
    }

    /// The modality as the flow reads it, and what the spread of each item was.
    pub fn normed(&self, own: &[f32]) -> (Vec<f32>, Option<Vec<Spread>>) {
        match &self.norm {
            Some(norm) => {
                let (normed, spreads) = norm.apply(own);
                (normed, Some(spreads))
            }
            None => (own.to_vec(), None),
        }
    }

    /// What the other modality sets, `[dim]`; none in a static flow.
    pub fn gate(&self, other: &[f32], dim: usize) -> Option<Vec<f32>> {
        let mut gate = self.gate.as_ref()?.product(&rows::mean(other, dim));
        sigmoid(&mut gate);
        Some(gate)
    }

    /// Who reads whom, `[heads, items, items]`, from queries and keys of what was
    /// not normed yet.
    pub fn map(
        &self,
        heads: Heads,
        (mut ahead, spreads): (Vec<f32>, Option<Vec<Spread>>),
        gate: Option<&[f32]>,
    ) -> Vec<f32> {
        let (dim, n) = (heads.dim, ahead.len() / (2 * heads.dim));
        let even = Spread {
            mean: 0.0,
            factor: 1.0,
        };
        let spreads = spreads.unwrap_or_else(|| vec![even; n]);
        rows::evened(&mut ahead, &spreads, &self.sums, &self.bias);
        let mut query = rows::columns(&ahead, 2 * dim, 0..dim);
        if let Some(gate) = gate {
            // Queries and keys are both amplified: here it is done to one of them.
            let amplify: Vec<f32> = gate.iter().map(|x| (1.0 + x) * (1.0 + x)).collect();
            rows::scale(&mut query, &amplify);
        }
        let key = rows::columns(&ahead, 2 * dim, dim..2 * dim);
        heads.map(&query, &heads.keys(&key))
    }

    pub fn ending(
        &self,
        heads: Heads,
        values: Vec<f32>,
        normed: Vec<f32>,
        map: &[f32],
    ) -> Ending<'_> {
        Ending {
            values,
            dim: heads.dim,
            renewing: Some(Renewing {
                side: self,
                heads,
                normed,
                map: map.to_vec(),
            }),
        }
    }
}

impl Ending<'_> {
    /// Nothing is renewed.
    pub fn plain(values: Vec<f32>, dim: usize) -> Self {
        Self {
            values,
            dim,
            renewing: None,
        }
    }

    /// How many items there are.
    pub fn count(&self) -> usize {
        self.values.len() / self.dim
    }

    /// All of it, `[items, dim]`.
    pub fn values(self) -> Vec<f32> {
        let Some(Renewing {
            side,
            heads,
            mut normed,
            map,
        }) = self.renewing
        else {
            return self.values;
        };
        let read = heads.read(&map, &heads.values(&side.value.product(&normed)));
        rows::add(&mut normed, &read);
        let mut new = side.output.product(&normed);
        if side.norm.is_some() {
            rows::add(&mut new, &self.values);
        }
        new
    }

    /// The mean of the items, `[dim]`.
    pub fn mean(&self) -> Vec<f32> {
        let own = rows::mean(&self.values, self.dim);
        let Some(Renewing {
            side,
            heads,
            normed,
            map,
        }) = &self.renewing
        else {
            return own;
        };
        // Rows of a map sum to 1, so the bias of what is read stays as it is.
        let (dim, each) = (self.dim, self.dim / heads.heads);
        let items = Packed::new(normed, [normed.len() / dim, dim], &[]);
        let mixed = items.product(&heads.mean_reader(map, normed.len() / dim)); // [heads, dim]
        let mut all = rows::mean(normed, dim);
        let parts = all.chunks_exact_mut(each).zip(mixed.chunks_exact(dim));
        for ((part, mixed), value) in parts.zip(&side.value_of_head) {
            rows::add(part, &value.product(mixed));
        }
        let mut mean = side.output.product(&all);
        if side.norm.is_some() {
            rows::add(&mut mean, &own);
        }
        mean
    }

    /// How far each item goes in some directions.
    ///
    /// # Shapes
    /// - directions: `[asked, dim]`
    /// - output: `[asked, items]`
    pub fn along(&self, directions: &[f32]) -> Vec<f32> {
        // Not all at once: a network's own test asks about every answer.
        let parts = directions.chunks(AT_ONCE * self.dim);
        parts.flat_map(|part| self.along_some(part)).collect()
    }

    fn along_some(&self, directions: &[f32]) -> Vec<f32> {
        let (dim, items) = (self.dim, self.count());
        let asked = directions.len() / dim;
        // `[items, asked]`
        let towards = |items: &[f32], directions: &[f32]| {
            Packed::transposed(directions, [asked, dim], &[]).product(items)
        };
        let Some(Renewing {
            side,
            heads,
            normed,
            map,
        }) = &self.renewing
        else {
            return rows::turned(&towards(&self.values, directions), asked);
        };
        let each = dim / heads.heads;
        let inner = side.output_back.product(directions); // [asked, dim]
        let mut far = towards(normed, &inner);
        if side.norm.is_some() {
            rows::add(&mut far, &towards(&self.values, directions));
        }
        let maps = map.chunks_exact(items * items);
        for (head, (back, map)) in side.value_back.iter().zip(maps).enumerate() {
            let of_head = head * each..(head + 1) * each;
            let inner = rows::columns(&inner, dim, of_head);
            let said = towards(normed, &back.product(&inner));
            let read = Packed::new(&said, [items, asked], &[]).product(map);
            rows::add(&mut far, &read);
        }
        let mut constants = Packed::new(&side.value_bias, [dim, 1], &[]).product(&inner);
        let outer = Packed::new(&side.output_bias, [dim, 1], &[]).product(directions);
        rows::add(&mut constants, &outer);
        for row in far.chunks_exact_mut(asked) {
            rows::add(row, &constants);
        }
        rows::turned(&far, asked)
    }
}
