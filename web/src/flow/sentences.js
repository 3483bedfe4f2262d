import { openings } from "./gates.js";
import { placeOf } from "./cells.js";
import { drawnOf, threadsOf } from "./scenes.js";
import { readOf } from "./threads.js";

/** @import { Flows } from "../flows.js" */
/** @import { Strings } from "../strings/strings.js" */
/** @import { Difference } from "./compare.js" */
/** @import { SceneName } from "./scenes.js" */
/** @import { FlowTexts } from "./texts.js" */
/** @import { End, Thread } from "./threads.js" */

/** @typedef {{ flows: Flows, chosen: number, strings: Strings, texts: FlowTexts, difference: Difference | null, before: string, isAsked: boolean }} About `before`: the question to compare with; `isAsked`: what it says to the chosen answer is on its way */

/** A scene in one sentence made of its numbers. @param {SceneName} name @param {About} about @returns {string} */
export function sentenceOf(name, about) {
  return about.difference === null ? SENTENCES[name](about) : comparison(name, about, about.difference);
}

/** What a thing is called. @param {End} end @param {About} about @returns {string} */
export function nameOf({ kind, index }, { flows, strings, texts }) {
  if (kind === "word") return texts.word(flows.words[index]);
  if (kind === "answer") return texts.word(flows.answers[index].answer);
  if (kind === "constant") return texts.constant;
  return index === flows.regions.length - 1 ? strings.wholePhoto : placeOf(index, flows.grid.columns, strings);
}

/** The same in the middle of a sentence. @param {number} region @param {About} about @param {string} [whole] */
function fromRegion(region, about, whole = about.texts.whole) {
  return region === about.flows.regions.length - 1 ? whole : nameOf({ kind: "region", index: region }, about);
}

/** A thread's number as it is written. @param {Thread} thread @param {About} about */
export function numberOf({ weight, to }, { strings, difference }) {
  if (to.kind === "answer") return strings.signed(weight);
  return difference === null ? strings.share(weight) : signedShare(weight, strings);
}

/** @param {Thread} thread @param {About} about */
export function threadSaid(thread, about) {
  return about.texts.thread(nameOf(thread.from, about), nameOf(thread.to, about), numberOf(thread, about));
}

/** How many threads are drawn, and how much they carry; empty where there are none. @param {SceneName} name @param {About} about */
export function restOf(name, { flows, chosen, strings, texts, difference }) {
  const groups = drawnOf(name, difference ?? flows, chosen);
  const { regions, words } = texts.restWithin;
  const { read, parts, changed } = texts.all;
  const all = difference !== null ? changed : name === "answer" ? parts : read;
  return groups
    .map(({ drawn, total, share }, index) => {
      if (drawn.length === 0 || total < 2) return "";
      if (name !== "intra") return (name === "answer" ? texts.restParts : texts.rest)(drawn.length, total, strings.percent(share), all);
      return (index === 0 ? regions : words)(String(drawn.length), String(total), strings.percent(share), all);
    })
    .join(" ")
    .trim();
}

/** @type {Record<SceneName, (about: About) => string>} */
const SENTENCES = {
  words: (about) => {
    const thread = largest(threadsOf("words", about.flows, 0)[0]);
    const word = about.flows.words[thread.to.index];
    return about.texts.said.words(word, fromRegion(thread.from.index, about), about.strings.share(thread.weight));
  },
  regions: ({ flows, strings, texts }) => {
    const read = readOf(flows.regionsFromWords);
    const most = place(read);
    return texts.said.regions(flows.words[most], strings.share(read[most]));
  },
  gates: ({ flows, strings, texts }) => {
    const { regions, words } = openings(flows);
    const most = place(regions);
    return texts.said.gates({
      head: String(most + 1),
      most: strings.percent(regions[most]),
      least: strings.percent(Math.min(...regions)),
      words: strings.percent(mean(words)),
    });
  },
  intra: (about) => {
    const { flows, strings, texts } = about;
    const read = readOf(flows.withinRegions);
    const most = place(read);
    const others = threadsOf("intra", flows, 0)[1].filter(({ from, to }) => from.index !== to.index);
    if (others.length === 0) return texts.said.only(flows.words[0]);
    const thread = largest(others);
    return texts.said.intra({
      place: fromRegion(most, about),
      share: strings.share(read[most]),
      word: flows.words[thread.to.index],
      other: flows.words[thread.from.index],
      part: strings.share(thread.weight),
    });
  },
  answer: (about) => {
    const { flows, chosen, strings, texts } = about;
    const { answer, contributions, logit, probability } = flows.answers[chosen];
    const [up, down] = [place(contributions), place(contributions.map((part) => -part))];
    return texts.said.answer({
      answer,
      up: fromRegion(up, about, texts.wholeItself),
      plus: strings.signed(contributions[up]),
      down: fromRegion(down, about, texts.wholeItself),
      minus: strings.signed(contributions[down]),
      isAdded: contributions[up] > 0,
      isTaken: contributions[down] < 0,
      logit: strings.signed(logit),
      probability: strings.percent(probability),
    });
  },
};

/** @param {SceneName} name @param {About} about @param {Difference} difference */
function comparison(name, about, difference) {
  const { flows, chosen, strings, texts } = about;
  if (name === "gates") {
    const before = openings({ ...flows, regionGate: difference.gatesBefore.region, wordGate: difference.gatesBefore.word });
    return texts.compared.gates(strings.percent(mean(openings(flows).regions)), strings.percent(mean(before.regions)));
  }
  const { answer, probability } = flows.answers[chosen];
  const former = difference.probabilityBefore[chosen];
  if (name === "answer" && former === null) return (about.isAsked ? texts.compared.asked : texts.compared.unknown)(answer);
  const groups = threadsOf(name, difference, chosen);
  if (name !== "answer") return changesOf(groups.flat(), about) || texts.compared.same;
  const total = texts.compared.answer(answer, strings.percent(probability), strings.percent(former ?? 0));
  return `${total} ${changesOf(groups[0], about)} ${texts.compared.constant(strings.signed(difference.answers[chosen].constant))}`;
}

/** What grew and what shrank most; nothing of what is written as no change. @param {Thread[]} threads @param {About} about */
function changesOf(threads, about) {
  const { grew, shrank } = about.texts.compared;
  const [most, least] = [largest(threads), largest(threads.map((thread) => ({ ...thread, weight: -thread.weight })))];
  const changes = [{ thread: most, say: grew }, { thread: { ...least, weight: -least.weight }, say: shrank }];
  return changes
    .filter(({ thread, say }) => (say === grew ? thread.weight > 0 : thread.weight < 0) && numberOf(thread, about) !== numberOf({ ...thread, weight: 0 }, about))
    .map(({ thread, say }) => say(`${nameOf(thread.from, about)} → ${nameOf(thread.to, about)}`, numberOf(thread, about)))
    .join(" ");
}

/** @param {number} weight @param {Strings} strings */
function signedShare(weight, strings) {
  const share = strings.share(Math.abs(weight));
  if (share === strings.share(0)) return share;
  return weight < 0 ? `−${share}` : `+${share}`;
}

/** @param {Thread[]} threads */
function largest(threads) {
  return threads.reduce((most, thread) => (thread.weight > most.weight ? thread : most));
}

/** @param {ArrayLike<number>} values */
function place(values) {
  return Array.from(values).reduce((most, value, index, all) => (value > all[most] ? index : most), 0);
}

/** @param {number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
}
