import { make, makeSelect } from "./dom.js";
import { gateOfHeads, wordsOfWord } from "./maps.js";

/** @import { Strings } from "../strings/strings.js" */
/** @import { Block, Reply, Scene } from "../types.js" */
/** @import { CellMap } from "./maps.js" */
/** @import { Settings } from "./settings.js" */

/** @typedef {{ reply: Reply, settings: Settings, strings: Strings }} Told */
/** @typedef {{ map: CellMap, scene: Scene, title: string, strings: Strings }} Tabled */

/**
 * The part of the element for the curious: which map, of which block and head, the gates, and all of it as tables. What
 * is closed is not made: hundreds of cells would cost more time than the answer.
 */
export class Explore {
  /** @type {(change: Partial<Settings>) => void} */
  onsettings = () => {};
  #summary = make("summary");
  #overlay = makeSelect("overlay-choice", (value) => this.onsettings(/** @type {any} */ ({ overlay: value })));
  #block = makeSelect("block-choice", (value) => this.onsettings({ block: Number(value) }));
  #head = makeSelect("head-choice", (value) => this.onsettings({ head: value === "mean" ? value : Number(value) }));
  #strength = make("input", { type: "range", part: "strength", min: "0.1", max: "1", step: "0.05" });
  #strengthLabel = make("span", { class: "caption" });
  #gates = make("div", { class: "gates", part: "gates" });
  #words = make("div", { class: "table-box", tabindex: "0" });
  #tableName = make("summary");
  #table = make("div", { class: "table-box", tabindex: "0" });
  #termsName = make("summary");
  #terms = make("dl");
  #numbers = make("details", {}, this.#tableName, this.#table);
  /** @type {Told | null} */
  #told = null;
  /** @type {Tabled | null} */
  #tabled = null;
  /** What is made of both. @type {{ told: Told | null, tabled: Tabled | null }} */
  #made = { told: null, tabled: null };

  constructor() {
    const strength = make("label", { class: "choice" }, this.#strengthLabel, this.#strength);
    const choices = make("div", { class: "choices" }, this.#overlay.element, this.#block.element, this.#head.element, strength);
    const terms = make("details", {}, this.#termsName, this.#terms);
    this.element = make(
      "details",
      { class: "explore", part: "explore", hidden: true },
      this.#summary,
      make("div", { class: "explore-box" }, choices, this.#gates, this.#words, this.#numbers, terms),
    );
    for (const details of [this.element, this.#numbers]) details.addEventListener("toggle", () => this.#make());
    this.#strength.addEventListener("input", () => this.onsettings({ opacity: this.#strength.valueAsNumber }));
  }

  /** @param {Strings} strings */
  localise(strings) {
    this.#summary.textContent = strings.explore;
    this.#strengthLabel.textContent = strings.strength;
    this.#tableName.textContent = strings.table;
    this.#termsName.textContent = strings.explained;
    this.#terms.replaceChildren(
      ...Object.values(strings.terms).flatMap(([term, meaning]) => [make("dt", {}, term), make("dd", {}, meaning)]),
    );
  }

  /**
   * @param {Reply | null} reply
   * @param {Settings} settings
   * @param {Strings} strings
   */
  show(reply, settings, strings) {
    this.element.hidden = reply === null;
    const before = this.#told;
    const isSame = before?.reply === reply && before?.settings === settings && before?.strings === strings;
    if (!isSame) this.#told = reply === null ? null : { reply, settings, strings };
    this.#make();
  }

  /** The map in numbers. @param {CellMap | null} map @param {Scene | null} scene @param {string} title @param {Strings} strings */
  showTable(map, scene, title, strings) {
    this.#tabled = map === null || scene === null ? null : { map, scene, title, strings };
    this.#make();
  }

  /** Makes what is open, if it is not made yet, and empties what is closed and out of date. */
  #make() {
    const { isOpen, made } = { isOpen: this.element.open && this.#told !== null, made: this.#made };
    if (made.told !== this.#told && (isOpen || made.told !== null)) {
      made.told = isOpen ? this.#told : null;
      if (made.told === null) [this.#gates, this.#words].forEach((box) => box.replaceChildren());
      else this.#showTold(made.told);
    }
    const isTableOpen = isOpen && this.#numbers.open && this.#tabled !== null;
    if (made.tabled !== this.#tabled && (isTableOpen || made.tabled !== null)) {
      made.tabled = isTableOpen ? this.#tabled : null;
      if (made.tabled === null) this.#table.replaceChildren();
      else this.#showNumbers(made.tabled);
    }
  }

  /** @param {Told} told */
  #showTold({ reply, settings, strings }) {
    const { overlay, head, opacity } = settings;
    const number = Math.min(settings.block ?? reply.blocks.length - 1, reply.blocks.length - 1);
    const block = reply.blocks[number];
    this.#overlay.show(strings.overlay, Object.entries(strings.overlays), overlay);
    this.#block.show(strings.block, numbered(reply.blocks.length), String(number));
    this.#block.element.hidden = reply.blocks.length < 2;
    this.#head.show(strings.head, [["mean", strings.headMean], ...numbered(block.heads)], String(head));
    this.#strength.value = String(opacity);
    this.#showGates(block, strings);
    this.#showWords(reply, block, settings, strings);
  }

  /** @param {Tabled} tabled */
  #showNumbers({ map, scene, title, strings }) {
    const { columns, rows } = scene.grid;
    const written = map.kind === "contribution" ? strings.signed : strings.share;
    const cells = Array.from(map.cells, (value) => make("td", {}, written(value)));
    const lines = Array.from({ length: rows }, (_, row) =>
      make("tr", {}, heading(String(row + 1), "row"), ...cells.slice(row * columns, (row + 1) * columns)),
    );
    const head = make("tr", {}, make("td"), ...numbered(columns).map(([, number]) => heading(number, "col")));
    const whole = make("tr", {}, heading(strings.wholePhoto, "row"), make("td", { colspan: String(columns) }, written(map.whole)));
    const caption = make("caption", {}, title);
    this.#table.setAttribute("aria-label", title);
    this.#table.replaceChildren(make("table", { part: "table" }, caption, make("thead", {}, head), make("tbody", {}, ...lines, whole)));
  }

  /** @param {Block} block @param {Strings} strings */
  #showGates({ regionGate, wordGate, heads }, strings) {
    const gates = [
      { name: strings.gatesOf.regions, values: gateOfHeads(regionGate, heads) },
      { name: strings.gatesOf.words, values: gateOfHeads(wordGate, heads) },
    ];
    this.#gates.hidden = gates.every(({ values }) => values.length === 0);
    const title = make("p", { class: "caption" }, strings.gates);
    this.#gates.replaceChildren(title, ...gates.map(({ name, values }) => gateBars(name, values, strings)));
  }

  /** @param {Reply} reply @param {Block} block @param {Settings} settings @param {Strings} strings */
  #showWords({ words }, block, { head }, strings) {
    const names = words.map(({ text }) => text);
    const top = make("tr", {}, make("td"), ...names.map((name) => heading(name, "col")));
    const lines = names.map((name, word) => {
      const read = wordsOfWord(block, head, word);
      return make("tr", {}, heading(`${name} ${strings.reads}`, "row"), ...Array.from(read, (share) => shaded(share, strings)));
    });
    const caption = make("caption", {}, strings.wordsToWords);
    this.#words.setAttribute("aria-label", strings.wordsToWords);
    this.#words.replaceChildren(make("table", { part: "words-table" }, caption, make("thead", {}, top), make("tbody", {}, ...lines)));
  }
}

/** Values from 0, as in attributes and `flows()`; what people read counts from 1. @param {number} n @returns {[value: string, text: string][]} */
function numbered(n) {
  return Array.from({ length: n }, (_, index) => [String(index), String(index + 1)]);
}

/** @param {string} text @param {"row" | "col"} scope */
function heading(text, scope) {
  return make("th", { scope }, text);
}

/** @param {number} share 0..1 @param {Strings} strings */
function shaded(share, strings) {
  const cell = make("td", { class: "shaded" }, strings.hundredths(share));
  cell.style.setProperty("--share", String(share));
  return cell;
}

/** @param {string} name @param {number[]} values 0..1 @param {Strings} strings */
function gateBars(name, values, strings) {
  const bars = values.map((value) => {
    const bar = make("span", { class: "gate-bar", title: strings.hundredths(value) });
    bar.style.setProperty("--value", String(value));
    return bar;
  });
  const said = `${name}: ${values.map((value) => strings.hundredths(value)).join(", ")}`;
  return make("div", { class: "gate" }, make("span", { class: "gate-bars", role: "img", "aria-label": said }, ...bars), name);
}
