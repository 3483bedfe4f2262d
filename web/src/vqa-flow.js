import { modelIn, ownModel } from "./assets.js";
import { AttributeElement } from "./attribute-element.js";
import { noPhoto } from "./conversation.js";
import { VqaError } from "./errors.js";
import { flowsOf } from "./flows.js";
import { takePhotos } from "./photo-input.js";
import { Session } from "./session.js";
import { shareAddress } from "./share.js";
import { addStrings, stringsFor } from "./strings/strings.js";
import { SETTING_ATTRIBUTES, settingsFrom, written } from "./view/settings.js";
import { sharedStyles } from "./view/styles.js";
import { View } from "./view/view.js";

/** @import { BackendWish, Head, PhotoSource, State } from "./types.js" */

const DEFAULT_TOP_K = 5;
const MOST_TOP_K = 50;
/** How near the element comes to the visible part of the page before it loads anything. */
const NEAR = "300px";
/** Attributes that change what is seen, and nothing else. */
const LOOKS = ["readonly", "samples", "poster", "alt", "lang"];

/**
 * `<vqa-flow>`: shows a photo and answers questions about it. Nothing is fetched before the element is near the
 * visible part of the page, or is touched. Attributes, methods and events: web/docs.html.
 */
export class VqaFlow extends AttributeElement {
  static observedAttributes = ["src", "question", "model", "top-k", "backend", "loading", ...LOOKS, ...SETTING_ATTRIBUTES];

  /** Adds a language to what all elements of the page can say, or replaces texts of one. */
  static addStrings = addStrings;

  #view = new View(stringsFor(""));
  #internals = this.attachInternals();
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
    const { form, toolbar, camera, notices } = this.#view;
    // What goes wrong is told by an event and on the page; nobody waits for these promises.
    const quietly = (/** @type {Promise<unknown>} */ call) => void call.catch(() => {});
    form.onask = (question) => quietly(this.ask(question));
    toolbar.onfile = camera.onphoto = (file) => quietly(this.setImage(file));
    toolbar.onsample = (address) => (this.src = address);
    toolbar.oncamera = () => quietly(camera.open());
    camera.onerror = (error) => quietly(this.#wake().report(error));
    notices.onretry = () => quietly(this.#wake().retry());
    this.#view.onsave = () => quietly(this.#save());
    this.#view.onsettings = (change) => {
      for (const [name, value] of Object.entries(change)) this.setAttribute(name, name === "opacity" ? `${value}` : written(value));
    };
  }

  connectedCallback() {
    this.#showState(this.state);
    this.#localise();
    this.#observer.observe(this);
    this.#stopTaking = takePhotos(this, (photo) => this.readonly || void this.setImage(photo).catch(() => {}));
    if (this.getAttribute("loading") === "eager") this.#wake();
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    this.#stopTaking();
    this.#view.camera.close();
    // An element that is only moved within the page keeps what it has.
    queueMicrotask(() => this.isConnected || this.#sleep());
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    if (before === value && name !== "src" && name !== "question") return;
    if (name === "src" && value) this.#source = value;
    if (name === "question") this.#asked = value;
    if (SETTING_ATTRIBUTES.includes(name)) this.#view.settings = settingsFrom((one) => this.getAttribute(one));
    if (LOOKS.includes(name)) this.#applyLook(name);
    if (name === "loading" && value === "eager" && this.isConnected) this.#wake();
    if (this.#session === null) return;
    if (name === "src" && value) void this.setImage(value).catch(() => {});
    if (name === "question" && value !== null) void this.ask(value).catch(() => {});
    if (name === "top-k") this.#session.topK = this.topK;
    if (name === "model" || name === "backend") {
      this.#sleep();
      this.#wake();
    }
  }

  /** @returns {State} */
  get state() {
    return this.#session?.state ?? "idle";
  }

  get topK() {
    const wanted = Number.parseInt(this.getAttribute("top-k") ?? "", 10);
    return wanted >= 1 ? Math.min(wanted, MOST_TOP_K) : DEFAULT_TOP_K;
  }

  set topK(/** @type {number} */ n_answers) {
    this.setAttribute("top-k", String(n_answers));
  }

  /** @returns {BackendWish} */
  get backend() {
    const wish = this.getAttribute("backend");
    return wish === "cpu" || wish === "webgpu" ? wish : "auto";
  }

  set backend(/** @type {BackendWish} */ wish) {
    this.setAttribute("backend", wish);
  }

  /** The address of the model's folder. @returns {string} */
  get model() {
    return new URL(".", this.#model.manifest).href;
  }

  set model(/** @type {string} */ address) {
    this.setAttribute("model", address);
  }

  get #model() {
    const given = this.getAttribute("model");
    if (!given) return ownModel();
    const { href } = new URL(given, document.baseURI);
    return modelIn(href.endsWith("/") ? href : `${href}/`);
  }

  /** Addresses of photos to choose from. */
  get samples() {
    return (this.getAttribute("samples") ?? "").split(/\s+/).filter((address) => address !== "");
  }

  set samples(/** @type {string[]} */ addresses) {
    this.setAttribute("samples", addresses.join(" "));
  }

  get readonly() {
    return this.hasAttribute("readonly");
  }

  set readonly(/** @type {boolean} */ isReadonly) {
    this.toggleAttribute("readonly", isReadonly);
  }

  /** Questions to try, shown as buttons. @param {string[]} questions */
  set suggestions(questions) {
    this.#view.form.suggest(questions);
  }

  /** Loads the network, if it is not loaded yet. */
  load() {
    return this.#wake().load();
  }

  /** Lets the network go. Photo and question stay, and are taken up again at the next touch or call. */
  unload() {
    this.#sleep();
  }

  /**
   * Shows a photo and looks at it. Resolves to its size in pixels, and how long the look took.
   * @param {PhotoSource | URL} source
   */
  setImage(source) {
    const session = this.#wake({ isForPhoto: true });
    const photo = source instanceof URL ? source.href : source;
    this.#source = photo;
    return session.setPhoto(absolute(photo));
  }

  /**
   * Asks about the photo, or about the one that is just being opened.
   * @param {string} question
   * @param {{ signal?: AbortSignal }} [options] a signal takes the question back
   */
  ask(question, { signal } = {}) {
    const session = this.#wake({ isForQuestion: true });
    this.#asked = question;
    this.#view.form.question = question;
    return session.ask(question, signal);
  }

  /**
   * The attention behind the last answers: of one block and one head, or the mean of all heads.
   * @param {{ block?: number, head?: Head }} [options] both counted from 0; the last block and "mean" by default
   */
  flows(options = {}) {
    const { shown } = this.#view;
    if (shown === null) throw new VqaError("no-answer", "There is no answer yet. Ask a question first.");
    return flowsOf(shown, options);
  }

  /** Compares the network's answer to a small fixed input with the one it was exported with. */
  selfTest() {
    return this.#wake().selfTest();
  }

  /**
   * An address that opens this photo with this question again, on a page that reads it (see `sharedIn`).
   * @param {string} [page] the page's address; this page by default
   */
  shareURL(page = document.baseURI) {
    const source = this.#source;
    if (source === null) throw noPhoto();
    if (typeof source !== "string") {
      throw new VqaError("photo-local", "This photo is on this device only and has no address. Save the picture instead.");
    }
    return shareAddress(page, { src: new URL(source, document.baseURI).href, question: this.#asked ?? "" });
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
    const { backend, topK } = this;
    const session = new Session(this, this.#view, { model: this.#model, backend, topK }, {
      state: (state) => this.#showState(state),
      photo: (source) => this.#noteSource(source),
    });
    this.#session = session;
    this.#observer.disconnect();
    // Failures are told by events and on the page.
    session.load().catch(() => {});
    if (this.#source !== null && !isForPhoto) session.setPhoto(absolute(this.#source)).catch(() => {});
    if (this.#asked !== null && !isForQuestion) this.ask(this.#asked).catch(() => {});
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

  /** @param {string} name */
  #applyLook(name) {
    const { stage, toolbar } = this.#view;
    if (name === "poster") stage.poster = this.poster;
    if (name === "alt") stage.alt = this.alt;
    if (name === "samples") toolbar.samples = this.samples;
    if (name === "readonly") this.#view.isReadonly = this.readonly;
    if (name === "lang") this.#localise();
  }

  /** Speaks the language of its own `lang`, or of the nearest element round it that has one. */
  #localise() {
    const lang = this.lang || this.closest("[lang]")?.getAttribute("lang") || "";
    const strings = stringsFor(lang);
    if (strings.lang === this.#view.strings.lang) return;
    this.#view.localise(strings);
    this.#session?.localise();
  }

  /** @param {State} state */
  #showState(state) {
    if (this.getAttribute("state") === state) return;
    this.#internals.states.delete(this.getAttribute("state") ?? "");
    this.#internals.states.add(state);
    this.setAttribute("state", state);
  }
}

/** @param {PhotoSource} source */
function absolute(source) {
  return typeof source === "string" ? new URL(source, document.baseURI).href : source;
}
