// What the build puts in place of names and imports; see build.mjs.

/** Names of files, relative to the script. */
declare const __WORKER__: string;
declare const __CPU_SCRIPT__: string;
declare const __CPU_WASM__: string;
declare const __GPU_SCRIPT__: string;
declare const __GPU_WASM__: string;
/** Sizes of the wasm modules as decoded. */
declare const __CPU_BYTES__: number;
declare const __GPU_BYTES__: number;

declare module "*.css" {
  const text: string;
  export default text;
}

declare module "*.jpg" {
  const address: string;
  export default address;
}
