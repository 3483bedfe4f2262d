// @ts-nocheck: it runs in a browser, beside a runtime that is fetched for the bench alone.
// The same network in ONNX Runtime Web, as a contender of the site's bench page (web/src/bench/worker.js). The server of
// bench.mjs puts it, the runtime and the two graphs under rival/.

const provider = new URL(location.href).searchParams.get('provider') ?? 'wasm';
/** Pixels of a cell's side, as the backbone makes them. */
const CELL = 32;

let ort, look, answer, inputs, manifest;

onmessage = async ({ data: { id, call, payload } }) => {
  try {
    postMessage({ id, value: await (call === 'load' ? load() : round(payload)) });
  } catch (thrown) {
    postMessage({ id, error: String(thrown) });
  }
};

async function load() {
  const from = performance.now();
  ort = await import(`./dist/ort.${provider}.min.mjs`);
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = new URL('./dist/', import.meta.url).href;
  const json = async (path) => (await fetch(new URL(path, import.meta.url))).json();
  [inputs, manifest] = await Promise.all([json('inputs.json'), json('../model/manifest.json')]);
  const session = (name) => ort.InferenceSession.create(new URL(name, import.meta.url).href, { executionProviders: [provider] });
  look = await session('look.onnx');
  answer = await session('answer.onnx');
  return { ms: performance.now() - from };
}

async function round({ rgba, size, topK }) {
  const count = globalThis.counted ?? (() => []);
  const before = count();
  const from = performance.now();
  const seen = await look.run({ pixels: new ort.Tensor('float32', pixelsOf(rgba, size), [1, 3, size, size]) });
  const regions = regionsOf(seen, rgba, size);
  const looked = performance.now();
  const between = count();
  const ids = new ort.Tensor('int64', BigInt64Array.from(inputs.ids, BigInt), [1, inputs.ids.length]);
  const given = await answer.run({ regions, ids });
  const answered = performance.now();
  const counts = [...before, ...between, ...count()];
  return { look: looked - from, answer: answered - looked, reply: replyOf(given, inputs.ids.length, topK), counts };
}

function pixelsOf(rgba, size) {
  const n = size * size;
  const pixels = new Float32Array(3 * n);
  for (let at = 0; at < n; at += 1) {
    for (let channel = 0; channel < 3; channel += 1) pixels[channel * n + at] = (rgba[at * 4 + channel] - 127) / 128;
  }
  return pixels;
}

/** What the backbone says of each cell, its mean colour, the mean of all cells, and where they lie. */
function regionsOf({ features, soft_labels: labels }, rgba, size) {
  const parts = [features, labels].filter((part) => part !== undefined);
  const side = size / CELL;
  const n = side * side;
  const dim = manifest.network.region_dim;
  const values = new Float32Array((n + 1) * dim);
  const colours = coloursOf(rgba, size);
  for (let cell = 0; cell < n; cell += 1) {
    let at = cell * dim;
    for (const part of parts) {
      const width = part.dims[1];
      values.set(part.data.subarray(cell * width, (cell + 1) * width), at);
      at += width;
    }
    values.set(colours.subarray(cell * 3, cell * 3 + 3), at);
    const [row, column] = [Math.floor(cell / side), cell % side];
    values.set([column / side, row / side, (column + 1) / side, (row + 1) / side], at + 3);
    for (let i = 0; i < dim - 4; i += 1) values[n * dim + i] += values[cell * dim + i] / n;
  }
  values.set([0, 0, 1, 1], (n + 1) * dim - 4);
  return new ort.Tensor('float32', values, [1, n + 1, dim]);
}

function coloursOf(rgba, size) {
  const side = size / CELL;
  const colours = new Float32Array(side * side * 3);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const cell = Math.floor(y / CELL) * side + Math.floor(x / CELL);
      for (let channel = 0; channel < 3; channel += 1) colours[cell * 3 + channel] += rgba[(y * size + x) * 4 + channel] / (255 * CELL * CELL);
    }
  }
  return colours;
}

/** What the bench compares, by the names of ours. */
function replyOf(given, words, topK) {
  const regions = given.from_regions.dims[1];
  const best = Array.from(given.best.data, Number).slice(0, topK);
  const answers = best.map((at, place) => ({
    answer: manifest.answers[at],
    logit: given.logits.data[at],
    contributions: Float32Array.from({ length: regions }, (_, region) => given.from_regions.data[region * given.best.dims[1] + place]),
  }));
  const blocks = Array.from({ length: manifest.network.n_blocks }, (_, number) => {
    const block = { regions, words };
    for (const name of ['words_from_regions', 'regions_from_words', 'within_regions', 'within_words', 'region_gate', 'word_gate']) {
      const map = given[`${name}_${number}`]?.data ?? new Float32Array(0);
      block[name.replace(/_(.)/g, (_, letter) => letter.toUpperCase())] = map;
    }
    return block;
  });
  return { answers, blocks };
}
