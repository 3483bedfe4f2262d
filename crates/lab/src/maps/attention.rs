use std::ops::Range;

use vqa::Reply;

/// How much some words of the question read each region in the last block: the
/// mean over those words and all heads, as a heatmap of attention is usually
/// drawn.
pub fn of_words(reply: &Reply, words: Range<usize>) -> Vec<f32> {
    let Some(last) = reply.blocks.last() else {
        return Vec::new();
    };
    let mut sums = vec![0.0; last.regions];
    for head in 0..last.heads {
        for word in words.clone() {
            let row = (head * last.words + word) * last.regions;
            let row = last.words_from_regions.get(row..row + last.regions);
            for (sum, weight) in sums.iter_mut().zip(row.unwrap_or_default()) {
                *sum += weight;
            }
        }
    }
    let rows = (last.heads * words.len()).max(1) as f32;
    sums.iter().map(|sum| sum / rows).collect()
}

#[cfg(test)]
mod tests {
    use vqa::BlockMaps;

    use super::*;

    #[test]
    fn heads_and_words_are_averaged() {
        let block = BlockMaps {
            heads: 2,
            regions: 2,
            words: 3,
            words_from_regions: vec![0.0, 1.0, 0.2, 0.8, 0.4, 0.6, 0.5, 0.5, 0.6, 0.4, 1.0, 0.0],
            regions_from_words: Vec::new(),
            within_regions: Vec::new(),
            within_words: Vec::new(),
            region_gate: None,
            word_gate: None,
        };
        let reply = Reply {
            answers: Vec::new(),
            words: Vec::new(),
            truncated: false,
            unsure: false,
            absent: None,
            blocks: vec![block],
        };
        let close = |a: Vec<f32>, b: [f32; 2]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-6);
        assert!(close(of_words(&reply, 1..3), [0.55, 0.45]));
        assert!(close(of_words(&reply, 0..1), [0.25, 0.75]));
    }
}
