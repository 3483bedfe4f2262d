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

/** Colours in a palette: more than the eye and a byte can tell apart. */
const SHADES = 1024;

/** @type {Map<string, Uint32Array>} */
const palettes = new Map();

/**
 * The colours of strengths, evenly from -1 to 1, as pixels.
 * @param {CellMap["kind"]} kind
 * @param {Colormap} colormap
 */
function paletteOf(kind, colormap) {
  const name = `${kind} ${colormap}`;
  const known = palettes.get(name);
  if (known !== undefined) return known;
  const colour = colourOf(kind, colormap);
  const bytes = new Uint8ClampedArray((SHADES + 1) * 4);
  for (let i = 0; i <= SHADES; i++) bytes.set(colour((2 * i) / SHADES - 1), i * 4);
  const palette = new Uint32Array(bytes.buffer);
  palettes.set(name, palette);
  return palette;
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
  const pixels = new Uint32Array(image.data.buffer);
  const palette = paletteOf(map.kind, colormap);
  const perShade = SHADES / 2 / (fullStrength(map) || 1);
  const across = Array.from({ length: width }, (_, x) => between(x, columns));
  // One line of cells between two others, then its pixels.
  const line = new Float32Array(columns);
  for (let y = 0; y < height; y++) {
    const { first, second, part } = between(y, rows);
    for (let column = 0; column < columns; column++) {
      const [above, below] = [map.cells[first * columns + column], map.cells[second * columns + column]];
      line[column] = (above + (below - above) * part) * perShade + SHADES / 2;
    }
    for (let x = 0; x < width; x++) {
      const place = across[x];
      const left = line[place.first];
      pixels[y * width + x] = palette[Math.round(left + (line[place.second] - left) * place.part)];
    }
  }
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
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
