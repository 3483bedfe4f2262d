use crate::bindings::GpuBuffer;
use crate::flows::Flow;
use crate::multiplying::{Multiplying, NO_BIAS, ONTO, RELU_IN, Rows};
use crate::recording::{Given, Recording, groups};
use crate::thinking::Thinking;
use crate::thought::{Asked, threes};

impl Thinking {
    pub(crate) fn first_word(&self) -> usize {
        self.n_regions.next_multiple_of(4)
    }

    /// Adds all steps of a question of `words`; gives where each map begins.
    pub(crate) fn record(
        &self,
        r: &mut Recording,
        words: usize,
        asked: Asked<'_>,
    ) -> Vec<[usize; 4]> {
        let (b, s, dim) = (&self.buffers, &self.shaders, self.config.dim / 4);
        let first = self.first_word();
        let rows = first + words;
        let product = Multiplying {
            pipeline: &s.multiply,
            weights: &b.weights,
        };
        r.begin();
        // The question.
        let all = (words, words);
        let (x, y) = (
            Rows::new(&b.vectors, 0, self.gru_input.inputs),
            Rows::new(&b.projected, 0, self.gru_input.outputs),
        );
        product.step(r, all, &self.gru_input, x, y, 0, None);
        let given = [
            words.into(),
            self.config.gru_dim.into(),
            (self.gru[0] * 4).into(),
            (self.gru[1] * 4).into(),
        ];
        r.step(
            &s.gru,
            &[&b.weights, &b.projected, &b.states],
            &given,
            [1, 1],
        );
        let (x, y) = (
            Rows::new(&b.states, 0, self.projection.inputs),
            Rows::new(&b.plain, 0, dim),
        );
        product.step(r, all, &self.projection, x, y, 0, None);
        if let Some(whole) = &self.whole {
            // Every word gets the same row: the next is no way from it.
            let last = Rows::new(&b.states, (words - 1) * whole.inputs, 0);
            product.step(r, all, whole, last, y, NO_BIAS | ONTO, None);
        }
        let norms = self.word_norm.map(|norm| [norm, norm]);
        let (x, y) = (y, Rows::new(&b.state, first * dim, dim));
        self.norm(r, (words, words), norms, x, y);

        let mut maps = Vec::with_capacity(self.flows.len());
        let mut end = 0;
        for (at, (inter, intra)) in self.flows.iter().enumerate() {
            let mut places = [0; 4];
            for (flow, is_intra) in [(inter, false), (intra, true)] {
                let Some(flow) = flow else { continue };
                let of = usize::from(is_intra) * 2;
                // Readers and what they read, of regions and of words.
                let read = match is_intra {
                    true => [self.n_regions, words],
                    false => [words, self.n_regions],
                };
                for (part, readers) in [self.n_regions, words].into_iter().enumerate() {
                    places[of + part] = end;
                    end += self.config.n_heads * readers * threes(read[part]);
                }
                let gate = &b.gates[at];
                self.flow(
                    r,
                    &product,
                    flow,
                    (rows, words),
                    (&places[of..of + 2], gate),
                );
            }
            maps.push(places);
        }
        self.answer(r, &product, words, asked);
        maps
    }

    fn norm(
        &self,
        r: &mut Recording,
        (n_rows, split): (usize, usize),
        norms: Option<[[u32; 2]; 2]>,
        x: Rows<'_>,
        y: Rows<'_>,
    ) {
        let [before, after] = norms.unwrap_or_default();
        let given: [Given; 12] = [
            n_rows.into(),
            (self.config.dim / 4).into(),
            split.into(),
            u32::from(norms.is_some()).into(),
            x.start.into(),
            x.pitch.into(),
            y.start.into(),
            y.pitch.into(),
            before[0].into(),
            before[1].into(),
            after[0].into(),
            after[1].into(),
        ];
        let buffers = [&self.buffers.weights, x.buffer, y.buffer];
        r.step(
            &self.shaders.norm,
            &buffers,
            &given,
            [groups(n_rows, 16), 1],
        );
    }

    /// One flow of both modalities: norm, projections, attention, output.
    fn flow(
        &self,
        r: &mut Recording,
        product: &Multiplying<'_>,
        flow: &Flow,
        (rows, words): (usize, usize),
        (maps, gates): (&[usize], &GpuBuffer),
    ) {
        let (b, dim, first) = (&self.buffers, self.config.dim / 4, self.first_word());
        let is_intra = flow.output.inputs == dim;
        let state = Rows::new(&b.state, 0, dim);
        let joined = Rows::new(&b.joined, 0, 2 * dim);
        let asking = Rows::new(&b.asking, 0, 3 * dim);
        self.norm(r, (rows, first), flow.norm, state, joined);
        if let Some([regions, of_words]) = flow.gate {
            let given = [
                self.n_regions.into(),
                words.into(),
                first.into(),
                dim.into(),
                (2 * dim).into(),
                regions[0].into(),
                regions[1].into(),
                of_words[0].into(),
                of_words[1].into(),
            ];
            let buffers = [&b.weights, &b.joined, gates];
            r.step(&self.shaders.gates, &buffers, &given, [2, 1]);
        }
        product.step(r, (rows, first), &flow.projections, joined, asking, 0, None);

        let heads = self.config.n_heads;
        let n = self.n_regions;
        let flags = u32::from(flow.gate.is_some()) + 2 * u32::from(is_intra);
        let start = if is_intra { 0 } else { dim };
        let scale = 1.0 / ((self.config.dim / heads) as f32).sqrt();
        let most = n.max(self.max_words);
        let mut given: Vec<Given> = vec![
            heads.into(),
            (dim / heads).into(),
            dim.into(),
            flags.into(),
            (2 * dim).into(),
            start.into(),
            most.into(),
            scale.into(),
        ];
        let sides = [(n, 0), (words, first)];
        for (part, (readers, reader)) in sides.into_iter().enumerate() {
            let (read, first_read) = sides[if is_intra { part } else { 1 - part }];
            let numbers = [
                readers,
                read,
                reader,
                first_read,
                maps[part],
                part * dim,
                0,
                0,
            ];
            given.extend(numbers.map(Given::from));
        }
        let covered = [groups((n + words) * heads, 32), 1];
        let buffers = [&b.asking, gates, &b.joined, &b.maps, &b.scores];
        r.step(&self.shaders.attention, &buffers, &given, covered);
        let flags = if flow.norm.is_some() { ONTO } else { 0 };
        product.step(r, (rows, first), &flow.output, joined, state, flags, None);
    }

    fn answer(&self, r: &mut Recording, product: &Multiplying<'_>, words: usize, asked: Asked<'_>) {
        let (b, s, dim, n) = (
            &self.buffers,
            &self.shaders,
            self.config.dim / 4,
            self.n_regions,
        );
        let given = [
            n.into(),
            words.into(),
            self.first_word().into(),
            dim.into(),
            dim.into(),
        ];
        r.step(
            &s.fuse,
            &[&b.state, &b.fused, &b.each],
            &given,
            [groups(dim, 16), 1],
        );
        let x = Rows::new(&b.fused, 0, self.hidden.inputs);
        let hidden = Rows::new(&b.hidden, 0, self.hidden.outputs);
        product.step(r, (1, 1), &self.hidden, x, hidden, 0, None);
        if let Some(layer) = &self.of_question {
            let last = Rows::new(&b.states, (words - 1) * layer.inputs, layer.inputs);
            product.step(r, (1, 1), layer, last, hidden, NO_BIAS | ONTO, None);
        }
        let logits = Rows::new(&b.logits, 0, self.output.outputs);
        product.step(r, (1, 1), &self.output, hidden, logits, RELU_IN, None);
        let n_asked = match asked {
            Asked::Best(wanted) => {
                let given = [self.config.n_answers.into(), wanted.into()];
                r.step(&s.best, &[&b.logits, &b.asked], &given, [1, 1]);
                wanted
            }
            Asked::These(these) => these.len(),
        };
        let (x, y) = (
            Rows::new(&b.each, 0, dim),
            Rows::new(&b.parts, 0, self.each.outputs),
        );
        product.step(r, (n, n), &self.each, x, y, NO_BIAS, None);
        let given = [
            n.into(),
            n_asked.into(),
            self.config.hidden_dim.into(),
            (self.output.weights[0] * 4).into(),
            (self.output.outputs * 4).into(),
        ];
        let buffers = [&b.weights, &b.parts, &b.hidden, &b.asked, &b.evidence];
        r.step(&s.evidence, &buffers, &given, [groups(n * n_asked, 64), 1]);
    }
}
