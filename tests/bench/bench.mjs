// `node tests/bench/bench.mjs [--gpu] [--out FOLDER]`: the network in the page and natively, beside ONNX Runtime with the
// same weights. They take turns; medians are printed and never asserted. What it needs, `./build.sh bench` sets up.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';

import { launch, noBrowser, ROOT, SITE } from '../page.mjs';
import { serve } from '../server.mjs';
import { chart } from './chart.mjs';
import { inThePage } from './in-the-page.mjs';
import { preparing } from './preparing.mjs';

const { values } = parseArgs({ options: { gpu: { type: 'boolean' }, out: { type: 'string', default: `${ROOT}web/dist` } } });
const missing = noBrowser();
if (missing) throw new Error(missing);
/** @param {string} name */
const given = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run ./build.sh bench`);
  return value;
};
const [onnx, runtime, python, program, vqa] = ['BENCH_ONNX', 'BENCH_RUNTIME', 'BENCH_PYTHON', 'BENCH_PROGRAM', 'BENCH_VQA'].map(given);
const NATIVE_TIMES = 15;
const NATIVE_TURNS = 3;

/** @typedef {{ what: string, ours: number[], theirs: number[] }} Measured theirs is empty where they have nothing of the kind */
/** @type {Measured[]} */
const rows = [...await inBrowser('cpu', false), ...natively(), preparing({ vqa, python, onnx })];
if (values.gpu) rows.push(...await inBrowser('webgpu', true));
rows.push(...await inThePage(), ...sizes());
print(rows);
mkdirSync(values.out, { recursive: true });
const date = new Date().toISOString();
writeFileSync(`${values.out}/bench.json`, `${JSON.stringify({ date, rows }, null, 1)}\n`);
writeFileSync(`${values.out}/bench.svg`, chart(rows));
console.log(`\n${values.out}/bench.json and bench.svg`);

/** The site's own bench page, with a rival beside it. @param {'cpu' | 'webgpu'} backend @param {boolean} gpu @returns {Promise<Measured[]>} */
async function inBrowser(backend, gpu) {
  const counting = readFileSync(new URL('counting.js', import.meta.url), 'utf8');
  const site = await serve({ root: SITE, plant: async (path, read) => {
    if (path === '/rival/worker.js') return { body: `${counting}\n${readFileSync(new URL('rival-worker.js', import.meta.url), 'utf8')}` };
    if (path.startsWith('/rival/dist/')) return { body: readFileSync(`${runtime}/${path.slice(12)}`) };
    if (path.startsWith('/rival/')) return { body: readFileSync(`${onnx}/${path.slice(7)}`) };
    if (/\/bench-worker[^/]*\.js$/.test(path)) return { body: `${counting}\n${await read()}` };
    return undefined;
  } });
  const browser = await launch({ gpu });
  const page = await browser.newPage();
  page.on('console', (/** @type {import('playwright-core').ConsoleMessage} */ line) => line.type() === 'error' && console.error(line.text()));
  const provider = backend === 'cpu' ? 'wasm' : 'webgpu';
  await page.goto(`${site.url}bench.html?now&backends=${backend}&rival=rival=${encodeURIComponent(`rival/worker.js?provider=${provider}`)}`);
  const found = await page.waitForFunction(() => /** @type {any} */ (globalThis).benched, undefined, { timeout: 1_200_000, polling: 500 });
  const figures = /** @type {any} */ (await found.jsonValue());
  await browser.close();
  await site.close();
  if (figures.error) throw new Error(figures.error);
  const { rows: shown, about, counts } = figures;
  console.log(`${backend}: the answers of both are ${about.worst.toPrecision(2)} apart at most`);
  const [ours, theirs] = [about.columns.indexOf(backend), about.columns.indexOf('rival')];
  const times = shown.slice(0, 3).map((/** @type {any} */ { what, figures: of }) => ({ what: `${backend}: ${what}`, ours: of[ours], theirs: of[theirs] }));
  const inThePage = shown.slice(3).map((/** @type {any} */ { what, figures: [beyond] }) => ({ what, ours: beyond, theirs: [] }));
  if (backend === 'cpu') return [...times, ...inThePage];
  const counted = ['look', 'answer'].flatMap((step) => Object.keys(counts[ours][step]).map((what) => (
    { what: `${backend}: ${what}, ${step}`, ours: [counts[ours][step][what]], theirs: [counts[theirs]?.[step][what]].filter(Number.isFinite) })));
  return [...times, ...counted];
}

/** Both as programs of their own, in turn. @returns {Measured[]} */
function natively() {
  const both = /** @type {const} */ (['look', 'answer']);
  const rows = both.map((what) => ({ what: `native, 1 thread: ${what}, ms`, ours: /** @type {number[]} */ ([]), theirs: /** @type {number[]} */ ([]) }));
  for (let turn = 0; turn < NATIVE_TURNS; turn += 1) {
    const ours = run(program, [`${ROOT}assets/model`, String(NATIVE_TIMES)], { RAYON_NUM_THREADS: '1' });
    const theirs = run(python, [new URL('native.py', import.meta.url).pathname, onnx, String(NATIVE_TIMES), '1']);
    // The first of each turn warms up.
    for (const line of ours.slice(1)) rows.forEach((row, at) => row.ours.push(line[at]));
    for (const line of theirs.slice(1)) rows.forEach((row, at) => row.theirs.push(line[at]));
  }
  return rows;
}

/** @param {string} command @param {string[]} given_ @param {Record<string, string>} [env] */
function run(command, given_, env = {}) {
  const said = execFileSync(command, given_, { encoding: 'utf8', env: { ...process.env, ...env } });
  return said.trim().split('\n').map((line) => line.split(' ').map(Number));
}

/** The two modules, as they are and as they are sent. @returns {Measured[]} */
function sizes() {
  const modules = readdirSync(SITE).filter((name) => /^engine-.*\.wasm$/.test(name));
  return modules.flatMap((name) => {
    const raw = readFileSync(`${SITE}/${name}`);
    const sent = brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
    const kind = name.split('-')[1].toUpperCase();
    return [
      { what: `${kind} module, raw, MB`, ours: [raw.length / 1e6], theirs: [] },
      { what: `${kind} module, sent, MB`, ours: [sent.length / 1e6], theirs: [] },
    ];
  });
}

/** @param {Measured[]} measured */
function print(measured) {
  const line = (/** @type {string[]} */ cells) => console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(52) : cell.padStart(24))).join(''));
  line(['', 'ours', 'ONNX Runtime', 'ratio']);
  for (const { what, ours, theirs } of measured) {
    const ratio = ours.length && theirs.length ? (median(ours) / median(theirs)).toFixed(2) : '';
    line([what, spread(ours), spread(theirs), ratio]);
  }
}

/** @param {number[]} numbers */
function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** @param {number[]} numbers */
function spread(numbers) {
  if (numbers.length === 0) return '';
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ part) => sorted[Math.round((sorted.length - 1) * part)].toFixed(1);
  const middle = Number(median(numbers).toFixed(2));
  return numbers.length < 4 ? String(middle) : `${middle} (${at(0.25)} to ${at(0.75)})`;
}
