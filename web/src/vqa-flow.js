import { isOwnFault } from "./album.js";
import { modelAt } from "./assets.js";
import { AttributeElement } from "./attribute-element.js";
import { resolved, takeUpProperties } from "./attribute-values.js";
import { noPhoto } from "./conversation.js";
import { VqaError } from "./errors.js";
import { flowsOf, noAnswer } from "./flows.js";
import { Given } from "./given.js";
import { keepKeys } from "./keys.js";
import { liveOf } from "./live/live-of.js";
import { takePhotos } from "./photo-input.js";
import { saveAs } from "./save.js";
import { Session } from "./session.js";
import { shareAddress } from "./share.js";
import { addStrings, stringsFor } from "./strings/strings.js";
import { outwards, Surroundings } from "./surroundings.js";
import { SETTING_ATTRIBUTES } from "./view/settings.js";
import { sharedStyles } from "./view/styles.js";
import { View } from "./view/view.js";

/** @import { Handed } from "./handed-over.js" */
/** @import { GivenPhoto, Head, State } from "./types.js" */

/** How long an element that is in no page keeps the network after it was last used, in milliseconds. */
const REST_AFTER = 30_000;
/** How near the element comes to the visible part of the page before it loads anything. */
const NEAR = "300px";
/** Attributes that change what is seen, and nothing else. */
const LOOKS = ["readonly", "samples", "poster", "alt", "lang"];

/**
 * `<vqa-flow>`: shows a photo and answers questions about it. Nothing is fetched before the element is near the
 * visible part of the page, or is touched. Attributes, methods and events: web/docs.html.
 */
export class VqaFlow extends AttributeElement {
  static observedAttributes = ["src", "question", "model", "top-k", "backend", "loading", "live", ...LOOKS, ...SETTING_ATTRIBUTES];

  /** Adds a language to what all elements of the page can say, or replaces texts of one. */
  static addStrings = addStrings;

  #view = new View(stringsFor(""));
  #internals = this.attachInternals();
  /** @type {Session | null} */
  #session = null;
  /** What was given and asked last, to take it up again in a new session. @type {Given | null} */
  #given = null;
  /** @type {string | null} */
  #asked = null;
  /** What is seen, which is not what was given last if that turned out to be no photo. @type {Given | null} */
  #shown = null;
  /** @type {Surroundings} */
  #surroundings;
  #restTimer = 0;
  #observer = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: NEAR });
  #stopTaking = () => {};
  #live = liveOf(this, this.#view, {
    session: () => this.#wake({ isForPhoto: true, isForQuestion: true }),
    asked: () => this.#asked,
    keep: (last, question) => void Promise.all([this.setImage(last), this.ask(question)]).catch(() => {}).finally(() => last.close()),
  });

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sharedStyles()];
    this.#surroundings = new Surroundings(this, root, this.#view.element);
    keepKeys(root);
    for (const touch of ["pointerdown", "focusin"]) root.addEventListener(touch, () => this.#wake());
    const { form, toolbar, camera, notices } = this.#view;
    // What goes wrong is told by an event and on the page; nobody waits for these promises.
    const quietly = (/** @type {Promise<unknown>} */ call) => void call.catch(() => {});
    form.onask = (question) => quietly(this.ask(question));
    toolbar.onfile = camera.onphoto = (file) => quietly(this.setImage(file));
    toolbar.onsample = (address) => (this.src = address);
    toolbar.oncamera = () => quietly(camera.open());
    camera.onerror = (error) => quietly(this.#wake().report(error));
    this.#view.onanother = (answer) => quietly(this.evidenceFor(answer));
    notices.onretry = () => quietly(this.#wake().retry());
    this.#view.flow.evidence = (question, answer) => this.#wake().evidenceOf(question, answer);
    this.#view.flow.onfail = (error) => quietly(this.#wake().report(error));
    this.#view.onsave = () => quietly(this.#save());
    this.#view.onsettings = (change) => void Object.assign(this, change);
  }

  connectedCallback() {
    takeUpProperties(this);
    clearTimeout(this.#restTimer);
    this.#surroundings.start();
    this.#showState(this.state);
    this.#localise();
    this.#observer.observe(this);
    this.#stopTaking = takePhotos(this, { isOpen: () => !this.readonly, onphoto: (handed) => this.#take(handed) });
    if (this.loading === "eager") this.#wake();
    if (this.live && !this.#live.isOn) void this.watch();
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    this.#stopTaking();
    this.#surroundings.stop();
    this.#view.camera.close();
    // An element that is only moved within the page keeps what it has.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#live.stop("photo");
      this.#sleep();
    });
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    if (before === value && name !== "src" && name !== "question") return;
    if (name === "src" && value) this.#given = new Given(value);
    if (name === "question") this.#view.form.question = value ?? "";
    if (name === "question") this.#asked = value || null;
    if (SETTING_ATTRIBUTES.includes(name)) this.#view.settings = this.#settings;
    if (LOOKS.includes(name)) this.#applyLook(name);
    if (name === "loading" && this.loading === "eager" && this.isConnected) this.#wake();
    if (name === "live" && !this.live) this.#live.stop();
    if (name === "live" && this.live && this.isConnected && !this.#live.isOn) void this.watch();
    if (this.#session === null) return;
    if (name === "src" && value && this.#given) this.#show(this.#given).catch(() => {});
    if (name === "question" && value && !this.#live.isOn) this.#session.askInTime(value).catch(() => {});
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

  /** Questions to try, shown as buttons. @returns {string[]} */
  get suggestions() {
    return this.#view.form.suggestions;
  }

  set suggestions(/** @type {readonly string[] | null | undefined} */ questions) {
    this.#view.form.suggestions = [...(questions ?? [])];
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
   * Shows a photo and looks at it. Resolves to which photo it is, and how long the look took.
   * @param {GivenPhoto} photo
   */
  setImage(photo) {
    const given = new Given(photo);
    this.#wake({ isForPhoto: true });
    this.#given = given;
    return this.#show(given);
  }

  /**
   * Asks about the photo, or about the one that is just being opened. Without any it rejects with `no-photo`, and the
   * question is asked when the first one comes.
   * @param {string} question
   * @param {{ signal?: AbortSignal }} [options] a signal takes the question back
   */
  ask(question, { signal } = {}) {
    const session = this.#wake({ isForQuestion: true });
    // A page's script may give anything.
    question = String(question ?? "");
    this.#asked = question;
    this.#view.form.question = question;
    if (this.#live.isOn) return this.#live.ask(question);
    return session.ask(question, signal);
  }

  /**
   * The attention behind the last answers: of one block and one head, or the mean of all heads.
   * @param {{ block?: number, head?: Head }} [options] both counted from 0; the last block and "mean" by default
   */
  flows(options = {}) {
    const { shown } = this.#view;
    if (shown === null) throw noAnswer();
    return flowsOf(shown, options);
  }

  /** What spoke for and against any answer to the last question: "and why not a dog?" @param {string} answer */
  evidenceFor(answer) {
    return this.#wake().evidenceFor(String(answer ?? ""));
  }

  /**
   * Asks the same question about a running video, as often as the machine answers, until `live` is taken away.
   * @param {HTMLVideoElement | null} [video] the camera by default
   */
  async watch(video = null) {
    if (!this.#asked) this.#view.form.question = this.#view.strings.questionExample;
    const running = this.#live.start(video);
    this.#view.isLive = true;
    this.live = true;
    await running;
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
    const given = this.#shown ?? this.#given;
    if (given === null) throw noPhoto();
    if (given.address === null) {
      throw new VqaError("photo-local", "This photo is on this device only and has no address. Save the picture instead.");
    }
    const address = resolved(page);
    if (address === null) throw new TypeError(`“${page}” is no address of a page.`);
    return shareAddress(address, { src: given.address, question: this.#asked ?? "" });
  }

  /** A PNG of what is seen: photo, map, question, answers. @returns {Promise<Blob>} rejects with `no-photo` without one */
  async toBlob() {
    const picture = this.#view.picture();
    if (picture === null) throw noPhoto();
    return picture;
  }

  /** The flow view as an SVG document that needs nothing else. @returns {Promise<string>} rejects with `no-answer` before one */
  async toSVG() {
    const document = this.#view.svg();
    if (document === null) throw noAnswer();
    return document;
  }

  async #save() {
    const picture = await this.toBlob();
    if (!saveAs(picture, "vqa-flow.png")) this.#view.showSaved(picture);
  }

  /** @param {Given} given */
  async #show(given) {
    this.#live.stop("photo");
    try {
      return await this.#wake({ isForPhoto: true }).setPhoto(given);
    } catch (error) {
      // What turned out to be no photo is not taken up again; what is still seen is.
      if (this.#given === given && isOwnFault(error)) this.#given = this.#shown;
      throw error;
    }
  }

  /** @param {Handed} handed */
  #take({ photo, name, left }) {
    this.#view.notices.taken = left.length > 0 ? this.#view.strings.taken(name, left.join(", ")) : "";
    this.setImage(photo).catch(() => {});
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #seen(entries) {
    if (entries.some((entry) => entry.isIntersecting)) this.#wake();
  }

  /** Begins to work, with the photo and the question there are, unless it is for new ones. */
  #wake({ isForPhoto = false, isForQuestion = false } = {}) {
    this.#restSoon();
    if (this.#session !== null) return this.#session;
    const { backend, topK } = this;
    const session = new Session(this, this.#view, { model: modelAt(this.getAttribute("model")), backend, topK }, {
      state: (state) => this.#showState(state),
      photo: (given) => this.#noteShown(given),
    });
    this.#session = session;
    this.#observer.disconnect();
    // Failures are told by events and on the page.
    session.load().catch(() => {});
    if (this.#given !== null && !isForPhoto) this.#show(this.#given).catch(() => {});
    if (this.#asked !== null && !isForQuestion) session.askInTime(this.#asked).catch(() => {});
    return session;
  }

  /** Nobody takes an element out of a page that it is not in. */
  #restSoon() {
    clearTimeout(this.#restTimer);
    if (this.isConnected) return;
    this.#restTimer = setTimeout(() => {
      if (this.isConnected) return;
      if (["looking", "asking", "loading"].includes(this.state)) this.#restSoon();
      else this.#sleep();
    }, REST_AFTER);
  }

  #sleep() {
    clearTimeout(this.#restTimer);
    this.#session?.end();
    this.#session = null;
    this.#showState("idle");
  }

  /** `src` never names another photo than the one that is shown. @param {Given} given */
  #noteShown(given) {
    this.#shown = given;
    if (this.hasAttribute("src") && given.address !== this.src) this.removeAttribute("src");
  }

  get #settings() {
    const { overlay, block, head, word, colormap, opacity, step } = this;
    return { overlay, block, head, word, colormap, opacity, step };
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
    const lang = Array.from(outwards(this), (one) => one.getAttribute("lang")).find((one) => one) ?? "";
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
