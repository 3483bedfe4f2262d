// What the bench says of the flow view and of live: how smooth the one plays, how often the other answers.

import { ROOT, visit } from './page.mjs';

const PHOTO = `${ROOT}assets/samples/coffee.jpg`;
const QUESTION = 'what color is the table';
/** How long live answers are counted, in seconds. */
const LIVE = 5;

/** @typedef {Awaited<ReturnType<typeof visit>>} Visited */

/**
 * @param {() => { after(clean: () => Promise<void>): void, end(): Promise<void> }} newScope where a visit is cleaned up
 * @returns {Promise<Record<string, number>>}
 */
export async function motionFigures(newScope) {
  return { ...(await flowFigures(newScope())), ...(await liveFigures(newScope())) };
}

/** @param {ReturnType<Parameters<typeof motionFigures>[0]>} scope */
async function flowFigures(scope) {
  const visited = await visit(/** @type {any} */ (scope));
  await visited.upload(PHOTO);
  await visited.answerTo(QUESTION);
  await visited.part('flow-open').click();
  // It plays once by itself, and is warm then.
  await visited.page.waitForTimeout(5000);
  await visited.part('flow-time').focus();
  await visited.page.keyboard.press('Home');
  const frames = visited.page.evaluate(() => new Promise((resolve) => {
    /** @type {number[]} */
    const times = [];
    const step = (/** @type {number} */ now) => {
      times.push(now);
      if (now - times[0] < 4000) requestAnimationFrame(step);
      else resolve(times.length / ((now - times[0]) / 1000));
    };
    requestAnimationFrame(step);
  }));
  const longest = await longestTask(visited, async () => {
    await visited.page.keyboard.press(' ');
    await visited.page.waitForTimeout(3500);
  });
  const figures = { 'longest task of the flow, ms': longest, 'frames a second of the flow': Number(await frames) };
  await scope.end();
  return figures;
}

/** @param {ReturnType<Parameters<typeof motionFigures>[0]>} scope */
async function liveFigures(scope) {
  const visited = await visit(/** @type {any} */ (scope), { camera: 'allowed' });
  await visited.load();
  await visited.next('vqa-ready');
  await visited.page.evaluate((question) => Object.assign(/** @type {any} */ (document.querySelector('vqa-flow')), { question, frameRate: 30, live: true }), QUESTION);
  await visited.page.waitForTimeout(3000);
  let answers = -(await visited.heard('vqa-answer')).length;
  const longest = await longestTask(visited, () => visited.page.waitForTimeout(LIVE * 1000));
  answers += (await visited.heard('vqa-answer')).length;
  await scope.end();
  return { 'longest task while live, ms': longest, 'live answers a second': answers / LIVE };
}

/** The longest task of the page's main thread meanwhile, in milliseconds of the processor, so that other work on the machine does not count. @param {Visited} visited @param {() => Promise<unknown>} meanwhile */
export async function longestTask({ page }, meanwhile) {
  const browser = /** @type {import('playwright-core').Browser} */ (page.context().browser());
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline', 'devtools.timeline'] });
  await meanwhile();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const main = new Set(traceEvents.filter((/** @type {any} */ { name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map((/** @type {any} */ { pid, tid }) => `${pid} ${tid}`));
  const tasks = traceEvents.filter((/** @type {any} */ { name, pid, tid, dur }) => /RunTask$/.test(name) && dur && main.has(`${pid} ${tid}`));
  return Math.max(0, ...tasks.map((/** @type {any} */ { tdur, dur }) => (tdur ?? dur) / 1000));
}
