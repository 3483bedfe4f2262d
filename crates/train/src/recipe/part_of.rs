/// A number in 0..1 that depends on the name alone, so that the same photos or
/// questions are held out every time. FNV-1a alone leaves the high bits of names
/// that differ in their last letters alike; the finisher of SplitMix64 spreads
/// them.
pub fn part_of(name: &str) -> f64 {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((hash ^ (hash >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_of_the_photos_is_held_out() {
        for prefix in ["image", "COCO_val2014_000000"] {
            let names = (0..2000).map(|at| format!("{prefix}{at}"));
            let n = names.filter(|name| part_of(name) < 0.1).count();
            assert!((140..=260).contains(&n), "{n} of 2000 {prefix}...");
        }
    }
}
