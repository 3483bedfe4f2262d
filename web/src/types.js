/**
 * The shapes of everything that crosses a border: wasm to worker, worker to page.
 * This file holds types only; it is never part of a bundle.
 */

/** @typedef {"auto" | "webgpu" | "cpu"} BackendWish */
/** @typedef {"webgpu" | "cpu"} Backend */
/** @typedef {"idle" | "loading" | "ready" | "looking" | "asking" | "failed"} State */
/** @typedef {Blob | ImageBitmap | string} PhotoSource what the worker opens; a string is an absolute URL */
/**
 * What a page can give as a photo.
 * @typedef {string | URL | Blob | HTMLImageElement | HTMLCanvasElement | HTMLVideoElement | OffscreenCanvas | ImageBitmap
 *   | ImageData | VideoFrame | ArrayBuffer | ArrayBufferView} GivenPhoto
 */
/** @typedef {{ id: number, name: string, width: number, height: number }} PhotoFacts which photo: a number of its own, the name of its file or its address, its size in pixels */

/**
 * What the network looked at. Boxes are `[left, top, right, bottom]` in 0..1 of the original photo.
 * @typedef {object} Scene
 * @property {number} id
 * @property {[number, number, number, number][]} regions a grid in row-major order; the last one is the whole photo
 * @property {{ columns: number, rows: number }} grid
 */

/**
 * @typedef {object} Answer
 * @property {string} answer
 * @property {number} probability 0..1
 * @property {number} logit
 * @property {number} constant
 * @property {Float32Array} contributions one per region; their sum plus `constant` is `logit`
 */

/**
 * The attention of one block. Every attention row sums to 1.
 * @typedef {object} Block
 * @property {number} heads
 * @property {number} regions
 * @property {number} words
 * @property {Float32Array} wordsFromRegions `[heads, words, regions]`: what each word reads
 * @property {Float32Array} regionsFromWords `[heads, regions, words]`
 * @property {Float32Array} withinRegions `[heads, regions, regions]`
 * @property {Float32Array} withinWords `[heads, words, words]`
 * @property {Float32Array} regionGate `[dim]`, 0..1
 * @property {Float32Array} wordGate `[dim]`, 0..1
 */

/** @typedef {"mean" | number} Head one attention head, counted from 0, or the mean of all */

/** @typedef {{ text: string, known: boolean, readAs?: string }} AskedWord a word as it was typed, and the word that was read for it where that is spelled otherwise */

/**
 * @typedef {object} Reply
 * @property {Answer[]} answers best first
 * @property {AskedWord[]} words
 * @property {boolean} unsure whether the best answer is no more than a guess
 * @property {string} [absent] what the question takes for granted and the network does not see, such as "bus"
 * @property {boolean} truncated whether the question was longer than the network reads
 * @property {Block[]} blocks
 */

/**
 * One of the two wasm modules: absolute addresses, and the decoded size of the wasm in bytes.
 * @typedef {{ script: string, wasm: string, bytes: number }} EngineFiles
 */

/**
 * Where a model is: absolute addresses. A file that is not in `files` lies beside the manifest under its own name.
 * @typedef {{ manifest: string, files: Record<string, string> }} ModelAddress
 */

/** @typedef {{ passed: boolean, worst: number, tolerance: number }} SelfTest */

/**
 * The wasm module's one class.
 * @typedef {object} Engine
 * @property {() => Promise<SelfTest>} selfTest
 * @property {(rgba: Uint8ClampedArray, width: number, height: number) => Promise<Scene>} look
 * @property {(scene: number, question: string, topK: number) => Promise<Reply>} ask
 * @property {(scene: number, question: string, answer: string) => Promise<Answer>} evidence
 * @property {(scene: number) => void} forget
 * @property {string} backend
 */

/**
 * @typedef {object} EngineModule
 * @property {(options: { module_or_path: WebAssembly.Module }) => Promise<unknown>} default
 * @property {{ load(backend: Backend, manifest: Uint8Array, files: Record<string, Uint8Array>): Promise<Engine> }} Engine
 */

/** @typedef {{ backend: Backend, adapter: string | null }} Ready */
/** @typedef {"download" | "start" | "self-test"} Phase */
/** @typedef {{ phase: Phase, loaded: number, total: number }} Progress bytes, as decoded */

/**
 * Why the CPU computes although the GPU was wanted.
 * @typedef {"no-webgpu" | "no-adapter" | "no-answer" | "software-adapter" | "load-failed" | "self-test" | "too-slow"
 *   | "device-lost" | "call-failed" | "slower"} FallbackCode
 */
/** @typedef {{ from: Backend, to: Backend, reason: string, code: FallbackCode }} Fallback */

/** @typedef {{ width: number, height: number, bitmap: ImageBitmap }} Opened the photo's own size, and what to show */
/** @typedef {{ scene: Scene, ms: number }} Looked */
/** @typedef {{ reply: Reply, ms: number }} Replied */

/** @typedef {{ code: string, message: string, retryable: boolean, fatal: boolean }} Failure an error as sent between threads */

/**
 * What the page can ask of the worker, and what comes back.
 * @typedef {object} Calls
 * @property {{ payload: { model: ModelAddress, engines: Record<"cpu" | "gpu", EngineFiles>, backend: BackendWish }, value: Ready }} load
 * @property {{ payload: { photo: number, source: PhotoSource }, value: Opened }} open
 * @property {{ payload: { photo: number }, value: Looked }} look
 * @property {{ payload: { photo: number, question: string, topK: number }, value: Replied }} ask
 * @property {{ payload: { photo: number, question: string, answer: string }, value: Answer }} evidence
 * @property {{ payload: { photo: number }, value: void }} forget
 * @property {{ payload: {}, value: SelfTest }} self-test
 */

export {};
