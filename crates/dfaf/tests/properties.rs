//! What must hold of any weights: padding is never read, the order of regions
//! does not matter, contributions add up.

mod common;

use burn::module::Module;
use burn::tensor::{Device, Distribution, Int, Tensor, TensorData};
use common::{BATCH, REGIONS, SHORT, WORDS, config, difference, input, network, numbers};
use dfaf::{Dfaf, DfafConfig, DfafInput, IntraFlow};

#[test]
fn padding_gets_no_attention() {
    for paper in [true, false] {
        let config = config(paper);
        let flows = network(&config).forward(input(&config)).blocks;
        for flow in flows {
            let maps = [
                (flow.words_from_regions, SHORT.0, REGIONS),
                (flow.within_regions, SHORT.0, REGIONS),
                (flow.regions_from_words, SHORT.1, WORDS),
                (flow.within_words, SHORT.1, WORDS),
            ];
            for (map, there, all) in maps {
                let [_, heads, readers, _] = map.dims();
                let padded = map.slice([1..BATCH, 0..heads, 0..readers, there..all]);
                assert!(numbers(padded).iter().all(|attention| *attention == 0.0));
            }
        }
    }
}

#[test]
fn what_stands_in_padding_changes_nothing() {
    let config = config(false);
    let network = network(&config);
    let first = network.forward(input(&config));
    let mut other = input(&config);
    let noise = Tensor::<3>::ones([1, REGIONS - SHORT.0, config.region_dim], &Device::flex()) * 9.0;
    other.regions = other
        .regions
        .slice_assign([1..BATCH, SHORT.0..REGIONS, 0..config.region_dim], noise);
    let ids = Tensor::<2, Int>::from_data(TensorData::new(vec![4i64, 7], [1, 2]), &Device::flex());
    other.words = other.words.slice_assign([1..BATCH, SHORT.1..WORDS], ids);
    let second = network.forward(other);
    assert!(difference(&numbers(first.logits), &numbers(second.logits)) < 1e-5);
}

#[test]
fn the_order_of_regions_permutes_the_maps_and_leaves_the_logits() {
    let config = config(false);
    let network = network(&config);
    let order: Vec<i64> = vec![3, 0, 6, 1, 5, 2, 4];
    let all_there = |mut input: DfafInput| {
        input.region_padding = input
            .region_padding
            .clone()
            .bool_and(input.region_padding.bool_not());
        input
    };
    let plain = all_there(input(&config));
    let order = Tensor::<1, Int>::from_data(TensorData::new(order, [REGIONS]), &Device::flex());
    let mut mixed = plain.clone();
    mixed.regions = mixed.regions.select(1, order.clone());
    let (plain, mixed) = (network.forward(plain), network.forward(mixed));

    assert!(difference(&numbers(plain.logits), &numbers(mixed.logits)) < 1e-5);
    for (a, b) in plain.blocks.into_iter().zip(mixed.blocks) {
        let expected = a.words_from_regions.select(3, order.clone());
        assert!(difference(&numbers(expected), &numbers(b.words_from_regions)) < 1e-5);
        let expected = a
            .within_regions
            .select(2, order.clone())
            .select(3, order.clone());
        assert!(difference(&numbers(expected), &numbers(b.within_regions)) < 1e-5);
        let expected = a.regions_from_words.select(2, order.clone());
        assert!(difference(&numbers(expected), &numbers(b.regions_from_words)) < 1e-5);
    }
}

#[test]
fn contributions_and_the_constant_make_the_logit() {
    for paper in [true, false] {
        let config = config(paper);
        let network = network(&config);
        let output = network.forward(input(&config));
        // Asked for in another order, and not all of them.
        let asked = [4i64, 0, 8];
        let evidence = network.evidence(&output, &places(&asked));
        let from_regions = evidence.from_regions;
        assert_eq!(from_regions.dims(), [BATCH, REGIONS, asked.len()]);
        let padded = from_regions.clone().slice([1..BATCH, SHORT.0..REGIONS]);
        assert!(numbers(padded).iter().all(|part| *part == 0.0));

        let sums = from_regions.sum_dim(1).reshape([BATCH, asked.len()]) + evidence.constant;
        let logits = output.logits.select(1, places(&asked));
        assert!(difference(&numbers(sums), &numbers(logits)) < 1e-4);
    }
}

fn places(of: &[i64]) -> Tensor<1, Int> {
    Tensor::from_data(TensorData::new(of.to_vec(), [of.len()]), &Device::flex())
}

#[test]
fn a_photo_that_is_projected_once_gives_the_same_answers() {
    for paper in [true, false] {
        let config = config(paper);
        let network = network(&config);
        let input = input(&config);
        // Each of the two questions about both photos.
        let photos = places(&[0, 1, 0, 1]);
        let twice = |words: Tensor<2, Int>| words.select(0, places(&[0, 0, 1, 1]));
        let expected = network.forward(DfafInput {
            regions: input.regions.clone().select(0, photos.clone()),
            region_padding: input.region_padding.clone().select(0, photos.clone()),
            words: twice(input.words.clone()),
            word_padding: input.word_padding.clone().select(0, places(&[0, 0, 1, 1])),
        });
        let about = DfafInput {
            words: twice(input.words.clone()),
            word_padding: input.word_padding.clone().select(0, places(&[0, 0, 1, 1])),
            ..input
        };
        let output = network.forward_about(about, photos);
        let (same, expected) = (numbers(output.logits), numbers(expected.logits));
        assert_eq!(same.len(), 4 * config.n_answers);
        assert!(difference(&same, &expected) < 1e-6);
    }
}

#[test]
fn contributions_to_one_answer_are_its_column() {
    let config = config(false);
    let network = network(&config);
    let output = network.forward(input(&config));
    let every = Tensor::arange(0..config.n_answers as i64, &Device::flex());
    let all = network.evidence(&output, &every).from_regions;
    let chosen = [1i64, 0];
    let answers = Tensor::from_data(chosen, &Device::flex());
    let some = network.contributions_to(&output, answers);
    for (row, answer) in chosen.into_iter().enumerate() {
        let at = answer as usize;
        let column = all.clone().slice([row..row + 1, 0..REGIONS, at..at + 1]);
        let one = some.clone().slice([row..row + 1, 0..REGIONS]);
        assert!(difference(&numbers(column), &numbers(one)) < 1e-5);
    }
}

/// The words after the last block when the regions are other ones, and how far
/// the logits go apart.
#[test]
fn answers_that_mean_the_like_share_what_is_learnt_and_fold_away() {
    let config = DfafConfig {
        answer_vectors: true,
        ..config(false)
    };
    let device = Device::flex();
    let shape = [config.n_answers, config.word_dim];
    let vectors = Tensor::random(shape, Distribution::Normal(0.0, 1.0), &device);
    let without = network(&config);
    let network = without.clone().with_answer_vectors(vectors);
    let folded = network.clone().folded();
    let logits = |network: &Dfaf| numbers(network.forward(input(&config)).logits);
    assert!(difference(&logits(&without), &logits(&network)) > 1e-2);
    assert!(difference(&logits(&folded), &logits(&network)) < 1e-5);

    let output = network.forward(input(&config));
    let all: Vec<i64> = (0..config.n_answers as i64).collect();
    let parts = network.evidence(&output, &places(&all));
    let sum = parts.from_regions.sum_dim(1).squeeze_dim::<2>(1) + parts.constant;
    assert!(difference(&numbers(sum), &numbers(output.logits)) < 1e-4);

    // What is folded is a network without a place for word vectors.
    let plain = DfafConfig {
        answer_vectors: false,
        ..config.clone()
    };
    let same = plain.init(&device).expect("a valid config");
    assert_eq!(same.num_params(), folded.num_params());
    assert_ne!(same.num_params(), network.num_params());
}

/// Who goes on from another network says what that one says, word for word and
/// answer for answer, wherever they stand now; also where its words did not
/// know the whole question.
#[test]
fn what_was_learnt_is_carried_over_to_other_words_and_answers() {
    let device = Device::flex();
    let config = DfafConfig {
        whole_question: false,
        ..config(false)
    };
    let before = network(&config);
    let more = DfafConfig {
        n_words: config.n_words + 1,
        n_answers: config.n_answers + 1,
        answer_vectors: true,
        whole_question: true,
        ..config.clone()
    };
    let vectors = Tensor::ones([more.n_answers, more.word_dim], &device);
    let fresh = network(&more).with_answer_vectors(vectors);
    // A new word stands before all but the two special ones, a new answer first.
    let words = [Some(0), Some(1), None]
        .into_iter()
        .chain((2..config.n_words).map(Some))
        .collect::<Vec<_>>();
    let answers = [None]
        .into_iter()
        .chain((0..config.n_answers).map(Some))
        .collect::<Vec<_>>();
    let after = fresh.clone().warm_start(before.clone(), &words, &answers);

    let moved = |mut input: DfafInput| {
        let later = input.words.clone().greater_elem(1).int();
        input.words = input.words + later;
        input
    };
    let all = |network: &Dfaf, input| network.forward(input).logits;
    let known = |logits: Tensor<2>| numbers(logits.slice([0..BATCH, 1..more.n_answers]));
    let said = known(all(&after, moved(input(&config))));
    assert!(difference(&said, &numbers(all(&before, input(&config)))) < 1e-5);
    let unlearnt = known(all(&fresh, moved(input(&config))));
    assert!(difference(&said, &unlearnt) > 1e-2);
    // The new answer has its bias alone.
    let new = numbers(all(&after, moved(input(&config))).slice([0..BATCH, 0..1]));
    assert!((new[0] - new[1]).abs() < 1e-6, "{new:?}");
}

fn with_other_regions(config: &DfafConfig) -> (f32, f32) {
    let network = network(config);
    let first = network.forward(input(config));
    let mut other = input(config);
    other.regions = other.regions * -2.0 + 1.0;
    let second = network.forward(other);
    let words = difference(
        &numbers(first.question.words.values),
        &numbers(second.question.words.values),
    );
    (
        words,
        difference(&numbers(first.logits), &numbers(second.logits)),
    )
}

#[test]
fn a_flow_that_is_left_out_reads_nothing() {
    for paper in [true, false] {
        let whole = config(paper);
        let (words, logits) = with_other_regions(&whole);
        assert!(words > 1e-3 && logits > 1e-3, "{words}, {logits}");

        // Without the inter flow, regions reach words by the gates alone.
        let no_inter = DfafConfig {
            inter: false,
            intra: IntraFlow::Static,
            ..config(paper)
        };
        let (words, logits) = with_other_regions(&no_inter);
        assert!(words == 0.0 && logits > 1e-3, "{words}, {logits}");
        let flows = network(&no_inter).forward(input(&no_inter)).blocks;
        assert_eq!(
            flows[0].words_from_regions.dims(),
            [BATCH, 3, WORDS, REGIONS]
        );
        assert!(
            numbers(flows[0].words_from_regions.clone())
                .iter()
                .all(|v| *v == 0.0)
        );
        assert!(
            numbers(flows[0].within_words.clone())
                .iter()
                .any(|v| *v > 0.0)
        );

        let no_intra = DfafConfig {
            intra: IntraFlow::Off,
            ..config(paper)
        };
        let flows = network(&no_intra).forward(input(&no_intra)).blocks;
        assert_eq!(flows[0].within_regions.dims(), [BATCH, 3, REGIONS, REGIONS]);
        assert!(
            numbers(flows[0].within_regions.clone())
                .iter()
                .all(|v| *v == 0.0)
        );
        assert!(flows[0].region_gate.is_none());
    }
}

#[test]
fn a_config_says_what_is_left_out_of_the_network() {
    for intra in [IntraFlow::Dynamic, IntraFlow::Static, IntraFlow::Off] {
        let config = DfafConfig {
            intra,
            ..config(false)
        };
        let written = serde_json::to_string(&config).expect("JSON");
        assert!(!written.contains("inter"), "{written}");
        let read: DfafConfig = serde_json::from_str(&written).expect("a config");
        assert_eq!(read, config);
    }
}

/// Models and runs say it by two flags, of which one may be missing.
#[test]
fn configs_of_models_that_are_there_can_be_read() {
    let whole = serde_json::to_string(&config(false)).expect("JSON");
    assert!(whole.contains("\"dynamic\":true") && !whole.contains("intra"));
    for (flags, expected) in [
        ("\"dynamic\":true", IntraFlow::Dynamic),
        ("\"dynamic\":true,\"intra\":true", IntraFlow::Dynamic),
        ("\"dynamic\":false", IntraFlow::Static),
        ("\"dynamic\":true,\"intra\":false", IntraFlow::Off),
    ] {
        let written = whole.replace("\"dynamic\":true", flags);
        let read: DfafConfig = serde_json::from_str(&written).expect(flags);
        assert_eq!(read.intra, expected, "{flags}");
    }
    for wrong in ["\"dynamic\":true,\"gates\":1", "\"dynamic\":1", "\"n\":1"] {
        let written = whole.replace("\"dynamic\":true", wrong);
        serde_json::from_str::<DfafConfig>(&written).expect_err(wrong);
    }
}
