import { gateOfHeads } from "../view/maps.js";
import { across, middle } from "./curves.js";
import { svg } from "./svg.js";

/** @import { Flows } from "../flows.js" */
/** @import { Strings } from "../strings/strings.js" */
/** @import { FlowTexts } from "./texts.js" */
/** @import { Point } from "./curves.js" */
/** @import { Box, Layout } from "./layout.js" */

/** Over the pipes stands whose gates they are. */
const TITLE = 38;
/** From a pipe to the rail that joins all of a side. */
const TO_RAIL = 10;
const THICKEST = 40;
/** Thinner pipes have their number along them. */
const ROOM_FOR_NUMBER = 26;

/**
 * @param {Flows} flows
 * @returns {{ regions: number[], words: number[] }} how far each head is open, 0..1
 */
export function openings({ regionGate, wordGate, heads }) {
  return { regions: gateOfHeads(regionGate, heads), words: gateOfHeads(wordGate, heads) };
}

/**
 * The gates as pipes, one for each head, filled as far as they are open: from the question to the photo, and from the photo
 * to the question. They lie above each other between the two, or on a narrow screen stand beside each other.
 * @param {Flows} flows
 * @param {{ region: Float32Array, word: Float32Array } | null} before the gates of a question to compare with
 * @param {Layout} layout
 * @param {Strings} strings
 * @param {FlowTexts} texts
 */
export function drawGates(flows, before, layout, strings, texts) {
  const { regions, words } = openings(flows);
  const former = before === null ? null : openings({ ...flows, regionGate: before.region, wordGate: before.word });
  const { x, y, width, height } = layout.gates;
  const { isWide } = layout;
  const half = isWide ? { width, height: height / 2 - 10 } : { width: width / 2 - 8, height };
  const [first, second] = [
    { x, y, ...half },
    isWide ? { x, y: y + half.height + 20, ...half } : { x: x + half.width + 16, y, ...half },
  ];
  const { gateOfRegions, gateOfWords, gateSaid } = texts;
  return svg(
    "g",
    { class: "gates" },
    ...side(regions, former?.regions, first, layout, { isBack: true, title: gateOfRegions, say: gateSaid.regions, flows, strings }),
    ...side(words, former?.words, second, layout, { isBack: false, title: gateOfWords, say: gateSaid.words, flows, strings }),
  );
}

/**
 * The gates of one side, with thin lines that say who sets them: the mean of all words, or of the photo.
 * @param {number[]} values
 * @param {number[] | undefined} former
 * @param {Box} group
 * @param {Layout} layout
 * @param {{ isBack: boolean, title: string[], say: (head: string, value: string) => string, flows: Flows, strings: Strings }} about
 */
function side(values, former, group, layout, { isBack, title, say, flows, strings }) {
  const { isWide } = layout;
  const colour = `of-${isBack ? "word" : "region"}`;
  const slots = slotsOf(group, values.length, isWide);
  const drawn = values.map((value, head) => {
    const said = say(String(head + 1), strings.percent(value));
    const isDim = flows.head !== "mean" && flows.head !== head;
    return svg(
      "g",
      { class: isDim ? "pipe dim" : "pipe", role: "img", tabindex: 0, "aria-label": said, "data-said": said, "data-value": String(value) },
      ...pipe(value, former?.[head], slots[head], { isWide, isBack, colour }),
      numberIn(slots[head], strings.percent(value), isWide),
    );
  });
  const feeds = feedsOf(slots, group, layout).map((d) => svg("path", { class: `feed ${colour}`, d }));
  return [...feeds, ...title.map((part, row) => svg("text", { class: "gate-title", x: group.x + group.width / 2, y: group.y + 13 + row * 16 }, part)), ...drawn];
}

/** Where the pipes lie, or stand. @param {Box} group @param {number} count @param {boolean} isWide @returns {Box[]} */
function slotsOf({ x, y, width, height }, count, isWide) {
  const pitch = Math.min(THICKEST, (isWide ? height - TITLE : width) / count);
  const thick = pitch * 0.74;
  if (isWide) return Array.from({ length: count }, (_, head) => ({ x, y: y + TITLE + head * pitch, width, height: thick }));
  const [left, top] = [x + (width - count * pitch) / 2 + (pitch - thick) / 2, y + TITLE + TO_RAIL];
  return Array.from({ length: count }, (_, head) => ({ x: left + head * pitch, y: top, width: thick, height: y + height - TO_RAIL - top }));
}

/**
 * @param {number} value
 * @param {number | undefined} former
 * @param {Box} wall
 * @param {{ isWide: boolean, isBack: boolean, colour: string }} how
 */
function pipe(value, former, wall, { isWide, isBack, colour }) {
  const { x, y, width, height } = wall;
  const centre = middle(wall);
  const thick = isWide ? height : width;
  const inner = (thick * value) / 2;
  const stream = isWide ? { x, y: centre.y - inner, width, height: 2 * inner } : { x: centre.x - inner, y, width: 2 * inner, height };
  const [end, far] = isWide ? (isBack ? [x, x - TO_RAIL + 3] : [x + width, x + width + TO_RAIL - 3]) : isBack ? [y, y - TO_RAIL + 3] : [y + height, y + height + TO_RAIL - 3];
  const tip = isWide ? `M${end} ${centre.y - inner}L${far} ${centre.y}L${end} ${centre.y + inner}z` : `M${centre.x - inner} ${end}L${centre.x} ${far}L${centre.x + inner} ${end}z`;
  const marks = former === undefined ? [] : [-1, 1].map((sign) => (isWide ? `M${x} ${centre.y + (sign * thick * former) / 2}h${width}` : `M${centre.x + (sign * thick * former) / 2} ${y}v${height}`));
  return [
    svg("rect", { class: "wall", ...wall, rx: 3 }),
    svg("rect", { class: `stream ${colour}`, ...stream }),
    svg("path", { class: `tip ${colour}`, d: tip }),
    ...(marks.length === 0 ? [] : [svg("path", { class: "gate-before", d: marks.join("") })]),
  ];
}

/** @param {Box} wall @param {string} number @param {boolean} isWide */
function numberIn(wall, number, isWide) {
  const { x, y } = middle(wall);
  const isAlong = !isWide && wall.width < ROOM_FOR_NUMBER;
  const size = isWide ? Math.min(13, wall.height * 0.8) : isAlong ? Math.min(12, wall.width * 0.8) : 12;
  return svg("text", { class: "gate-value", x, y: y + size * 0.35, "font-size": size, ...(isAlong ? { transform: `rotate(-90 ${x} ${y})` } : {}) }, number);
}

/** From the words to a rail that joins all pipes, and from a rail at their other ends to the photo, past the title above it. @param {Box[]} slots @param {Box} group @param {Layout} layout */
function feedsOf(slots, group, { isWide, words, photo, regions }) {
  const [first, last] = [slots[0], slots[slots.length - 1]];
  const whole = regions[regions.length - 1];
  const [begin, end] = isWide ? [middle(first).y, middle(last).y] : [middle(first).x, middle(last).x];
  const [near, far] = isWide ? [first.x - TO_RAIL, first.x + first.width + TO_RAIL] : [first.y - TO_RAIL, first.y + first.height + TO_RAIL];
  const at = (/** @type {number} */ along, /** @type {number} */ across) => (isWide ? { x: along, y: across } : { x: across, y: along });
  const centre = (begin + end) / 2;
  // Past the label of the whole photo, which has nothing to do with it.
  const onPhoto = isWide ? { x: photo.x + photo.width, y: centre } : { x: Math.max(centre, whole.x + whole.width + 14), y: photo.y + photo.height };
  const ofWord = (/** @type {Box} */ box) => (isWide ? { x: box.x, y: middle(box).y } : { x: middle(box).x, y: box.y });
  const stubs = slots.flatMap((slot) => {
    const place = isWide ? middle(slot).y : middle(slot).x;
    return [line(at(near, place), at(near + TO_RAIL, place)), line(at(far - TO_RAIL, place), at(far, place))];
  });
  const rails = [line(at(near, begin), at(near, end)), line(at(far, begin), at(far, end))];
  return [...words.map((box) => across(ofWord(box), at(far, centre), isWide)), across(onPhoto, isWide ? at(near, centre) : { x: centre, y: group.y - 1 }, isWide), [...rails, ...stubs].join("")];
}

/** @param {Point} from @param {Point} to */
function line(from, to) {
  return `M${from.x.toFixed(1)} ${from.y.toFixed(1)}L${to.x.toFixed(1)} ${to.y.toFixed(1)}`;
}
