import { contributionColour, readingColour } from "./colormap.js";

/** @import { CellMap } from "./maps.js" */
/** @import { Colormap } from "./colormap.js" */

/** Pixels drawn per cell; the browser smooths from there to the photo's size. */
const PER_CELL = 24;

/**
 * What counts as full strength in a map.
 * @param {CellMap} map
 * @returns {number}
 */
export function fullStrength({ cells }) {
  return cells.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** @param {CellMap["kind"]} kind @param {Colormap} colormap */
export function colourOf(kind, colormap) {
  return kind === "contribution" ? contributionColour(colormap) : readingColour;
}

/**
 * Draws a map, interpolated between the middles of its cells.
 * @param {HTMLCanvasElement} canvas
 * @param {CellMap} map
 * @param {{ columns: number, rows: number }} grid
 * @param {Colormap} colormap
 */
export function drawHeatmap(canvas, map, { columns, rows }, colormap) {
  const [width, height] = [columns * PER_CELL, rows * PER_CELL];
  const image = new ImageData(width, height);
  const full = fullStrength(map) || 1;
  const colour = colourOf(map.kind, colormap);
  for (let y = 0; y < height; y++) {
    const row = between(y, rows);
    for (let x = 0; x < width; x++) {
      image.data.set(colour(interpolated(map.cells, columns, row, between(x, columns)) / full), (y * width + x) * 4);
    }
  }
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}

/** How many regions are outlined. */
const STRONGEST_REGIONS = 5;
const BOX_PIXELS = 96;

/**
 * Outlines the regions with the largest values, the strongest with the thickest line.
 * @param {HTMLCanvasElement} canvas
 * @param {CellMap} map
 * @param {{ columns: number, rows: number }} grid
 * @param {Colormap} colormap
 */
export function drawBoxes(canvas, map, { columns, rows }, colormap) {
  canvas.width = columns * BOX_PIXELS;
  canvas.height = rows * BOX_PIXELS;
  const context = canvas.getContext("2d");
  if (context === null) return;
  const full = fullStrength(map) || 1;
  const order = Array.from(map.cells.keys()).sort((a, b) => map.cells[b] - map.cells[a]);
  for (const cell of order.slice(0, STRONGEST_REGIONS)) {
    const strength = map.cells[cell] / full;
    const [red, green, blue] = colourOf("contribution", colormap)(strength);
    const line = 3 + 7 * Math.max(0, strength);
    const [x, y] = [(cell % columns) * BOX_PIXELS, Math.floor(cell / columns) * BOX_PIXELS];
    context.lineWidth = line;
    context.strokeStyle = `rgb(${red} ${green} ${blue})`;
    context.strokeRect(x + line / 2, y + line / 2, BOX_PIXELS - line, BOX_PIXELS - line);
  }
}

/**
 * The two cells whose middles a pixel lies between, and how far it is on its way to the second. Beyond the outermost
 * middles there is only one.
 * @param {number} pixel
 * @param {number} n_cells
 */
function between(pixel, n_cells) {
  const place = Math.min(n_cells - 1, Math.max(0, (pixel + 0.5) / PER_CELL - 0.5));
  const first = Math.floor(place);
  return { first, second: Math.min(n_cells - 1, first + 1), part: place - first };
}

/**
 * @param {Float32Array} cells
 * @param {number} columns
 * @param {ReturnType<typeof between>} row
 * @param {ReturnType<typeof between>} column
 */
function interpolated(cells, columns, row, column) {
  const along = (/** @type {number} */ r) => {
    const [a, b] = [cells[r * columns + column.first], cells[r * columns + column.second]];
    return a + (b - a) * column.part;
  };
  const [a, b] = [along(row.first), along(row.second)];
  return a + (b - a) * row.part;
}
