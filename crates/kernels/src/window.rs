use std::ops::Range;

/// How a kernel moves over a map, padded as TensorFlow's "SAME" pads: what
/// cannot be shared evenly goes to the bottom and the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Side of the kernel: 3 or 5.
    pub kernel: usize,
    /// How far it moves at a time.
    pub stride: usize,
    /// Rows and columns of the map.
    pub input: [usize; 2],
    /// Channels.
    pub channels: usize,
}

impl Window {
    /// Rows and columns of what comes of it.
    pub fn output(&self) -> [usize; 2] {
        self.input.map(|side| side.div_ceil(self.stride))
    }

    /// Padding above the first row and left of the first column.
    pub fn before(&self) -> [usize; 2] {
        self.padding().map(|padding| padding / 2)
    }

    /// Padding below the last row and right of the last column.
    pub fn after(&self) -> [usize; 2] {
        self.padding().map(|padding| padding.div_ceil(2))
    }

    fn padding(&self) -> [usize; 2] {
        self.input.map(|side| {
            let reach = (side.div_ceil(self.stride) - 1) * self.stride + self.kernel;
            reach.saturating_sub(side)
        })
    }

    /// The rows of the map that rows of the output are made of.
    pub fn rows_for(&self, rows: Range<usize>) -> Range<usize> {
        let above = self.before()[0];
        let start = (rows.start * self.stride).saturating_sub(above);
        let last = (rows.end.max(1) - 1) * self.stride + self.kernel;
        start..last.saturating_sub(above).min(self.input[0])
    }

    /// Numbers of a map.
    pub fn n_input(&self) -> usize {
        self.input[0] * self.input[1] * self.channels
    }

    /// Numbers of what comes of it.
    pub fn n_output(&self) -> usize {
        let [rows, columns] = self.output();
        rows * columns * self.channels
    }
}

/// The part of a kernel that lies on a map of `side`, when its first tap lies
/// at `first`.
#[inline(always)]
pub(crate) fn taps(first: isize, kernel: usize, side: usize) -> Range<usize> {
    let to = (side as isize - first).clamp(0, kernel as isize) as usize;
    let from = (-first).max(0) as usize;
    from.min(to)..to
}
