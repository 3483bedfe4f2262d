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

impl Heads {
    fn each(self) -> usize {
        self.dim / self.heads
    }

    /// Who reads whom: `softmax(Q K^T / sqrt(dim / heads))`. All items are
    /// there: what stands for nothing is left out, not masked.
    ///
    /// # Shapes
    /// - query: `[readers, dim]`; key: `[read, dim]`
    /// - output: `[heads, readers, read]`, rows sum to 1
    pub fn map(self, query: &[f32], key: &[f32]) -> Vec<f32> {
        let (each, dim) = (self.each(), self.dim);
        let (readers, read) = (query.len() / dim, key.len() / dim);
        let scale = 1.0 / (each as f32).sqrt();
        let mut map = vec![0.0; self.heads * readers * read];
        for (head, map) in map.chunks_exact_mut(readers * read).enumerate() {
            let mut asked = self.of_head(query, head);
            asked.iter_mut().for_each(|x| *x *= scale);
            let keys = self.of_head(key, head);
            let keys = Packed::transposed(&keys, [read, each], &[]);
            keys.multiply(&asked, Closing::default(), map);
        }
        softmax(&mut map, read);
        map
    }

    /// What is read by a map: for each reader the values of what it reads, by
    /// how much it reads them.
    ///
    /// # Shapes
    /// - map: `[heads, readers, read]`; value: `[read, dim]`
    /// - output: `[readers, dim]`
    pub fn read(self, map: &[f32], value: &[f32]) -> Vec<f32> {
        let (each, dim) = (self.each(), self.dim);
        let read = value.len() / dim;
        let readers = map.len() / (self.heads * read);
        let mut output = vec![0.0; readers * dim];
        let mut part = vec![0.0; readers * each];
        for (head, map) in map.chunks_exact(readers * read).enumerate() {
            let values = self.of_head(value, head);
            let values = Packed::new(&values, [read, each], &[]);
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
