import { VqaFlow } from "./define.js";
import { SAMPLES } from "./samples.js";
import { sharedIn } from "./share.js";

/** @import { Sample } from "./samples.js" */

const ANY_PHOTO = ["What is in the picture?", "Is there a person?", "Is this indoors?"];

const flow = document.querySelector("vqa-flow");
const list = document.querySelector("#samples");

if (flow instanceof VqaFlow && list !== null) {
  const buttons = SAMPLES.map((sample) => thumbnail(sample, () => choose(sample, flow)));
  list.append(...buttons.map(inItem));
  flow.addEventListener("vqa-image", () => {
    const sample = SAMPLES.find(({ file }) => flow.src === addressOf(file));
    mark(buttons, sample);
    // The questions of a sample need not suit a photo of one's own.
    flow.suggestions = sample?.questions ?? ANY_PHOTO;
  });
  const shared = sharedIn(location.href);
  if (shared === null) choose(SAMPLES[0], flow);
  else Object.assign(flow, shared);
}

// Without it the page works as well, but not without a network.
navigator.serviceWorker?.register(new URL("service-worker.js", document.baseURI)).catch(() => {});

/** @param {Sample} sample @param {VqaFlow} flow */
function choose(sample, flow) {
  flow.suggestions = sample.questions;
  flow.src = addressOf(sample.file);
  flow.question = sample.questions[0];
}

/** @param {Sample} sample @param {() => void} onclick */
function thumbnail({ name, file, title }, onclick) {
  const picture = new Image();
  picture.src = addressOf(file);
  picture.alt = title;
  picture.width = picture.height = 96;
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.sample = name;
  button.title = title;
  button.append(picture);
  button.addEventListener("click", onclick);
  return button;
}

/** @param {HTMLElement} child */
function inItem(child) {
  const item = document.createElement("li");
  item.append(child);
  return item;
}

/** @param {HTMLButtonElement[]} buttons @param {Sample | undefined} current */
function mark(buttons, current) {
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.sample === current?.name));
}

/** @param {string} file */
function addressOf(file) {
  return new URL(file, import.meta.url).href;
}
