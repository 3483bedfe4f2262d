import base from "./base.css";
import evidence from "./evidence.css";
import explore from "./explore.css";
import photo from "./photo.css";
import talk from "./talk.css";

/** @type {CSSStyleSheet | null} */
let sheet = null;

/** One style sheet for all elements of the page. */
export function sharedStyles() {
  if (sheet === null) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(base + photo + talk + evidence + explore);
  }
  return sheet;
}
