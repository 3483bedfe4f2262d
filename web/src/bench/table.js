/** What was measured of each contender, in the order of the columns. @typedef {{ what: string, figures: number[][] }} Row */
/** @typedef {{ columns: string[], adapter: string, browser: string, worst: number }} About */

/** @param {number[]} numbers */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** The median, and between what half of the figures lie. @param {number[]} numbers */
export function written(numbers) {
  if (numbers.length === 0) return "";
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (/** @type {number} */ part) => sorted[Math.round((sorted.length - 1) * part)];
  const middle = median(numbers).toFixed(1);
  return numbers.length < 4 ? middle : `${middle} (${at(0.25).toFixed(1)}–${at(0.75).toFixed(1)})`;
}

/** @param {HTMLTableElement} table @param {Row[]} rows @param {About} about */
export function fill(table, rows, { columns, adapter, browser, worst }) {
  const line = (/** @type {"th" | "td"} */ kind, /** @type {string} */ head, /** @type {string[]} */ texts) => {
    const row = document.createElement("tr");
    const cells = texts.map((text) => Object.assign(document.createElement(kind), { textContent: text }));
    row.append(Object.assign(document.createElement("th"), { textContent: head }), ...cells);
    return row;
  };
  const caption = Object.assign(document.createElement("caption"), {
    textContent: `${browser}${adapter === "" ? "" : `; ${adapter}`}. Medians, and between what half of the figures lie. The answers are ${worst.toExponential(0)} apart at most.`,
  });
  const body = rows.map(({ what, figures }) => line("td", what, columns.map((_, i) => written(figures[i] ?? []))));
  table.replaceChildren(caption, line("th", "", columns), ...body);
  table.hidden = false;
}

/** The table to be sent in. @param {HTMLTableElement} table */
export function asText(table) {
  const lines = Array.from(table.rows, (row) => `| ${Array.from(row.cells, (cell) => cell.textContent).join(" | ")} |`);
  lines.splice(1, 0, `|${"---|".repeat(table.rows[0]?.cells.length ?? 0)}`);
  return `${table.caption?.textContent ?? ""}\n\n${lines.join("\n")}\n`;
}
