// What pages set, give and call, and when: early, wrongly, in every kind, and from elements that are in no page.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { noBrowser } from './page.mjs';
import { open, PHOTO, until, withFlow } from './pages/hostile.mjs';

const skip = noBrowser();
const BYTES = `Uint8Array.from(atob("${PHOTO.toString('base64')}"), (letter) => letter.charCodeAt(0))`;

/** @typedef {Awaited<ReturnType<typeof open>>} Visited */

test('what is set before the element is defined counts', { skip }, async (t) => {
  const visited = await open(t, 'early');
  const answer = await visited.next('vqa-answer');
  assert.deepEqual([answer.question, answer.answers.length], ['what is in the cup', 3]);
  const { overlay, samples, suggestions, own } = await withFlow(visited, 'return { overlay: flow.overlay, samples: flow.samples, suggestions: flow.suggestions, own: Object.keys(flow) }');
  assert.deepEqual([overlay, samples, suggestions, own], ['attention', ['../coffee.jpg'], ['is this tea'], []]);
  await visited.part('suggestion').click();
  assert.equal((await visited.next('vqa-answer')).question, 'is this tea');
  await withFlow(visited, 'flow.question = "is this a cup"');
  assert.equal((await visited.next('vqa-answer')).question, 'is this a cup');
  assert.deepEqual(visited.complaints, []);
});

test('an address that is none is told, and the next photo works', { skip }, async (t) => {
  const visited = await open(t, 'bare');
  await withFlow(visited, 'flow.setAttribute("src", "http://")');
  assert.equal((await visited.next('vqa-error')).code, 'address-invalid');
  await until(visited, 'flow.state === "ready"');
  assert.match(await visited.part('error').textContent() ?? '', /“http:\/\/” is no address of a photo/);
  const rejected = await withFlow(visited, 'const call = flow.setImage("http://["); return call.then(() => "shown")');
  assert.deepEqual([rejected.thrown, rejected.code], ['VqaError', 'address-invalid']);
  assert.equal((await withFlow(visited, 'return flow.setImage("../coffee.jpg")')).width, 600);

  await t.test('of a model, too', async () => {
    await withFlow(visited, 'flow.model = "http://["');
    await until(visited, 'flow.state === "failed"');
    assert.match(await visited.part('error').textContent() ?? '', /“http:\/\/\[” is no address of a model/);
    const asked = await withFlow(visited, 'return flow.ask("is this a cup")');
    assert.deepEqual([asked.thrown, asked.code], ['VqaError', 'manifest-invalid']);
    await withFlow(visited, 'flow.model = null');
    assert.ok((await withFlow(visited, 'return flow.ask("is this a cup")')).answers.length > 0);
  });
  assert.deepEqual(visited.complaints, []);
});

/** What a page may give as a photo of 600 x 400 pixels, as an expression; `image` is one that has loaded. */
const KINDS = {
  address: '"../coffee.jpg"',
  URL: 'new URL("../coffee.jpg", location.href)',
  'data: address': `"data:image/jpeg;base64,${PHOTO.toString('base64')}"`,
  'blob: address': 'URL.createObjectURL(new Blob([bytes]))',
  Blob: 'new Blob([bytes])',
  Uint8Array: 'bytes',
  'a part of an ArrayBuffer': 'new Uint8Array([1, 2, ...bytes]).subarray(2)',
  ArrayBuffer: 'bytes.buffer',
  DataView: 'new DataView(bytes.buffer)',
  '<img>': 'image',
  'an <img> that is still loading': 'Object.assign(new Image(), { src: "../coffee.jpg?later" })',
  '<canvas>': 'canvas',
  OffscreenCanvas: 'Object.assign(new OffscreenCanvas(600, 400), { none: new OffscreenCanvas(1, 1).getContext("2d") })',
  ImageData: 'canvas.getContext("2d").getImageData(0, 0, 600, 400)',
  ImageBitmap: 'await createImageBitmap(canvas)',
  VideoFrame: 'new VideoFrame(canvas, { timestamp: 0 })',
  '<video>': 'await video()',
  'an <img> of a frame': 'await ofFrame("Object.assign(document.body.appendChild(new Image()), { src: address })")',
  'a File of a frame': 'await ofFrame("new File([bytes], `cup.jpg`)")',
  'bytes of a frame': 'await ofFrame("new Uint8Array(bytes)")',
};
const MATERIAL = `
  const bytes = ${BYTES};
  const image = Object.assign(new Image(), { src: "../coffee.jpg" });
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 600, height: 400 });
  canvas.getContext("2d").drawImage(image, 0, 0);
  const ofFrame = async (expression) => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    await new Promise((go) => setTimeout(go, 50));
    return frame.contentWindow.Function("bytes", "address", \`return \${expression}\`)(bytes, image.src);
  };
  const video = async () => {
    const one = Object.assign(document.createElement("video"), { muted: true, srcObject: canvas.captureStream(30) });
    const redraw = setInterval(() => canvas.getContext("2d").drawImage(image, 0, 0), 20);
    await new Promise((go) => { one.onloadeddata = go; one.play(); });
    clearInterval(redraw);
    return one;
  };`;

test('whatever shows a picture is a photo', { skip }, async (t) => {
  const visited = await open(t, 'bare');
  for (const [kind, expression] of Object.entries(KINDS)) {
    await t.test(kind, async () => {
      const prepare = kind === 'OffscreenCanvas' ? 'given.getContext("2d").drawImage(image, 0, 0);' : '';
      const seen = await withFlow(visited, `${MATERIAL} const given = ${expression}; ${prepare} return flow.setImage(given)`);
      assert.deepEqual([seen.width, seen.height, typeof seen.id], [600, 400, 'number'], JSON.stringify(seen));
    });
  }
  await t.test('its pixels are those of the file', async () => {
    const answers = await withFlow(visited, `${MATERIAL}
      const best = async (photo) => { await flow.setImage(photo); return (await flow.ask("what is in the cup")).answers[0]; };
      return Promise.all([await best(bytes), await best(canvas)])`);
    assert.equal(answers[0].answer, answers[1].answer);
    assert.ok(Math.abs(answers[0].probability - answers[1].probability) < 0.02);
  });
  await t.test('a bitmap stays the page\'s own, and is taken as it was', async () => {
    const seen = await withFlow(visited, `${MATERIAL}
      const bitmap = await createImageBitmap(canvas);
      await flow.setImage(bitmap);
      const whole = bitmap.width;
      const call = flow.setImage(canvas);
      canvas.width = canvas.height = 20;
      return { whole, width: (await call).width, name: (await flow.setImage(image)).name, src: flow.shareURL() };`);
    assert.deepEqual([seen.whole, seen.width], [600, 600]);
    assert.equal(seen.name, `${visited.site.url}coffee.jpg`);
    assert.match(seen.src, /coffee\.jpg/);
  });
  assert.deepEqual(visited.site.requests.filter((path) => !/^\/(pages|model)\/|\.(js|wasm|jpg)$|favicon/.test(path)), [], 'no bytes were taken for an address');
});

test('what is no photo is refused by its name, and nothing breaks', { skip }, async (t) => {
  const visited = await open(t, 'bare');
  for (const [what, named] of [['null', 'null'], ['undefined', 'undefined'], ['7', 'number'], ['{}', 'Object'], ['document.body', 'HTMLBodyElement'], ['[1, 2]', 'Array']]) {
    const error = await withFlow(visited, `return flow.setImage(${what})`);
    assert.equal(error.thrown, 'TypeError', what);
    assert.match(error.message, new RegExp(`${named}.* is no photo\\. A photo is .*<img>.*ArrayBuffer`), what);
  }
  for (const [what, message] of [
    ['new Image()', /set its src first/], ['document.createElement("video")', /loadeddata/],
    ['Object.assign(document.createElement("canvas"), { width: 0 })', /canvas cannot be read/],
    ['Object.assign(new Image(), { src: "../nothing.jpg" })', /could not be loaded/], ['new Uint8Array(0)', /empty/],
    ['(() => { const view = new Uint8Array(8); structuredClone(view, { transfer: [view.buffer] }); return view; })()', /These bytes are gone/],
    ['(() => { const bytes = new ArrayBuffer(8); structuredClone(bytes, { transfer: [bytes] }); return bytes; })()', /These bytes are gone/],
    ['"data:image/png;base64,%%%"', /data: address/], ['new TextEncoder().encode("text")', /not a photo/],
  ]) {
    const error = await withFlow(visited, `return flow.setImage(${what})`);
    assert.deepEqual([error.thrown, error.code], ['VqaError', 'image-invalid'], `${what}: ${error.message}`);
    assert.match(error.message, /** @type {RegExp} */ (message));
  }
  await visited.page.evaluate(() => document.querySelector('vqa-flow')?.setAttribute('src', '../coffee.jpg'));
  await until(visited, 'flow.state === "ready" && !flow.shadowRoot.querySelector("[part=photo]").hidden');
});

test('a reply names its photo', { skip }, async (t) => {
  const visited = await open(t, 'bare');
  const seen = await withFlow(visited, `
    const first = await flow.setImage(new File([${BYTES}], "cup.jpg"));
    await flow.setImage(new Blob(["no photo"])).catch(() => {});
    const reply = await flow.ask("what is in the cup");
    const second = await flow.setImage("../coffee.jpg");
    const later = await flow.ask("what is in the cup");
    flow.unload();
    const woken = await flow.ask("what is in the cup");
    return { first, reply: reply.photo, second, later: later.photo, woken: woken.photo }`);
  const { ms, ...first } = seen.first;
  assert.deepEqual(seen.reply, first);
  assert.equal(first.name, 'cup.jpg');
  assert.notEqual(seen.second.id, first.id);
  assert.deepEqual([seen.later.id, seen.later.name], [seen.second.id, `${visited.site.url}coffee.jpg`]);
  assert.deepEqual(seen.woken, seen.later);
  const [answer] = await visited.heard('vqa-answer');
  assert.deepEqual(answer.photo, first);

  await t.test('what was no photo is not taken up again', async () => {
    const photo = await withFlow(visited, `
      await flow.setImage(new Blob(["no photo"])).catch(() => {});
      flow.unload();
      return (await flow.ask("is this a cup")).photo`);
    assert.equal(photo.id, seen.second.id);
  });
});

test('a question waits for its photo, and an empty one is none', { skip }, async (t) => {
  const visited = await open(t, 'bare');
  await withFlow(visited, 'flow.setAttribute("question", ""); return flow.load()');
  await withFlow(visited, 'flow.question = "what is in the cup"');
  assert.equal(await visited.part('question').inputValue(), 'what is in the cup');
  await visited.page.waitForTimeout(300);
  assert.deepEqual(await visited.heard('vqa-error'), [], 'nothing went wrong yet');
  await withFlow(visited, 'flow.src = "../coffee.jpg"');
  assert.equal((await visited.next('vqa-answer')).question, 'what is in the cup');

  await t.test('one that is asked by a call is told so, and waits too', async () => {
    const seen = await withFlow(visited, `
      const other = document.createElement("vqa-flow");
      other.backend = "cpu";
      document.body.append(other);
      const error = await other.ask("is this a cup").catch((thrown) => thrown);
      const answered = new Promise((go) => other.addEventListener("vqa-answer", ({ detail }) => go(detail.question)));
      await other.setImage("../coffee.jpg");
      return [error.code, await answered]`);
    assert.deepEqual(seen, ['no-photo', 'is this a cup']);
  });
  await t.test('it waits for the next one, if the first is none', async () => {
    const answered = await withFlow(visited, `
      const other = document.createElement("vqa-flow");
      Object.assign(other, { backend: "cpu", src: "http://", question: "is this a cup" });
      document.body.append(other);
      const answered = new Promise((go) => other.addEventListener("vqa-answer", ({ detail }) => go(detail.question)));
      const refused = new Promise((go) => other.addEventListener("vqa-error", go));
      await other.load();
      await refused;
      await other.setImage("../coffee.jpg");
      return answered`);
    assert.equal(answered, 'is this a cup');
  });
  await t.test('a newer one takes its place', async () => {
    const asked = await withFlow(visited, `
      const other = document.createElement("vqa-flow");
      other.backend = "cpu";
      document.body.append(other);
      const asked = [];
      other.addEventListener("vqa-answer", ({ detail }) => asked.push(detail.question));
      other.question = "is this a cup";
      await other.ask("").catch(() => {});
      await other.setImage("../coffee.jpg");
      await other.ask("is this tea");
      return asked`);
    assert.deepEqual(asked, ['is this tea']);
  });
  assert.deepEqual(visited.complaints, []);
});

test('messages of others, and such as cannot be read, are not taken for something else', { skip }, async (t) => {
  const before = `{ const post = Worker.prototype.postMessage; Worker.prototype.postMessage = function (message, transfer) {
    post.call(this, message, transfer);
    if (message.payload?.question === "lost") queueMicrotask(() => this.dispatchEvent(new MessageEvent("messageerror")));
  }; }`;
  const inWorker = `addEventListener("message", ({ data }) => {
    if (data?.kind === "look") for (const message of [null, "hello", { event: "hot-update" }, { event: "ready-not" }, { id: 9999, value: 1 }]) postMessage(message);
    if (data?.payload?.question === "unreadable") dispatchEvent(new MessageEvent("messageerror"));
  });`;
  const visited = await open(t, 'bare', { inWorker, before });
  await withFlow(visited, 'await flow.setImage("../coffee.jpg"); await flow.ask("what is in the cup")');
  assert.equal((await visited.heard('vqa-ready')).length, 1);
  const [worker] = visited.page.workers();
  await worker.evaluate('postMessage("hello"); onmessage({ data: "hello" }); onmessage({ data: { kind: "toString" } })');
  const error = await withFlow(visited, 'return flow.ask("unreadable")');
  assert.deepEqual([error.thrown, error.code], ['VqaError', 'worker-failed']);
  assert.match(error.message, /could not read a message/);
  assert.ok((await withFlow(visited, 'return flow.ask("is this a cup")')).answers.length > 0, 'the next question starts it anew');
  const lost = await withFlow(visited, 'return flow.ask("lost")');
  assert.match(lost.message, /message of the background program could not be read/);
  assert.ok((await withFlow(visited, 'return flow.ask("is this a cup")')).answers.length > 0, 'and again');
  assert.deepEqual(visited.complaints, []);
});

/** Counts the bitmaps that the page holds, and what it asks of the worker. */
const COUNTS = `{
  globalThis.bitmaps = new Set();
  globalThis.calls = [];
  const { createImageBitmap: make, Worker: Real } = globalThis;
  globalThis.createImageBitmap = async (...given) => {
    const made = await make(...given);
    bitmaps.add(made);
    return made;
  };
  const close = ImageBitmap.prototype.close;
  ImageBitmap.prototype.close = function () { bitmaps.delete(this); close.call(this); };
  globalThis.Worker = class extends Real {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => data.value?.bitmap && bitmaps.add(data.value.bitmap));
    }
    postMessage(message, transfer = []) {
      calls.push(message.kind);
      for (const one of transfer) bitmaps.delete(one);
      super.postMessage(message, transfer);
    }
    terminate() { calls.push("terminate"); super.terminate(); }
  };
}`;

test('photos are let go: newer ones, those that come too late, and their bitmaps', { skip }, async (t) => {
  const visited = await open(t, 'bare', { before: COUNTS });
  const counts = () => withFlow(visited, 'await new Promise((go) => setTimeout(go, 300)); const of = (kind) => calls.filter((one) => one === kind).length; return { opened: of("open"), forgotten: of("forget"), bitmaps: bitmaps.size }');
  await withFlow(visited, `${MATERIAL}
    for (const photo of [bytes, canvas, image, canvas, bytes]) await flow.setImage(photo);
    await Promise.allSettled([flow.setImage(canvas), flow.setImage(bytes), flow.setImage(image), flow.setImage(bytes)]);`);
  const { opened, forgotten, bitmaps } = await counts();
  assert.equal(opened - forgotten, 1, `${opened} opened, ${forgotten} forgotten`);
  assert.equal(bitmaps, 1, 'only what is seen is held');

  await t.test('one that opens while the element ends', async () => {
    await withFlow(visited, 'flow.setImage("../coffee.jpg").catch(() => {}); await null; flow.remove(); globalThis.removed = flow');
    const after = await counts();
    assert.deepEqual([after.opened - after.forgotten, after.bitmaps], [0, 0]);
  });
});

test('an element that is used while it is in no page lets the network go', { skip }, async (t) => {
  const visited = await open(t, 'bare', { before: COUNTS, plant: (path) => (path === '/pages/bare.html' ? { body: '<!doctype html><title>None</title><link rel="icon" href="data:,"><script type="module" src="../vqa-flow.js"></script>' } : undefined) });
  await visited.page.clock.install();
  const asked = await withFlow(visited, `
    globalThis.lone = document.createElement("vqa-flow");
    lone.backend = "cpu";
    await lone.setImage("../coffee.jpg");
    return (await lone.ask("what is in the cup")).answers.length`);
  assert.equal(asked, 5);
  assert.equal(visited.page.workers().length, 1);
  await visited.page.clock.runFor(61_000);
  assert.equal(await withFlow(visited, 'return lone.state'), 'idle');
  assert.ok((await withFlow(visited, 'return calls')).includes('terminate'));
  assert.ok((await withFlow(visited, 'return (await lone.ask("is this a cup")).answers.length')) > 0, 'and it comes back with its photo');
});
