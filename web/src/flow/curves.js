/** @import { Box, Layout } from "./layout.js" */
/** @import { End, Thread } from "./threads.js" */

/** @typedef {{ x: number, y: number }} Point */

/** @param {Layout} layout @param {End} end @returns {Box} */
export function boxOf(layout, { kind, index }) {
  if (kind === "region") return layout.regions[index];
  if (kind === "word") return layout.words[index];
  return kind === "answer" ? layout.answers[index] : layout.constant;
}

/** @param {Box} box @returns {Point} */
export function middle({ x, y, width, height }) {
  return { x: x + width / 2, y: y + height / 2 };
}

/**
 * The way of a thread, as the `d` of a path.
 * @param {Thread} thread
 * @param {Layout} layout
 */
export function curveOf({ from, to }, layout) {
  const [a, b] = [boxOf(layout, from), boxOf(layout, to)];
  if (from.kind === to.kind) {
    return from.kind === "region" ? amongRegions(a, b, layout) : amongWords(a, b, layout);
  }
  return across(portOf(from, a, b, layout), portOf(to, b, a, layout), layout.isWide);
}

/** From one side to the other: it leaves and arrives straight. @param {Point} a @param {Point} b @param {boolean} isWide */
export function across(a, b, isWide) {
  const [dx, dy] = isWide ? [(b.x - a.x) * 0.42, 0] : [0, (b.y - a.y) * 0.42];
  return path`M${a.x} ${a.y}C${a.x + dx} ${a.y + dy} ${b.x - dx} ${b.y - dy} ${b.x} ${b.y}`;
}

/**
 * Where a thread leaves or reaches a box. Threads of one box spread a little, each towards where it goes.
 * @param {End} end
 * @param {Box} box
 * @param {Box} other
 * @param {Layout} layout
 * @returns {Point}
 */
function portOf({ kind, index }, box, other, { isWide, width, photo, regions }) {
  const [here, there] = [middle(box), middle(other)];
  const isWhole = kind === "region" && index === regions.length - 1;
  if (isWhole) return isWide ? { x: box.x + box.width, y: here.y } : { x: here.x, y: box.y + box.height };
  const room = kind === "region" ? 0.7 : 0.6;
  if (isWide) {
    const y = here.y + within(there.y, photo.y, photo.height) * box.height * room;
    if (kind === "region") return { x: here.x, y };
    return { x: there.x < here.x ? box.x - roomBefore(kind) : box.x + box.width, y };
  }
  const x = here.x + within(there.x, 0, width) * box.width * room;
  if (kind === "region") return { x, y: here.y };
  return { x, y: there.y < here.y ? box.y - roomBefore(kind) : box.y + box.height };
}

/** An answer has no frame that a thread could end at. @param {End["kind"]} kind */
function roomBefore(kind) {
  return kind === "answer" ? 7 : 0;
}

/** Where a number lies between two others: -0.5 at the first, 0.5 at the last. @param {number} at @param {number} from @param {number} size */
function within(at, from, size) {
  return Math.min(1, Math.max(0, (at - from) / size)) - 0.5;
}

/** An arc over the photo; the way back bends to the other side. A region that reads itself has a ring. @param {Box} a @param {Box} b @param {Layout} layout */
function amongRegions(a, b, { regions }) {
  const whole = regions[regions.length - 1];
  // The label of the whole photo lies below it, and is not written over.
  const [from, to] = [a, b].map((box) => (box === whole ? { x: middle(box).x, y: box.y } : middle(box)));
  if (a === whole && b === whole) {
    const [x, y] = [a.x + a.width, middle(a).y];
    return path`M${x} ${y - 6}C${x + 24} ${y - 12} ${x + 24} ${y + 12} ${x} ${y + 6}`;
  }
  if (a === b) {
    const r = Math.min(a.width, a.height) * 0.3;
    return path`M${from.x - r} ${from.y}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0`;
  }
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const bend = 0.16;
  return path`M${from.x} ${from.y}Q${from.x + dx / 2 - dy * bend} ${from.y + dy / 2 + dx * bend} ${to.x} ${to.y}`;
}

/** An arc beside the words, or below them. @param {Box} a @param {Box} b @param {Layout} layout */
function amongWords(a, b, { isWide, width }) {
  if (isWide) {
    const at = (/** @type {Box} */ box, part = 0.5) => ({ x: box.x + box.width, y: box.y + box.height * part });
    const [from, to] = a === b ? [at(a, 0.25), at(a, 0.75)] : [at(a, 0.35), at(b, 0.65)];
    const most = Math.max(from.x, to.x) + 18 + Math.abs(to.y - from.y) * 0.42;
    const x = Math.min(most, width * 0.81 - 6);
    return path`M${from.x} ${from.y}C${x} ${from.y} ${x} ${to.y} ${to.x} ${to.y}`;
  }
  const at = (/** @type {Box} */ box, part = 0.5) => ({ x: box.x + box.width * part, y: box.y + box.height });
  const [from, to] = a === b ? [at(a, 0.3), at(a, 0.7)] : [at(a), at(b)];
  const depth = Math.max(from.y, to.y) + 14 + Math.min(46, Math.abs(to.x - from.x) * 0.3);
  return path`M${from.x} ${from.y}C${from.x} ${depth} ${to.x} ${depth} ${to.x} ${to.y}`;
}

/** @param {TemplateStringsArray} texts @param {...number} numbers */
function path(texts, ...numbers) {
  return String.raw({ raw: texts }, ...numbers.map((number) => number.toFixed(1)));
}
