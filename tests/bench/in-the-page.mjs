// What the element costs the page that it stands in: until it is ready, how much memory, and how long the page's own
// thread is held up.

import { motionFigures } from '../motion.mjs';
import { KEEPS_MEMORY, ROOT, visit } from '../page.mjs';

const PHOTO = `${ROOT}assets/samples/coffee.jpg`;
const TIMES = 5;

/** @returns {Promise<{ what: string, ours: number[], theirs: number[] }[]>} */
export async function inThePage() {
  const cold = [];
  for (let time = 0; time < TIMES; time += 1) cold.push(await once(async (visited) => untilReady(visited)));
  const used = await once(async (visited) => {
    await untilReady(visited);
    const warm = [];
    for (let time = 0; time < TIMES; time += 1) {
      await visited.page.reload();
      warm.push(await untilReady(visited, true));
    }
    const held = await longestTasks(visited);
    return { warm, held, memory: (await visited.moduleBytes()) / 1e6 };
  });
  return [
    { what: 'from navigation until ready, cold, ms', ours: cold, theirs: [] },
    { what: 'from navigation until ready, warm, ms', ours: used.warm, theirs: [] },
    { what: 'memory of the module, MB', ours: [used.memory], theirs: [] },
    ...Object.entries(await motionFigures(() => new Scope())).map(([what, figure]) => ({ what, ours: [figure], theirs: [] })),
    ...Object.entries(used.held).map(([step, ms]) => ({ what: `longest task of the page, ${step}, ms`, ours: [ms], theirs: [] })),
  ];
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

/** @template T @param {(visited: Awaited<ReturnType<typeof visit>>) => Promise<T>} work @returns {Promise<T>} */
async function once(work) {
  const scope = new Scope();
  const visited = await visit(/** @type {any} */ (scope), { inWorker: KEEPS_MEMORY });
  const result = await work(visited);
  await scope.end();
  return result;
}

/** @param {Awaited<ReturnType<typeof visit>>} visited */
async function untilReady(visited, again = false) {
  await visited.load();
  if (!again) return (await visited.next('vqa-ready')).at;
  const found = await visited.page.waitForFunction(() => /** @type {any} */ (globalThis).heard.find((/** @type {any} */ { name }) => name === 'vqa-ready'), undefined, { polling: 20 });
  return (await found.jsonValue()).at;
}

/** The longest task of the page's thread while it does each thing. @param {Awaited<ReturnType<typeof visit>>} visited */
async function longestTasks(visited) {
  const { page } = visited;
  /** @type {Record<string, () => Promise<unknown>>} */
  const steps = {
    load: async () => {
      await page.reload();
      await untilReady(visited, true);
    },
    look: async () => {
      await visited.upload(PHOTO);
      await page.waitForFunction(() => /** @type {any} */ (globalThis).heard.some((/** @type {any} */ { name }) => name === 'vqa-image'), undefined, { polling: 50 });
    },
    ask: async () => {
      await visited.ask('what color is the table');
      await page.waitForFunction(() => /** @type {any} */ (globalThis).heard.some((/** @type {any} */ { name }) => name === 'vqa-answer'), undefined, { polling: 50 });
    },
    'pointing at words': async () => {
      for (let word = 0; word < 4; word += 1) await visited.part('word').nth(word).hover();
    },
  };
  /** @type {Record<string, number>} */
  const longest = {};
  for (const [step, work] of Object.entries(steps)) longest[step] = await traced(page, work);
  return longest;
}

/** @param {import('playwright-core').Page} page @param {() => Promise<unknown>} work */
async function traced(page, work) {
  const session = await page.context().newCDPSession(page);
  /** @type {any[]} */
  const events = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] } });
  await work();
  const ended = new Promise((resolve) => {
    session.once('Tracing.tracingComplete', resolve);
  });
  await session.send('Tracing.end');
  await ended;
  await session.detach();
  const main = new Set(events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = events.filter(({ name, pid, tid, dur }) => name === 'RunTask' && dur && main.has(`${pid} ${tid}`));
  // What the thread itself worked: on a busy machine it also waits for its turn.
  return Math.max(0, ...tasks.map(({ dur, tdur = dur }) => tdur / 1000));
}
