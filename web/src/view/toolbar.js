import { make } from "./dom.js";

/** @import { Strings } from "../strings/strings.js" */

/** Where photos come from: a file of one's own, the camera, samples, or whatever the page puts into a slot. */
export class Toolbar {
  /** @type {(file: File) => void} */
  onfile = () => {};
  /** @type {() => void} */
  oncamera = () => {};
  onlive = () => {};
  /** @type {(address: string) => void} */
  onsample = () => {};
  #file = make("input", { type: "file", accept: "image/*", hidden: true });
  #upload = make("button", { type: "button", part: "upload" });
  #camera = make("button", { type: "button", part: "camera", hidden: !hasCamera() });
  #live = make("button", { type: "button", part: "live", "aria-pressed": "false", hidden: !hasCamera() });
  #samples = make("ul", { class: "samples", part: "samples", hidden: true });
  /** @type {Strings | null} */
  #strings = null;

  constructor() {
    const samples = make("slot", { name: "samples" }, this.#samples);
    this.element = make("div", { class: "toolbar" }, this.#upload, this.#camera, this.#live, samples, this.#file);
    this.#upload.addEventListener("click", () => this.#file.click());
    this.#camera.addEventListener("click", () => this.oncamera());
    this.#live.addEventListener("click", () => this.onlive());
    this.#file.addEventListener("change", () => this.#take());
  }

  /** @param {Strings} strings */
  localise(strings) {
    this.#strings = strings;
    this.#file.setAttribute("aria-label", strings.photo);
    this.#upload.textContent = strings.choosePhoto;
    this.#camera.textContent = strings.camera;
    this.#live.textContent = strings.live;
    this.#samples.setAttribute("aria-label", strings.samples);
    this.#nameSamples();
  }

  set isLive(/** @type {boolean} */ isLive) {
    this.#live.setAttribute("aria-pressed", String(isLive));
    // One that was begun by the page can be stopped by the visitor.
    this.#live.hidden = !isLive && !hasCamera();
  }

  /** Photos to choose from, by their addresses. @param {string[]} addresses */
  set samples(addresses) {
    this.#samples.replaceChildren(...addresses.map((address) => make("li", {}, this.#sample(address))));
    this.#samples.hidden = addresses.length === 0;
    this.#nameSamples();
  }

  #nameSamples() {
    const pictures = this.#samples.querySelectorAll("img");
    pictures.forEach((picture, index) => (picture.alt = this.#strings?.sample(index + 1) ?? ""));
  }

  /** @param {string} address */
  #sample(address) {
    const picture = make("img", { src: address, width: "64", height: "64", loading: "lazy" });
    const button = make("button", { type: "button", part: "sample" }, picture);
    button.addEventListener("click", () => this.onsample(address));
    return button;
  }

  #take() {
    const file = this.#file.files?.[0];
    // Emptied, so that choosing the same file again counts as a choice.
    this.#file.value = "";
    if (file) this.onfile(file);
  }
}

/**
 * A page that is not served securely has no camera; nor has one whose policy forbids it, nor a frame that has no origin
 * of its own or was not given the camera by the page around it.
 */
function hasCamera() {
  const policy = /** @type {{ featurePolicy?: { allowsFeature(name: string): boolean } }} */ (document).featurePolicy;
  const isAllowed = policy?.allowsFeature("camera") ?? true;
  return isAllowed && self.origin !== "null" && navigator.mediaDevices?.getUserMedia !== undefined;
}
