/** Layers drawn as SVG: all of an image as one strip, bottom layer first, and the bar of a single one. Lengths are percent. */
import type { Size } from "../layers/types.ts";
import { rangeOf } from "./byte-range.ts";
import { humanBytes, sizeText } from "./byte-text.ts";
import type { ReportRow } from "./image-report.ts";
import { markup, type Markup } from "./markup.ts";

/** A layer that is there is seen, however small. */
const thinnest = 1;
/** What a layer of unknown size takes of a strip: it has no true width. */
const unknownWidth = 6;
/** Classes `s0` to `s6` of the style sheet. */
const colours = 7;

/** What an unknown size is drawn with: the page holds it once. */
export const hatching = markup`<svg width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="6" height="6"/><rect class="hatch-line" width="2" height="6"/></pattern></defs></svg>`;

/**
 * @param rows those with a layer; widths are their bytes, hatched where the size is not known
 * @param whole bytes that the full width stands for: the same for images that are compared
 * @param label for those who cannot see it
 */
export function strip(rows: readonly ReportRow[], whole: number, label: string): Markup {
  const widths = stripWidths(rows, whole);
  let at = 0;
  const segments = rows.map((row, index) => {
    const width = widths[index] ?? 0;
    const x = at;
    at += width;
    return segment(row, x, width);
  });
  return markup`<svg class="strip" role="img" aria-label="${label}">${segments}</svg>`;
}

/** Pale where the bytes are not certain. */
function segment(row: ReportRow, x: number, width: number): Markup {
  const size = row.layer?.size;
  const name = markup`<title>${row.text}: ${size ? sizeInWords(size) : ""}</title>`;
  const whole =
    size?.kind === "unknown" ? "hatched" : size?.kind === "bounded" ? `${colourOf(row)} maybe` : colourOf(row);
  const certain = size?.kind === "bounded" ? rect(colourOf(row), x, (width * size.lo) / size.hi, name) : null;
  return markup`${rect(whole, x, width, name)}${certain}`;
}

function rect(fill: string, x: number, width: number, name: Markup): Markup {
  return markup`<rect class="${fill}" x="${percent(x)}" width="${percent(width)}" height="100%">${name}</rect>`;
}

/** In proportion to the bytes. What would be too thin to see gets more, and the others give it. */
function stripWidths(rows: readonly ReportRow[], whole: number): number[] {
  const bytes = rows.map(({ layer }) => (layer ? rangeOf(layer.size).hi : 0));
  const unknown = bytes.filter((one) => one === null).length;
  const unknownEach = Math.min(unknownWidth, 50 / Math.max(1, unknown));
  const room = 100 - unknown * unknownEach;
  const least = Math.min(thinnest, room / Math.max(1, rows.length));
  const widthIn = (width: number, one: number): number => (whole === 0 ? 0 : (one / whole) * width);
  const thin = bytes.filter((one) => one !== null && widthIn(room, one) < least).length;
  return bytes.map((one) => {
    if (one === null) return unknownEach;
    return widthIn(room, one) < least ? least : widthIn(room - thin * least, one);
  });
}

/**
 * Solid up to what is certain, pale up to what may be, hatched when nothing is known.
 *
 * @param largest bytes of a bar of full length
 */
export function layerBar(row: ReportRow, largest: number): Markup {
  const size = row.layer?.size;
  if (!size) return markup``;
  const { lo, hi } = rangeOf(size);
  const length = (bytes: number): string =>
    percent(bytes === 0 || largest === 0 ? 0 : Math.max(thinnest, (bytes / largest) * 100));
  const parts =
    hi === null
      ? markup`<rect class="hatched" width="100%" height="100%"/>`
      : [
          hi > lo ? markup`<rect class="${colourOf(row)} maybe" width="${length(hi)}" height="100%"/>` : null,
          markup`<rect class="${colourOf(row)}" width="${length(lo)}" height="100%"/>`,
        ];
  return markup`<svg class="bar" aria-hidden="true">${parts}</svg>`;
}

/** The colour of a layer, the same in strip and table. */
export function colourOf(row: ReportRow): string {
  return `s${(row.layer?.index ?? 0) % colours}`;
}

function sizeInWords(size: Size): string {
  return size.kind === "unknown" ? `unknown, ${size.why}` : sizeText(size, humanBytes);
}

function percent(value: number): string {
  return `${Math.round(value * 1000) / 1000}%`;
}
