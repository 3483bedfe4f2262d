import { make } from "./dom.js";

/** @import { Strings } from "../strings/strings.js" */
/** @import { Scene } from "../types.js" */

/** @type {Record<string, [rows: number, columns: number]>} */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * The regions of the photo, to be chosen: by a click, or with the arrow keys after one Tab. They lie over the photo
 * and are seen only when pointed at, focused or chosen.
 */
export class RegionGrid {
  /** @type {(region: number | null, place: string) => void} */
  onchoose = () => {};
  #size = { columns: 0, rows: 0 };
  #current = 0;
  /** @type {number | null} */
  #chosen = null;
  /** @type {HTMLElement[]} */
  #cells = [];
  /** @type {{ scene: Scene | null, strings: Strings | null }} */
  #shown = { scene: null, strings: null };

  constructor() {
    this.element = make("div", { class: "regions", part: "regions", role: "grid", hidden: true });
    this.element.addEventListener("keydown", (event) => this.#move(event));
  }

  get chosen() {
    return this.#chosen;
  }

  /** @param {Scene | null} scene @param {Strings} strings */
  show(scene, strings) {
    this.element.hidden = scene === null;
    this.#mark(null);
    // Another question about the same photo has the same regions.
    if (scene === this.#shown.scene && strings === this.#shown.strings) return;
    this.#shown = { scene, strings };
    if (scene === null) return this.element.replaceChildren();
    const { columns, rows } = (this.#size = scene.grid);
    this.#current = Math.min(this.#current, columns * rows - 1);
    this.#cells = Array.from({ length: columns * rows }, (_, region) => this.#cell(region, strings));
    this.element.setAttribute("aria-label", strings.regions);
    this.element.setAttribute("aria-description", strings.regionsHint);
    this.element.style.setProperty("--columns", String(columns));
    this.element.replaceChildren(
      ...Array.from({ length: rows }, (_, row) =>
        make("div", { role: "row" }, ...this.#cells.slice(row * columns, (row + 1) * columns)),
      ),
    );
  }

  /** Leaves the chosen region. */
  release() {
    if (this.#chosen !== null) this.#choose(null);
  }

  /** @param {number} region @param {Strings} strings */
  #cell(region, strings) {
    const { columns } = this.#size;
    const place = strings.region(Math.floor(region / columns) + 1, (region % columns) + 1);
    const isCurrent = region === this.#current;
    const cell = make("div", {
      role: "gridcell",
      part: "region",
      tabindex: isCurrent ? "0" : "-1",
      "aria-label": place,
      "aria-selected": "false",
    });
    cell.addEventListener("click", () => {
      this.#focus(region);
      this.#choose(this.#chosen === region ? null : region);
    });
    return cell;
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const { columns, rows } = this.#size;
    if (event.key === "Escape" && this.#chosen !== null) {
      event.preventDefault();
      return this.release();
    }
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return this.#choose(this.#chosen === this.#current ? null : this.#current);
    }
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const row = Math.min(rows - 1, Math.max(0, Math.floor(this.#current / columns) + step[0]));
    const column = Math.min(columns - 1, Math.max(0, (this.#current % columns) + step[1]));
    this.#focus(row * columns + column);
    this.#choose(this.#current);
  }

  /** @param {number} region */
  #focus(region) {
    this.#cells[this.#current]?.setAttribute("tabindex", "-1");
    this.#current = region;
    this.#cells[region].setAttribute("tabindex", "0");
    this.#cells[region].focus({ preventScroll: true });
  }

  /** @param {number | null} region */
  #choose(region) {
    this.#mark(region);
    this.onchoose(region, region === null ? "" : (this.#cells[region].getAttribute("aria-label") ?? ""));
  }

  /** @param {number | null} region */
  #mark(region) {
    if (this.#chosen !== null) this.#cells[this.#chosen]?.setAttribute("aria-selected", "false");
    this.#chosen = region;
    if (region !== null) this.#cells[region].setAttribute("aria-selected", "true");
  }
}
