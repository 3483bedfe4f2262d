// `auto` measures both backends once, remembers what it found, says so and takes the faster one.

import assert from 'node:assert/strict';
import { test } from 'node:test';

const ADAPTER = 'made adapter';
/** An empty module. */
const WASM = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
const IDLE = 2200;

/** An engine whose looks take as long as it is told. @param {number} ms */
const made = (ms) => `data:text/javascript,${encodeURIComponent(`
  const engine = (backend) => ({
    selfTest: async () => ({ passed: true, worst: 0, tolerance: 1 }),
    look: async () => { await new Promise((done) => setTimeout(done, ${ms})); return { id: 1 }; },
    forget: () => {},
    backend,
  });
  export default async () => {};
  export const Engine = { load: async (backend) => engine(backend) };`)}`;

/** @type {Map<string, Response>} */
const kept = new Map();
Object.assign(globalThis, {
  GPUAdapter: class { async requestDevice() {} },
  caches: { open: async () => ({
    match: async (/** @type {string} */ at) => kept.get(at)?.clone(),
    put: async (/** @type {string} */ at, /** @type {Response} */ response) => void kept.set(at, response),
  }) },
});
Object.defineProperty(globalThis, 'navigator', { value: { gpu: { requestAdapter: async () => ({ info: { description: ADAPTER } }) } } });
Object.assign(globalThis, { self: Object.assign(globalThis, { addEventListener() {} }) });
const { EngineHost } = await import('../web/src/engine/host.js');

/** @param {{ cpu: number, gpu: number }} ms @param {string} model */
function host({ cpu, gpu }, model) {
  /** @type {any[]} */
  const fallbacks = [];
  /** @type {any[]} */
  const moves = [];
  const progress = { restart() {}, tell() {}, isQuiet: false };
  const engines = { cpu: { script: made(cpu) }, gpu: { script: made(gpu) } };
  const store = { address: model, progress, engines, weights: async () => ({ manifest: WASM, files: {} }), wasm: async () => WASM };
  const on = { fallback: (/** @type {any} */ it) => fallbacks.push(it), ready: (/** @type {any} */ it) => moves.push(it) };
  return { host: new EngineHost(/** @type {any} */ (store), on), fallbacks, moves };
}

/** @param {InstanceType<typeof EngineHost>} running */
const backendOf = (running) => running.run(async (engine) => /** @type {any} */ (engine).backend);
const idle = () => new Promise((done) => {
  setTimeout(done, IDLE + 400);
});

test('a GPU that is slower than the CPU is left after the first answer, and not taken again', async () => {
  const first = host({ cpu: 5, gpu: 120 }, 'https://somewhere/slow/manifest.json');
  assert.equal((await first.host.start('auto')).backend, 'webgpu');
  assert.equal(await backendOf(first.host), 'webgpu');
  first.host.answered();
  await idle();
  assert.deepEqual(first.moves, [{ backend: 'cpu', adapter: null }]);
  assert.equal(first.fallbacks[0].code, 'slower');
  assert.match(first.fallbacks[0].reason, /made adapter.* ms.*CPU/);
  assert.equal(await backendOf(first.host), 'cpu');

  const again = host({ cpu: 5, gpu: 120 }, 'https://somewhere/slow/manifest.json');
  assert.equal((await again.host.start('auto')).backend, 'cpu', 'it is remembered');
  assert.equal(again.fallbacks[0].code, 'slower');
  const wanted = host({ cpu: 5, gpu: 120 }, 'https://somewhere/slow/manifest.json');
  assert.equal((await wanted.host.start('webgpu')).backend, 'webgpu', 'who asks for the GPU gets it');
});

test('a GPU that is faster stays, and is not measured twice', async () => {
  const model = 'https://somewhere/fast/manifest.json';
  const first = host({ cpu: 120, gpu: 5 }, model);
  await first.host.start('auto');
  first.host.answered();
  await idle();
  assert.deepEqual([first.moves, first.fallbacks], [[], []]);
  assert.equal(await backendOf(first.host), 'webgpu');
  const remembered = [...kept.keys()].filter((at) => at.startsWith('https://somewhere/fast/'));
  assert.equal(remembered.length, 1);
  assert.match(remembered[0], /made\+adapter/);
});

test('whoever asks for a backend by name is not measured', async () => {
  const before = kept.size;
  const asked = host({ cpu: 5, gpu: 50 }, 'https://somewhere/named/manifest.json');
  await asked.host.start('webgpu');
  asked.host.answered();
  await idle();
  assert.equal(kept.size, before);
  assert.equal(await backendOf(asked.host), 'webgpu');
});
