// The script that makes the page's model, with programs that only look at what they are given: whatever a step reads,
// a step before it has made.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** What recipes and commands take from outside. */
const GIVEN = ['coco', 'coco_train2014', 'coco_boxed', 'coco128', 'daquar', 'detections'];

const PROGRAM = String.raw`#!/usr/bin/env bash
set -euo pipefail
echo "$(basename "$0") $*" >>"$LOG"
die() { echo "$(basename "$0") $*: $missing is not there" >&2; exit 1; }
want() { for missing in "$@"; do [ -e "$missing" ] || die; done; }
command=$1 out='' recipe='' features='' data=''
shift
[ "$command" != make ] || shift
while [ $# -gt 0 ]; do
  case $1 in
    --out) out=$2 ;;
    --recipe) recipe=$2 && want "$2" ;;
    --data) data=$2 ;;
    --features) features=$2 ;;
    --run | --from | --backbone) want "$2" ;;
  esac
  shift
done
lines() { # a recipe with what it is based on
  local base
  base=$(sed -n 's/^base = "\(.*\)"/\1/p' "$1")
  [ -z "$base" ] || lines "$(dirname "$1")/$base"
  cat "$1"
}
case $command in
  prepare) mkdir -p "$(dirname "$out")" && touch "$out.f16" ;;
  make) mkdir -p "$out" && touch "$out"/{questions,annotations}.json ;;
  train)
    for made in $(lines "$recipe" | grep -oE 'made/[a-z0-9_/-]+\.(json|txt)'); do want "$data/$made"; done
    for name in $(lines "$recipe" | sed -n 's/^features = "\(.*\)"/\1/p'); do want "$features/$name.f16"; done
    mkdir -p "$out" && touch "$out"/{best,backbone}.bpk && echo '{"answers": []}' >"$out/run.json" ;;
  soup) mkdir -p "$out" && touch "$out/best.bpk" && echo '{"answers": []}' >"$out/run.json" ;;
  export) mkdir -p "$out" && touch "$out/manifest.json" ;;
esac
`;

test('whatever a step of the page\'s model reads, a step before it has made; what is done is not done again', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'page-model-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [data, out, programs] = ['data', 'out', 'target/release'].map((name) => join(folder, name));
  for (const name of GIVEN) mkdirSync(join(data, name, 'images'), { recursive: true });
  for (const name of ['coco', 'coco_train2014']) writeFileSync(join(data, 'detections', `${name}.json`), '{}');
  mkdirSync(join(data, 'made'));
  writeFileSync(join(data, 'made', 'sentences.txt'), '');
  for (const name of ['vqa2_exact_dev', 'yesno_train']) writeFileSync(join(data, 'coco', `${name}_questions.json`), '{}');
  mkdirSync(programs, { recursive: true });
  for (const name of ['vqa', 'vqa-lab']) writeFileSync(join(programs, name), PROGRAM, { mode: 0o755 });
  const env = { ...process.env, CARGO_TARGET_DIR: join(folder, 'target'), LOG: join(folder, 'log') };
  const run = () => execFileSync(`${ROOT}crates/train/page-model.sh`, [data, out], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const logged = () => readFileSync(env.LOG, 'utf8').trim().split('\n');

  run();
  const first = logged();
  assert.deepEqual(readdirSync(join(out, 'model')), ['manifest.json']);
  const recipes = readdirSync(`${ROOT}crates/train/recipes`).filter((name) => !['ablations.toml', 'easy-vqa.toml', 'tutorial.toml'].includes(name));
  for (const recipe of recipes) assert.ok(first.some((line) => line.includes(`recipes/${recipe}`)), `${recipe} is of no use`);

  run();
  const second = logged().slice(first.length);
  // A run knows by itself that it is over.
  const again = second.filter((line) => !/^vqa (train|export|calibrate) /.test(line));
  assert.deepEqual(again, []);
});
