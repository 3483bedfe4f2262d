// What the build puts in place of names and imports; see build.mjs.

/** One of the two wasm modules: file names beside the script, and the decoded size of the wasm in bytes. */
interface EngineFiles {
  script: string;
  wasm: string;
  bytes: number;
}

declare const __ENGINES__: { cpu: EngineFiles; gpu: EngineFiles };
declare const __WORKER__: string;

declare module "*.css" {
  const text: string;
  export default text;
}

declare module "*.jpg" {
  const address: string;
  export default address;
}
