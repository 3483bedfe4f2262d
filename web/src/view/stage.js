import { make } from "./dom.js";
import { drawBoxes, drawHeatmap } from "./heatmap.js";
import { gridBox } from "./maps.js";
import { RegionGrid } from "./region-grid.js";

/** @import { Strings } from "../strings/strings.js" */
/** @import { Scene } from "../types.js" */
/** @import { CellMap } from "./maps.js" */
/** @import { Settings } from "./settings.js" */

/** The photo, the map over it, and what stands there while there is none. It is also where photos are dropped. */
export class Stage {
  /** The photo as it is shown. */
  photo = make("canvas", { part: "photo", role: "img", hidden: true });
  #overlay = make("canvas", { part: "overlay", "aria-hidden": "true", hidden: true });
  regions = new RegionGrid();
  #frame = make("div", { class: "frame" }, this.photo, this.#overlay, this.regions.element);
  #hint = make("p", { class: "empty" });
  #poster = make("img", { class: "poster", alt: "", hidden: true });
  #empty = make("div", { class: "empty-box" }, make("slot", { name: "poster" }, this.#poster), this.#hint);
  #isReadonly = false;
  /** @type {Strings | null} */
  #strings = null;
  #description = { alt: "", width: 0, height: 0 };
  /** Where the map lies, in 0..1 of the photo. */
  #place = { left: 0, top: 0, width: 1, height: 1 };
  /** @type {Scene | null} */
  #placed = null;

  constructor() {
    this.element = make("div", { class: "stage", part: "stage" }, this.#frame, this.#empty);
    this.element.addEventListener("dragenter", () => this.#mark(true));
    this.element.addEventListener("dragleave", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node) || !this.element.contains(relatedTarget)) this.#mark(false);
    });
    this.element.addEventListener("drop", () => this.#mark(false));
  }

  /** @param {Strings} strings */
  localise(strings) {
    this.#strings = strings;
    this.#describe();
  }

  /** What the page says the photo shows. */
  set alt(/** @type {string} */ alt) {
    this.#description.alt = alt;
    this.#describe();
  }

  /** What is seen while there is no photo: the address of a picture, or empty. */
  set poster(/** @type {string} */ address) {
    if (address !== "") this.#poster.src = address;
    this.#poster.hidden = address === "";
  }

  set isReadonly(/** @type {boolean} */ isReadonly) {
    this.#isReadonly = isReadonly;
    this.#describe();
  }

  #describe() {
    const { alt, width, height } = this.#description;
    this.photo.setAttribute("aria-label", alt || (this.#strings?.photoOf(width, height) ?? ""));
    this.#hint.textContent = (this.#isReadonly ? this.#strings?.nothingYet : this.#strings?.dropHere) ?? "";
  }

  /** @param {ImageBitmap} bitmap @param {{ width: number, height: number }} size of the photo itself, in pixels */
  showPhoto(bitmap, size) {
    const { width, height } = bitmap;
    this.photo.width = width;
    this.photo.height = height;
    this.photo.getContext("2d")?.drawImage(bitmap, 0, 0);
    Object.assign(this.#description, size);
    this.#describe();
    this.#frame.style.setProperty("--ratio", String(width / height));
    this.photo.hidden = false;
    this.#empty.hidden = true;
    this.hideMap();
  }

  /** @param {CellMap} map @param {Scene} scene @param {Settings} settings */
  showMap(map, scene, { overlay, colormap, opacity }) {
    this.#placeOver(scene);
    const asBoxes = overlay === "boxes" && map.kind === "contribution";
    (asBoxes ? drawBoxes : drawHeatmap)(this.#overlay, map, scene.grid, colormap);
    Object.assign(this.#overlay.dataset, { kind: map.kind, of: map.of });
    this.#overlay.style.opacity = String(opacity);
    this.#overlay.classList.toggle("boxes", asBoxes);
    this.#overlay.hidden = false;
    this.#frame.classList.toggle("muted", map.kind === "contribution" && !asBoxes);
  }

  hideMap() {
    this.#overlay.hidden = true;
    this.#frame.classList.remove("muted");
  }

  /** The one place where boxes in 0..1 become a place on the screen. @param {Scene} scene */
  #placeOver(scene) {
    if (scene === this.#placed) return;
    this.#placed = scene;
    const { left, top, right, bottom } = gridBox(scene);
    this.#place = { left, top, width: right - left, height: bottom - top };
    for (const element of [this.#overlay, this.regions.element]) {
      for (const [side, part] of Object.entries(this.#place)) element.style.setProperty(side, `${part * 100}%`);
    }
  }

  /** What is seen, to be drawn elsewhere; nothing without a photo. */
  layers() {
    if (this.photo.hidden) return null;
    const { filter } = getComputedStyle(this.photo);
    const opacity = Number(this.#overlay.style.opacity || 1);
    const layer = this.#overlay.hidden ? null : { canvas: this.#overlay, opacity, ...this.#place };
    return { photo: this.photo, filter, layer };
  }

  /** @param {boolean} isOver */
  #mark(isOver) {
    this.element.classList.toggle("dropping", isOver);
  }
}
