// Builds the static site: scripts and styles under names that carry their hash, the two wasm modules, the model, the
// photos, and beside each file its .br and .gz, so that any web server can host the folder.
//
// Folders can be changed by environment variables: VQA_WASM (cpu/ and gpu/ with vqa.js and vqa_bg.wasm), VQA_MODEL,
// VQA_OUT. VQA_COMPRESS=0 leaves the .br and .gz out.
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./tools/bundle.mjs";
import { withTables } from "./tools/docs.mjs";
import { compressAll } from "./tools/compress.mjs";
import { licences } from "./tools/licences.mjs";
import { hashedName } from "./tools/names.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const wasm = process.env.VQA_WASM ?? join(here, "wasm");
const model = process.env.VQA_MODEL ?? join(here, "../assets/model");
const out = process.env.VQA_OUT ?? join(here, "dist");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const worker = await bundle("src/engine/worker.js", { out });
const define = { __WORKER__: worker, ...(await buildEngine("cpu")), ...(await buildEngine("gpu")) };
// Fetched when it is opened.
const flow = await bundle("src/flow/flow.js", { out });
const element = await bundle("src/define.js", { out, name: "vqa-flow", define, replace: { "../flow/flow.js": flow } });
const demo = await bundle("src/demo.js", { out, define, replace: { "./define.js": element } });
const docs = await bundle("src/docs.js", { out, define, replace: { "./define.js": element } });
const styles = await bundle("src/demo.css", { out });
// The name to embed stays the same from release to release.
await writeFile(join(out, "vqa-flow.js"), `export * from "./${element}";\n`);
await writePage("index.html", { "demo.js": demo, "demo.css": styles });
const [embed, embedStyles] = [await bundle("src/embed.js", { out, define, replace: { "./define.js": element } }), await bundle("src/embed.css", { out })];
await writePage("embed.html", { "embed.js": embed, "embed.css": embedStyles });
await writePage("docs.html", { "docs.js": docs, "docs.css": await bundle("src/docs.css", { out }) });
const tour = await bundle("src/flow-page.js", { out, define, replace: { "./define.js": element } });
await writePage("flow.html", { "flow-page.js": tour, "flow-page.css": await bundle("src/flow-page.css", { out }) });
const benchWorker = await bundle("src/bench/worker.js", { out, name: "bench-worker" });
const bench = await bundle("src/bench/page.js", { out, name: "bench", define: { ...define, __BENCH_WORKER__: benchWorker }, replace: { "../define.js": element } });
await writePage("bench.html", { "page.js": bench, "docs.css": await bundle("src/docs.css", { out }) });
await cp(join(here, "icon.svg"), join(out, "icon.svg"));
// The font's licence asks to travel with it.
await cp(join(here, "node_modules/@fontsource-variable/instrument-sans/LICENSE"), join(out, "instrument-sans-license.txt"));
await writeFile(join(out, "licences.txt"), await licences());
await cp(join(here, "app.webmanifest"), join(out, "app.webmanifest"));
const weights = await copyModel();
await writeServiceWorker([".", "docs.html", "flow.html", "vqa-flow.js", "icon.svg", "app.webmanifest"], weights);
if (process.env.VQA_COMPRESS !== "0") await compressAll(out, join(here, "node_modules/.cache/vqa-flow"));

/** @param {"cpu" | "gpu"} kind */
async function buildEngine(kind) {
  const name = `engine-${kind}`;
  const bytes = await present(join(wasm, kind, "vqa_bg.wasm"), "the wasm modules are built first, by ./build.sh build");
  const file = hashedName(`${name}.wasm`, bytes);
  await writeFile(join(out, file), bytes);
  const script = await bundle(join(wasm, kind, "vqa.js"), { out, name });
  const KIND = kind.toUpperCase();
  return { [`__${KIND}_SCRIPT__`]: script, [`__${KIND}_WASM__`]: file, [`__${KIND}_BYTES__`]: bytes.length };
}

/** @param {string} name @param {Record<string, string>} files what the page calls a file, and what the file is called */
async function writePage(name, files) {
  let page = await withTables(await readFile(join(here, name), "utf8"));
  for (const [plain, hashed] of Object.entries(files)) page = page.replaceAll(`"${plain}"`, `"${hashed}"`);
  await writeFile(join(out, name), page);
}

async function copyModel() {
  const manifest = JSON.parse(String(await present(join(model, "manifest.json"), "a model is trained and exported first")));
  await mkdir(join(out, "model"));
  for (const name of ["manifest.json", ...manifest.files.map((/** @type {any} */ file) => file.name)]) {
    await cp(join(model, name), join(out, "model", name));
  }
  // As the page asks for them, see src/engine/model-store.js.
  const asked = manifest.files.map((/** @type {any} */ { name, sha256 }) => `model/${name}?v=${sha256.slice(0, 12)}`);
  return asked;
}

/**
 * It keeps all that the page needs on the CPU; the GPU's program is large, and kept when it was used.
 * @param {string[]} named files that change under their names
 * @param {string[]} weights as the page asks for them
 */
async function writeServiceWorker(named, weights) {
  const fixed = [...(await readdir(out)).filter((name) => /-[0-9a-zA-Z]{8,}\.[a-z0-9]+$/.test(name)), ...weights];
  const later = (/** @type {string} */ name) => name.startsWith("engine-gpu") || name.startsWith("embed") || name.startsWith("bench");
  const kept = [...named, "model/manifest.json", ...fixed.filter((name) => !later(name))];
  const version = createHash("sha256").update(kept.join()).digest("hex").slice(0, 12);
  const script = await bundle("src/service-worker.js", { out, define: { __KEPT__: kept, __FIXED__: fixed, __VERSION__: version } });
  await rename(join(out, script), join(out, "service-worker.js"));
}

/** @param {string} path @param {string} otherwise */
async function present(path, otherwise) {
  return readFile(path).catch(() => {
    throw new Error(`${path} is missing: ${otherwise}`);
  });
}
