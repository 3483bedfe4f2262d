// Servers and policies as people have them: what can be done is done, and what cannot says which it is.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { noBrowser, ROOT, SITE } from './page.mjs';
import { serve } from './server.mjs';
import { open, PHOTO, withFlow } from './pages/hostile.mjs';

const skip = noBrowser();
const ASK = 'await flow.setImage("../coffee.jpg"); return (await flow.ask("what is in the cup")).answers.length';
/** For `inWorker`: makes one of the worker's waits short. @param {number} ms */
const hurry = (ms) => `{ const wait = globalThis.setTimeout; globalThis.setTimeout = (work, ms, ...given) => wait(work, ms === ${ms} ? 1500 : ms, ...given); }`;
const WHOLE = 120_000;
const STALL = 30_000;

/** @typedef {Awaited<ReturnType<typeof open>>} Visited */

/** @param {import('node:test').TestContext} t @param {Parameters<typeof serve>[0]} options */
async function another(t, options) {
  const site = await serve(options);
  t.after(site.close);
  return site.url;
}

test('where scripts must be trusted, it answers', { skip }, async (t) => {
  await t.test('from its own server', async (t) => {
    const visited = await open(t, 'bare', { headers: { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types vqa-flow" } });
    assert.equal(await withFlow(visited, ASK), 5);
    assert.deepEqual(visited.complaints, []);
  });
  await t.test('from another server', async (t) => {
    const elsewhere = await another(t, { root: SITE, headers: { 'access-control-allow-origin': '*' } });
    const visited = await open(t, 'bare', {
      headers: { 'content-security-policy': "require-trusted-types-for 'script'" },
      plant: async (path) => (path === '/pages/bare.html' ? { body: readFileSync(`${ROOT}tests/pages/bare.html`, 'utf8').replace('../vqa-flow.js', `${elsewhere}vqa-flow.js`) } : undefined),
    });
    assert.equal(await withFlow(visited, ASK), 5);
    assert.deepEqual(visited.complaints, []);
  });
  await t.test('or says what the policy would have to allow', async (t) => {
    const visited = await open(t, 'bare', { headers: { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types 'none'" } });
    const error = await withFlow(visited, ASK);
    assert.deepEqual([error.code, /trusted-types would have to allow vqa-flow/.test(error.message)], ['policy-blocked', true], error.message);
  });
});

test('under the policy of its own documentation it takes a photo from wherever one may be', { skip }, async (t) => {
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(readFileSync(`${ROOT}web/docs.html`, 'utf8')) ?? [];
  const visited = await open(t, 'bare', { headers: { 'content-security-policy': policy } });
  for (const address of [`"data:image/jpeg;base64,${PHOTO.toString('base64')}"`, 'URL.createObjectURL(await (await fetch("../coffee.jpg")).blob())']) {
    assert.equal((await withFlow(visited, `return flow.setImage(${address})`)).width, 600, address.slice(0, 30));
  }
  const elsewhere = await another(t, { root: SITE, headers: { 'access-control-allow-origin': '*' } });
  const error = await withFlow(visited, `return flow.setImage("${elsewhere}icon.svg")`);
  assert.equal(error.code, 'policy-blocked', error.message);
  assert.match(error.message, new RegExp(`connect-src would have to allow ${elsewhere.slice(0, -1)}`));
});

test('a policy without workers is named', { skip }, async (t) => {
  const visited = await open(t, 'bare', { headers: { 'content-security-policy': "worker-src 'none'" } });
  const error = await withFlow(visited, ASK);
  assert.equal(error.code, 'policy-blocked', error.message);
  assert.match(error.message, /worker-src would have to allow 'self'/);
});

test('in a frame that may only run scripts, the picture can be saved, and no camera is offered', { skip }, async (t) => {
  const elsewhere = await another(t, { root: SITE, headers: { 'access-control-allow-origin': '*' }, plant: (path) => (path === '/coffee.jpg' ? { body: PHOTO } : undefined) });
  const frame = `<iframe sandbox="allow-scripts" width="700" height="900" src="${elsewhere}embed.html?backend=cpu&src=coffee.jpg&question=what+is+in+the+cup"></iframe>`;
  const visited = await open(t, 'around', { plant: (path) => (path === '/pages/around.html' ? { body: `<!doctype html><title>Around</title>${frame}` } : undefined) });
  const inside = visited.page.frameLocator('iframe');
  await inside.locator('[part~=answer]').first().waitFor();
  assert.equal(await inside.locator('[part~=camera]').isVisible(), false);
  await inside.locator('[part~=save]').click();
  const picture = inside.locator('[part~=saved]');
  await picture.waitFor();
  assert.equal(await picture.evaluate(async (one) => {
    await /** @type {HTMLImageElement} */ (one).decode();
    return /** @type {HTMLImageElement} */ (one).naturalWidth;
  }), 960);
  await visited.page.keyboard.press('Escape');
  assert.equal(await picture.isVisible(), false);
});

test('a page whose policy forbids the camera offers none', { skip }, async (t) => {
  const visited = await open(t, 'bare', { headers: { 'permissions-policy': 'camera=()' } });
  await withFlow(visited, 'return flow.load()');
  assert.equal(await visited.part('camera').isVisible(), false);
  assert.equal(await visited.part('upload').isVisible(), true);
});

/** A GPU as the worker sees it. @param {string} adapter what is found, as the body of an async function */
const gpu = (adapter) => `
  Object.defineProperty(navigator, "gpu", { value: { requestAdapter: async () => { ${adapter} } } });
  globalThis.GPUAdapter ??= class { requestDevice() {} };`;
/** It comes when the test says so. */
const LATE = 'await new Promise((go) => (globalThis.arrive = go)); return { info: { description: "late", isFallbackAdapter: false } };';
/** Answers as a GPU does; what it answers is no matter. */
const GPU_SCRIPT = `export default async function () {}
export class Engine {
  static load = async () => new Engine();
  selfTest = async () => ({ passed: true, worst: 0, tolerance: 1 });
  look = async () => ({ id: 1, regions: [[0, 0, 1, 1], [0, 0, 1, 1]], grid: { columns: 1, rows: 1 } });
  ask = async () => { throw Object.assign(new Error("asked on the GPU"), { code: "question-no-words" }); };
  forget() {}
}`;

test('a GPU that does not answer is not waited for', { skip }, async (t) => {
  const auto = (/** @type {string} */ path) => (path === '/pages/bare.html' ? { body: readFileSync(`${ROOT}tests/pages/bare.html`, 'utf8').replace('cpu', 'auto') } : undefined);
  await t.test('the CPU takes over within two seconds', async (t) => {
    const visited = await open(t, 'bare', { inWorker: gpu('return new Promise(() => {});'), plant: auto });
    const fallback = await visited.next('vqa-fallback');
    const [first] = /** @type {any[]} */ (await visited.page.evaluate('heard'));
    assert.deepEqual([fallback.code, fallback.from], ['no-answer', 'webgpu']);
    assert.ok(fallback.at - first.at < 2000, `${fallback.at - first.at} ms`);
    assert.equal((await visited.next('vqa-ready')).backend, 'cpu');
    assert.equal(await withFlow(visited, ASK), 5);
    assert.deepEqual(visited.complaints, []);
  });
  await t.test('one that comes late takes over from the CPU', async (t) => {
    const plant = (/** @type {string} */ path) => auto(path) ?? (/engine-gpu.*\.js$/.test(path) ? { body: GPU_SCRIPT } : undefined);
    const visited = await open(t, 'bare', { inWorker: gpu(LATE), plant });
    assert.equal((await visited.next('vqa-ready')).backend, 'cpu');
    assert.equal(await withFlow(visited, ASK), 5);
    await visited.page.workers()[0].evaluate('arrive()');
    const { backend, adapter } = await visited.next('vqa-ready');
    assert.deepEqual([backend, adapter], ['webgpu', 'late']);
    assert.match((await withFlow(visited, 'return flow.ask("what is in the cup")')).message, /asked on the GPU/i);
    assert.equal(await visited.part('note').isVisible(), false);
    assert.equal(await visited.part('progress').isVisible(), false);
  });
  await t.test('one that comes late and fails changes nothing', async (t) => {
    const plant = (/** @type {string} */ path) => auto(path) ?? (/engine-gpu.*\.js$/.test(path) ? { status: 404 } : undefined);
    const visited = await open(t, 'bare', { inWorker: gpu(LATE), plant });
    await withFlow(visited, ASK);
    await visited.page.workers()[0].evaluate('arrive()');
    while (!visited.site.requests.some((path) => /engine-gpu.*\.js$/.test(path))) await visited.page.waitForTimeout(50);
    await visited.page.waitForTimeout(300);
    assert.equal(await withFlow(visited, ASK), 5);
    assert.deepEqual([(await visited.heard('vqa-ready')).length, await visited.part('progress').isVisible()], [1, false]);
  });
});

test('a photo from an address has limits while it arrives', { skip }, async (t) => {
  const chunk = Buffer.alloc(1024 * 1024, 7);
  /** @type {Record<string, import('./server.mjs').Planted>} */
  const photos = {
    '/endless.jpg': { body: chunk, everyMs: 1 },
    '/announced.jpg': { body: 'xxxx', headers: { 'content-length': '70000000' }, everyMs: 60_000, pieces: 2 },
    '/dripping.jpg': { body: 'x', everyMs: 50 },
    '/stalled.jpg': { body: 'xxxx', everyMs: 60_000, pieces: 2 },
  };
  const visited = await open(t, 'bare', { inWorker: hurry(STALL), plant: (path) => photos[path] });
  const of = (/** @type {string} */ name, on = visited) => withFlow(on, `return flow.setImage("/${name}.jpg")`);
  for (const name of ['endless', 'announced']) {
    const error = await of(name);
    assert.deepEqual([error.code, /limit for a photo is 64 MB/.test(error.message)], ['image-invalid', true], `${name}: ${error.message}`);
  }
  assert.match((await of('stalled')).message, /stopped sending/);
  assert.equal(await withFlow(visited, ASK), 5);
  const patient = await open(t, 'bare', { inWorker: hurry(WHOLE), plant: (path) => photos[path] });
  assert.match((await of('dripping', patient)).message, /had not arrived after 120 seconds/);
});

test('a file of the model that does not end is given up', { skip }, async (t) => {
  const visited = await open(t, 'bare', { plant: (path) => (path.endsWith('network.bpk') ? { body: Buffer.alloc(1024 * 1024), everyMs: 1 } : undefined) });
  const error = await visited.next('vqa-error').catch((thrown) => thrown);
  assert.equal(error.code, 'weights-altered', error.message);
  assert.match(error.message, /longer than it should be/);
});

test('what is kept for the time without a network harms nobody who has one', { skip }, async (t) => {
  /** The demo page, with its service worker at work. @param {import('node:test').TestContext} t @param {string} first what runs in it before its own code @param {import('./server.mjs').Plant} [plant] */
  const controlled = async (t, first, plant) => {
    const visited = await open(t, '/index.html', {
      plant: async (path, read) => (path === '/service-worker.js' ? { body: `${first}\n${await read()}` } : plant?.(path, read)),
    });
    await visited.page.evaluate(() => navigator.serviceWorker.ready);
    await visited.page.reload();
    await visited.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    return visited;
  };
  await t.test('a full disk', async (t) => {
    const visited = await controlled(t, `for (const name of ["put", "addAll"]) Cache.prototype[name] = async () => { if (name === "put") throw new DOMException("full", "QuotaExceededError"); };`);
    await visited.next('vqa-answer');
    assert.deepEqual(visited.complaints, []);
  });
  await t.test('a slow line', async (t) => {
    let isSlow = false;
    const visited = await controlled(t, 'Cache.prototype.addAll = async () => {};', async (path, read) => {
      // Longer in all than the network waits for a next piece.
      if (path === '/model/network.bpk' && isSlow) return { body: await read(), everyMs: 100, pieces: 30 };
      return /^\/worker-/.test(path) ? { body: `${isSlow ? hurry(STALL) : ''}\n${await read()}` } : undefined;
    });
    await visited.next('vqa-answer');
    isSlow = true;
    await visited.page.evaluate(async () => { for (const name of await caches.keys()) await caches.delete(name); });
    await visited.page.reload();
    const answer = await visited.page.waitForFunction(() => /** @type {any} */ (globalThis).heard.find((/** @type {any} */ one) => ['vqa-answer', 'vqa-error'].includes(one.name)));
    assert.equal((await answer.jsonValue()).name, 'vqa-answer', JSON.stringify(await answer.jsonValue()));
  });
  await t.test('a photo whose name ends as if it had a hash', async (t) => {
    let photo = PHOTO;
    const visited = await controlled(t, '', (path) => (path === '/holiday-20240101.jpg' ? { body: photo } : undefined));
    const width = () => withFlow(visited, 'return (await flow.setImage("/holiday-20240101.jpg")).width');
    assert.equal(await width(), 600);
    photo = readFileSync(`${ROOT}assets/samples/chelsea.jpg`);
    assert.notEqual(await width(), 600);
  });
});

test('why a photo cannot be had is said', { skip }, async (t) => {
  const elsewhere = await another(t, { root: SITE, plant: (path) => (path === '/coffee.jpg' ? { body: PHOTO } : undefined) });
  const gone = await serve({ root: SITE });
  await gone.close();
  const visited = await open(t, 'bare', { plant: (path) => (path === '/page.jpg' ? { body: '<!doctype html><title>Not found</title>', headers: { 'content-type': 'text/html' } } : undefined) });
  const of = (/** @type {string} */ photo) => withFlow(visited, `return flow.setImage(${photo})`);
  for (const [photo, code, message] of /** @type {[string, string, RegExp][]} */ ([
    [`"${elsewhere}coffee.jpg"`, 'cors-missing', /the server localhost:\d+ does not let other pages read it \(CORS\)\. .*Access-Control-Allow-Origin/],
    [`Object.assign(new Image(), { src: "${elsewhere}coffee.jpg" })`, 'fetch-blocked', /crossorigin="anonymous"/],
    [`"${gone.url}coffee.jpg"`, 'fetch-failed', /connection broke off/],
    ['"/nothing.jpg"', 'file-missing', /answered 404 \(http.*nothing\.jpg\)/],
    ['"/page.jpg"', 'file-missing', /sent a web page in its place/],
  ])) {
    const error = await of(photo);
    assert.deepEqual([error.code, message.test(error.message)], [code, true], error.message);
  }
  await withFlow(visited, 'flow.lang = "de"');
  await of(`"${elsewhere}coffee.jpg?2"`);
  assert.match(await visited.part('error').textContent() ?? '', /CORS.*Access-Control-Allow-Origin/);
});

test('why the network cannot be had is said', { skip }, async (t) => {
  const page = { body: '<!doctype html><title>App</title>', headers: { 'content-type': 'text/html' } };
  const worker = /^worker-[^.]*\.js$/;
  const workerName = String(readdirSync(SITE).find((name) => worker.test(name)));
  for (const [what, plant, code, message] of /** @type {[string, import('./server.mjs').Plant, string, RegExp][]} */ ([
    ['no .bpk', (path) => (path.endsWith('.bpk') ? { status: 404 } : undefined), 'file-missing', /\.bpk.*404.*application\/octet-stream/],
    ['a page for each unknown address', (path) => (path.endsWith('.bpk') ? page : undefined), 'file-missing', /web page in its place.*\.bpk/],
    ['no worker', (path) => (worker.test(path.slice(1)) ? { status: 404 } : undefined), 'script-missing', /background program is not where.*404.*optimizeDeps/],
    ['a page for the worker', (path) => (worker.test(path.slice(1)) ? page : undefined), 'script-missing', /sent text\/html instead of JavaScript/],
    ['no engine', (path) => (/engine-cpu.*\.js$/.test(path) ? { status: 404 } : undefined), 'script-missing', /The program is not where/],
  ])) {
    await t.test(what, async (t) => {
      const visited = await open(t, 'bare', { plant });
      const error = await withFlow(visited, 'return flow.load()');
      assert.deepEqual([error.code, message.test(error.message)], [code, true], error.message);
      assert.equal(await visited.part('retry').isVisible(), true);
    });
  }
  await t.test('a server of other people without CORS', async (t) => {
    const elsewhere = await another(t, { root: SITE });
    const visited = await open(t, 'bare');
    const error = await withFlow(visited, `flow.model = "${elsewhere}model"; return flow.load()`);
    assert.deepEqual([error.code, /manifest\.json could not be read.*CORS/.test(error.message)], ['cors-missing', true], error.message);
  });
  await t.test('a script without an address', async (t) => {
    const name = readdirSync(SITE).find((one) => /^vqa-flow-.*\.js$/.test(one));
    const visited = await open(t, 'inlined', { plant: (path) => (path === '/pages/inlined.html' ? { body: `<!doctype html><title>Inlined</title><link rel="icon" href="data:,"><script type="module">
      const source = await (await fetch("../${name}")).text();
      await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    </script><vqa-flow backend="cpu"></vqa-flow>` } : undefined) });
    const error = await withFlow(visited, 'return flow.load()');
    assert.deepEqual([error.code, /bundler/.test(error.message)], ['script-missing', true], error.message);
  });
  await t.test('a worker that a bundler has put into the script works', async (t) => {
    const inlined = `data:text/javascript;base64,${readFileSync(`${SITE}/${workerName}`).toString('base64')}`;
    const visited = await open(t, 'bare', { plant: async (path, read) => (/^\/vqa-flow-.*\.js$/.test(path) ? { body: String(await read()).replace(workerName, inlined) } : undefined) });
    assert.equal(await withFlow(visited, ASK), 5);
    assert.deepEqual(visited.complaints, []);
  });
});
