/** Arithmetic on sizes that may not be known. */
import type { Size } from "./types.ts";

/** A size known to the byte. */
export function exactly(bytes: number): Size {
  return { kind: "exact", bytes };
}

/**
 * A size between two bounds; one that is exact when they meet.
 *
 * @param lo at least this many bytes
 * @param hi at most this many bytes
 * @param why what decides between them, for people
 */
export function between(lo: number, hi: number, why: string): Size {
  return lo === hi ? exactly(lo) : { kind: "bounded", lo, hi, why };
}

/** A size that nothing is known of, and what would have to be known. */
export function unknownSize(why: string): Size {
  return { kind: "unknown", why };
}

/** The sum of two sizes. Unknown and anything is unknown; of two reasons the first is kept. */
export function addSizes(a: Size, b: Size): Size {
  if (a.kind === "unknown") return a;
  if (b.kind === "unknown") return b;
  if (a.kind === "exact" && b.kind === "exact") return exactly(a.bytes + b.bytes);
  const why = a.kind === "bounded" ? a.why : b.kind === "bounded" ? b.why : "";
  return between(lowest(a) + lowest(b), highest(a) + highest(b), why);
}

/** The sum of many sizes; exactly 0 for none. */
export function sumSizes(sizes: Iterable<Size>): Size {
  let sum = exactly(0);
  for (const size of sizes) sum = addSizes(sum, size);
  return sum;
}

/**
 * One of two sizes, whichever it turns out to be.
 *
 * @param why what decides between them, for people
 */
export function eitherSize(a: Size, b: Size, why: string): Size {
  if (a.kind === "unknown") return a;
  if (b.kind === "unknown") return b;
  const known = a.kind === "bounded" ? a.why : b.kind === "bounded" ? b.why : why;
  return between(Math.min(lowest(a), lowest(b)), Math.max(highest(a), highest(b)), known);
}

type KnownSize = Exclude<Size, { kind: "unknown" }>;

function lowest(size: KnownSize): number {
  return size.kind === "exact" ? size.bytes : size.lo;
}

function highest(size: KnownSize): number {
  return size.kind === "exact" ? size.bytes : size.hi;
}
