// The ratios as a picture: a bar for each row that both have, shorter than the line at 1 where ours is less.

const [WIDTH, LINE, LEFT, SCALE] = [720, 26, 330, 240];

/** @param {{ what: string, ours: number[], theirs: number[] }[]} rows */
export function chart(rows) {
  const both = rows.filter(({ ours, theirs }) => ours.length > 0 && theirs.length > 0);
  const bars = both.map(({ what, ours, theirs }, at) => {
    const ratio = middle(ours) / middle(theirs);
    const y = 40 + at * LINE;
    const width = Math.min(ratio, 1.5) * SCALE;
    return `<text x="${LEFT - 10}" y="${y + 14}" text-anchor="end">${escaped(what)}</text>`
      + `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="18" rx="3" fill="${ratio <= 1 ? '#1f8a70' : '#c4572e'}"/>`
      + `<text x="${LEFT + width + 6}" y="${y + 14}">${ratio.toFixed(2)}</text>`;
  });
  const height = 50 + both.length * LINE;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13">
<title>vqa-flow beside ONNX Runtime: time or count, as a part of theirs</title>
<text x="${LEFT + SCALE}" y="24" text-anchor="middle">ONNX Runtime</text>
<line x1="${LEFT + SCALE}" x2="${LEFT + SCALE}" y1="30" y2="${height - 8}" stroke="#888" stroke-dasharray="3 3"/>
${bars.join('\n')}
</svg>
`;
}

/** @param {number[]} numbers */
function middle(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<]/g, (letter) => (letter === '&' ? '&amp;' : '&lt;'));
}
