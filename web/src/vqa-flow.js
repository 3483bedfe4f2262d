import { noPhoto } from "./conversation.js";
import { takePhotos } from "./photo-input.js";
import { Session } from "./session.js";
import { sharedStyles } from "./view/styles.js";
import { View } from "./view/view.js";

/** @import { BackendWish, PhotoSource, State } from "./types.js" */

const DEFAULT_TOP_K = 5;
const MOST_TOP_K = 50;
/** How near the element comes to the visible part of the page before it loads anything. */
const NEAR = "300px";

/**
 * `<vqa-flow src question model top-k backend>`: shows a photo and answers questions about it. Nothing is fetched
 * before the element is near the visible part of the page, or is touched.
 */
export class VqaFlow extends HTMLElement {
  static observedAttributes = ["src", "question", "model", "top-k", "backend"];

  #view = new View();
  /** @type {Session | null} */
  #session = null;
  /** What was shown and asked last, to take it up again in a new session. @type {PhotoSource | null} */
  #source = null;
  /** @type {string | null} */
  #asked = null;
  #observer = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: NEAR });
  #stopTaking = () => {};

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sharedStyles()];
    root.append(this.#view.element);
    for (const touch of ["pointerdown", "focusin"]) root.addEventListener(touch, () => this.#wake());
    this.#view.form.onask = (question) => void this.ask(question);
    this.#view.toolbar.onfile = (file) => void this.setImage(file);
    this.#view.onsave = () => void this.#save();
    this.#view.notices.onretry = () => void this.#wake().retry();
  }

  connectedCallback() {
    this.#showState("idle");
    this.#observer.observe(this);
    this.#stopTaking = takePhotos(this, (photo) => void this.setImage(photo));
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    this.#stopTaking();
    // An element that is only moved within the page keeps what it has.
    queueMicrotask(() => this.isConnected || this.#sleep());
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    if (name === "src" && value) this.#source = value;
    if (name === "question") this.#asked = value;
    if (this.#session === null) return;
    if (name === "src" && value) void this.setImage(value);
    if (name === "question" && value !== null) void this.ask(value);
    if (name === "top-k") this.#session.topK = this.topK;
    if ((name === "model" || name === "backend") && before !== value) {
      this.#sleep();
      this.#wake();
    }
  }

  /** @returns {State} */
  get state() {
    return this.#session?.state ?? "idle";
  }

  get src() {
    return this.getAttribute("src") ?? "";
  }

  set src(/** @type {string} */ address) {
    this.setAttribute("src", address);
  }

  get question() {
    return this.getAttribute("question") ?? "";
  }

  set question(/** @type {string} */ text) {
    this.setAttribute("question", text);
  }

  get topK() {
    const wanted = Number.parseInt(this.getAttribute("top-k") ?? "", 10);
    return wanted >= 1 ? Math.min(wanted, MOST_TOP_K) : DEFAULT_TOP_K;
  }

  /** @returns {BackendWish} */
  get backend() {
    const wish = this.getAttribute("backend");
    return wish === "cpu" || wish === "webgpu" ? wish : "auto";
  }

  /** The address of the model's folder. */
  get model() {
    const given = this.getAttribute("model");
    const address = given ? new URL(given, document.baseURI).href : new URL("model/", import.meta.url).href;
    return address.endsWith("/") ? address : `${address}/`;
  }

  /** Questions to try, shown as buttons. @param {string[]} questions */
  set suggestions(questions) {
    this.#view.form.suggest(questions);
  }

  /** Loads the network, if it is not loaded yet. */
  load() {
    return this.#wake().load();
  }

  /**
   * Shows a photo and looks at it. Resolves to its size in pixels, and how long the look took.
   * @param {PhotoSource} source
   */
  setImage(source) {
    const session = this.#wake({ isForPhoto: true });
    this.#source = source;
    return session.setPhoto(absolute(source));
  }

  /**
   * Asks about the photo, or about the one that is just being opened.
   * @param {string} question
   */
  ask(question) {
    const session = this.#wake({ isForQuestion: true });
    this.#asked = question;
    this.#view.form.question = question;
    return session.ask(question);
  }

  /**
   * A PNG of what is seen: the photo with its map, the question and the answers.
   * @returns {Promise<Blob>} rejects with the code `no-photo` while there is no photo
   */
  async toBlob() {
    const picture = this.#view.picture();
    if (picture === null) throw noPhoto();
    return picture;
  }

  async #save() {
    const address = URL.createObjectURL(await this.toBlob());
    const link = document.createElement("a");
    link.href = address;
    link.download = "vqa-flow.png";
    link.click();
    // The browser has taken the file by the time of the next task.
    setTimeout(() => URL.revokeObjectURL(address));
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #seen(entries) {
    if (entries.some((entry) => entry.isIntersecting)) this.#wake();
  }

  /** Begins to work, with the photo and the question there are, unless it is for new ones. */
  #wake({ isForPhoto = false, isForQuestion = false } = {}) {
    if (this.#session !== null) return this.#session;
    const { model, backend, topK } = this;
    const session = new Session(this, this.#view, { model, backend, topK }, {
      state: (state) => this.#showState(state),
      photo: (source) => this.#noteSource(source),
    });
    this.#session = session;
    this.#observer.disconnect();
    void session.load();
    if (this.#source !== null && !isForPhoto) void session.setPhoto(absolute(this.#source));
    if (this.#asked !== null && !isForQuestion) void this.ask(this.#asked);
    return session;
  }

  #sleep() {
    this.#session?.end();
    this.#session = null;
    this.#showState("idle");
  }

  /** `src` never names another photo than the one that is shown. @param {PhotoSource} source */
  #noteSource(source) {
    if (this.hasAttribute("src") && source !== absolute(this.src)) this.removeAttribute("src");
  }

  /** @param {State} state */
  #showState(state) {
    if (this.getAttribute("state") !== state) this.setAttribute("state", state);
  }
}

/** @param {PhotoSource} source */
function absolute(source) {
  return typeof source === "string" ? new URL(source, document.baseURI).href : source;
}
