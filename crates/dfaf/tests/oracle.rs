//! The network against nested loops written from the equations of the paper,
//! on sizes that are all different, so that no two axes can be confused.

mod common;

use burn::tensor::{Device, Tensor};
use common::{BATCH, REGIONS, SHORT, WORDS, Weights, config, difference, input, network, numbers};
use dfaf::{DfafConfig, IntraFlow};

type Matrix = Vec<Vec<f32>>;

/// One modality of one example: only what is there, no padding.
struct Oracle<'a> {
    config: &'a DfafConfig,
    weights: &'a Weights,
}

impl Oracle<'_> {
    fn linear(&self, name: &str, input: &[f32]) -> Vec<f32> {
        let weight = self.weights.get(&format!("{name}.weight"));
        let n_out = weight.len() / input.len();
        let bias = self.weights.by_name.get(&format!("{name}.bias"));
        (0..n_out)
            .map(|o| {
                let mut sum = bias.map_or(0.0, |bias| bias[o]);
                for (i, value) in input.iter().enumerate() {
                    sum += value * weight[i * n_out + o];
                }
                sum
            })
            .collect()
    }

    fn each(&self, name: &str, rows: &Matrix) -> Matrix {
        rows.iter().map(|row| self.linear(name, row)).collect()
    }

    fn norm(&self, name: &str, row: &[f32]) -> Vec<f32> {
        let gamma = self.weights.get(&format!("{name}.gamma"));
        let beta = self.weights.get(&format!("{name}.beta"));
        let mean = row.iter().sum::<f32>() / row.len() as f32;
        let variance = row.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / row.len() as f32;
        let scale = (variance + 1e-5).sqrt();
        (0..row.len())
            .map(|at| (row[at] - mean) / scale * gamma[at] + beta[at])
            .collect()
    }

    /// The words, and the GRU's last state.
    fn words(&self, ids: &[usize]) -> (Matrix, Vec<f32>) {
        let (dim, vectors) = (
            self.config.gru_dim,
            self.weights.get("question.embedding.weight"),
        );
        let mut state = vec![0.0f32; dim];
        let mut states = Vec::new();
        for id in ids {
            let vector = &vectors[id * self.config.word_dim..(id + 1) * self.config.word_dim];
            let x = self.linear("question.gru.input", vector);
            let h = self.linear("question.gru.state", &state);
            let sigmoid = |x: f32| 1.0 / (1.0 + (-x).exp());
            state = (0..dim)
                .map(|at| {
                    let reset = sigmoid(x[at] + h[at]);
                    let keep = sigmoid(x[dim + at] + h[dim + at]);
                    let new = (x[2 * dim + at] + reset * h[2 * dim + at]).tanh();
                    (1.0 - keep) * new + keep * state[at]
                })
                .collect();
            states.push(state.clone());
        }
        let mut projected = self.each("question.projection", &states);
        if self.config.whole_question {
            let whole = self.linear("question.whole", &state);
            projected.iter_mut().for_each(|row| *row = add(row, &whole));
        }
        (self.normed("question.norm", projected), state)
    }

    fn input(&self, linear: &str, norm: &str, rows: &Matrix) -> Matrix {
        self.normed(norm, self.each(linear, rows))
    }

    fn normed(&self, norm: &str, projected: Matrix) -> Matrix {
        match self.config.input_norm {
            true => projected.iter().map(|row| self.norm(norm, row)).collect(),
            false => projected,
        }
    }

    /// `softmax(q k^T / sqrt(head_dim)) v`, head by head; the map too.
    fn attend(&self, q: &Matrix, k: &Matrix, v: &Matrix) -> (Matrix, Vec<Matrix>) {
        let head_dim = self.config.dim / self.config.n_heads;
        let mut values = vec![vec![0.0f32; self.config.dim]; q.len()];
        let mut maps = Vec::new();
        for head in 0..self.config.n_heads {
            let columns = head * head_dim..(head + 1) * head_dim;
            let mut map = Vec::new();
            for (reader, q) in q.iter().enumerate() {
                let scores: Vec<f32> = k
                    .iter()
                    .map(|k| {
                        let dot: f32 = columns.clone().map(|c| q[c] * k[c]).sum();
                        (dot / (head_dim as f32).sqrt()).exp()
                    })
                    .collect();
                let total: f32 = scores.iter().sum();
                let row: Vec<f32> = scores.iter().map(|score| score / total).collect();
                for c in columns.clone() {
                    values[reader][c] = row.iter().zip(v).map(|(a, v)| a * v[c]).sum();
                }
                map.push(row);
            }
            maps.push(map);
        }
        (values, maps)
    }

    fn inter(
        &self,
        side: &str,
        own: &Matrix,
        other_side: &str,
        other: &Matrix,
    ) -> (Matrix, Vec<Matrix>) {
        let (normed, other) = (self.open(side, own), self.open(other_side, other));
        let q = self.each(&format!("{side}.attention.query"), &normed);
        let k = self.each(&format!("{other_side}.attention.key"), &other);
        let v = self.each(&format!("{other_side}.attention.value"), &other);
        let (read, maps) = self.attend(&q, &k, &v);
        let joined: Matrix = normed
            .iter()
            .zip(&read)
            .map(|(a, b)| [&a[..], &b[..]].concat())
            .collect();
        (self.residual(side, own, &joined), maps)
    }

    fn intra(
        &self,
        side: &str,
        own: &Matrix,
        other_side: &str,
        other: &Matrix,
    ) -> (Matrix, Vec<Matrix>, Vec<f32>) {
        let normed = self.open(side, own);
        let mean = mean(&self.open(other_side, other));
        let gate = self.linear(&format!("{side}.gate"), &mean);
        let gate: Vec<f32> = gate.iter().map(|x| 1.0 / (1.0 + (-x).exp())).collect();
        let amplified = |name: &str| -> Matrix {
            let rows = self.each(&format!("{side}.attention.{name}"), &normed);
            let amplify =
                |row: &Vec<f32>| row.iter().zip(&gate).map(|(x, g)| x * (1.0 + g)).collect();
            rows.iter().map(amplify).collect()
        };
        let v = self.each(&format!("{side}.attention.value"), &normed);
        let (read, maps) = self.attend(&amplified("query"), &amplified("key"), &v);
        let summed: Matrix = normed.iter().zip(&read).map(|(a, b)| add(a, b)).collect();
        (self.residual(side, own, &summed), maps, gate)
    }

    /// What a flow reads: normed where it has a norm.
    fn open(&self, side: &str, rows: &Matrix) -> Matrix {
        match self.config.residual_norm {
            true => rows
                .iter()
                .map(|row| self.norm(&format!("{side}.norm"), row))
                .collect(),
            false => rows.clone(),
        }
    }

    /// The output layer, and the residual where there is one.
    fn residual(&self, side: &str, own: &Matrix, before: &Matrix) -> Matrix {
        let update = self.each(&format!("{side}.output"), before);
        match self.config.residual_norm {
            true => own.iter().zip(&update).map(|(a, b)| add(a, b)).collect(),
            false => update,
        }
    }

    fn logits(&self, regions: &Matrix, words: &Matrix, whole: &[f32]) -> Vec<f32> {
        let word = mean(words);
        let fused: Vec<f32> = mean(regions)
            .iter()
            .zip(&word)
            .map(|(a, b)| a * b)
            .collect();
        let mut hidden = self.linear("answerer.hidden", &fused);
        if self.config.question_shortcut {
            hidden = add(&hidden, &self.linear("answerer.shortcut", &word));
        }
        if self.config.whole_question {
            hidden = add(&hidden, &self.linear("answerer.question", whole));
        }
        let hidden: Vec<f32> = hidden.iter().map(|x| x.max(0.0)).collect();
        self.linear("answerer.output", &hidden)
    }
}

fn add(a: &[f32], b: &[f32]) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

fn mean(rows: &Matrix) -> Vec<f32> {
    (0..rows[0].len())
        .map(|at| rows.iter().map(|row| row[at]).sum::<f32>() / rows.len() as f32)
        .collect()
}

/// The part of a `[batch, heads, readers, read]` map that is not padding.
fn cut(map: Tensor<4>, example: usize, readers: usize, read: usize) -> Vec<f32> {
    let heads = map.dims()[1];
    numbers(map.slice([example..example + 1, 0..heads, 0..readers, 0..read]))
}

#[test]
fn the_network_is_what_the_equations_say() {
    for paper in [true, false] {
        let config = config(paper);
        let network = network(&config);
        let weights = Weights::of(&network);
        let oracle = Oracle {
            config: &config,
            weights: &weights,
        };
        let input = input(&config);
        let output = network.forward(input.clone());
        let logits = numbers(output.logits.clone());
        let features = numbers(input.regions);
        let ids: Vec<usize> = input
            .words
            .into_data()
            .iter::<i64>()
            .map(|id| id as usize)
            .collect();

        for (example, (n_regions, n_words)) in [(REGIONS, WORDS), SHORT].into_iter().enumerate() {
            let of_photo = &features[example * REGIONS * config.region_dim..];
            let rows: Matrix = of_photo
                .chunks(config.region_dim)
                .take(n_regions)
                .map(<[f32]>::to_vec)
                .collect();
            let mut regions = oracle.input("regions", "region_norm", &rows);
            let (mut words, whole) = oracle.words(&ids[example * WORDS..example * WORDS + n_words]);
            for (at, flows) in output.blocks.iter().enumerate() {
                let name = |flow: &str, side: &str| format!("blocks.{at}.{flow}.{side}");
                let (r, e) = (name("inter", "regions"), name("inter", "words"));
                let (new_regions, regions_from_words) = oracle.inter(&r, &regions, &e, &words);
                let (new_words, words_from_regions) = oracle.inter(&e, &words, &r, &regions);
                let (r, e) = (name("intra", "regions"), name("intra", "words"));
                let (newer_regions, within_regions, region_gate) =
                    oracle.intra(&r, &new_regions, &e, &new_words);
                let (newer_words, within_words, word_gate) =
                    oracle.intra(&e, &new_words, &r, &new_regions);
                (regions, words) = (newer_regions, newer_words);

                let maps = [
                    (
                        cut(
                            flows.regions_from_words.clone(),
                            example,
                            n_regions,
                            n_words,
                        ),
                        regions_from_words,
                    ),
                    (
                        cut(
                            flows.words_from_regions.clone(),
                            example,
                            n_words,
                            n_regions,
                        ),
                        words_from_regions,
                    ),
                    (
                        cut(flows.within_regions.clone(), example, n_regions, n_regions),
                        within_regions,
                    ),
                    (
                        cut(flows.within_words.clone(), example, n_words, n_words),
                        within_words,
                    ),
                ];
                for (map, expected) in maps {
                    let expected: Vec<f32> = expected.concat().concat();
                    assert!(difference(&map, &expected) < 1e-4);
                }
                let gates = [
                    (&flows.region_gate, region_gate),
                    (&flows.word_gate, word_gate),
                ];
                for (gate, expected) in gates {
                    let gate = numbers(gate.clone().expect("a dynamic flow"));
                    let own = &gate[example * config.dim..(example + 1) * config.dim];
                    assert!(difference(own, &expected) < 1e-4);
                }
            }
            let own = &logits[example * config.n_answers..(example + 1) * config.n_answers];
            let expected = oracle.logits(&regions, &words, &whole);
            assert!(difference(own, &expected) < 1e-4, "{own:?} {expected:?}");
        }
        assert_eq!(logits.len(), BATCH * config.n_answers);
    }
}

#[test]
fn a_static_flow_has_no_gates() {
    let config = DfafConfig {
        intra: IntraFlow::Static,
        ..config(true)
    };
    let network = network(&config);
    let flows = &network.forward(input(&config)).blocks[0];
    assert!(flows.region_gate.is_none() && flows.word_gate.is_none());
    assert!(
        Weights::of(&network)
            .by_name
            .keys()
            .all(|name| !name.contains("gate"))
    );
}

#[test]
fn sizes_that_make_no_network_are_refused() {
    let broken: [fn(&mut DfafConfig); 5] = [
        |c| c.n_heads = 5,
        |c| c.dim = 0,
        |c| c.n_words = usize::MAX / 2,
        |c| c.n_blocks = 1_000_000_000,
        |c| c.dropout = f64::NAN,
    ];
    for change in broken {
        let mut config = config(false);
        change(&mut config);
        assert!(config.init(&Device::flex()).is_err(), "{config:?}");
    }
}
