import "../define.js";
import { engines, ownModel } from "../assets.js";
import { AGREEMENT, difference } from "./agreement.js";
import { Contender } from "./contender.js";
import { asText, fill } from "./table.js";

/** @import { Round } from "./worker.js" */
/** @import { Row } from "./table.js" */

const TIMES = { cpu: 15, webgpu: 3 };
const WARM_UP = 2;
/** Milliseconds between two questions of a person, at least: the page stands still, all of the answer before is drawn. */
const REST = 100;
// It takes nothing for granted: what does is asked about twice, whether that is there, too.
const QUESTION = "is there a cup of coffee in the picture";

const query = new URLSearchParams(location.search);
const status = /** @type {HTMLElement} */ (document.querySelector("#status"));
const start = /** @type {HTMLButtonElement} */ (document.querySelector("#start"));
const copy = /** @type {HTMLButtonElement} */ (document.querySelector("#copy"));
const table = /** @type {HTMLTableElement} */ (document.querySelector("#figures"));

start.onclick = () => void measured();
copy.onclick = () => void navigator.clipboard.writeText(asText(table)).then(() => say("Copied."));

/** Measures everything and shows it; what a test reads lies in `globalThis.benched`. */
async function measured() {
  start.disabled = true;
  try {
    const figures = await measure();
    fill(table, figures.rows, figures.about);
    Object.assign(globalThis, { benched: figures });
    copy.hidden = false;
    say("Done.");
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    Object.assign(globalThis, { benched: { error: message } });
    say(`It could not be measured: ${message}`);
  }
  start.disabled = false;
}

async function measure() {
  const { round, model } = await given();
  const adapter = query.get("backends") === "cpu" ? null : await /** @type {any} */ (navigator).gpu?.requestAdapter();
  const contenders = [await ours("cpu", model)];
  if (adapter) contenders.push(await ours("webgpu", model));
  // A rival that a test serves beside the site: the same network in another runtime.
  for (const rival of query.getAll("rival")) contenders.push(await theirs(rival));
  const worst = await warmUp(contenders, round);
  const times = adapter ? TIMES.webgpu : TIMES.cpu;
  for (let time = 0; time < times; time++) {
    for (const contender of contenders) {
      say(`${contender.name}, ${time + 1} of ${times} …`);
      await contender.round(round, true);
    }
  }
  /** @type {Row[]} */
  const rows = [
    { what: "load, ms", figures: contenders.map(({ loadMs }) => [loadMs]) },
    { what: "look at a photo, ms", figures: contenders.map(({ times: { look } }) => look) },
    { what: "answer a question, ms", figures: contenders.map(({ times: { answer } }) => answer) },
  ];
  const counts = contenders.map(({ counts }) => counts);
  for (const contender of contenders) contender.end();
  rows.push({ what: "an answer in the page, beyond that, ms", figures: [await beyondTheEngine(REST)] });
  rows.push({ what: "the same, without a pause between questions, ms", figures: [await beyondTheEngine(0)] });
  const { vendor = "", architecture = "" } = adapter?.info ?? {};
  const about = { columns: contenders.map(({ name }) => name), adapter: `${vendor} ${architecture}`.trim(), browser: navigator.userAgent, worst };
  return { rows, about, counts };
}

/** Nothing is timed before all of them say the same. @param {Contender[]} contenders @param {Round} round */
async function warmUp(contenders, round) {
  let worst = 0;
  for (let time = 0; time < WARM_UP; time++) {
    let first = null;
    for (const contender of contenders) {
      say(`${contender.name} warms up …`);
      const reply = await contender.round(round, false);
      first ??= reply;
      worst = Math.max(worst, difference(first, reply));
      if (worst > AGREEMENT) throw new Error(`${contender.name} and ${contenders[0].name} do not say the same (${worst.toPrecision(2)} apart)`);
    }
  }
  return worst;
}

/** @param {"cpu" | "webgpu"} backend @param {{ manifest: string, files: string[] }} model */
async function ours(backend, model) {
  say(`Loading for ${backend} …`);
  const contender = new Contender(backend, new URL(__BENCH_WORKER__, import.meta.url).href);
  const engine = engines()[backend === "cpu" ? "cpu" : "gpu"];
  contender.loadMs = (await contender.call("load", { engine, ...model, backend })).ms;
  return contender;
}

/** @param {string} rival `name=address of a worker` */
async function theirs(rival) {
  const [name, ...rest] = rival.split("=");
  const script = rest.join("=");
  say(`Loading ${name} …`);
  const contender = new Contender(name, new URL(script, location.href).href);
  contender.loadMs = (await contender.call("load", /** @type {any} */ ({}))).ms;
  return contender;
}

/** A picture of the size that the model reads, so that nobody has to make it smaller, and a question. */
async function given() {
  const model = ownModel();
  if (model instanceof Error) throw model;
  const { vision } = await (await fetch(model.manifest)).json();
  const size = vision.input_size;
  const rgba = new Uint8ClampedArray(size * size * 4).map((_, at) => (at % 4 === 3 ? 255 : (at * 7 + (at >> 7) * 3) % 251));
  const round = { rgba, size, question: QUESTION, topK: 5 };
  return { round, model: { manifest: model.manifest, files: Object.values(model.files) } };
}

/**
 * How much longer than the network a page waits for an answer, in milliseconds.
 * @param {number} rest milliseconds before each question. Without any, an answer waits until the one before it is drawn.
 */
async function beyondTheEngine(rest) {
  say("The element …");
  const element = /** @type {any} */ (document.createElement("vqa-flow"));
  element.setAttribute("backend", "cpu");
  document.querySelector("#element")?.replaceChildren(element);
  const canvas = Object.assign(document.createElement("canvas"), { width: 300, height: 200 });
  canvas.getContext("2d")?.fillRect(40, 40, 120, 90);
  await element.setImage(canvas);
  let engineMs = 0;
  element.addEventListener("vqa-answer", (/** @type {CustomEvent} */ { detail }) => (engineMs = detail.ms));
  const times = [];
  for (let time = 0; time < TIMES.cpu + WARM_UP; time++) {
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    const from = performance.now();
    await element.ask(`${QUESTION} ${time % 2 === 0 ? "now" : "here"}`);
    if (time >= WARM_UP) times.push(performance.now() - from - engineMs);
  }
  return times;
}

/** @param {string} text */
function say(text) {
  status.textContent = text;
}

if (query.has("now")) void measured();
