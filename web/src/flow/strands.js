import { boxOf, curveOf, middle } from "./curves.js";
import { set, svg } from "./svg.js";

/** @import { Layout } from "./layout.js" */
/** @import { Thread } from "./threads.js" */

/** Pixels; the strongest thread of a group is as wide as this, on a wide and on a narrow screen.. */
const WIDEST = 8;
const WIDEST_NARROW = 5;
/** ..unless many are strong: together they are no wider than this, so that the photo is still seen between them. */
const ALTOGETHER = 90;
const NARROWEST = 0.8;
/** What is not to scale, and dashed. */
const APART = 3;
/** How much of a scene's time passes before its weakest thread begins to grow. */
const STAGGER = 0.35;
/** And how much one needs to reach its end. */
const GROWTH = 0.5;

/** A thread is pointed at within this width. */
const FINGER = 14;

/** Threads as paths. Width and opacity are the weight, as a part of the strongest one's. */
export class Strands {
  element = svg("g", { class: "strands" });
  /** Wide and unseen, so that a thin thread can be pointed at. */
  hits = svg("g", { class: "hits", "data-unseen": "" });
  /** @type {{ thread: Thread, path: SVGPathElement, hit: SVGPathElement | null, delay: number }[]} */
  #strands = [];
  /** @type {(thread: Thread) => string} */
  #said = () => "";
  #part = -1;

  /**
   * @param {Thread[][]} groups each is drawn in proportion to its own strongest, or to `strongest`
   * @param {Layout} layout
   * @param {{ isSigned: boolean, said: (thread: Thread) => string, strongest?: number }} how signed threads are coloured by whether they add or
   *   take away; `said` is what a thread says to those who cannot see it
   */
  show(groups, layout, { isSigned, said, strongest = Number.MIN_VALUE }) {
    this.clear();
    this.#said = said;
    this.#strands = groups.flatMap((threads) => {
      const most = Math.max(...threads.map(({ weight }) => Math.abs(weight)), strongest);
      const sum = threads.reduce((total, { weight }) => total + Math.abs(weight) / most, 0);
      const widest = Math.min(layout.isWide ? WIDEST : WIDEST_NARROW, ALTOGETHER / sum);
      return threads.map((thread, rank) => {
        const path = strand(thread, Math.abs(thread.weight) / most, layout, { isSigned, widest });
        path.setAttribute("tabindex", rank === 0 ? "0" : "-1");
        return { thread, path, hit: null, delay: (STAGGER * rank) / threads.length };
      });
    });
  }

  /** Lets them be pointed at. */
  complete() {
    if (this.#strands.length === 0 || this.#strands[0].hit !== null) return;
    for (const strand of this.#strands) {
      strand.hit = svg("path", { d: strand.path.getAttribute("d") ?? "", "stroke-width": FINGER });
    }
    this.hits.replaceChildren(...this.#strands.map(({ hit }) => /** @type {SVGPathElement} */ (hit)).reverse());
  }

  clear() {
    this.#strands = [];
    this.#part = -1;
    this.element.replaceChildren();
    this.hits.replaceChildren();
  }

  /**
   * Lets the threads grow from what is read to what reads it. Each comes into the picture when it begins to grow, and says what
   * it is, so that no frame lays out all.
   * @param {number} part 0..1, how much of the scene is done
   */
  grow(part) {
    if (part === this.#part) return;
    this.#part = part;
    /** @type {SVGPathElement | null} */
    let stronger = null;
    for (const { thread, path, delay } of this.#strands) {
      const done = Math.min(1, Math.max(0, (part - delay) / GROWTH));
      if (done === 0) {
        // A round end of no length would be a dot.
        path.remove();
        continue;
      }
      if (done === 1) path.removeAttribute("stroke-dasharray");
      else set(path, { "stroke-dasharray": `${(1 - (1 - done) ** 3).toFixed(3)} 2` });
      if (path.parentNode === null) {
        set(path, { role: "img", "aria-label": this.#said(thread) });
        // The strongest lie on top.
        this.element.insertBefore(path, stronger);
      }
      stronger = path;
    }
  }

  /** Goes to the next thread, weaker or stronger. @param {Element} from @param {number} step */
  move(from, step) {
    const at = this.#strands.findIndex(({ path }) => path === from);
    const next = this.#strands[Math.min(this.#strands.length - 1, Math.max(0, at + step))];
    if (at < 0 || next.path === from) return;
    from.setAttribute("tabindex", "-1");
    next.path.setAttribute("tabindex", "0");
    next.path.focus({ preventScroll: true });
  }

  /** The thread that an element draws. @param {Element} element */
  threadOf(element) {
    return this.#strands.find(({ path, hit }) => path === element || hit === element)?.thread ?? null;
  }
}

/**
 * @param {Thread} thread
 * @param {number} strength 0..1
 * @param {Layout} layout
 * @param {{ isSigned: boolean, widest: number }} how
 */
function strand(thread, strength, layout, { isSigned, widest }) {
  const { from, to, weight } = thread;
  const sign = weight < 0 ? "minus" : "plus";
  return svg("path", {
    class: `strand ${isSigned ? sign : ""} of-${from.kind}`,
    d: curveOf(thread, layout),
    pathLength: 1,
    // The constant is often far larger than any part, so it is not drawn to their scale.
    "stroke-width": from.kind === "constant" ? APART : Math.max(NARROWEST, widest * strength),
    "stroke-opacity": 0.18 + 0.6 * strength,
    "data-from": `${from.kind} ${from.index}`,
    "data-to": `${to.kind} ${to.index}`,
    "data-weight": String(weight),
  });
}

/**
 * Numbers at the far ends of threads that belong to one thing, or in the middle of a single one.
 * @param {Thread[]} threads strongest first
 * @param {import("./threads.js").End | null} near the end that they share
 * @param {Layout} layout
 * @param {(thread: Thread) => string} written
 */
export function numbersOf(threads, near, layout, written) {
  return threads.slice(0, 6).map((thread) => {
    const isFrom = near !== null && thread.from.kind === near.kind && thread.from.index === near.index;
    const far = isFrom ? thread.to : thread.from;
    const box = boxOf(layout, far);
    return svg("text", { class: "number", ...beside(far.kind, box, layout) }, written(thread));
  });
}

/** @param {Thread["from"]["kind"]} kind @param {import("./layout.js").Box} box @param {Layout} layout */
function beside(kind, box, { isWide }) {
  const { x, y } = middle(box);
  if (kind === "region") return { x, y: y + 4.5, "text-anchor": "middle" };
  if (!isWide && kind !== "constant") return { x, y: box.y - 7, "text-anchor": "middle" };
  if (kind === "answer") return { x: box.x - 8, y: y + 4.5, "text-anchor": "end" };
  return { x: box.x + box.width + 10, y: y + 4.5, "text-anchor": "start" };
}
