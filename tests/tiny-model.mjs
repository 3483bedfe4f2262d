// A model of any number of blocks, made by the program itself: a network of a few numbers that has learnt two questions.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ROOT } from './page.mjs';

const QUESTIONS = [['is this a cat', 'no'], ['what color is the table', 'white']];
const BACKBONE = `${ROOT}assets/easy-vqa/backbone.bpk`;

/**
 * The folder of the model.
 * @param {import('node:test').TestContext} t
 * @param {number} blocks
 */
export function tinyModel(t, blocks) {
  const folder = mkdtempSync(join(tmpdir(), 'vqa-flow-tiny-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const at = (/** @type {string} */ name) => join(folder, name);
  const write = (/** @type {string} */ name, /** @type {unknown} */ value) => writeFileSync(at(name), typeof value === 'string' ? value : JSON.stringify(value));
  mkdirSync(at('images'));
  copyFileSync(`${ROOT}assets/samples/coffee.jpg`, at('images/1.jpg'));
  write('questions.json', { questions: QUESTIONS.map(([question], index) => ({ question_id: index, image_id: 1, question })) });
  write('annotations.json', { annotations: QUESTIONS.map(([, answer], index) => ({
    question_id: index, image_id: 1, question_type: '', answer_type: 'other', multiple_choice_answer: answer,
    answers: Array.from({ length: 10 }, (_, who) => ({ answer, answer_id: who + 1, answer_confidence: 'yes' })),
  })) });
  write('recipe.toml', `
    [network]
    dim = 8
    gru_dim = 8
    n_heads = 2
    n_blocks = ${blocks}
    hidden_dim = 8
    [training]
    epochs = 1
    [[sources]]
    name = "two questions"
    features = "photos"
    questions.vqa-v2 = { questions = "questions.json", annotations = "annotations.json" }
  `);
  const run = (/** @type {string[]} */ ...given) => execFileSync(process.env.VQA_PROGRAM ?? '', given, { stdio: ['ignore', 'ignore', 'inherit'] });
  run('prepare', '--backbone', BACKBONE, '--images', at('images'), '--out', at('features/photos'));
  run('train', '--recipe', at('recipe.toml'), '--data', folder, '--features', at('features'), '--out', at('run'));
  run('export', '--run', at('run'), '--backbone', BACKBONE, '--out', at('model'));
  return at('model');
}
