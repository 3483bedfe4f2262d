// Where WebGPU is missing, wrong or lost, the CPU answers, and the page says so.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noBrowser, ROOT, SLOW, visit } from './page.mjs';

const PHOTO = `${ROOT}assets/samples/coffee.jpg`;
const QUESTION = 'what is in the cup';
const skip = noBrowser();

// What a browser does with a shader that it cannot validate: the work is
// skipped without an error, and what is read back is stale.
const SKIPS_WORK = `{
  const real = GPUComputePassEncoder.prototype.dispatchWorkgroups;
  let calls = 0;
  GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...given) {
    calls += 1;
    if (calls % 5 !== 0) real.apply(this, given);
  };
}`;

// Keeps the device within reach, so that a test can take it away.
const KEEPS_DEVICE = `{
  const real = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...given) {
    const device = await real.apply(this, given);
    (globalThis.devices ??= []).push(device);
    return device;
  };
}`;

test('a browser without WebGPU answers on the CPU and says why', { skip }, async (t) => {
  const visited = await visit(t, { backend: 'auto' });
  await visited.upload(PHOTO);
  await saidFallback(visited);
  assert.equal((await visited.next('vqa-ready')).backend, 'cpu');
  assert.ok((await visited.answerTo(QUESTION)).answers.length > 0);
  assert.deepEqual(fetched(visited, /gpu.*\.wasm$/), [], 'the GPU module was not fetched in vain');
});

test('a GPU that computes wrongly fails the self-test, and the CPU answers', { skip, timeout: SLOW }, async (t) => {
  const visited = await visit(t, { backend: 'webgpu', gpu: true, inWorker: SKIPS_WORK });
  await visited.load();
  const fallback = await saidFallback(visited);
  assert.equal(fallback.code, 'self-test', fallback.reason);
  assert.equal((await visited.next('vqa-ready')).backend, 'cpu');
  await visited.upload(PHOTO);
  assert.ok((await visited.answerTo(QUESTION)).answers.length > 0);
  await t.test('the weights were fetched once for both', () => {
    const weights = fetched(visited, /\.bpk$/);
    assert.equal(weights.length, new Set(weights).size, weights.join(', '));
  });
});

test('a GPU that is lost hands photo and question to the CPU', { skip, timeout: 3 * SLOW }, async (t) => {
  const visited = await visit(t, { backend: 'webgpu', gpu: true, inWorker: KEEPS_DEVICE });
  await visited.load();
  assert.equal((await visited.next('vqa-ready', SLOW)).backend, 'webgpu');
  await visited.upload(PHOTO);
  await visited.next('vqa-image', SLOW);
  for (const worker of visited.page.workers()) {
    await worker.evaluate(() => {
      /** @type {any[]} */ ((/** @type {any} */ (globalThis)).devices ?? []).forEach((device) => device.destroy());
    });
  }
  const answer = await visited.answerTo(QUESTION, SLOW);
  assert.ok(answer.answers.length > 0);
  const fallback = await saidFallback(visited);
  assert.ok(['device-lost', 'call-failed'].includes(fallback.code), fallback.code);
});

/** @param {import('./page.mjs').Visit} visited */
async function saidFallback(visited) {
  const fallback = await visited.next('vqa-fallback', SLOW);
  assert.equal(fallback.from, 'webgpu');
  assert.equal(fallback.to, 'cpu');
  assert.ok(fallback.reason.length > 10, 'the reason is a sentence');
  const note = visited.part('note');
  await note.waitFor({ state: 'visible' });
  assert.ok((await note.textContent())?.includes(fallback.reason), 'the reason stands on the page');
  return fallback;
}

/**
 * @param {import('./page.mjs').Visit} visited
 * @param {RegExp} pattern
 */
function fetched(visited, pattern) {
  return visited.site.requests.filter((path) => pattern.test(path));
}
