// What the build puts in place of names and imports; see build.mjs.

/** Names of files, relative to the script. */
declare const __WORKER__: string;
declare const __BENCH_WORKER__: string;
declare const __CPU_SCRIPT__: string;
declare const __CPU_WASM__: string;
declare const __GPU_SCRIPT__: string;
declare const __GPU_WASM__: string;
/** Sizes of the wasm modules as decoded. */
declare const __CPU_BYTES__: number;
declare const __GPU_BYTES__: number;

/** What the service worker keeps: addresses relative to the page, and a name for the set of them. */
declare const __KEPT__: string[];
declare const __FIXED__: string[];
declare const __VERSION__: string;

declare module "*.css" {
  const text: string;
  export default text;
}

declare module "*.jpg" {
  const address: string;
  export default address;
}
