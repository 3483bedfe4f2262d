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

/** @param {number} value @returns {string} with the sign that typography wants */
export function signed(value) {
  const digits = Math.abs(value).toFixed(2);
  if (Number(digits) === 0) return "0.00";
  return `${value < 0 ? "−" : "+"}${digits}`;
}

/** @param {number} fraction 0..1 @returns {string} */
export function percent(fraction) {
  const value = fraction * 100;
  return `${value.toFixed(value < 9.95 ? 1 : 0)}%`;
}
