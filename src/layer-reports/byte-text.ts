/** Bytes in words for people. */
import { addRanges, noBytes, rangeOf, type ByteRange } from "./byte-range.ts";
import type { Size } from "../layers/types.ts";

export { humanBytes } from "../layers/byte-units.ts";

/** Writes a number of bytes. */
export type ByteFormat = (bytes: number) => string;

/** `12345 B`: every digit. */
export const wholeBytes: ByteFormat = (bytes) => `${bytes} B`;

/** `12.3 kB`, `1.2..3.4 kB`, `?`. */
export function sizeText(size: Size, format: ByteFormat): string {
  return size.kind === "unknown" ? "?" : rangeText(rangeOf(size), format);
}

/** `12.3 kB`, `1.2..3.4 kB`, `≥ 12.3 kB`, `?` when nothing is known. */
export function rangeText({ lo, hi }: ByteRange, format: ByteFormat): string {
  if (hi === null) return lo === 0 ? "?" : `≥ ${format(lo)}`;
  if (lo === hi) return format(lo);
  const [low, high] = [format(lo), format(hi)];
  // Different bytes that read the same are one number to a reader.
  if (low === high) return `~ ${high}`;
  const [value = "", unit] = low.split(" ");
  return high.endsWith(` ${unit}`) ? `${value}..${high}` : `${low}..${high}`;
}

/** `~ 12.3 kB`: an estimate; `?` when there is none. */
export function aboutText(bytes: number | null, format: ByteFormat): string {
  return bytes === null ? "?" : `~ ${format(bytes)}`;
}

/** The sums up to and with each size. */
export function runningTotals(sizes: Iterable<Size>): ByteRange[] {
  let sum = noBytes;
  return Array.from(sizes, (size) => (sum = addRanges(sum, rangeOf(size))));
}
