//! Faults of every kind, in files that were good.

/// Puts faults into files, the same ones every time (xorshift).
pub struct Faults(u64);

impl Faults {
    /// From the beginning.
    pub fn new() -> Self {
        Self(0x2545_F491_4F6C_DD1D)
    }

    /// A copy with some bytes changed, and in half of the rounds a part moved,
    /// doubled or gone.
    pub fn put_into(&mut self, good: &[u8], round: usize) -> Vec<u8> {
        let mut bytes = good.to_vec();
        let head = 10 + u32::from_le_bytes([good[6], good[7], good[8], good[9]]) as usize;
        // Three in four hit the part that is parsed, where the danger is.
        let reach = if round.is_multiple_of(4) {
            bytes.len()
        } else {
            head
        };
        for _ in 0..=self.below(4) {
            let at = self.below(reach);
            bytes[at] = self.below(256) as u8;
        }
        let at = self.below(bytes.len());
        match round % 8 {
            // Cut short, a piece twice, a piece gone, two halves swapped.
            0 => bytes.truncate(at),
            1 => bytes.extend_from_within(at..),
            2 => drop(bytes.drain(at / 2..at)),
            3 => bytes.rotate_left(at),
            _ => {}
        }
        bytes
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}
