import { readFile, writeFile } from "node:fs/promises";
import { basename, join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { hashedName } from "./names.mjs";

const web = fileURLToPath(new URL("..", import.meta.url));

/**
 * Bundles one script or style sheet and writes it under a name with its hash.
 * @param {string} entry
 * @param {object} options
 * @param {string} options.out the folder to write to
 * @param {string} [options.name] the name without hash and extension; the entry's by default
 * @param {Record<string, unknown>} [options.define] values to put in the place of names
 * @param {Record<string, string>} [options.replace] imports that stay imports, under another name
 * @returns {Promise<string>} the name of the file
 */
export async function bundle(entry, { out, name = parse(entry).name, define = {}, replace = {} }) {
  const result = await build({
    entryPoints: [entry],
    absWorkingDir: web,
    outdir: out,
    write: false,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    assetNames: "[name]-[hash]",
    loader: { ".jpg": "file", ".woff2": "file" },
    define: Object.fromEntries(Object.entries(define).map(([key, value]) => [key, JSON.stringify(value)])),
    plugins: [styleText, keptImports(replace)],
  });
  let written = "";
  for (const { path, contents } of result.outputFiles) {
    const isAsset = !/\.(js|css)$/.test(path);
    const file = isAsset ? basename(path) : hashedName(`${name}${parse(path).ext}`, contents);
    await writeFile(join(out, file), contents);
    if (!isAsset) written = file;
  }
  return written;
}

/** A style sheet that a script imports becomes its text, made small. @type {import("esbuild").Plugin} */
const styleText = {
  name: "style-text",
  setup({ onLoad }) {
    onLoad({ filter: /src\/(view|flow)\/.*\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: "es2022" });
      return { contents: inherited(code), loader: "text" };
    });
  },
};

/**
 * Sizes go by the text around the element. A rem is the page's own business: many make it 10 pixels. So it is written in
 * our style sheets, and becomes what src/surroundings.js measures.
 * @param {string} css
 */
function inherited(css) {
  const condition = /@(?:media|container)[^{]*\drem/.exec(css);
  if (condition !== null) throw new Error(`${condition[0]}: a condition is written in em, for it cannot measure`);
  return css.replace(/(?<![\w.])(-?\d*\.?\d+)rem\b/g, "calc($1*var(--rem,1rem))");
}

/** @param {Record<string, string>} replace @returns {import("esbuild").Plugin} */
function keptImports(replace) {
  return {
    name: "kept-imports",
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path }) =>
        path in replace ? { path: `./${replace[path]}`, external: true } : undefined,
      );
    },
  };
}
