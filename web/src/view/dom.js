/**
 * Makes an element. Text is set as text, never as markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | boolean>} [attributes] true sets an empty attribute, false sets none
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/**
 * Sets a text where it is another one: the same one, set again, would be laid out again.
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * A row of choices with a label.
 * @param {string} part
 * @param {(value: string) => void} onchange
 */
export function makeSelect(part, onchange) {
  const label = make("span", { class: "caption" });
  const select = make("select", { part });
  select.addEventListener("change", () => onchange(select.value));
  const element = make("label", { class: "choice" }, label, select);
  /** @param {string} text @param {[value: string, text: string][]} options @param {string} chosen */
  const show = (text, options, chosen) => {
    label.textContent = text;
    select.replaceChildren(...options.map(([value, name]) => make("option", { value }, name)));
    select.value = chosen;
  };
  return { element, show };
}
