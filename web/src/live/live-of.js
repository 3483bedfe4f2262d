import { Live } from "./live.js";

/** @import { Session } from "../session.js" */
/** @import { View } from "../view/view.js" */
/** @import { VqaFlow } from "../vqa-flow.js" */

/**
 * The live camera of an element: what it takes from there and what it shows there.
 * @param {VqaFlow} element
 * @param {View} view
 * @param {{ session: () => Session, asked: () => string | null, keep: (last: ImageBitmap, question: string) => void }} from `keep` takes
 *   the last picture, and asks about it once more
 */
export function liveOf(element, view, { session, asked, keep }) {
  /** When pictures were answered, of the last second. @type {number[]} */
  let times = [];
  let saidAt = 0;
  const question = () => asked()?.trim() || view.strings.questionExample;
  const live = new Live({
    element,
    rate: () => element.frameRate,
    topK: () => element.topK,
    question,
    ask: (picture, question, topK) => session().glance(picture, question, topK),
    show: (answered, glance) => {
      session().showGlance(answered, glance);
      const now = performance.now();
      times = [...times.filter((at) => now - at < 1000), now];
      if (now - saidAt < 500) return;
      saidAt = now;
      view.notices.status = view.strings.liveStatus(String(times.length), view.strings.ms(glance.lookMs + glance.ms));
    },
    fail: (error) => void session().report(error),
    stopped: (why, last) => {
      view.isLive = false;
      element.live = false;
      if (why === "time") view.notices.taken = view.strings.liveEnough;
      if (last !== null && (why === "asked" || why === "time")) keep(last, question());
      else last?.close();
    },
  });
  view.toolbar.onlive = () => (element.live = !element.live);
  return live;
}
