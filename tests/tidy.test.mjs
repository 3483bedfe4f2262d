// The walls of the house (crates/README.md), as far as a machine can see them.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Who may stand on whom, among our own crates: everything not named is forbidden. */
const MAY_USE = {
  text: [],
  photo: [],
  kernels: [],
  vision: ['photo', 'kernels'],
  dfaf: ['kernels'],
  weights: [],
  testing: [],
  data: [],
  vqa: ['text', 'vision', 'dfaf', 'weights'],
  train: ['data', 'dfaf', 'kernels', 'text', 'vision', 'vqa', 'weights'],
  webgpu: ['dfaf', 'photo', 'vision'],
  wasm: ['vqa', 'webgpu'],
};

/** The only crates that choose what computes. */
const NAMES_BACKENDS = ['wasm', 'cli', 'lab', 'fuzz', 'kernels'];

const TOP_LEVEL = [
  'assets', 'crates', 'tests', 'web',
  'build.sh', 'Cargo.lock', 'Cargo.toml', 'CHANGELOG.md', 'README.md', 'rust-toolchain.toml',
];
const ALLOWED_TOP = (/** @type {string} */ name) => TOP_LEVEL.includes(name) || /^(LICENSE-|\.)/.test(name);

const BINARY = /\.(bpk|png|jpe?g|webp|woff2|npy|npz|ico)$/;
const LOCK = /(^|\/)(Cargo\.lock|package-lock\.json)$/;

/** Files that are, or are about to be, in the repository. */
const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(ROOT, file)));

const read = (/** @type {string} */ file) => readFileSync(join(ROOT, file), 'utf8');

/** @type {{ name: string, dependencies: { name: string, kind: string | null }[] }[]} */
const CRATES = JSON.parse(execFileSync(
  'cargo', ['metadata', '--format-version', '1', '--no-deps', '--locked'],
  { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 },
)).packages;

/** What a crate stands on; its tests may use more. @param {string} name */
function dependenciesOf(name) {
  const found = CRATES.find((one) => one.name === name);
  assert.ok(found, `there is a crate ${name}`);
  return found.dependencies.filter(({ kind }) => kind !== 'dev').map((dependency) => dependency.name);
}

for (const [name, allowed] of Object.entries(MAY_USE)) {
  test(`${name} stands on ${allowed.join(', ') || 'none of our crates'}`, () => {
    const ours = new Set(CRATES.map((one) => one.name));
    const used = dependenciesOf(name).filter((dependency) => ours.has(dependency));
    assert.deepEqual(used.filter((dependency) => !(/** @type {string[]} */ (allowed)).includes(dependency)), []);
  });
}

test('text, data and photo do not know burn', () => {
  for (const name of ['text', 'data', 'photo']) {
    assert.deepEqual(dependenciesOf(name).filter((dependency) => dependency.startsWith('burn')), []);
  }
});

test('no backend is named outside wasm, cli, kernels and tests', () => {
  const named = /\b(Device\s*::\s*(flex|wgpu\w*|webgpu|ndarray|cuda|vulkan|metal|rocm|autodiff)|burn_(flex|wgpu|ndarray|cuda))\b/;
  const found = rustSources((crate) => !NAMES_BACKENDS.includes(crate))
    .filter((file) => named.test(shippedCode(read(file))));
  assert.deepEqual(found, []);
});

test('nothing stands on lab', () => {
  const standing = CRATES.filter(({ dependencies }) => dependencies.some((dependency) => dependency.name === 'lab')).map(({ name }) => name);
  assert.deepEqual(standing, []);
});

test('only tests and fuzz stand on testing', () => {
  const standing = CRATES.filter(({ name }) => dependenciesOf(name).includes('testing')).map(({ name }) => name);
  assert.deepEqual(standing, ['fuzz']);
});

test('nothing panics at the border to JavaScript', () => {
  const panics = /\.(unwrap|expect)\(|\b(panic|todo|unimplemented|unreachable)!/;
  const found = rustSources((crate) => crate === 'wasm').filter((file) => panics.test(shippedCode(read(file))));
  assert.deepEqual(found, []);
});

test('no library unwraps', () => {
  const found = rustSources((crate) => crate !== 'cli').filter((file) => /\.unwrap\(\)/.test(shippedCode(read(file))));
  assert.deepEqual(found, []);
});

test('no file names a folder of one machine', () => {
  const folders = ['work', 'farm', 'tmp', 'root', 'home'].join('|');
  const path = new RegExp(`(^|[^A-Za-z0-9_.$}])/(${folders})/[A-Za-z0-9_.]`, 'm');
  const found = FILES.filter((file) => !BINARY.test(file) && !LOCK.test(file)).filter((file) => path.test(read(file)));
  assert.deepEqual(found, []);
});

test('the top level holds what it should and nothing else', () => {
  const top = [...new Set(FILES.map((file) => file.split('/')[0]))];
  assert.deepEqual(top.filter((name) => !ALLOWED_TOP(name)), []);
});

test('every asset has its origin and licence written down', { skip: existsSync(join(ROOT, 'assets')) ? false : 'no assets yet' }, () => {
  const readme = read('assets/README.md');
  const unmentioned = FILES.filter((file) => file.startsWith('assets/') && file !== 'assets/README.md')
    .filter((file) => !readme.includes(basename(file)));
  assert.deepEqual(unmentioned, []);
});

test('JavaScript knows nothing about the model', () => {
  const known = /\b(vocabulary|softmax|normali[sz]eWords|tokeni[sz]e)\b|\b(224|320|1280)\b/;
  const found = FILES.filter((file) => /^web\/src\/engine\/.*\.m?js$/.test(file)).filter((file) => known.test(withoutComments(read(file))));
  assert.deepEqual(found, []);
});

test('no source file is longer than a reader can hold', () => {
  const sources = FILES.filter((file) => /\.(rs|m?js|css|html|sh)$/.test(file));
  const long = sources.map((file) => ({ file, lines: read(file).split('\n').length })).filter(({ lines }) => lines > 350);
  assert.deepEqual(long, []);
});

/** Sources of the crates that `wanted` names, without test files. @param {(crate: string) => boolean} wanted */
function rustSources(wanted) {
  return FILES.filter((file) => {
    const [top, crate, folder] = file.split('/');
    const isTest = /(^|\/)(tests?|testing|oracle)(\/|\.rs$)/.test(relative(`crates/${crate}`, file));
    return top === 'crates' && folder === 'src' && file.endsWith('.rs') && !isTest && wanted(crate);
  });
}

/** Rust without comments and without the test module that ends a file. @param {string} source */
function shippedCode(source) {
  return withoutComments(source.split(/^#\[cfg\(test\)\]$/m)[0]);
}

/** @param {string} source */
function withoutComments(source) {
  return source.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}
