/** Sums of sizes of which some are not known: what is certain stays visible. */
import type { Size } from "../layers/types.ts";

/** From `lo` to `hi` bytes; `hi` is null when there is no telling how many more. */
export interface ByteRange {
  readonly lo: number;
  readonly hi: number | null;
}

export const noBytes: ByteRange = { lo: 0, hi: 0 };

/** Nothing is smaller than 0 bytes, so an unknown size is a range too. */
export function rangeOf(size: Size): ByteRange {
  switch (size.kind) {
    case "exact":
      return { lo: size.bytes, hi: size.bytes };
    case "bounded":
      return { lo: size.lo, hi: size.hi };
    case "unknown":
      return { lo: 0, hi: null };
  }
}

export function addRanges(a: ByteRange, b: ByteRange): ByteRange {
  return { lo: a.lo + b.lo, hi: a.hi === null || b.hi === null ? null : a.hi + b.hi };
}

export function sumRanges(sizes: Iterable<Size>): ByteRange {
  let sum = noBytes;
  for (const size of sizes) sum = addRanges(sum, rangeOf(size));
  return sum;
}

export function isExact({ lo, hi }: ByteRange): boolean {
  return lo === hi;
}
