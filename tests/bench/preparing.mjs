// How many photos a second are looked at for training: `vqa prepare` beside ONNX Runtime, both with two threads.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ROOT } from '../page.mjs';

const COPIES = 20;
const TURNS = 3;
const THREADS = '2';

/** @param {{ vqa: string, python: string, onnx: string }} programs @returns {{ what: string, ours: number[], theirs: number[] }} */
export function preparing({ vqa, python, onnx }) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-prepare-'));
  const samples = `${ROOT}assets/samples/`;
  const names = readdirSync(samples).filter((name) => name.endsWith('.jpg'));
  const [few, many] = [1, COPIES].map((copies) => {
    const photos = join(folder, `photos-${copies}`);
    mkdirSync(photos);
    for (const name of names) for (let copy = 0; copy < copies; copy += 1) copyFileSync(samples + name, join(photos, `${copy}-${name}`));
    return photos;
  });
  const env = { ...process.env, RAYON_NUM_THREADS: THREADS };
  /** @param {string} photos */
  const seconds = (photos) => {
    const from = performance.now();
    execFileSync(vqa, ['prepare', '--backbone', `${ROOT}assets/model/backbone.bpk`, '--images', photos, '--out', join(folder, 'features')], { env, stdio: 'ignore' });
    return (performance.now() - from) / 1000;
  };
  /** @type {{ what: string, ours: number[], theirs: number[] }} */
  const row = { what: `native, ${THREADS} threads: photos a second for training`, ours: [], theirs: [] };
  for (let turn = 0; turn < TURNS; turn += 1) {
    // What starting and loading takes falls out of the difference.
    const loading = seconds(few);
    row.ours.push(names.length * (COPIES - 1) / (seconds(many) - loading));
    row.theirs.push(Number(execFileSync(python, [new URL('prepare.py', import.meta.url).pathname, onnx, many, THREADS], { encoding: 'utf8' })));
  }
  rmSync(folder, { recursive: true });
  return row;
}
