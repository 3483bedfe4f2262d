//! Attention of several heads that keeps its map.

use crate::activation::softmax;
use crate::{Closing, Packed, rows};

/// Who reads whom, and in how many heads.
#[derive(Debug, Clone, Copy)]
pub struct Heads {
    /// Heads, which share the width evenly.
    pub heads: usize,
    /// Numbers of a query, key or value: those of all heads.
    pub dim: usize,
}

/// Keys or values, head by head, in the order in which a product reads them.
#[derive(Debug, Clone)]
pub struct OfHeads(Vec<Packed>);

impl Heads {
    fn each(self) -> usize {
        self.dim / self.heads
    }

    /// Keys, `[read, dim]`, as [`map`](Self::map) reads them.
    pub fn keys(self, key: &[f32]) -> OfHeads {
        let (each, dim) = (self.each(), self.dim);
        let of_head = |head| {
            let shape = [each, key.len() / dim];
            Packed::strided(&key[head * each..], shape, [1, dim], &[])
        };
        OfHeads((0..self.heads).map(of_head).collect())
    }

    /// Values, `[read, dim]`, as [`read`](Self::read) reads them.
    pub fn values(self, value: &[f32]) -> OfHeads {
        let (each, dim) = (self.each(), self.dim);
        let of_head = |head| {
            let shape = [value.len() / dim, each];
            Packed::strided(&value[head * each..], shape, [dim, 1], &[])
        };
        OfHeads((0..self.heads).map(of_head).collect())
    }

    /// Who reads whom: `softmax(Q K^T / sqrt(dim / heads))`. All items are
    /// there: what stands for nothing is left out, not masked.
    ///
    /// # Shapes
    /// - query: `[readers, dim]`
    /// - output: `[heads, readers, read]`, rows sum to 1
    pub fn map(self, query: &[f32], keys: &OfHeads) -> Vec<f32> {
        let Some(read) = keys.0.first().map(Packed::outputs) else {
            return Vec::new();
        };
        let readers = query.len() / self.dim;
        let scale = 1.0 / (self.each() as f32).sqrt();
        let mut map = vec![0.0; self.heads * readers * read];
        let maps = map.chunks_exact_mut(readers * read).zip(&keys.0);
        for (head, (map, keys)) in maps.enumerate() {
            let mut asked = self.of_head(query, head);
            asked.iter_mut().for_each(|x| *x *= scale);
            keys.multiply(&asked, Closing::default(), map);
        }
        softmax(&mut map, read);
        map
    }

    /// What is read by a map: for each reader the values of what it reads, by
    /// how much it reads them.
    ///
    /// # Shapes
    /// - map: `[heads, readers, read]`
    /// - output: `[readers, dim]`
    pub fn read(self, map: &[f32], values: &OfHeads) -> Vec<f32> {
        let (each, dim) = (self.each(), self.dim);
        let Some(read) = values.0.first().map(Packed::inputs) else {
            return Vec::new();
        };
        let readers = map.len() / (self.heads * read);
        let mut output = vec![0.0; readers * dim];
        let mut part = vec![0.0; readers * each];
        let maps = map.chunks_exact(readers * read).zip(&values.0);
        for (head, (map, values)) in maps.enumerate() {
            values.multiply(map, Closing::default(), &mut part);
            let rows = output.chunks_exact_mut(dim).zip(part.chunks_exact(each));
            rows.for_each(|(row, part)| row[head * each..][..each].copy_from_slice(part));
        }
        output
    }

    /// The numbers of one head, item by item.
    fn of_head(self, items: &[f32], head: usize) -> Vec<f32> {
        let each = self.each();
        rows::columns(items, self.dim, head * each..(head + 1) * each)
    }

    /// One column for each head and item that is read: `[heads, readers, read]`
    /// to `[readers, heads * read]`.
    pub fn beside(self, map: &[f32], read: usize) -> Vec<f32> {
        let readers = map.len() / (self.heads * read);
        let mut beside = Vec::with_capacity(map.len());
        for reader in 0..readers {
            for head in 0..self.heads {
                beside.extend_from_slice(&map[(head * readers + reader) * read..][..read]);
            }
        }
        beside
    }

    /// How much each item is read by all readers together, as a mean:
    /// `[heads, readers, read]` to `[heads, read]`.
    pub fn mean_reader(self, map: &[f32], read: usize) -> Vec<f32> {
        let of_heads = map.chunks_exact(map.len() / self.heads);
        of_heads.flat_map(|map| rows::mean(map, read)).collect()
    }
}
