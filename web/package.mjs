// Makes the npm package in web/package/ and packs it: the element's scripts with their types, the worker, the two wasm
// modules, the model. Names carry no hash here; whoever bundles gives them their own.
//
// Folders can be changed by environment variables: VQA_WASM, VQA_MODEL, VQA_PACKAGE (where to make it).
import { execFileSync } from "node:child_process";
import { cp, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./tools/bundle.mjs";
import { licences } from "./tools/licences.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const wasm = process.env.VQA_WASM ?? join(here, "wasm");
const model = process.env.VQA_MODEL ?? join(here, "../assets/model");
const out = process.env.VQA_PACKAGE ?? join(here, "package");

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "model"), { recursive: true });

const define = { __WORKER__: "./worker.js", ...(await engine("cpu")), ...(await engine("gpu")) };
await plain("src/engine/worker.js", "worker.js");
await plain("src/flow/flow.js", "flow.js");
const replace = { "../flow/flow.js": "flow.js" };
await plain("src/index.js", "index.js", { define, replace });
await plain("src/define.js", "define.js", { replace: { "./vqa-flow.js": "index.js" } });
// One script that stands alone and registers the element.
await plain("src/define.js", "vqa-flow.js", { define, replace });

for (const name of ["manifest.json", "network.bpk", "backbone.bpk", "README.md"]) await cp(join(model, name), join(out, "model", name));
await cp(join(here, "custom-elements.json"), join(out, "custom-elements.json"));
for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) await cp(join(here, "..", name), join(out, name));
await writeFile(join(out, "licences.txt"), await licences());
await cp(join(here, "package-readme.md"), join(out, "README.md"));
await writeFile(join(out, "package.json"), JSON.stringify(await description(), null, 2));
execFileSync("npx", ["tsc", "-p", "tsconfig.types.json", "--outDir", join(out, "types")], { cwd: here, stdio: "inherit" });
console.log(execFileSync("npm", ["pack", "--silent"], { cwd: out, encoding: "utf8" }).trim());

/** @param {"cpu" | "gpu"} kind */
async function engine(kind) {
  const bytes = await readFile(join(wasm, kind, "vqa_bg.wasm"));
  await writeFile(join(out, `engine-${kind}.wasm`), bytes);
  await plain(join(wasm, kind, "vqa.js"), `engine-${kind}.js`);
  const KIND = kind.toUpperCase();
  return {
    [`__${KIND}_SCRIPT__`]: `./engine-${kind}.js`,
    [`__${KIND}_WASM__`]: `./engine-${kind}.wasm`,
    [`__${KIND}_BYTES__`]: bytes.length,
  };
}

/** @param {string} entry @param {string} name @param {object} [options] of `bundle` */
async function plain(entry, name, options = {}) {
  const hashed = await bundle(entry, { out, name: name.replace(/\.js$/, ""), ...options });
  await rename(join(out, hashed), join(out, name));
}

async function description() {
  const { version, license } = JSON.parse(await readFile(join(here, "package.json"), "utf8"));
  const typed = (/** @type {string} */ name) => ({ types: `./types/${name}.d.ts`, default: `./${name}.js` });
  return {
    name: "vqa-flow",
    version,
    description: "Ask a photo, in the browser: a custom element that answers questions and shows where the answer came from.",
    keywords: ["vqa", "visual-question-answering", "attention", "webgpu", "wasm", "custom-element", "web-component"],
    license,
    type: "module",
    exports: {
      ".": typed("index"),
      "./define": typed("define"),
      "./worker": "./worker.js",
      "./vqa-flow.js": "./vqa-flow.js",
      "./model/*": "./model/*",
      "./custom-elements.json": "./custom-elements.json",
      "./package.json": "./package.json",
    },
    types: "./types/index.d.ts",
    customElements: "custom-elements.json",
    sideEffects: ["./define.js", "./vqa-flow.js"],
  };
}
