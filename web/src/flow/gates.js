import { gateOfHeads } from "../view/maps.js";
import { across, middle } from "./curves.js";
import { svg } from "./svg.js";

/** @import { Flows } from "../flows.js" */
/** @import { Strings } from "../strings/strings.js" */
/** @import { FlowTexts } from "./texts.js" */
/** @import { Box, Layout } from "./layout.js" */

/**
 * @param {Flows} flows
 * @returns {{ regions: number[], words: number[] }} how far each head is open, 0..1
 */
export function openings({ regionGate, wordGate, heads }) {
  return { regions: gateOfHeads(regionGate, heads), words: gateOfHeads(wordGate, heads) };
}

/**
 * The gates as pipes, one for each head, filled as far as they are open: above from the question to the photo, below from
 * the photo to the question; on a narrow screen beside each other.
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
  const half = layout.isWide ? { width, height: height / 2 - 10 } : { width: width / 2 - 8, height };
  const [first, second] = [
    { x, y, ...half },
    layout.isWide ? { x, y: y + half.height + 20, ...half } : { x: x + half.width + 16, y, ...half },
  ];
  return svg(
    "g",
    { class: "gates" },
    ...feeds(first, layout, true),
    ...feeds(second, layout, false),
    pipes(regions, former?.regions, first, { isWide: layout.isWide, isBack: true, title: texts.gateOfRegions, say: texts.gateSaid.regions, flows, strings }),
    pipes(words, former?.words, second, { isWide: layout.isWide, isBack: false, title: texts.gateOfWords, say: texts.gateSaid.words, flows, strings }),
  );
}

/** Thin lines that say from where a gate is set: the mean of all words, or of the photo. @param {Box} group @param {Layout} layout @param {boolean} isBack */
function feeds(group, { isWide, words, photo }, isBack) {
  const right = { x: group.x + group.width, y: group.y + group.height / 2 + 8 };
  const left = { x: group.x, y: right.y };
  const [top, bottom] = [{ x: middle(group).x, y: group.y }, { x: middle(group).x, y: group.y + group.height }];
  const ofWord = (/** @type {Box} */ box) => (isWide ? { x: box.x, y: middle(box).y } : { x: middle(box).x, y: box.y });
  const [atWords, atPhoto] = isWide ? [right, left] : [bottom, top];
  const ofPhoto = isWide ? { x: photo.x + photo.width, y: left.y } : { x: top.x, y: photo.y + photo.height };
  const name = `feed of-${isBack ? "word" : "region"}`;
  return [...words.map((box) => across(ofWord(box), atWords, isWide)), across(ofPhoto, atPhoto, isWide)].map((d) => svg("path", { class: name, d }));
}

/**
 * @param {number[]} values
 * @param {number[] | undefined} former
 * @param {Box} group
 * @param {{ isWide: boolean, isBack: boolean, title: string, say: (head: string, value: string) => string, flows: Flows, strings: Strings }} about
 */
function pipes(values, former, { x, y, width, height }, { isWide, isBack, title, say, flows, strings }) {
  const caption = 22;
  const pitch = Math.min(40, (height - caption) / values.length);
  const thick = pitch * 0.74;
  const heading = svg("text", { class: "gate-title", x: x + width / 2, y: y + 13 }, title);
  const drawn = values.map((value, head) => {
    const top = y + caption + head * pitch;
    const [inner, centre] = [thick * value, top + thick / 2];
    const tip = isBack ? { x, to: x - 7 } : { x: x + width, to: x + width + 7 };
    const said = say(String(head + 1), strings.percent(value));
    const isDim = flows.head !== "mean" && flows.head !== head;
    const marks = former === undefined ? [] : [svg("path", { class: "gate-before", d: `M${x} ${centre - (thick * former[head]) / 2}h${width}M${x} ${centre + (thick * former[head]) / 2}h${width}` })];
    return svg(
      "g",
      { class: isDim ? "pipe dim" : "pipe", role: "img", tabindex: 0, "aria-label": said, "data-said": said, "data-value": String(value) },
      svg("rect", { class: "wall", x, y: top, width, height: thick, rx: 3 }),
      svg("rect", { class: `stream of-${isBack ? "word" : "region"}`, x, y: centre - inner / 2, width, height: inner }),
      // Below each other there is no side for them to point to.
      ...(isWide ? [svg("path", { class: `tip of-${isBack ? "word" : "region"}`, d: `M${tip.x} ${centre - inner / 2}L${tip.to} ${centre}L${tip.x} ${centre + inner / 2}z` })] : []),
      ...marks,
      svg("text", { class: "gate-value", x: x + width / 2, y: centre + 4.5, "font-size": Math.min(13, thick * 0.8) }, strings.percent(value)),
    );
  });
  return svg("g", {}, heading, ...drawn);
}
