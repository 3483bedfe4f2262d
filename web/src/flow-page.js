import { VqaFlow } from "./define.js";
import { SAMPLES } from "./samples.js";

/** @import { Sample } from "./samples.js" */

// The walk through one question: every step has an element of its own, and all of them are asked the same.

const FIRST = "coffee";
const flows = [...document.querySelectorAll("vqa-flow")].filter((element) => element instanceof VqaFlow);
const form = document.querySelector("form");
const input = document.querySelector("input");
const said = document.querySelector("#said");
const buttons = SAMPLES.map((sample) => photoButton(sample, () => follow(sample, sample.questions[0])));
let current = SAMPLES.find(({ name }) => name === FIRST) ?? SAMPLES[0];

document.querySelector("#photos")?.append(...buttons.map((button) => inItem(button)));
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  follow(current, input?.value ?? "");
});
// The first one is always asked; what it answers is told at the top.
flows[0]?.addEventListener("vqa-answer", (event) => {
  const [best] = /** @type {CustomEvent} */ (event).detail.answers;
  if (said !== null) said.textContent = `It answers “${best.answer}”, with ${Math.round(best.probability * 100)}%. Here is how it came to that.`;
});
flows[0]?.addEventListener("vqa-error", (event) => {
  if (said !== null) said.textContent = /** @type {CustomEvent} */ (event).detail.message;
});
follow(current, current.questions[0]);

/** @param {Sample} sample @param {string} question */
function follow(sample, question) {
  current = sample;
  if (input !== null) input.value = question;
  const address = addressOf(sample.file);
  for (const flow of flows) {
    if (flow.src !== address) flow.src = address;
    flow.question = question;
  }
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.sample === sample.name));
}

/** @param {Sample} sample @param {() => void} onclick */
function photoButton({ name, file, title }, onclick) {
  const picture = new Image(96, 96);
  picture.src = addressOf(file);
  picture.alt = title;
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.sample = name;
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

/** @param {string} file */
function addressOf(file) {
  return new URL(file, import.meta.url).href;
}
