/** A size as a bar of block characters. */
import { rangeOf } from "./byte-range.ts";
import type { Size } from "../layers/types.ts";

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/**
 * What is certain is solid, what may come on top is shaded; nothing for an unknown size.
 *
 * @param largest bytes of a bar of full width
 * @param width cells
 */
export function bar(size: Size, largest: number, width: number): string {
  const { lo, hi } = rangeOf(size);
  if (hi === null || hi === 0 || largest === 0) return "";
  const parts = Math.round((lo / largest) * width * 8);
  const solid =
    lo === 0
      ? ""
      : "█".repeat(parts >> 3) + (parts < 8 ? (eighths[Math.max(1, parts)] ?? "") : (eighths[parts & 7] ?? ""));
  const all = Math.max(1, Math.round((hi / largest) * width));
  return solid + "░".repeat(Math.max(0, hi > lo ? all - solid.length : 0));
}

/** Bytes of the largest layer that there is a bar for; 0 when there is none. */
export function largestOf(sizes: Iterable<Size>): number {
  let largest = 0;
  for (const size of sizes) largest = Math.max(largest, rangeOf(size).hi ?? 0);
  return largest;
}
