import "./define.js";
import "./try.js";
import { SAMPLES } from "./samples.js";

/** How many events are listed. */
const MOST_EVENTS = 80;
const EVENTS = ["vqa-progress", "vqa-ready", "vqa-fallback", "vqa-image", "vqa-answer", "vqa-error"];

for (const flow of document.querySelectorAll("vqa-flow")) {
  const sample = SAMPLES.find(({ name }) => flow instanceof HTMLElement && name === flow.dataset.sample);
  if (sample !== undefined) flow.setAttribute("src", new URL(sample.file, import.meta.url).href);
}

const log = document.querySelector("#log");
for (const name of EVENTS) document.addEventListener(name, (event) => tell(name, /** @type {CustomEvent} */ (event).detail));

/** @param {string} name @param {unknown} detail */
function tell(name, detail) {
  const line = document.createElement("li");
  line.textContent = `${name} ${JSON.stringify(detail)}`;
  log?.append(line);
  if (log !== null && log.childElementCount > MOST_EVENTS) log.firstElementChild?.remove();
}
