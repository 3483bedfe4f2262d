//! Eight or four bits per weight and one scale per block of weights.

use burn::tensor::f16;

/// The most weights that share a scale.
pub(crate) const BLOCK: usize = 32;

/// Rows shorter than this are not blocks of their own: the scales would weigh
/// as much as the weights.
const SHORTEST_ROW: usize = 8;

/// How many bits a weight is rounded to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bits {
    /// A byte each.
    Eight,
    /// Two of them in a byte, the first one in its lower half.
    Four,
}

impl Bits {
    /// The largest integer used, so that the range is symmetric.
    fn largest(self) -> f32 {
        match self {
            Self::Eight => 127.0,
            Self::Four => 7.0,
        }
    }

    /// The largest weight that a 16-bit scale can stand for.
    pub fn largest_weight(self) -> f32 {
        65_504.0 * self.largest()
    }

    /// The bytes that `n` weights take.
    pub fn bytes(self, n: usize) -> usize {
        match self {
            Self::Eight => n,
            Self::Four => n.div_ceil(2),
        }
    }

    /// The integers as they are stored.
    fn store(self, integers: Vec<i8>) -> Vec<u8> {
        let low = |integer: i8| integer as u8 & 0x0f;
        match self {
            Self::Eight => integers.into_iter().map(|integer| integer as u8).collect(),
            Self::Four => integers
                .chunks(2)
                .map(|pair| low(pair[0]) | low(pair.get(1).copied().unwrap_or(0)) << 4)
                .collect(),
        }
    }

    /// The first `n` of the integers that are stored.
    fn restore(self, stored: &[u8], n: usize) -> Vec<i8> {
        // The shift to the left and back again keeps the sign.
        let halves = |byte: &u8| [(*byte << 4) as i8 >> 4, *byte as i8 >> 4];
        match self {
            Self::Eight => stored.iter().map(|byte| *byte as i8).collect(),
            Self::Four => stored.iter().flat_map(halves).take(n).collect(),
        }
    }
}

/// How a tensor is cut into blocks. A row is everything that belongs to one
/// index of the first axis: in a convolution, the kernel of one output channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Blocks {
    n_rows: usize,
    row: usize,
}

impl Blocks {
    pub fn of(shape: &[usize]) -> Self {
        let len = shape.iter().product();
        let row = shape.iter().skip(1).product();
        if row < SHORTEST_ROW {
            return Self {
                n_rows: 1,
                row: len,
            };
        }
        Self {
            n_rows: shape.first().copied().unwrap_or(1),
            row,
        }
    }

    /// The shape of the scales: a row of them for each row of weights.
    pub fn scales_shape(&self) -> [usize; 2] {
        [self.n_rows, self.row.div_ceil(BLOCK)]
    }

    /// How many weights there are.
    fn len(&self) -> usize {
        self.n_rows * self.row
    }

    /// The blocks of a flattened tensor.
    fn cut<'a, T>(&self, values: &'a [T]) -> impl Iterator<Item = &'a [T]> {
        let row = self.row.max(1);
        values.chunks(row).flat_map(|row| row.chunks(BLOCK))
    }
}

/// A block whose scale does not fit 16 bits: its largest value.
pub(crate) struct Overflow(pub f32);

/// The integers and little-endian 16-bit scales, as bytes.
pub(crate) struct Quantized {
    pub values: Vec<u8>,
    pub scales: Vec<u8>,
}

/// Rounds each weight to the nearest multiple of its block's scale. All weights
/// have to be finite. The error of a weight is at most half its scale.
pub(crate) fn quantize(weights: &[f32], blocks: Blocks, bits: Bits) -> Result<Quantized, Overflow> {
    let mut integers = Vec::with_capacity(weights.len());
    let mut scales = Vec::with_capacity(weights.len() / BLOCK * 2);
    for block in blocks.cut(weights) {
        let largest = block
            .iter()
            .fold(0.0, |largest: f32, weight| largest.max(weight.abs()));
        let scale = scale_for(largest, bits).ok_or(Overflow(largest))?;
        scales.extend(scale.to_le_bytes());
        integers.extend(
            block
                .iter()
                .map(|&weight| nearest(weight, scale.to_f32(), bits)),
        );
    }
    Ok(Quantized {
        values: bits.store(integers),
        scales,
    })
}

/// The reverse of [`quantize`]. There have to be as many values and scales as
/// `blocks` says.
pub(crate) fn dequantize(values: &[u8], scales: &[u8], blocks: Blocks, bits: Bits) -> Vec<f32> {
    let integers = bits.restore(values, blocks.len());
    let mut weights = Vec::with_capacity(integers.len());
    for (block, scale) in blocks.cut(&integers).zip(scales_of(scales)) {
        weights.extend(block.iter().map(|&integer| f32::from(integer) * scale));
    }
    weights
}

/// The scales in little-endian bytes.
pub(crate) fn scales_of(bytes: &[u8]) -> impl Iterator<Item = f32> {
    let (pairs, _) = bytes.as_chunks::<2>();
    pairs.iter().map(|&pair| f16::from_le_bytes(pair).to_f32())
}

/// The smallest 16-bit scale that reaches `largest`: rounding it down would
/// clip the very weight it was made for.
fn scale_for(largest: f32, bits: Bits) -> Option<f16> {
    let exact = largest / bits.largest();
    let near = f16::from_f32(exact);
    let scale = if near.to_f32() < exact {
        f16::from_bits(near.to_bits() + 1)
    } else {
        near
    };
    scale.is_finite().then_some(scale)
}

fn nearest(weight: f32, scale: f32, bits: Bits) -> i8 {
    if scale == 0.0 {
        return 0;
    }
    let largest = bits.largest();
    (weight / scale).round().clamp(-largest, largest) as i8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made-up weights whose size changes from row to row, as after folding a
    /// batch norm.
    fn weights(shape: &[usize]) -> Vec<f32> {
        let row = shape.iter().skip(1).product::<usize>().max(1);
        let value = |i: usize| ((i * 7919 + 13) as f32 * 0.618).sin();
        let size = |i: usize| 10.0_f32.powi((i / row % 5) as i32 - 3);
        (0..shape.iter().product())
            .map(|i| value(i) * size(i))
            .collect()
    }

    #[test]
    fn no_error_exceeds_half_a_step_of_its_block() {
        for shape in [
            &[8, 1, 3, 3][..],
            &[5, 7],
            &[3, 33],
            &[1, 32],
            &[64, 2],
            &[2, 3, 4, 5],
            &[0, 9],
        ] {
            for (bits, steps) in [(Bits::Eight, 127.0), (Bits::Four, 7.0)] {
                let (weights, blocks) = (weights(shape), Blocks::of(shape));
                let Ok(quantized) = quantize(&weights, blocks, bits) else {
                    panic!("{shape:?} overflows")
                };
                assert_eq!(quantized.values.len(), bits.bytes(weights.len()));
                let loaded = dequantize(&quantized.values, &quantized.scales, blocks, bits);
                assert_eq!(loaded.len(), weights.len(), "{shape:?}");
                let pairs = blocks.cut(&weights).zip(blocks.cut(&loaded));
                for (block, loaded) in pairs {
                    let largest = block.iter().fold(0.0_f32, |a, b| a.max(b.abs()));
                    // Half a step; the scale is rounded up by one part in 1024 at most.
                    let bound = 0.5 / steps * largest * (1.0 + 1.0 / 1024.0);
                    for (weight, loaded) in block.iter().zip(loaded) {
                        let error = (weight - loaded).abs();
                        assert!(error <= bound * 1.000_01, "{shape:?}: {error} > {bound}");
                    }
                }
            }
        }
    }

    #[test]
    fn two_integers_share_a_byte_and_keep_their_signs() {
        let integers = [-7, 7, 0, -1, 3];
        let stored = Bits::Four.store(integers.to_vec());
        assert_eq!(stored, [0x79, 0xf0, 0x03]);
        assert_eq!(Bits::Four.restore(&stored, 5), integers);
        assert_eq!(
            Bits::Eight.restore(&Bits::Eight.store(integers.to_vec()), 5),
            integers
        );
    }

    #[test]
    fn a_block_stays_within_a_row_unless_rows_are_tiny() {
        let cases: [(&[usize], [usize; 2]); 7] = [
            (&[8, 1, 3, 3], [8, 1]),
            (&[5, 7], [1, 2]),
            (&[3, 33], [3, 2]),
            (&[4, 64], [4, 2]),
            (&[64, 2], [1, 4]),
            (&[100], [1, 4]),
            (&[0, 9], [0, 1]),
        ];
        for (shape, expected) in cases {
            let blocks = Blocks::of(shape);
            assert_eq!(blocks.scales_shape(), expected, "{shape:?}");
            let Ok(quantized) = quantize(&weights(shape), blocks, Bits::Eight) else {
                panic!("{shape:?}")
            };
            let n_scales: usize = expected.iter().product();
            assert_eq!(quantized.scales.len(), 2 * n_scales, "{shape:?}");
        }
    }

    #[test]
    fn zeros_and_tiny_weights_stay_finite_and_the_largest_is_never_clipped() {
        let row = [0.0_f32, 1e-9, 1e-12, -1e-9, 0.0, 0.0, 0.0, 3.0];
        let blocks = Blocks::of(&[3, 8]);
        let all: Vec<f32> = [[0.0; 8], row.map(|w| w.min(1e-9)), row].concat();
        let Ok(quantized) = quantize(&all, blocks, Bits::Eight) else {
            panic!("overflow")
        };
        let loaded = dequantize(&quantized.values, &quantized.scales, blocks, Bits::Eight);
        assert!(loaded.iter().all(|weight| weight.is_finite()));
        assert_eq!(loaded[..8], [0.0; 8]);
        assert!((loaded[23] - 3.0).abs() <= 0.5 * 3.0 / 127.0 && quantized.values[23] >= 126);
    }

    #[test]
    fn a_weight_beyond_the_scales_overflows() {
        let blocks = Blocks::of(&[1, 8]);
        let largest = Bits::Eight.largest_weight();
        let of = |weight: f32| quantize(&[weight; 8], blocks, Bits::Eight);
        assert!(of(largest).is_ok());
        let Err(Overflow(value)) = of(largest * 1.01) else {
            panic!("it fits")
        };
        assert_eq!(value, largest * 1.01);
    }
}
