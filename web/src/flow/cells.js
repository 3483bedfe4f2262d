import { set, svg } from "./svg.js";

/** @import { Strings } from "../strings/strings.js" */
/** @import { Layout } from "./layout.js" */

/** How much of a region that nothing reads is hidden. */
const VEIL = 0.72;
/** And of every region while a scene does not weigh them. */
const EVEN = 0.45;
/** @type {Record<string, [number, number]>} */
const MOVES = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** The regions over the photo: what is read shines through a veil; in the last step colours say what speaks for and against. */
export class Cells {
  element = svg("g", { class: "cells" });
  /** The whole photo, which is no part of it: a label that lies over the threads, so that it can be read. */
  whole = svg("g", { class: "cells" });
  /** @type {SVGElement[]} */
  #cells = [];
  /** @type {SVGElement[]} */
  #veils = [];
  /** Opacities at the beginning and the end of a scene. */
  #from = /** @type {number[]} */ ([]);
  #to = /** @type {number[]} */ ([]);
  #columns = 1;
  #current = 0;

  /** @param {Layout} layout @param {{ columns: number, rows: number }} grid @param {Strings} strings */
  place({ regions, photo }, { columns }, strings) {
    this.#columns = columns;
    const cells = regions.slice(0, -1);
    const whole = regions[regions.length - 1];
    this.#veils = cells.map((box) => svg("rect", { class: "veil", ...box }));
    this.#cells = [
      ...cells.map((box, index) => svg("rect", { class: "cell", ...box, "aria-label": placeOf(index, columns, strings) })),
      svg("rect", { class: "cell whole", ...whole, rx: whole.height / 2, "aria-label": strings.wholePhoto }),
    ];
    this.#cells.forEach((cell, index) => set(cell, { role: "button", tabindex: index === this.#current ? 0 : -1, "data-end": `region ${index}` }));
    const lines = svg("path", { class: "grid", d: cells.map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`).join("") });
    const mark = svg("text", { class: "whole-text", x: whole.x + whole.width / 2, y: whole.y + whole.height / 2 + 4.5 }, strings.wholePhoto);
    const halo = svg("rect", { class: "halo", x: whole.x - 3, y: whole.y - 3, width: whole.width + 6, height: whole.height + 6, rx: whole.height / 2 + 3 });
    const frame = svg("rect", { class: "photo-frame", ...photo });
    this.element.replaceChildren(...this.#veils, lines, frame, ...this.#cells.slice(0, -1));
    this.whole.replaceChildren(halo, ...this.#cells.slice(-1), mark);
    this.#from = this.#to = cells.map(() => EVEN);
    this.light(1);
  }

  /**
   * Which regions are lit, from the former light to a new one.
   * @param {ArrayLike<number> | null} before of the scene before
   * @param {ArrayLike<number> | null} now
   * @param {{ isSigned: boolean }} how in a signed scene, strength is colour and not light
   */
  aim(before, now, { isSigned }) {
    this.#from = this.#opacities(before, false);
    this.#to = this.#opacities(now, isSigned);
    const most = strongestOf(now);
    this.#cells.forEach((cell, index) => {
      const strength = isSigned && now !== null ? now[index] / most : 0;
      cell.setAttribute("class", `cell${index === this.#cells.length - 1 ? " whole" : ""}${strength === 0 ? "" : strength > 0 ? " plus" : " minus"}`);
      cell.style.setProperty("--strength", strength === 0 ? "" : Math.abs(strength).toFixed(3));
    });
  }

  /** @param {number} part 0..1 */
  light(part) {
    const eased = Math.min(1, part * 2);
    this.#veils.forEach((veil, index) => {
      set(veil, { "fill-opacity": this.#from[index] + (this.#to[index] - this.#from[index]) * eased });
    });
  }

  /** @param {ArrayLike<number> | null} light @param {boolean} isSigned */
  #opacities(light, isSigned) {
    if (light === null || isSigned) return this.#veils.map(() => (isSigned ? 0.6 : EVEN));
    const most = strongestOf(light);
    return this.#veils.map((_, index) => VEIL * (1 - Math.sqrt(Math.max(0, light[index]) / most)));
  }

  /** Goes from region to region. @param {string} key @returns {boolean} whether the key was one for it */
  move(key) {
    const step = MOVES[key];
    if (step === undefined) return false;
    const [n_cells, columns] = [this.#cells.length - 1, this.#columns];
    const [column, row] = [this.#current % columns, Math.floor(this.#current / columns)];
    let next = this.#current;
    if (this.#current === n_cells) next = key === "ArrowUp" ? n_cells - columns : n_cells;
    else if (row + step[1] >= n_cells / columns) next = n_cells;
    else next = Math.max(0, row + step[1]) * columns + Math.min(columns - 1, Math.max(0, column + step[0]));
    this.#cells[this.#current].setAttribute("tabindex", "-1");
    this.#current = next;
    this.#cells[next].setAttribute("tabindex", "0");
    this.#cells[next].focus({ preventScroll: true });
    return true;
  }
}

/** @param {ArrayLike<number> | null} values */
function strongestOf(values) {
  return Array.from(values ?? []).slice(0, -1).reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
}

/** What a region is called. @param {number} region @param {number} columns @param {Strings} strings */
export function placeOf(region, columns, strings) {
  return strings.region(Math.floor(region / columns) + 1, (region % columns) + 1);
}
