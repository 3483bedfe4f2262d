// Pages have shortcuts: a letter opens their search, an arrow turns the page. They look at the target of an event, and
// outside of a shadow root that is the element as a whole, never the field in which somebody types. So the keys that the
// element itself uses end at its border. All others go on to the page.

const MOVES = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
const PRESSES = ["Enter", " "];
const EDITS = [...MOVES, "Backspace", "Delete", "Enter", "Dead", "Process", "Unidentified"];
/** With the control or command key: whole words, and select, copy, cut, paste, undo. */
const EDITS_WITH_CONTROL = [...MOVES, "Backspace", "Delete", "a", "c", "x", "v", "z", "y"];
const PAGES = ["PageUp", "PageDown"];

/** @param {ShadowRoot} root */
export function keepKeys(root) {
  /** Keys that went down in here, and whose way up is nobody else's business either. @type {Set<string>} */
  const down = new Set();
  const keep = (/** @type {Event} */ event) => {
    const [target] = event.composedPath();
    // What a page puts into a slot is its own.
    if (!(event instanceof KeyboardEvent && target instanceof Element) || target.getRootNode() !== root) return;
    const isUsed = event.type === "keyup" ? down.delete(event.code) : isUsedBy(target, event);
    if (event.type === "keydown" && isUsed) down.add(event.code);
    if (isUsed) event.stopPropagation();
  };
  for (const type of /** @type {const} */ (["keydown", "keypress", "keyup"])) root.addEventListener(type, keep);
}

/** @param {Element} target @param {KeyboardEvent} event */
function isUsedBy(target, event) {
  // Whatever in here handles a key says so.
  if (event.defaultPrevented) return true;
  const { key } = event;
  if (target.matches("input:not([type=range]), textarea")) return isEditing(event);
  if (hasModifier(event)) return false;
  if (target.matches("select")) return [...MOVES, ...PAGES, ...PRESSES].includes(key) || isLetter(key);
  if (target.matches("input[type=range]")) return [...MOVES, ...PAGES].includes(key);
  if (target.matches("button, summary, a[href]")) return PRESSES.includes(key);
  return isScroller(target) && MOVES.includes(key);
}

/** @param {KeyboardEvent} event */
function isEditing(event) {
  const { key, ctrlKey, metaKey } = event;
  if (event.isComposing || event.getModifierState("AltGraph")) return true;
  if (ctrlKey || metaKey) return EDITS_WITH_CONTROL.includes(key.length === 1 ? key.toLowerCase() : key) && !event.altKey;
  // Alt types letters on Apple's keyboards, and opens menus on others.
  if (event.altKey && !/^(Mac|iP)/.test(navigator.platform)) return false;
  return isLetter(key) || EDITS.includes(key);
}

/** @param {KeyboardEvent} event */
function hasModifier({ ctrlKey, metaKey, altKey }) {
  return ctrlKey || metaKey || altKey;
}

/** @param {string} key */
function isLetter(key) {
  return [...key].length === 1;
}

/** A table that is wider than its place. @param {Element} target */
function isScroller(target) {
  return target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight;
}
