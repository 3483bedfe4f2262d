import { VqaFlow } from "./define.js";

// The page for an <iframe sandbox="allow-scripts">: what to show comes in the address, what happens goes to the page
// around it as messages. That page is named by `origin`; without it nothing is told and nothing is taken.

/** What may be set by the address. */
const TAKEN = ["src", "question", "top-k", "backend", "overlay", "block", "head", "word", "colormap", "opacity", "step", "alt", "theme", "readonly", "lang", "model"];
const TOLD = ["vqa-ready", "vqa-fallback", "vqa-image", "vqa-answer", "vqa-error"];

const parameters = new URL(location.href).searchParams;
const origin = originIn(parameters.get("origin"));
const flow = document.querySelector("vqa-flow");

if (flow instanceof VqaFlow) {
  for (const name of TAKEN) {
    const value = parameters.get(name);
    if (value !== null && isTaken(name, value)) flow.setAttribute(name, value);
  }
  if (origin !== null) converse(flow, origin);
}

/** @param {VqaFlow} element @param {string} around the origin of the page around this one */
function converse(element, around) {
  const tell = (/** @type {object} */ message) => parent.postMessage(message, around);
  for (const name of TOLD) element.addEventListener(name, (event) => tell({ type: name, detail: /** @type {CustomEvent} */ (event).detail }));
  new ResizeObserver(() => tell({ type: "vqa-size", detail: { height: Math.ceil(document.documentElement.getBoundingClientRect().height) } }))
    .observe(document.documentElement);
  addEventListener("message", ({ source, origin: from, data }) => {
    if (source !== parent || from !== around || typeof data !== "object" || data === null) return;
    if (data.type === "vqa-ask" && typeof data.question === "string") element.ask(data.question).catch(() => {});
    if (data.type === "vqa-image" && isPhoto(data.image)) element.setImage(data.image).catch(() => {});
  });
}

/** A photo itself, or an address that may be taken. @param {unknown} image */
function isPhoto(image) {
  return typeof image === "string" ? isTaken("src", image) : typeof image === "object";
}

/** Addresses are those of the web or of a picture in the address itself. @param {string} name @param {string} value */
function isTaken(name, value) {
  if (name !== "src" && name !== "model") return true;
  if (!URL.canParse(value, location.href)) return false;
  const { protocol } = new URL(value, location.href);
  return protocol === "https:" || protocol === "http:" || (name === "src" && protocol === "data:");
}

/** @param {string | null} text */
function originIn(text) {
  if (text === null || !URL.canParse(text)) return null;
  const { origin: named } = new URL(text);
  return named === "null" ? null : named;
}
