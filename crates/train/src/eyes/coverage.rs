use data::boxes::Thing;

/// Samples on a side of a cell.
const FINE: usize = 4;

/// Which part of each cell some boxes cover together, 0..1, row by row, on a
/// grid with `side` cells on a side.
pub(super) fn coverage<'a>(things: impl Iterator<Item = &'a Thing>, side: usize) -> Vec<f32> {
    let fine = side * FINE;
    let mut covered = vec![false; fine * fine];
    for thing in things {
        let [left, top, right, bottom] = thing.bounds;
        let inside = |at: usize, from: f32, to: f32| {
            let middle = (at as f32 + 0.5) / fine as f32;
            middle > from && middle < to
        };
        for y in (0..fine).filter(|y| inside(*y, top, bottom)) {
            for x in (0..fine).filter(|x| inside(*x, left, right)) {
                covered[y * fine + x] = true;
            }
        }
    }
    let mut cells = vec![0.0; side * side];
    for (at, _) in covered.iter().enumerate().filter(|(_, covered)| **covered) {
        let (y, x) = (at / fine / FINE, at % fine / FINE);
        cells[y * side + x] += 1.0 / (FINE * FINE) as f32;
    }
    cells
}

/// The thing in a mirror.
pub(super) fn mirrored(thing: &Thing) -> Thing {
    let [left, top, right, bottom] = thing.bounds;
    Thing {
        bounds: [1.0 - right, top, 1.0 - left, bottom],
        ..thing.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thing(bounds: [f32; 4]) -> Thing {
        Thing { class: 0, bounds }
    }

    #[test]
    fn boxes_that_overlap_cover_a_cell_once() {
        let things = [thing([0.0, 0.0, 0.5, 0.5]), thing([0.0, 0.0, 0.25, 1.0])];
        assert_eq!(coverage(things.iter(), 2), [1.0, 0.0, 0.5, 0.0]);
    }

    #[test]
    fn a_mirror_swaps_left_and_right() {
        let seen = mirrored(&thing([0.0, 0.0, 0.5, 1.0]));
        assert_eq!(coverage([seen].iter(), 2), [0.0, 1.0, 0.0, 1.0]);
    }
}
