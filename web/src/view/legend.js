import { make, write } from "./dom.js";
import { colourOf, fullStrength } from "./heatmap.js";

/** @import { Strings } from "../strings/strings.js" */
/** @import { Colormap } from "./colormap.js" */
/** @import { CellMap } from "./maps.js" */

const SCALE_WIDTH = 240;

/** Says what the colours over the photo mean, in numbers, and hides or shows them. */
export class Legend {
  /** @type {(isWanted: boolean) => void} */
  ontoggle = () => {};
  /** @type {(isWanted: boolean) => void} */
  onflow = () => {};
  /** @type {() => void} */
  onsave = () => {};
  #title = make("p", { class: "legend-title" });
  #scale = make("canvas", { class: "scale", "aria-hidden": "true" });
  #low = make("span");
  #middle = make("span");
  #high = make("span");
  #caption = "";
  /** What the scale shows. */
  #painted = "";
  #sum = make("p", { class: "legend-sum" });
  #heatmap = make("button", { type: "button", part: "heatmap", "aria-pressed": "true" });
  #flow = make("button", { type: "button", part: "flow-open", "aria-pressed": "false" });
  #text;
  #save = make("button", { type: "button", part: "save" });

  constructor() {
    const numbers = make("div", { class: "scale-numbers" }, this.#low, this.#middle, this.#high);
    const scale = make("div", { class: "scale-box" }, this.#scale, numbers);
    const buttons = make("div", { class: "legend-buttons" }, this.#heatmap, this.#flow, this.#save);
    this.#text = make("div", { class: "legend-text" }, this.#title, scale, this.#sum);
    this.element = make("div", { class: "legend", part: "legend", hidden: true }, this.#text, buttons);
    this.#save.addEventListener("click", () => this.onsave());
    this.#flow.addEventListener("click", () => this.onflow(this.#flow.getAttribute("aria-pressed") !== "true"));
    this.#heatmap.addEventListener("click", () => this.ontoggle(this.#heatmap.getAttribute("aria-pressed") !== "true"));
  }

  /** @param {Strings} strings */
  localise(strings) {
    this.#heatmap.textContent = strings.heatmap;
    this.#flow.textContent = strings.flowView;
    this.#save.textContent = strings.savePicture;
  }

  set isMapShown(/** @type {boolean} */ isShown) {
    this.#heatmap.setAttribute("aria-pressed", String(isShown));
  }

  /** The flow view says itself what its colours mean. */
  set isFlowShown(/** @type {boolean} */ isShown) {
    this.#flow.setAttribute("aria-pressed", String(isShown));
    this.#text.hidden = isShown;
  }

  focusFlow() {
    this.#flow.focus();
  }

  /** @param {CellMap | null} map @param {Colormap} colormap @param {Strings} strings */
  show(map, colormap, strings) {
    this.element.hidden = map === null;
    this.#caption = "";
    if (map === null) return;
    if (map.kind === "contribution") this.#showContribution(map, colormap, strings);
    else this.#showReading(map, strings);
    if (this.#painted === `${map.kind} ${colormap}`) return;
    this.#painted = `${map.kind} ${colormap}`;
    this.#paint(map.kind, colormap);
  }

  get title() {
    return this.#title.textContent ?? "";
  }

  /** What the colours mean, in a line; empty without a map. */
  get caption() {
    return this.#caption;
  }

  /** @param {CellMap} map @param {Colormap} colormap @param {Strings} strings */
  #showContribution(map, colormap, strings) {
    const { signed } = strings;
    const full = fullStrength(map);
    const cells = map.cells.reduce((sum, value) => sum + value, 0);
    write(this.#title, strings.contributionTitle(map.of));
    this.#caption = strings.contributionCaption(map.of, strings.colours[colormap]);
    this.#numbers(signed(-full), "0", signed(full));
    const sum = { regions: signed(cells), whole: signed(map.whole), constant: signed(map.constant), logit: signed(map.logit) };
    write(this.#sum, strings.contributionSum(sum));
  }

  /** @param {CellMap} map @param {Strings} strings */
  #showReading(map, strings) {
    const isRegion = map.owner === "region";
    this.#title.textContent = isRegion ? strings.regionTitle(map.of) : strings.readingTitle(map.of);
    this.#caption = isRegion ? strings.regionCaption(map.of) : strings.readingCaption(map.of);
    this.#numbers(strings.percent(0), "", strings.share(fullStrength(map)));
    this.#sum.textContent = strings.readingSum(strings.share(map.whole));
  }

  /** @param {string} low @param {string} middle @param {string} high */
  #numbers(low, middle, high) {
    write(this.#low, low);
    write(this.#middle, middle);
    write(this.#high, high);
  }

  /** The scale is painted by the same function as the map. @param {CellMap["kind"]} kind @param {Colormap} colormap */
  #paint(kind, colormap) {
    const from = kind === "contribution" ? -1 : 0;
    const image = new ImageData(SCALE_WIDTH, 1);
    const colour = colourOf(kind, colormap);
    for (let x = 0; x < SCALE_WIDTH; x++) image.data.set(colour(from + ((1 - from) * x) / (SCALE_WIDTH - 1)), x * 4);
    this.#scale.width = SCALE_WIDTH;
    this.#scale.height = 1;
    this.#scale.getContext("2d")?.putImageData(image, 0, 0);
  }
}
