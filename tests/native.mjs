// The command line of vqa-flow, as the yardstick of what the page answers.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import { MODEL } from './page.mjs';

const PROGRAM = process.env.VQA_PROGRAM ?? '';

/** Why it cannot be asked, for `skip`; false where it can. @returns {string | false} */
export function noProgram() {
  return existsSync(PROGRAM) ? false : 'VQA_PROGRAM names no program: ./build.sh test does';
}

/**
 * @param {string} photo
 * @param {string} question
 * @returns {{ answers: { answer: string, probability: number }[] }}
 */
export function askProgram(photo, question) {
  const given = ['ask', '--model', MODEL, '--image', photo, '--question', question, '--json'];
  return JSON.parse(execFileSync(PROGRAM, given, { encoding: 'utf8' }));
}
