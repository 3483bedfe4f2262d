// The part of the page about the element where everything can be tried: its attributes, and which place is which part.

const flow = /** @type {HTMLElement} */ (document.querySelector("#tried"));
const form = /** @type {HTMLFormElement} */ (document.querySelector("#set"));
const part = /** @type {HTMLSelectElement} */ (document.querySelector("#part"));
const written = /** @type {HTMLElement} */ (document.querySelector("#written"));
const field = (/** @type {string} */ name) => /** @type {HTMLInputElement & HTMLSelectElement} */ (form.elements.namedItem(name));
const marked = new CSSStyleSheet();
document.adoptedStyleSheets.push(marked);

field("attribute").addEventListener("change", suggest);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  flow.setAttribute(field("attribute").value, field("value").value);
});
field("remove").addEventListener("click", () => flow.removeAttribute(field("attribute").value));
part.addEventListener("change", mark);
new MutationObserver(write).observe(flow, { attributes: true });
suggest();
write();

/** The values that the chosen attribute knows, and the one that it has. */
function suggest() {
  const { value, selectedOptions } = field("attribute");
  const known = selectedOptions[0]?.dataset.values?.split("|").filter((one) => one !== "") ?? [];
  document.querySelector("#values")?.replaceChildren(...known.map((one) => new Option("", one)));
  field("value").value = flow.getAttribute(value) ?? known[0] ?? "";
}

function mark() {
  const isNone = part.selectedIndex === 0;
  marked.replaceSync(isNone ? "" : `#tried::part(${part.value}) { outline: 3px solid var(--accent); outline-offset: 2px; }`);
}

/** The element as it would stand in a page; the state is its own to write. */
function write() {
  const attributes = [...flow.attributes].filter(({ name }) => !["id", "data-sample", "state"].includes(name));
  const words = attributes.map(({ name, value }) => (value === "" ? name : `${name}="${value.split("/").at(-1)}"`));
  written.textContent = `<vqa-flow ${words.join(" ")}></vqa-flow>`;
}
