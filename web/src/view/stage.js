import { make } from "./dom.js";
import { drawHeatmap } from "./heatmap.js";
import { gridBox } from "./maps.js";

/** @import { Scene } from "../types.js" */
/** @import { CellMap } from "./maps.js" */

/** The photo, the map over it, and what stands there while there is none. It is also where photos are dropped. */
export class Stage {
  #photo = make("canvas", { part: "photo", role: "img", hidden: true });
  #overlay = make("canvas", { part: "overlay", "aria-hidden": "true", hidden: true });
  #frame = make("div", { class: "frame" }, this.#photo, this.#overlay);
  #empty = make("p", { class: "empty" }, "Drop a photo here, or paste one");
  #isMapWanted = true;
  #hasMap = false;
  /** Where the map lies, in 0..1 of the photo. */
  #place = { left: 0, top: 0, width: 1, height: 1 };

  constructor() {
    this.element = make("div", { class: "stage", part: "stage" }, this.#frame, this.#empty);
    this.element.addEventListener("dragenter", () => this.#mark(true));
    this.element.addEventListener("dragleave", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node) || !this.element.contains(relatedTarget)) this.#mark(false);
    });
    this.element.addEventListener("drop", () => this.#mark(false));
  }

  /** @param {ImageBitmap} bitmap @param {string} description */
  showPhoto(bitmap, description) {
    const { width, height } = bitmap;
    this.#photo.width = width;
    this.#photo.height = height;
    this.#photo.getContext("2d")?.drawImage(bitmap, 0, 0);
    this.#photo.setAttribute("aria-label", description);
    this.#frame.style.setProperty("--ratio", String(width / height));
    this.#photo.hidden = false;
    this.#empty.hidden = true;
    this.showMap(null, null);
  }

  /** @param {CellMap | null} map @param {Scene | null} scene */
  showMap(map, scene) {
    this.#hasMap = map !== null && scene !== null;
    if (map !== null && scene !== null) {
      this.#placeOver(scene);
      drawHeatmap(this.#overlay, map, scene.grid);
      this.#overlay.dataset.kind = map.kind;
      this.#overlay.dataset.of = map.of;
    }
    this.#update();
  }

  set isMapWanted(/** @type {boolean} */ wanted) {
    this.#isMapWanted = wanted;
    this.#update();
  }

  /** The one place where boxes in 0..1 become a place on the screen. @param {Scene} scene */
  #placeOver(scene) {
    const { left, top, right, bottom } = gridBox(scene);
    this.#place = { left, top, width: right - left, height: bottom - top };
    for (const [side, part] of Object.entries(this.#place)) this.#overlay.style.setProperty(side, `${part * 100}%`);
  }

  /** What is seen, to be drawn elsewhere; nothing without a photo. */
  layers() {
    if (this.#photo.hidden) return null;
    const { filter } = getComputedStyle(this.#photo);
    const layer = this.#overlay.hidden ? null : { canvas: this.#overlay, ...this.#place };
    return { photo: this.#photo, filter, layer };
  }

  #update() {
    const isDrawn = this.#hasMap && this.#isMapWanted;
    this.#overlay.hidden = !isDrawn;
    this.#frame.classList.toggle("muted", isDrawn && this.#overlay.dataset.kind === "contribution");
  }

  /** @param {boolean} isOver */
  #mark(isOver) {
    this.element.classList.toggle("dropping", isOver);
  }
}
