/** Numbers and truth values as Go's strconv reads them. */

const int64Max = 2n ** 63n - 1n;
const truthValues: ReadonlyMap<string, boolean> = new Map([
  ...["1", "t", "T", "TRUE", "true", "True"].map((text) => [text, true] as const),
  ...["0", "f", "F", "FALSE", "false", "False"].map((text) => [text, false] as const),
]);

/** `strconv.ParseUint(text, base, 32)`; null when it is no such number. */
export function parseUint32(text: string, base: 8 | 10): number | null {
  if (!(base === 8 ? /^[0-7]+$/ : /^[0-9]+$/).test(text)) return null;
  const value = Number.parseInt(text, base);
  return value < 2 ** 32 ? value : null;
}

/** `strconv.Atoi`: 64 bits with a sign; null when it is no such number. */
export function parseInteger(text: string): number | null {
  if (!/^[+-]?[0-9]+$/.test(text)) return null;
  const value = BigInt(text.replace(/^\+/, ""));
  return value >= -int64Max - 1n && value <= int64Max ? Number(value) : null;
}

/** `strconv.ParseBool`; null when it is neither. */
export function parseBool(text: string): boolean | null {
  return truthValues.get(text) ?? null;
}
