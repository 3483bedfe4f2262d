use std::collections::BTreeMap;

use crate::bindings::GpuBuffer;
use crate::device::{Device, GpuError, bytes};

/// Tensors by name: shape and numbers, as they lie in the weights' file.
pub type Named = BTreeMap<String, (Vec<usize>, Vec<f32>)>;

/// The weights of a network on their way into one buffer. Places in it are
/// counted in vectors of four numbers.
pub(crate) struct Weights {
    named: Named,
    placed: Vec<f32>,
}

impl Weights {
    pub fn new(named: Named) -> Self {
        Self {
            named,
            placed: Vec::new(),
        }
    }

    pub fn has(&self, name: &str) -> bool {
        self.named.contains_key(name)
    }

    /// A tensor that there has to be.
    pub fn take(&self, name: &str) -> Result<&(Vec<usize>, Vec<f32>), GpuError> {
        let found = self.named.get(name);
        found.ok_or_else(|| GpuError(format!("the weights have no `{name}`")))
    }

    /// The shape of a matrix, `[inputs, outputs]`.
    pub fn shape(&self, name: &str) -> Result<[usize; 2], GpuError> {
        match self.take(name)?.0[..] {
            [inputs, outputs] => Ok([inputs, outputs]),
            _ => Err(GpuError(format!("`{name}` is no matrix"))),
        }
    }

    /// Puts rows of `width` numbers, each filled up to whole vectors, and as
    /// many rows of zeros as fill up four; their place.
    pub fn put(&mut self, numbers: &[f32], width: usize) -> u32 {
        let start = self.placed.len() / 4;
        for row in numbers.chunks(width) {
            self.placed.extend(row);
            self.placed
                .resize(self.placed.len().next_multiple_of(4), 0.0);
        }
        let rows = numbers.len() / width;
        let missing = rows.next_multiple_of(4) - rows;
        let pitch = width.next_multiple_of(4);
        if rows > 1 {
            self.placed.resize(self.placed.len() + missing * pitch, 0.0);
        }
        start as u32
    }

    /// Puts a tensor of two dimensions or one; its place.
    pub fn put_named(&mut self, name: &str) -> Result<u32, GpuError> {
        let (shape, numbers) = self.take(name)?.clone();
        Ok(self.put(&numbers, shape.last().copied().unwrap_or(1)))
    }

    /// Puts a matrix that lies as `[outputs, inputs]`, the other way round.
    pub fn put_turned(&mut self, name: &str) -> Result<u32, GpuError> {
        let (shape, numbers) = self.take(name)?.clone();
        let outputs = shape.first().copied().unwrap_or(1);
        Ok(self.put(&turned(&numbers, outputs), outputs))
    }

    /// Puts matrices side by side; their place.
    pub fn put_beside(&mut self, names: &[String]) -> Result<u32, GpuError> {
        let mut parts = Vec::with_capacity(names.len());
        for name in names {
            let (shape, numbers) = self.take(name)?;
            parts.push((numbers, shape.last().copied().unwrap_or(1)));
        }
        let rows = parts.first().map_or(0, |(all, width)| all.len() / width);
        let width = parts.iter().map(|(_, width)| width).sum();
        let lines = (0..rows).flat_map(|row| {
            parts
                .iter()
                .flat_map(move |(all, width)| &all[row * width..(row + 1) * width])
        });
        let beside: Vec<f32> = lines.copied().collect();
        Ok(self.put(&beside, width))
    }

    /// All that was put, on the GPU.
    pub fn upload(self, device: &Device) -> Result<GpuBuffer, GpuError> {
        let buffer = device.storage(self.placed.len())?;
        device.write(&buffer, &bytes(&self.placed))?;
        Ok(buffer)
    }
}

/// `[rows, columns]` as `[columns, rows]`.
pub(crate) fn turned(numbers: &[f32], rows: usize) -> Vec<f32> {
    let columns = numbers.len() / rows.max(1);
    let place = |at: usize| numbers[at % rows * columns + at / rows];
    (0..numbers.len()).map(place).collect()
}
