import { make, signed } from "./dom.js";
import { colourOf, fullStrength } from "./heatmap.js";

/** @import { CellMap } from "./maps.js" */

const SCALE_WIDTH = 240;

/** Says what the colours over the photo mean, in numbers, and hides or shows them. */
export class Legend {
  /** @type {(isWanted: boolean) => void} */
  ontoggle = () => {};
  /** @type {() => void} */
  onsave = () => {};
  #title = make("p", { class: "legend-title" });
  #scale = make("canvas", { class: "scale", "aria-hidden": "true" });
  #low = make("span");
  #middle = make("span");
  #high = make("span");
  #caption = "";
  #sum = make("p", { class: "legend-sum" });
  #heatmap = make("button", { type: "button", part: "heatmap", "aria-pressed": "true" }, "Heatmap");
  #save = make("button", { type: "button", part: "save" }, "Save picture");

  constructor() {
    const numbers = make("div", { class: "scale-numbers" }, this.#low, this.#middle, this.#high);
    const scale = make("div", { class: "scale-box" }, this.#scale, numbers);
    const buttons = make("div", { class: "legend-buttons" }, this.#heatmap, this.#save);
    const text = make("div", { class: "legend-text" }, this.#title, scale, this.#sum);
    this.element = make("div", { class: "legend", part: "legend", hidden: true }, text, buttons);
    this.#save.addEventListener("click", () => this.onsave());
    this.#heatmap.addEventListener("click", () => {
      const isWanted = this.#heatmap.getAttribute("aria-pressed") !== "true";
      this.#heatmap.setAttribute("aria-pressed", String(isWanted));
      this.ontoggle(isWanted);
    });
  }

  /** @param {CellMap | null} map */
  show(map) {
    this.element.hidden = map === null;
    this.#caption = "";
    if (map === null) return;
    if (map.kind === "contribution") this.#showContribution(map);
    else this.#showReading(map);
  }

  /** What the colours mean, in a line; empty without a map. */
  get caption() {
    return this.#caption;
  }

  /** @param {CellMap} map */
  #showContribution(map) {
    const full = fullStrength(map);
    const cells = map.cells.reduce((sum, value) => sum + value, 0);
    this.#title.textContent = `What speaks for “${map.of}”, and what against`;
    this.#caption = `Orange speaks for “${map.of}”, blue against it.`;
    this.#numbers(signed(-full), "0", signed(full));
    this.#sum.textContent =
      `In logits: regions ${signed(cells)}, whole photo ${signed(map.whole)}, ` +
      `constant ${signed(map.constant)}; together ${signed(map.logit)}`;
    this.#paint(map.kind, -1);
  }

  /** @param {CellMap} map */
  #showReading(map) {
    this.#title.textContent = `Where “${map.of}” looks`;
    this.#caption = `Lit: where the word “${map.of}” looks.`;
    this.#numbers("0%", "", share(fullStrength(map)));
    this.#sum.textContent = `Share of its attention per region; whole photo ${share(map.whole)}`;
    this.#paint(map.kind, 0);
  }

  /** @param {string} low @param {string} middle @param {string} high */
  #numbers(low, middle, high) {
    this.#low.textContent = low;
    this.#middle.textContent = middle;
    this.#high.textContent = high;
  }

  /** The scale is painted by the same function as the map. @param {CellMap["kind"]} kind @param {number} from */
  #paint(kind, from) {
    const image = new ImageData(SCALE_WIDTH, 1);
    const colour = colourOf(kind);
    for (let x = 0; x < SCALE_WIDTH; x++) image.data.set(colour(from + ((1 - from) * x) / (SCALE_WIDTH - 1)), x * 4);
    this.#scale.width = SCALE_WIDTH;
    this.#scale.height = 1;
    this.#scale.getContext("2d")?.putImageData(image, 0, 0);
  }
}

/** @param {number} fraction */
function share(fraction) {
  return `${(fraction * 100).toFixed(1)}%`;
}
