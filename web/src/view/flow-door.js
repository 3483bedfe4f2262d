import { VqaError } from "../errors.js";
import { flowsOf } from "../flows.js";
import { make } from "./dom.js";

/** @import { Flows } from "../flows.js" */
/** @import { Strings } from "../strings/strings.js" */
/** @import { Reply, Scene } from "../types.js" */
/** @import { Settings } from "./settings.js" */

/** @typedef {typeof import("../flow/flow.js")} FlowModule */
/** @typedef {{ question: string, reply: Reply, scene: Scene }} Shown */

/** Where the flow view stands. Its script is fetched when it is opened for the first time. */
export class FlowDoor {
  onclose = () => {};
  /** @type {(index: number) => void} */
  onchoose = () => {};
  /** @type {(answer: string) => void} */
  onanother = () => {};
  /** @type {import("../flow/missing.js").Evidence | null} */
  evidence = null;
  /** @type {(change: Partial<Settings>) => void} */
  onsettings = () => {};
  /** @type {(error: VqaError) => void} */
  onfail = () => {};
  /** A person has just asked for it: it comes into sight, ready to be played. */
  isCalled = false;
  element = make("div", { class: "flow-place", hidden: true });
  #photo;
  /** @type {Promise<FlowModule> | null} */
  #loading = null;
  /** @type {InstanceType<FlowModule["FlowPanel"]> | null} */
  #panel = null;
  /** @type {(() => void) | null} */
  #wanted = null;
  /** One function for each answer, by which the view knows a new answer. @type {WeakMap<Reply, (options: { block?: number, head?: any }) => Flows>} */
  #flows = new WeakMap();

  /** @param {HTMLCanvasElement} photo */
  constructor(photo) {
    this.#photo = photo;
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** @param {Shown} shown @param {number} chosen @param {Settings} settings @param {Strings} strings @param {boolean} [isLive] */
  show(shown, chosen, { head, block, step, colormap }, strings, isLive = false) {
    const answered = { flows: this.#flowsOf(shown), key: shown.reply.blocks, photo: this.#photo, chosen, isLive };
    this.#wanted = () => {
      this.element.hidden = false;
      this.#panel?.localise(strings);
      this.#panel?.show(answered, { head, block, step, colormap });
      if (this.isCalled) this.#panel?.come();
      this.isCalled = this.isCalled && this.#panel === null;
    };
    if (this.#panel !== null) return this.#wanted();
    this.#load().then(
      () => this.#wanted?.(),
      () => this.#wanted !== null && this.onfail(new VqaError("flow-missing", "The flow view did not arrive. Check the connection, and choose it again.")),
    );
  }

  hide() {
    this.#wanted = null;
    this.element.hidden = true;
    this.#panel?.pause();
  }

  /** Another photo has come. */
  clear() {
    this.#panel?.clear();
  }

  /** The view as an SVG document, whether it is open or not. @param {Shown} shown @param {number} chosen @param {Settings} settings @param {Strings} strings */
  async svg(shown, chosen, settings, strings) {
    const { svgOf } = await this.#load();
    const isForThis = !this.isOpen;
    if (isForThis) this.show(shown, chosen, settings, strings);
    try {
      return this.#panel === null ? "" : svgOf(this.#panel.still());
    } finally {
      if (isForThis) this.hide();
    }
  }

  /** A PNG of the view as it stands. */
  async picture() {
    const { pictureOf } = await this.#load();
    if (this.#panel === null) throw new Error("The flow view is not open.");
    return pictureOf(this.#panel.still());
  }

  async #load() {
    this.#loading ??= import("../flow/flow.js");
    try {
      const module = await this.#loading;
      this.#panel ??= this.#furnish(module);
      return module;
    } catch (error) {
      this.#loading = null;
      throw error;
    }
  }

  /** @param {FlowModule} module */
  #furnish({ FlowPanel, flowStyles }) {
    const panel = new FlowPanel();
    panel.onclose = () => this.onclose();
    panel.onchoose = (index) => this.onchoose(index);
    panel.onanother = (answer) => this.onanother(answer);
    if (this.evidence !== null) panel.missing.evidence = this.evidence;
    panel.onhead = (head) => this.onsettings({ head });
    const root = this.element.getRootNode();
    if (root instanceof ShadowRoot) root.adoptedStyleSheets = [...root.adoptedStyleSheets, flowStyles()];
    this.element.append(panel.element);
    return panel;
  }

  /** @param {Shown} shown */
  #flowsOf(shown) {
    const known = this.#flows.get(shown.reply);
    if (known !== undefined) return known;
    /** @type {Map<string, Flows>} */
    const made = new Map();
    const flows = (/** @type {{ block?: number, head?: any }} */ options) => {
      const key = JSON.stringify(options);
      const found = made.get(key) ?? flowsOf(shown, options);
      made.set(key, found);
      return found;
    };
    this.#flows.set(shown.reply, flows);
    return flows;
  }
}
