// A visitor who has a keyboard and nothing else.

import assert from 'node:assert/strict';

const MOST_TABS = 60;

/** @typedef {import('./page.mjs').Visit} Visited */

/** What has the focus, in the element or in the page, and whether that can be seen. @param {Visited} visited */
export function focused(visited) {
  return visited.page.evaluate(() => {
    let one = document.activeElement;
    while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    if (one === null || one === document.body) return { name: '', text: '', isMarked: true };
    const { outlineStyle, boxShadow, filter, strokeWidth } = getComputedStyle(one);
    // In a drawing it is the frame of the thing that is drawn stronger.
    const frames = one instanceof SVGElement ? [strokeWidth, ...Array.from(one.querySelectorAll('rect'), (frame) => getComputedStyle(frame).strokeWidth)] : [];
    const isMarked = outlineStyle !== 'none' || boxShadow !== 'none' || filter !== 'none' || frames.some((width) => Number.parseFloat(width) >= 2);
    const name = one.getAttribute('part') ?? one.getAttribute('data-end') ?? one.getAttribute('class') ?? one.id;
    return { name, text: one.textContent ?? '', isMarked };
  });
}

/**
 * Presses Tab until what has the focus is wanted; on the way the focus is always seen.
 * @param {Visited} visited
 * @param {(name: string, text: string) => boolean} wanted of its part, its class or id
 * @param {'Tab' | 'Shift+Tab'} [key]
 */
export async function tabTo(visited, wanted, key = 'Tab') {
  const passed = [];
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    await visited.page.keyboard.press(key);
    const { name, text, isMarked } = await focused(visited);
    assert.ok(isMarked, `the focus on ${name || text} can be seen`);
    if (wanted(name, text)) return passed;
    passed.push(name || text);
  }
  return assert.fail(`Tab never came to it, only to ${passed.join(', ')}`);
}
