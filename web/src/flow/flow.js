// The flow view as the element loads it, when it is first opened.
import controls from "./controls.css";
import drawing from "./drawing.css";
import styles from "./flow.css";

export { FlowPanel } from "./panel.js";
export { pictureOf, svgOf } from "./export.js";

/** The style sheet of the view. */
export function flowStyles() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(controls + styles + drawing);
  return sheet;
}
