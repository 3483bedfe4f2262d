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
    gates: "Each side opens the other’s gates",
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
    words: "A thread is attention: the thicker it is, the more of that region flows into the word. What a word reads adds up to 100%.",
    regions: "Now the other way: the thicker a thread, the more of that word flows into the region, so the photo learns what is asked.",
    gates: "A gate says how far a side’s attention to itself is turned up, in each of its parallel readers, the heads: at 0% as if it stood alone, at 100% doubled. The question sets the photo’s gates, the photo the question’s.",
    intra: "Through these gates regions read regions, and words read words. What is read most is seen most clearly. A ring, where there is one, is what a region keeps of itself.",
    answer: "A part is what one region adds to an answer’s score, or takes away. All parts and a constant, which is the question’s alone, add up to the score exactly.",
  },
  /** What the colours of the parts mean. */
  partColours: (/** @type {{ plus: string, minus: string }} */ { plus, minus }) => `${plus}: adds; ${minus}: takes away.`,
  /** The same moment in numbers. */
  said: {
    words: (/** @type {string} */ word, /** @type {string} */ place, /** @type {string} */ share) =>
      `The strongest thread: “${word}” takes ${share} of what it reads from ${place}.`,
    regions: (/** @type {string} */ word, /** @type {string} */ share) => `On average the regions read “${word}” most, with ${share} of their attention.`,
    gates: (/** @type {GateSaid} */ { head, most, least, words }) =>
      `The question opens the photo’s gates most in head ${head} (${most}) and least at ${least}; the photo opens the words’ to ${words} on average.`,
    intra: (/** @type {IntraSaid} */ { place, share, word, other, part }) =>
      `Most is read from ${place}, ${share} on average; among words, “${word}” reads “${other}” most, ${part}.`,
    answer: (/** @type {AnswerSaid} */ { answer, up, plus, down, minus, logit, probability }) =>
      `“${answer}” gets most from ${up} (${plus}) and least from ${down} (${minus}); with all parts and the constant its score is ${logit}, which as a probability is ${probability}.`,
    only: (/** @type {string} */ word) => `“${word}” is the only word.`,
  },
  compared: {
    title: (/** @type {string} */ before) => `Compared with “${before}”`,
    legend: (/** @type {{ plus: string, minus: string }} */ { plus, minus }) => `${plus}: grew; ${minus}: shrank.`,
    grew: (/** @type {string} */ what, /** @type {string} */ by) => `What grew most: ${what} (${by}).`,
    shrank: (/** @type {string} */ what, /** @type {string} */ by) => `What shrank most: ${what} (${by}).`,
    same: "Nothing here has changed.",
    gates: (/** @type {string} */ now, /** @type {string} */ before) =>
      `The question opens the photo’s gates to ${now} on average; before, to ${before} (the dashed lines).`,
    answer: (/** @type {string} */ answer, /** @type {string} */ now, /** @type {string} */ before) => `“${answer}” has ${now} now; to the other question it has ${before} (the mark on its bar).`,
    constant: (/** @type {string} */ by) => `The constant, which is the question’s alone: ${by}.`,
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
  hint: "Point at a word, a region, a thread or an answer to see its own threads. Space plays, the arrow keys step.",
  hintTouch: "Tap a word, a region or an answer to see its own threads.",
  rest: (/** @type {number} */ drawn, /** @type {number} */ total, /** @type {string} */ share) =>
    `${drawn} of ${total} threads are drawn, the strongest; they carry ${share} of all.`,
  restWithin: {
    regions: (/** @type {string} */ drawn, /** @type {string} */ total, /** @type {string} */ share) =>
      `Among regions the ${drawn} strongest of ${total} threads are drawn; they carry ${share} of all.`,
    words: (/** @type {string} */ drawn, /** @type {string} */ total, /** @type {string} */ share) => `Among words, the ${drawn} strongest of ${total}; they carry ${share}.`,
  },
  thread: (/** @type {string} */ from, /** @type {string} */ to, /** @type {string} */ number) => `${from} → ${to}: ${number}`,
  ownThreads: (/** @type {string} */ name, /** @type {string} */ list) => `${name}: ${list}`,
  noThreads: (/** @type {string} */ name) => `${name}: no threads in this step.`,
  word: (/** @type {string} */ word) => `“${word}”`,
  /** In the middle of a sentence, after “from”. */
  whole: "the whole photo",
  constant: "constant",
  /** Whose they are, and who sets them, in two lines. */
  gateOfRegions: ["the photo’s gates,", "set by the question"],
  gateOfWords: ["the question’s gates,", "set by the photo"],
  gateSaid: {
    regions: (/** @type {string} */ head, /** @type {string} */ value) => `Head ${head}: the question opens the photo’s gate to ${value}.`,
    words: (/** @type {string} */ head, /** @type {string} */ value) => `Head ${head}: the photo opens the question’s gate to ${value}.`,
  },
  asText: "All steps in words",
};

/** @typedef {{ head: string, most: string, least: string, words: string }} GateSaid */
/** @typedef {{ place: string, share: string, word: string, other: string, part: string }} IntraSaid */
/** @typedef {{ answer: string, up: string, plus: string, down: string, minus: string, logit: string, probability: string }} AnswerSaid */
/** @typedef {typeof flowEn} FlowTexts */
