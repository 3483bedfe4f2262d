//! What a prepared network says, against the network.

mod common;

use burn::tensor::{Bool, Int, Tensor, TensorData};
use common::{Weights, config, difference, network, numbers};
use dfaf::{
    Asked, BlockMaps, Dfaf, DfafConfig, DfafInput, DfafOutput, IntraFlow, MapOrGate, Prepared,
};

const REGIONS: usize = 7;
const IDS: [u32; 5] = [2, 9, 22, 1, 5];

fn prepared(network: &Dfaf, config: &DfafConfig) -> Prepared {
    let weights = Weights::of(network);
    let mut taken = Vec::new();
    let prepared = Prepared::new(config, &mut |name, shape| {
        let numbers = weights.get(name).to_vec();
        assert_eq!(numbers.len(), shape.iter().product::<usize>(), "{name}");
        taken.push(name.to_owned());
        Ok::<_, std::convert::Infallible>(numbers)
    });
    assert_eq!(
        taken.len(),
        weights.by_name.len(),
        "each tensor once: {taken:?}"
    );
    match prepared {
        Ok(prepared) => prepared,
        Err(never) => match never {},
    }
}

fn regions(config: &DfafConfig) -> Tensor<3> {
    common::input(config).regions.narrow(0, 0, 1)
}

fn expected(network: &Dfaf, config: &DfafConfig, ids: &[u32]) -> DfafOutput {
    let device = burn::tensor::Device::flex();
    let words: Vec<i64> = ids.iter().map(|id| i64::from(*id)).collect();
    network.forward(DfafInput {
        regions: regions(config),
        region_padding: Tensor::<2, Bool>::full([1, REGIONS], false, &device),
        words: Tensor::<2, Int>::from_data(TensorData::new(words, [1, ids.len()]), &device),
        word_padding: Tensor::<2, Bool>::full([1, ids.len()], false, &device),
    })
}

fn assert_near(given: &[f32], expected: &[f32], what: &str) {
    let worst = difference(given, expected);
    assert!(worst < 1e-4, "{what}: off by {worst}");
}

/// The network as it is, and each of its parts left out.
fn configs() -> Vec<(&'static str, DfafConfig)> {
    let all: [(_, _, fn(&mut DfafConfig)); 10] = [
        ("the paper's", true, |_| {}),
        ("ours", false, |_| {}),
        ("one block", false, |c| c.n_blocks = 1),
        ("three of the paper's", true, |c| c.n_blocks = 3),
        ("static", false, |c| c.intra = IntraFlow::Static),
        ("no whole question", false, |c| c.whole_question = false),
        ("no inter flow", false, |c| c.inter = false),
        ("no intra flow", false, |c| c.intra = IntraFlow::Off),
        ("neither", true, |c| {
            (c.inter, c.intra) = (false, IntraFlow::Off)
        }),
        ("answers with vectors", false, |c| c.answer_vectors = true),
    ];
    let changed = all.map(|(name, paper, change)| {
        let mut config = config(paper);
        change(&mut config);
        (name, config)
    });
    changed.into()
}

#[test]
fn it_says_what_the_network_says() {
    for (name, config) in configs() {
        let vectors = Tensor::ones([config.n_answers, config.word_dim], &Default::default());
        let network = network(&config).with_answer_vectors(vectors * 0.3);
        let prepared = prepared(&network, &config);
        let seen = prepared.look(&numbers(regions(&config))).expect("a scene");
        for n_words in 1..=IDS.len() {
            let ids = &IDS[..n_words];
            let what = format!("{name}, {n_words} words");
            let expected = expected(&network, &config, ids);
            let thought = prepared
                .think(&seen, ids, Asked::Best(3))
                .expect("an answer");
            assert_near(&thought.logits, &numbers(expected.logits.clone()), &what);

            let places: Vec<i64> = thought.asked.iter().map(|at| *at as i64).collect();
            let places =
                Tensor::<1, Int>::from_data(TensorData::new(places, [3]), &Default::default());
            let evidence = network.evidence(&expected, &places).from_regions;
            let evidence = numbers(evidence.swap_dims(1, 2));
            assert_near(
                &thought.from_regions,
                &evidence,
                &format!("{what}: evidence"),
            );

            assert_eq!(thought.blocks.len(), expected.blocks.len());
            for (given, expected) in thought.blocks.iter().zip(&expected.blocks) {
                let expected: BlockMaps<Vec<f32>> = expected.each(|part| match part {
                    MapOrGate::Map(map) => numbers(map.clone()),
                    MapOrGate::Gate(gate) => numbers(gate.clone()),
                });
                assert_near(&flat(given), &flat(&expected), &format!("{what}: maps"));
            }
        }
    }
}

fn flat(maps: &BlockMaps<Vec<f32>>) -> Vec<f32> {
    let mut all = vec![maps.heads as f32, maps.regions as f32, maps.words as f32];
    maps.each(|part| {
        let (MapOrGate::Map(numbers) | MapOrGate::Gate(numbers)) = part;
        all.push(numbers.len() as f32);
        all.extend(numbers);
    });
    all
}

#[test]
fn the_best_are_told_best_first_and_others_where_they_are_asked_for() {
    let config = config(false);
    let prepared = prepared(&network(&config), &config);
    let seen = prepared.look(&numbers(regions(&config))).expect("a scene");
    let all = prepared
        .think(&seen, &IDS, Asked::Best(99))
        .expect("an answer");
    assert_eq!(all.asked.len(), config.n_answers);
    let logits: Vec<f32> = all.asked.iter().map(|at| all.logits[*at]).collect();
    assert!(logits.is_sorted_by(|a, b| a >= b), "{logits:?}");
    let place = all.asked[4];
    let one = prepared
        .think(&seen, &IDS, Asked::These(&[place]))
        .expect("an answer");
    assert_eq!(one.asked, [place]);
    assert_near(
        &one.from_regions,
        &all.from_regions[4 * REGIONS..][..REGIONS],
        "one",
    );
    let best = prepared
        .think(&seen, &IDS, Asked::Best(0))
        .expect("an answer");
    assert_eq!(best.asked, all.asked[..1]);
}

#[test]
fn what_is_no_photo_and_no_question_is_refused() {
    let config = config(false);
    let prepared = prepared(&network(&config), &config);
    assert!(prepared.look(&[]).is_none());
    assert!(prepared.look(&vec![0.0; config.region_dim + 1]).is_none());
    let seen = prepared.look(&numbers(regions(&config))).expect("a scene");
    assert!(prepared.think(&seen, &[], Asked::Best(1)).is_none());
    let unknown = config.n_words as u32;
    assert!(prepared.think(&seen, &[unknown], Asked::Best(1)).is_none());
}
