/** Everything the element says, in English. Another language has the same keys. */
export const en = {
  choosePhoto: "Choose a photo",
  photo: "Photo",
  dropHere: "Drop a photo here, or paste one",
  nothingYet: "No photo yet",
  photoOf: (/** @type {number} */ width, /** @type {number} */ height) => `The photo, ${width} by ${height} pixels`,
  taken: (/** @type {string} */ name, /** @type {string} */ left) => `“${name}” was taken, and left out: ${left}.`,
  samples: "Sample photos",
  sample: (/** @type {number} */ number) => `Sample photo ${number}`,
  camera: "Camera",
  takePhoto: "Take the photo",
  cancel: "Cancel",
  cameraPicture: "What the camera sees",
  live: "Live",
  liveStatus: (/** @type {string} */ rate, /** @type {string} */ ms) => `Live: ${rate} answers a second; each picture takes ${ms} ms. Escape stops.`,
  liveEnough: "It was live for ten minutes and has stopped, to spare the battery. Press “Live” to go on.",

  question: "Question",
  questionExample: "What is in the photo?",
  ask: "Ask",
  questionsToTry: "Questions to try",

  answers: "Answers",
  another: "And why not … ?",
  anotherExample: "another answer, such as dog",
  spoken: (/** @type {string} */ list) => `Answer: ${list}.`,
  then: "; then ",
  unsure: "I am not sure. My best guesses:",
  absent: (/** @type {string} */ thing) => `I see no ${thing} here. My best guesses:`,
  before: (/** @type {string} */ question) => `Before, to “${question}”:`,
  below: (/** @type {string} */ percent) => `under ${percent}`,

  wordsOfQuestion: "Words of the question",
  wordsHint: "Point at a word to see which regions it reads.",
  wordsUnknown: "Dotted words are not in the vocabulary.",
  wordsTruncated: "The question was too long: only these words were read.",
  notInVocabulary: "not in the vocabulary",
  readAs: (/** @type {string} */ typed, /** @type {string} */ word) => `“${typed}” was read as “${word}”.`,

  heatmap: "Heatmap",
  flowView: "Flow",
  savePicture: "Save picture",
  saveByHand: "This frame may not start a download. Right-click the picture, or press it for long, to save it.",
  contributionTitle: (/** @type {string} */ answer) => `What speaks for “${answer}”, and what against`,
  contributionCaption: (/** @type {string} */ answer, /** @type {Colours} */ { plus, minus }) =>
    `${plus} speaks for “${answer}”, ${minus} against it.`,
  contributionSum: (/** @type {Record<"regions" | "whole" | "constant" | "logit", string>} */ parts) =>
    `In logits: regions ${parts.regions}, whole photo ${parts.whole}, constant ${parts.constant}; ` +
    `together ${parts.logit}`,
  readingTitle: (/** @type {string} */ word) => `Where “${word}” looks`,
  readingCaption: (/** @type {string} */ word) => `Lit: where the word “${word}” looks.`,
  readingSum: (/** @type {string} */ whole) => `Share of its attention per region; whole photo ${whole}`,
  allWords: "all words",
  regionTitle: (/** @type {string} */ region) => `What the region in ${region} reads`,
  regionCaption: (/** @type {string} */ region) => `Lit: what the region in ${region} reads.`,
  colours: {
    orange: { plus: "Orange", minus: "blue" },
    purple: { plus: "Purple", minus: "green" },
    grey: { plus: "White", minus: "black" },
  },

  regions: "Regions of the photo",
  region: (/** @type {number} */ row, /** @type {number} */ column) => `row ${row}, column ${column}`,
  regionsHint: "Click a region, or move there with the arrow keys, to see what it reads. Escape leaves it.",

  explore: "Explore how it came to that",
  overlay: "Over the photo",
  overlays: {
    contribution: "what decided",
    attention: "what the words read",
    boxes: "the strongest regions",
    flow: "the flow, step by step",
    none: "nothing",
  },
  block: "Block",
  head: "Attention head",
  headMean: "mean of all",
  strength: "Strength",
  gates: "Gates, mean of each head",
  gatesOf: { regions: "question to regions", words: "photo to words" },
  wordsToWords: "Which words each word reads",
  reads: "reads",
  table: "The map as a table",
  wholePhoto: "whole photo",
  explained: "What these words mean",
  terms: {
    contribution: [
      "Contribution",
      "How much a region raised or lowered the score of the answer; these parts and a constant add up to the score exactly.",
    ],
    attention: [
      "Attention",
      "How a word or region shares out what it reads, adding up to 100%; it tells what was read, not whether it mattered.",
    ],
    block: ["Block", "One round in which words and regions read each other, and then themselves."],
    head: ["Head", "One of several attentions that work side by side, each free to look for something else."],
    gate: ["Gate", "How far the question opens what regions may tell each other, and the photo what words may."],
  },

  fetching: "Fetching the network",
  starting: "Starting the network",
  checking: "Checking its answers",
  ofMegabytes: (/** @type {string} */ loaded, /** @type {string} */ total) => ` · ${loaded} of ${total} MB`,
  states: {
    idle: "",
    loading: "Loading the network…",
    looking: "Looking at the photo…",
    asking: "Reading the question…",
    failed: "The network is not running.",
  },
  onCpu: "CPU (WebAssembly)",
  onGpu: (/** @type {string | null} */ adapter) => (adapter === null ? "GPU (WebGPU)" : `GPU (WebGPU, ${adapter})`),
  ready: (/** @type {string} */ device) => `Ready, on the ${device}.`,
  answered: (/** @type {string} */ ms, /** @type {string} */ lookMs, /** @type {string | null} */ device) =>
    `Answered in ${ms} ms${device === null ? "" : ` on the ${device}`}. The photo was looked at once, in ${lookMs} ms.`,
  tryAgain: "Try again",
  dismiss: "Dismiss",

  /** What to say of an error, by its code; without an entry the error's own message stands. */
  errors: /** @type {Record<string, string>} */ ({}),
  /** What to say when the CPU takes over, by its code; without an entry the reason's own words stand. */
  fallbacks: /** @type {Record<string, string>} */ ({}),
};

/** @typedef {{ plus: string, minus: string }} Colours the names of the two colours of a map */
/** @typedef {typeof en} Texts */
