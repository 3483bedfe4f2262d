// The npm package in the projects of other people: each folder of web/examples/ is installed, built, and asked.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { launch, noBrowser, ROOT } from './page.mjs';
import { serve } from './server.mjs';

const PACKAGE = process.env.VQA_PACKAGE ?? `${ROOT}web/package`;
const PACKED = existsSync(PACKAGE) ? readdirSync(PACKAGE).find((name) => name.endsWith('.tgz')) : undefined;
const PHOTO = `${ROOT}assets/samples/coffee.jpg`;
const MDBOOK = process.env.MDBOOK;
const skip = noBrowser() || (PACKED ? false : 'web/package is not made: ./build.sh package');

/** @param {string} folder @param {string} program @param {...string} words */
function run(folder, program, ...words) {
  const { CARGO_TARGET_DIR, ...env } = process.env;
  return execFileSync(program, words, { cwd: folder, env: { ...env, RUSTDOCFLAGS: '--html-in-header header.html' }, stdio: 'pipe', encoding: 'utf8' });
}

/** A copy of an example to work in. @param {import('node:test').TestContext} t @param {string} name */
function copyOf(t, name) {
  const folder = mkdtempSync(join(tmpdir(), `vqa-flow-${name}-`));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(`${ROOT}web/examples/${name}`, folder, { recursive: true, filter: (path) => !path.includes('node_modules') });
  return folder;
}

/** Puts the package's folder beside the pages of a site, and a photo. @param {string} site @param {string} [files] */
function addPackage(site, files = site) {
  cpSync(PACKAGE, join(files, 'vqa-flow'), { recursive: true, filter: (path) => !path.endsWith('.tgz') });
  cpSync(PHOTO, join(site, 'coffee.jpg'));
  return site;
}

/** @param {string} folder */
function npmInstall(folder) {
  run(folder, 'npm', 'ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error');
  run(folder, 'npm', 'install', '--no-save', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', join(PACKAGE, String(PACKED)));
}

/** Opens a page of a site, waits for the answer, and uses the keyboard. @param {import('node:test').TestContext} t @param {string} root @param {string} [page] */
async function answered(t, root, page = '') {
  const site = await serve({ root });
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await site.close();
  });
  const tab = await browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  tab.on('pageerror', (/** @type {Error} */ error) => complaints.push(String(error)));
  await tab.addInitScript(() => {
    for (const name of ['vqa-answer', 'vqa-error']) {
      addEventListener(name, (event) => Object.assign(globalThis, { told: { name, ...(/** @type {CustomEvent} */ (event)).detail } }));
    }
  });
  await tab.goto(site.url + page);
  const next = async () => {
    const told = await tab.waitForFunction(() => /** @type {any} */ (globalThis).told, undefined, { timeout: 60_000 });
    const { name, question, answers, message } = /** @type {any} */ (await told.jsonValue());
    await tab.evaluate('delete globalThis.told');
    assert.equal(name, 'vqa-answer', message);
    assert.ok(answers.length === 5 && answers[0].probability > 0);
    return question;
  };
  assert.equal(await next(), 'what is in the cup');
  await useKeyboard(tab);
  assert.equal(await next(), 'is this a sack?');
  assert.deepEqual(complaints, []);
  return tab;
}

/** Types and moves in the element; what is typed has letters that are shortcuts of rustdoc, mdBook and VitePress. @param {import('playwright-core').Page} tab */
async function useKeyboard(tab) {
  const address = tab.url();
  const question = tab.locator('vqa-flow [part~=question]');
  const region = tab.locator('vqa-flow [part~=region]');
  const regions = await region.count();
  await region.nth((regions - 1) / 2).click();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowDown']) await tab.keyboard.press(key);
  const beside = (Math.sqrt(regions) + 1) / 2 + 1;
  assert.equal(await tab.locator('vqa-flow [aria-selected=true]').getAttribute('aria-label'), `row ${beside}, column ${beside}`, 'one right and below the middle');
  await question.click();
  await question.fill('');
  await tab.keyboard.type('/is this a sack?');
  for (const key of ['Home', 'Delete', 'ArrowLeft', 'ArrowRight']) await tab.keyboard.press(key);
  assert.equal(await question.inputValue(), 'is this a sack?');
  await tab.keyboard.press('Enter');
  assert.equal(tab.url(), address, 'no page was turned');
  const focused = await tab.evaluate(() => document.activeElement?.localName);
  assert.equal(focused, 'vqa-flow', 'no search was opened');
}

/** Installs and builds a project that has a bundler. @param {string} folder @param {string} [out] */
function bundled(folder, out = 'dist') {
  npmInstall(folder);
  run(folder, 'npm', 'run', 'build');
  cpSync(PHOTO, join(folder, out, 'coffee.jpg'));
  return { root: join(folder, out) };
}

/**
 * How each is built, where its page is then, and what else must hold there.
 * @type {Record<string, (folder: string) => { root: string, page?: string, check?: (tab: import('playwright-core').Page) => Promise<void> }>}
 */
const PROJECTS = {
  plain: (folder) => ({ root: addPackage(folder) }),
  vite: (folder) => bundled(folder),
  react: (folder) => ({ ...bundled(folder), check: propertiesCount }),
  vitepress: (folder) => bundled(folder, '.vitepress/dist'),
  mdbook: (folder) => {
    run(folder, String(MDBOOK), 'build');
    return { root: addPackage(join(folder, 'book')), page: 'cup.html' };
  },
  rustdoc: (folder) => {
    run(folder, 'cargo', 'doc', '--no-deps', '--offline');
    return { root: addPackage(join(folder, 'target/doc')), page: 'vqa_flow_in_rustdoc/index.html' };
  },
};

for (const [name, build] of Object.entries(PROJECTS)) {
  const missing = name === 'mdbook' && !MDBOOK ? 'mdBook is not installed: ./build.sh setup' : false;
  test(`the example ${name} builds and answers`, { skip: skip || missing }, async (t) => {
    const { root, page, check } = build(copyOf(t, name));
    const tab = await answered(t, root, page);
    await check?.(tab);
  });
}

/** What React has set, before the element was defined and after. @param {import('playwright-core').Page} tab */
async function propertiesCount(tab) {
  assert.deepEqual(await tab.locator('vqa-flow [part~=suggestion]').allTextContents(), ['what is in the cup', 'what color is the table']);
  await tab.getByLabel('Ask for').selectOption('what color is the table');
  await tab.getByRole('status').first().getByText(/^what color is the table\? \w/).waitFor();
}

test('there is a test for every example', () => {
  const folders = readdirSync(`${ROOT}web/examples`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(folders.map(({ name }) => name).sort(), Object.keys(PROJECTS).sort());
});

test('the package can be imported where there is no page, and says what it exports', { skip }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vqa-flow-server-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  run(folder, 'npm', 'install', '--no-save', '--offline', '--no-audit', '--no-fund', join(PACKAGE, String(PACKED)));
  const script = 'import * as all from "vqa-flow"; import "vqa-flow/define"; console.log(Object.keys(all).sort().join())';
  assert.equal(run(folder, 'node', '--input-type=module', '-e', script).trim(), 'VqaError,VqaFlow,addStrings,sharedIn');
  writeFileSync(join(folder, 'typed.ts'), 'import { VqaFlow } from "vqa-flow"; const flow = new VqaFlow(); flow.topK = 3; flow.ask("is this a cup").then(({ answers }) => answers[0].probability.toFixed());');
  run(folder, `${ROOT}web/node_modules/.bin/tsc`, '--noEmit', '--strict', '--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2022,dom,dom.iterable', 'typed.ts');
});

test('custom-elements.json says what the element has', { skip: noBrowser() }, async (t) => {
  const { modules } = JSON.parse(readFileSync(`${ROOT}web/custom-elements.json`, 'utf8'));
  const [element] = modules[0].declarations;
  const source = readFileSync(`${ROOT}web/src/vqa-flow.js`, 'utf8') + readFileSync(`${ROOT}web/src/attribute-element.js`, 'utf8');
  const { visit } = await import('./page.mjs');
  const visited = await visit(t);
  await visited.upload(PHOTO);
  await visited.answerTo('what is in the zzyzx');
  // Some parts are there only when they are wanted.
  for (const summary of await visited.page.locator('vqa-flow .explore summary').all()) await summary.click();
  await visited.part('words-table').waitFor();
  await visited.page.evaluate(() => Object.assign(/** @type {any} */ (document.querySelector('vqa-flow')), { overlay: 'flow', samples: ['a.jpg'], suggestions: ['what'] }));
  await visited.part('flow').waitFor();
  const { attributes, missing, parts, slots } = await visited.page.evaluate((members) => {
    const one = /** @type {any} */ (document.querySelector('vqa-flow'));
    const all = Array.from(one.shadowRoot.querySelectorAll('[part]'));
    return {
      attributes: one.constructor.observedAttributes,
      missing: members.filter((/** @type {string} */ name) => !(name in one)),
      parts: all.flatMap((/** @type {any} */ each) => Array.from(each.part)),
      slots: Array.from(one.shadowRoot.querySelectorAll('slot'), (/** @type {any} */ each) => each.name),
    };
  }, element.members.map((/** @type {any} */ member) => member.name));
  const names = (/** @type {any[]} */ list) => list.map(({ name }) => name).sort();
  assert.deepEqual(names(element.attributes), [...attributes, 'theme', 'frame-rate'].sort());
  assert.deepEqual(missing, []);
  const seen = new Set(parts);
  assert.deepEqual(names(element.cssParts), [...seen].sort());
  assert.deepEqual(names(element.slots), slots.sort());
  for (const { name } of element.members) assert.ok(source.includes(name), name);
});
