/** What the flow view says, in English. Another language has the same keys. */
export const flowEn = {
  view: "The attention flow, step by step",
  play: "Play",
  pause: "Pause",
  time: "Where on the way from photo and question to the answer",
  close: "Close",
  step: (/** @type {number} */ step, /** @type {string} */ name) => `Step ${step} of 4 · ${name}`,
  stepOfBlock: (/** @type {number} */ step, /** @type {string} */ name, /** @type {number} */ block, /** @type {number} */ blocks) =>
    `Step ${step} of 4 · ${name}, block ${block} of ${blocks}`,
  steps: { 1: "Inter flow", 2: "Gates", 3: "Intra flow", 4: "Answer" },
  short: { 1: "Read each other", 2: "Gates", 3: "Read itself", 4: "Add up" },
  titles: {
    words: "Each word reads the photo",
    regions: "Each region reads the question",
    gates: "Each side sets the other’s gates",
    intra: "Each side reads itself",
    answer: "The parts add up to the answer",
  },
  /** Before anything flows. */
  parts: {
    name: "At the beginning",
    title: (/** @type {number} */ regions, /** @type {number} */ words) => `The photo becomes ${regions} regions, the question ${words === 1 ? "a word" : `${words} words`}`,
    meaning: "Each region and each word is a list of numbers. One more region, the label below, is the whole photo.",
    said: "Nothing flows yet. Press play, or step on with the arrow keys.",
  },
  /** What is seen, for those who see it for the first time. */
  meaning: {
    words: "A thread is attention: the thicker, the more of that region flows into the word, 100% in all. The whole photo is read, too, as one more region. Green is read from the photo, violet from the question.",
    regions: "Now the other way: the thicker a thread, the more of that word flows into the region, so the photo learns what is asked.",
    gates: "To read its own side, each region and each word compares itself with all there by many features. A gate is the other side’s volume knob for a feature: at 0% it counts as always, at 50% one and a half times, at 100% double, in both that are compared. The pipes are the means of the heads, readers side by side, first to last; what flows in only sets them.",
    intra: "With these gates regions read regions, and words read words. What is read most is seen most clearly. A ring, where there is one, is what a region keeps of itself.",
    answer: "A part is what one region adds to an answer’s score, or takes away. All parts and a constant, which is what the words suggest by themselves, add up to the score exactly. The highest score wins, even below 0.",
  },
  /** What the colours of the parts mean. */
  partColours: (/** @type {{ plus: string, minus: string }} */ { plus, minus }) => `${plus}: adds; ${minus}: takes away.`,
  /** The same moment in numbers. */
  said: {
    words: (/** @type {string} */ word, /** @type {string} */ place, /** @type {string} */ share) =>
      `The strongest thread: “${word}” takes ${share} of what it reads from ${place}.`,
    regions: (/** @type {string} */ word, /** @type {string} */ share) => `On average the regions read “${word}” most, with ${share} of their attention.`,
    gates: (/** @type {GateSaid} */ { head, most, least, words }) =>
      `The question turns the photo’s gates up most in head ${head}, to ${most}, and least to ${least}; the photo sets the words’ to ${words} on average.`,
    intra: (/** @type {IntraSaid} */ { place, share, word, other, part }) =>
      `Most is read from ${place}, ${share} on average; among words, “${word}” reads “${other}” most, ${part}.`,
    answer: (/** @type {AnswerSaid} */ { answer, up, plus, down, minus, isAdded, isTaken, logit, probability }) =>
      `“${answer}”: ${up} ${isAdded ? "adds most" : "takes away least"} (${plus}), ${down} ${isTaken ? "takes away most" : "adds least"} (${minus}); with all parts and the constant its score is ${logit}, which as a probability is ${probability}.`,
    only: (/** @type {string} */ word) => `“${word}” is the only word.`,
  },
  compared: {
    title: (/** @type {string} */ before) => `Compared with “${before}”`,
    legend: (/** @type {{ plus: string, minus: string }} */ { plus, minus }) => `${plus}: grew; ${minus}: shrank.`,
    grew: (/** @type {string} */ what, /** @type {string} */ by) => `What grew most: ${what} (${by}).`,
    shrank: (/** @type {string} */ what, /** @type {string} */ by) => `What shrank most: ${what} (${by}).`,
    same: "Nothing here has changed.",
    gates: (/** @type {string} */ now, /** @type {string} */ before) =>
      `The question sets the photo’s gates to ${now} on average; before, to ${before} (the dashed lines).`,
    answer: (/** @type {string} */ answer, /** @type {string} */ now, /** @type {string} */ before) => `“${answer}” has ${now} now; to the other question it has ${before} (the mark on its bar).`,
    constant: (/** @type {string} */ by) => `The constant, which is what the words suggest by themselves: ${by}.`,
    asked: (/** @type {string} */ answer) => `The other question is asked about “${answer}” too.`,
    unknown: (/** @type {string} */ answer) => `The other question could not be asked about “${answer}”, so its parts cannot be compared. Choose another answer.`,
    newWords: "A dotted word is not in the other question.",
  },
  pin: "Pin this answer to compare",
  unpin: (/** @type {string} */ question) => `Stop comparing with “${question}”`,
  pinned: "Pinned. Ask another question about this photo, and what grew and shrank is shown.",
  heads: "Head",
  headMean: "mean of all",
  headNumber: (/** @type {number} */ head) => `head ${head}`,
  beside: "Beside it",
  besideNone: "nothing",
  block: "Block",
  hint: "Point at a word, a region, a thread or an answer to see it alone, with its numbers. Space plays, the arrow keys step.",
  hintTouch: "Tap a word, a region or an answer to see it alone, with its numbers.",
  /** What threads and parts are a share of. */
  all: { read: "all that is read", parts: "all that adds or takes away", changed: "all that has changed" },
  rest: (/** @type {number} */ drawn, /** @type {number} */ total, /** @type {string} */ share, /** @type {string} */ all) =>
    `${drawn} of ${total} threads are drawn, the strongest; they carry ${share} of ${all}.`,
  restParts: (/** @type {number} */ drawn, /** @type {number} */ total, /** @type {string} */ share, /** @type {string} */ all) =>
    `${drawn} of ${total} parts are drawn, ${share} of ${all}.`,
  restWithin: {
    regions: (/** @type {string} */ drawn, /** @type {string} */ total, /** @type {string} */ share, /** @type {string} */ all) =>
      `Among regions the ${drawn} strongest of ${total} threads are drawn; they carry ${share} of ${all}.`,
    words: (/** @type {string} */ drawn, /** @type {string} */ total, /** @type {string} */ share) => `Among words, the ${drawn} strongest of ${total}; they carry ${share}.`,
  },
  thread: (/** @type {string} */ from, /** @type {string} */ to, /** @type {string} */ number) => `${from} → ${to}: ${number}`,
  ownThreads: (/** @type {string} */ name, /** @type {string} */ list) => `${name}: ${list}`,
  noThreads: (/** @type {string} */ name) => `${name}: no threads in this step.`,
  word: (/** @type {string} */ word) => `“${word}”`,
  /** In the middle of a sentence, after “from”. */
  whole: "the whole photo",
  /** The same where it does something itself. */
  wholeItself: "the whole photo",
  constant: "constant",
  /** Whose they are, and who sets them, in two lines. */
  gateOfRegions: ["the photo’s gates,", "set by the question"],
  gateOfWords: ["the question’s gates,", "set by the photo"],
  gateSaid: {
    regions: (/** @type {string} */ head, /** @type {string} */ value) => `Head ${head}: the question sets the photo’s gate to ${value}.`,
    words: (/** @type {string} */ head, /** @type {string} */ value) => `Head ${head}: the photo sets the question’s gate to ${value}.`,
  },
  asText: "All steps in words",
};

/** @typedef {{ head: string, most: string, least: string, words: string }} GateSaid */
/** @typedef {{ place: string, share: string, word: string, other: string, part: string }} IntraSaid */
/** @typedef {{ answer: string, up: string, plus: string, down: string, minus: string, isAdded: boolean, isTaken: boolean, logit: string, probability: string }} AnswerSaid */
/** @typedef {typeof flowEn} FlowTexts */
