// The licences of the Rust crates that the wasm modules are made of: they ask to travel with what is made of them.
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const ROOT = new URL("../../", import.meta.url);
const TREE = ["tree", "--locked", "--package", "wasm", "--features", "gpu", "--target", "wasm32-unknown-unknown", "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"];

/** @typedef {{ name: string, version: string, license: string | null, repository: string | null, source: string | null, manifest_path: string }} Crate */

/** One text of all licences; crates with the same words share them. */
export async function licences() {
  /** @type {Map<string, string[]>} */
  const sharers = new Map();
  for (const crate of await shipped()) {
    const text = await wordsOf(crate);
    sharers.set(text, [...(sharers.get(text) ?? []), `${crate.name} ${crate.version}`]);
  }
  const parts = [...sharers].map(([text, crates]) => `${crates.join(", ")}\n\n${text}`);
  const head = "The WebAssembly modules of vqa-flow contain these Rust crates, under these terms.";
  return `${[head, ...parts].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** What others wrote, and the module `wasm` stands on. */
async function shipped() {
  const used = new Set((await cargo(TREE)).split("\n").map((line) => line.split(" ").slice(0, 2).join(" ")));
  /** @type {{ packages: Crate[] }} */
  const { packages } = JSON.parse(await cargo(["metadata", "--locked", "--format-version", "1"]));
  const crates = packages.filter(({ name, version, source }) => source !== null && used.has(`${name} v${version}`));
  return crates.sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
}

/** @param {string[]} arguments_ */
async function cargo(arguments_) {
  const { stdout } = await promisify(execFile)("cargo", arguments_, { cwd: ROOT, maxBuffer: 1 << 28 });
  return stdout;
}

/** Where one may choose, MIT is chosen. @param {Crate} crate */
async function wordsOf({ name, license, repository, manifest_path }) {
  const folder = dirname(manifest_path);
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice|unlicense)/i.test(file) && !/\.(rs|toml|html)$/i.test(file)).sort();
  const choice = /\bMIT\b/.test(license ?? "") && !/\bAND\b/.test(license ?? "") ? files.filter((file) => /mit/i.test(file)) : [];
  const chosen = choice.length > 0 ? choice : files;
  const texts = await Promise.all(chosen.map((file) => readFile(join(folder, file), "utf8").catch(() => "")));
  const text = texts.map((one) => one.replace(/\r/g, "").trim()).filter(Boolean).join("\n\n");
  return text || `${license ?? "see there"} (${repository ?? name})`;
}
