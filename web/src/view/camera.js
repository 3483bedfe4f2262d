import { VqaError } from "../errors.js";
import { make } from "./dom.js";

/** @import { Strings } from "../strings/strings.js" */

/** What the camera sees, until a photo is taken of it. The camera is asked for on a click and let go at once after. */
export class CameraView {
  /** @type {(photo: Blob) => void} */
  onphoto = () => {};
  /** @type {(error: VqaError) => void} */
  onerror = () => {};
  #video = make("video", { autoplay: true, muted: true, playsinline: true });
  #take = make("button", { type: "button", part: "take", class: "primary" });
  #cancel = make("button", { type: "button", part: "cancel" });
  /** @type {MediaStream | null} */
  #stream = null;
  #turn = 0;

  constructor() {
    const buttons = make("div", { class: "camera-buttons" }, this.#take, this.#cancel);
    this.element = make("div", { class: "camera", hidden: true }, this.#video, buttons);
    this.#video.muted = true;
    this.#take.addEventListener("click", () => void this.#shoot());
    this.#cancel.addEventListener("click", () => this.close());
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.close();
    });
  }

  /** @param {Strings} strings */
  localise(strings) {
    this.#take.textContent = strings.takePhoto;
    this.#cancel.textContent = strings.cancel;
    this.#video.setAttribute("aria-label", strings.cameraPicture);
  }

  /** Asks for the camera and shows what it sees; of two cameras the one that looks away from the person. */
  async open() {
    const turn = ++this.#turn;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      // It was closed, or opened anew, while the person was asked.
      if (turn !== this.#turn) return stop(stream);
      this.close();
      this.#stream = stream;
      this.#video.srcObject = stream;
      this.element.hidden = false;
      this.#take.focus();
    } catch (thrown) {
      this.onerror(cameraError(thrown));
    }
  }

  close() {
    this.#turn += 1;
    stop(this.#stream);
    this.#stream = null;
    this.#video.srcObject = null;
    this.element.hidden = true;
  }

  async #shoot() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    if (width === 0) return;
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext("2d")?.drawImage(this.#video, 0, 0);
    this.close();
    this.onphoto(await canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 }));
  }
}

/** @param {MediaStream | null} stream */
function stop(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** @param {unknown} thrown */
export function cameraError(thrown) {
  const isDenied = thrown instanceof DOMException && thrown.name === "NotAllowedError";
  if (isDenied) return new VqaError("camera-denied", "The camera was not allowed. Allow it in the browser's settings, or choose a photo.");
  return new VqaError("camera-missing", "No camera could be used. Choose a photo instead.");
}
