/**
 * GitHub's `primaryLocationLineHash`: which finding is which while lines move. The values must be those that the
 * code scanning upload computes itself (`fingerprints.ts` of github/codeql-action), else each one is a warning there.
 */

/** The hash of a line covers this many characters from its start, white space left out. */
const windowLength = 100;
const multiplier = 37;
const endOfFile = 0xffff;

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;

/** A 64-bit number as two unsigned 32-bit halves: every product below stays under 2^53, so it is exact. */
interface Uint64 {
  readonly high: number;
  readonly low: number;
}

const two32 = 2 ** 32;

/**
 * The hash of each line as `<hex>:<n>`, where n counts equal hashes from the top of the file.
 * Lines are those of the upload: a lone `\r` ends one, too. O(length of the text).
 *
 * @param text the whole file, with its byte order mark if it has one
 * @returns index 0 is line 1
 */
export function lineHashes(text: string): string[] {
  const { units, length, starts } = significantUnits(text);
  const hashes: string[] = [];
  const occurrences = new Map<string, number>();
  const leaving = power(multiplier, windowLength);
  let hash: Uint64 = { high: 0, low: 0 };
  // `hash` covers the window that ends at `at`; past the end of the file it slides over zeros.
  for (let at = 0; hashes.length < starts.length; at++) {
    const entering = at < length ? (units[at] ?? 0) : 0;
    const start = at - windowLength + 1;
    hash = slide(hash, entering, start > 0 ? (units[start - 1] ?? 0) : 0, leaving);
    if (start === starts[hashes.length]) {
      const hex = toHex(hash);
      const nth = (occurrences.get(hex) ?? 0) + 1;
      occurrences.set(hex, nth);
      hashes.push(`${hex}:${nth}`);
    }
  }
  return hashes;
}

/** The UTF-16 units that count, and where the lines start among them. Every line end is one line feed. */
function significantUnits(text: string): { units: Uint16Array; length: number; starts: number[] } {
  const units = new Uint16Array(text.length + 1);
  const starts: number[] = [];
  let length = 0;
  let atLineStart = true;
  const keep = (unit: number) => {
    if (atLineStart) starts.push(length);
    units[length++] = unit;
    atLineStart = unit === lineFeed;
  };
  let afterCarriageReturn = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const dropped = unit === space || unit === tab || (unit === lineFeed && afterCarriageReturn);
    afterCarriageReturn = unit === carriageReturn;
    if (!dropped) keep(unit === carriageReturn ? lineFeed : unit);
  }
  keep(endOfFile);
  return { units, length, starts };
}

/** `hash * 37 + entering - left * leaving`, modulo 2^64. */
function slide(hash: Uint64, entering: number, left: number, leaving: Uint64): Uint64 {
  const low = hash.low * multiplier + entering - left * leaving.low;
  const high = hash.high * multiplier - left * leaving.high + Math.floor(low / two32);
  return { high: modulo32(high), low: modulo32(low) };
}

function power(base: number, exponent: number): Uint64 {
  let result: Uint64 = { high: 0, low: 1 };
  for (let i = 0; i < exponent; i++) {
    const low = result.low * base;
    result = { high: modulo32(result.high * base + Math.floor(low / two32)), low: modulo32(low) };
  }
  return result;
}

/** The remainder is never negative, unlike that of `%`. */
function modulo32(value: number): number {
  return value - Math.floor(value / two32) * two32;
}

function toHex({ high, low }: Uint64): string {
  return high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, "0");
}
