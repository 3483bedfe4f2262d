import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const web = fileURLToPath(new URL("..", import.meta.url));

/** What each error code means, and what helps; the codes are part of the interface. */
const ERRORS = {
  "no-photo": "There is no photo to ask about.",
  "image-invalid": "The file is empty, too large, damaged or no photo.",
  "address-invalid": "What was given as a photo's address is none.",
  "question-empty": "The question is empty.",
  "question-no-words": "There is no word in the question.",
  "question-too-long": "The question has more than 2,000 characters.",
  "fetch-failed": "A file did not arrive. Trying again goes on from what had arrived.",
  "file-missing": "The server has no such file, or sent a web page in its place. A server that does not know files ending in .bpk must be told of them.",
  "cors-missing": "Another server does not let this page read the file: it sends no Access-Control-Allow-Origin.",
  "fetch-blocked": "The browser does not let this page read the photo or file: pixels of another server, or http from a page served by https.",
  "policy-blocked": "The content policy of the page forbids something; the message names the directive and what it would have to allow.",
  "script-missing": "A script of the element is not where it is looked for: not copied, or moved by a bundler.",
  "manifest-invalid": "The address of the model is none, or its manifest.json cannot be read.",
  "weights-missing": "A file that the manifest names was not given.",
  "weights-truncated": "A file ends too early.",
  "weights-altered": "A file is not the one that the manifest was written for.",
  "weights-version": "The model was exported by another version.",
  "weights-foreign": "A file holds something else than weights.",
  "self-test-failed": "The network does not give the answers it was saved with.",
  "camera-denied": "The camera was not allowed.",
  "camera-missing": "There is no camera that can be used.",
  "photo-local": "The photo has no address to share.",
  "no-answer": "There is no answer yet whose flows could be given.",
  "flow-missing": "The script of the flow view did not arrive.",
  "block-unknown": "The network has no such block.",
  "head-unknown": "The network has no such attention head.",
  "worker-failed": "The background program could not be started or stopped working.",
  unsupported: "The browser lacks something that cannot be done without.",
  internal: "The network stopped unexpectedly. Trying again starts it anew.",
};

/**
 * Fills the tables of the page about the element from custom-elements.json.
 * @param {string} page
 */
export async function withTables(page) {
  const { modules } = JSON.parse(await readFile(join(web, "custom-elements.json"), "utf8"));
  const [element] = modules[0].declarations;
  const code = (/** @type {string} */ text) => `<code>${escaped(text)}</code>`;
  const described = (/** @type {any[]} */ list) => list.map(({ name, description }) => [code(name), escaped(description)]);
  const methods = element.members.filter((/** @type {any} */ { kind }) => kind === "method");
  /** @type {Record<string, string>} */
  const tables = {
    attributes: table(
      ["Attribute", "Values", "By default", "What it is"],
      element.attributes.map((/** @type {any} */ one) => [code(one.name), code(one.type.text), escaped(one.default ?? "–"), escaped(one.description)]),
    ),
    fields: table(
      ["Property", "Type", "What it is"],
      element.members.filter((/** @type {any} */ one) => one.kind === "field" && one.attribute === undefined)
        .map((/** @type {any} */ one) => [code(one.name), code(one.type.text), escaped(one.description)]),
    ),
    methods: table(
      ["Method", "Gives", "What it does"],
      methods.map((/** @type {any} */ one) => [code(`${one.name}(${signature(one)})`), code(one.return.type.text), escaped(one.description)]),
    ),
    events: table(
      ["Event", "Detail", "When"],
      element.events.map((/** @type {any} */ one) => [code(one.name), code(detail(one)), escaped(one.description)]),
    ),
    errors: table(["Code", "What happened"], Object.entries(ERRORS).map(([name, meaning]) => [code(name), escaped(meaning)])),
    properties: table(["Property", "Of what"], described(element.cssProperties)),
    parts: table(["Part", "What it is"], described(element.cssParts)),
    slots: table(["Slot", "For what"], described(element.slots)),
    attributeOptions: element.attributes.map((/** @type {any} */ one) => option(one.name, values(one))).join(""),
    partOptions: element.cssParts.map((/** @type {any} */ { name }) => option(name)).join(""),
  };
  return page.replace(/<!-- (\w+) -->/g, (_, name) => tables[name]);
}

/** @param {string} name @param {string[]} [known] values to suggest */
function option(name, known = []) {
  return `<option data-values="${known.join("|")}">${name}</option>`;
}

/** What an attribute can be, where it can be only a few things. @param {any} attribute */
function values({ name, type }) {
  if (type.text === "boolean") return [""];
  if (name === "lang") return ["en", "de"];
  return [...type.text.matchAll(/"([^"]*)"/g)].map(([, value]) => value);
}

/** @param {any} method */
function signature({ parameters }) {
  return parameters.map((/** @type {any} */ { name, optional, type }) => `${name}${optional ? "?" : ""}: ${type.text}`).join(", ");
}

/** @param {any} event */
function detail({ type }) {
  return type.text.replace(/^CustomEvent<(.*)>$/s, "$1");
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const cells = (/** @type {string} */ tag, /** @type {string[]} */ row) => row.map((cell) => `<${tag}>${cell}</${tag}>`).join("");
  const body = rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("\n");
  return `<div class="table" tabindex="0"><table><thead><tr>${cells("th", head)}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/`([^`]*)`/g, "<code>$1</code>");
}
