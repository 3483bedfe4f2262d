// `node tests/bench.mjs [--json]`: how long the CPU path takes in headless
// Chromium on this machine. Medians of ten; printed, never asserted.

import { parseArgs } from 'node:util';

import { motionFigures } from './motion.mjs';
import { KEEPS_MEMORY, noBrowser, ROOT, visit } from './page.mjs';

const TIMES = 10;
const PHOTO = `${ROOT}assets/samples/coffee.jpg`;
const QUESTIONS = ['what is in the cup', 'what color is the table', 'is there a spoon'];

const { values } = parseArgs({ options: { json: { type: 'boolean' } } });
const missing = noBrowser();
if (missing) {
  console.error(missing);
  process.exit(1);
}

/** What `visit` wants of a test: somewhere to leave its cleaning up. */
class Scope {
  /** @type {(() => Promise<void>)[]} */
  #cleaning = [];

  /** @param {() => Promise<void>} clean */
  after(clean) {
    this.#cleaning.push(clean);
  }

  async end() {
    for (const clean of this.#cleaning.splice(0)) await clean();
  }
}

const loads = [];
for (let time = 0; time < TIMES; time += 1) loads.push(await firstLoad());
const { looks, answers, firstAnswer, memory } = await useOnce();

const figures = {
  'first load until ready, ms': median(loads),
  'the first look at a photo, ms': looks[0],
  'looking at a photo, ms': median(looks.slice(1)),
  'the first answer, ms': firstAnswer,
  'an answer after the first, ms': median(answers),
  'peak wasm memory, MB': memory / 1_000_000,
  ...(await motionFigures(() => new Scope())),
};
if (values.json) console.log(JSON.stringify(figures));
else for (const [what, value] of Object.entries(figures)) console.log(`${what.padEnd(32)} ${value.toFixed(1)}`);

/** A browser that has never seen the page. */
async function firstLoad() {
  const scope = new Scope();
  const visited = await visit(/** @type {any} */ (scope));
  const started = await visited.page.evaluate(() => performance.now());
  await visited.load();
  const { at } = await visited.next('vqa-ready');
  await scope.end();
  return at - started;
}

async function useOnce() {
  const scope = new Scope();
  const visited = await visit(/** @type {any} */ (scope), { inWorker: KEEPS_MEMORY });
  const looks = [];
  for (let time = 0; time <= TIMES; time += 1) {
    await visited.upload(PHOTO);
    looks.push((await visited.next('vqa-image')).ms);
  }
  const answers = [];
  for (let time = 0; time <= TIMES; time += 1) {
    answers.push((await visited.answerTo(QUESTIONS[time % QUESTIONS.length])).ms);
  }
  const [firstAnswer] = answers.splice(0, 1);
  const memory = await visited.moduleBytes();
  await scope.end();
  return { looks, answers, firstAnswer, memory };
}

/** @param {number[]} numbers */
function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
