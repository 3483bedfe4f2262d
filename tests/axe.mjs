// axe, which looks for what some people cannot use.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { ROOT } from './page.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What it finds wrong, one line for each place.
 * @param {import('./page.mjs').Visit} visited
 * @param {string} [within] a selector
 */
export async function faults(visited, within) {
  const axe = createRequire(`${ROOT}web/package.json`).resolve('axe-core/axe.min.js');
  await visited.page.evaluate(readFileSync(axe, 'utf8'));
  return visited.page.evaluate(async ([rules, where]) => {
    const { violations } = await /** @type {any} */ (globalThis).axe.run(where ?? document, { runOnly: rules });
    return violations.flatMap((/** @type {any} */ one) => one.nodes.map((/** @type {any} */ node) => `${one.id}: ${node.html.slice(0, 120)}`));
  }, /** @type {const} */ ([RULES, within]));
}
