/** JSON form of an instruction, as strict as Go's encoding/json. */

/** A decoded string with its place (quotes included) in the text. */
interface JsonString {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export type JsonArray =
  | { readonly kind: "strings"; readonly items: readonly JsonString[] }
  /** A valid array that holds something else: BuildKit rejects the file. `start`..`end` is the first such element. */
  | { readonly kind: "not-strings"; readonly start: number; readonly end: number }
  /** No JSON: BuildKit silently reads the other form. */
  | { readonly kind: "none" };

const none: JsonArray = { kind: "none" };

/** @param text reads `text.slice(start, end)`, which must begin with `[` to be JSON */
export function readJsonArray(text: string, start: number, end: number): JsonArray {
  if (text[start] !== "[" || text[end - 1] !== "]") return none;
  const plain = readPlainStrings(text, start, end);
  if (plain !== null) return { kind: "strings", items: plain };
  const source = text.slice(start, end);
  let values: unknown;
  try {
    values = JSON.parse(source);
  } catch {
    // Not JSON at all: that is an answer here, not an error.
    return none;
  }
  if (!Array.isArray(values) || values.some((value) => typeof value === "number" && !Number.isFinite(value)))
    return none;
  const places = elementPlaces(source);
  const odd = values.findIndex((value) => typeof value !== "string");
  if (odd >= 0) {
    const [from, to] = places[odd] ?? [0, source.length];
    return { kind: "not-strings", start: start + from, end: start + to };
  }
  const items = (values as string[]).map((value, index) => {
    const [from, to] = places[index] ?? [0, 0];
    return { value: value.toWellFormed?.() ?? value, start: start + from, end: start + to };
  });
  return { kind: "strings", items };
}

/**
 * Reads `["a", "b"]` without a second pass for the places, which is what nearly all arrays are: null where a string
 * holds an escape or anything rare, where an element is no string, and where there is no array at all.
 */
function readPlainStrings(text: string, start: number, end: number): JsonString[] | null {
  const items: JsonString[] = [];
  let at = skipBlanks(text, start + 1, end);
  if (at === end - 1) return items;
  for (; ; at = skipBlanks(text, at + 1, end)) {
    if (text.charCodeAt(at) !== quote) return null;
    const from = at++;
    while (isPlain(text.charCodeAt(at))) at++;
    if (text.charCodeAt(at) !== quote) return null;
    items.push({ value: text.slice(from + 1, at), start: from, end: at + 1 });
    at = skipBlanks(text, at + 1, end);
    if (at === end - 1) return items;
    if (text.charCodeAt(at) !== comma) return null;
  }
}

const [quote, comma, backslash] = [0x22, 0x2c, 0x5c];

/** A character that stands for itself in a string; false behind the end of the text. */
function isPlain(code: number): boolean {
  return code >= 0x20 && code < 0xd800 && code !== quote && code !== backslash;
}

/** Blank and tab are the white space of JSON that one line can hold. */
function skipBlanks(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 9)) at++;
  return at;
}

/** Where the elements of a valid JSON array stand. */
function elementPlaces(source: string): (readonly [number, number])[] {
  const places: (readonly [number, number])[] = [];
  let depth = 0;
  let from = -1;
  let to = -1;
  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    if (char === '"') {
      if (depth === 1 && from < 0) from = at;
      for (at++; source[at] !== '"'; at++) if (source[at] === "\\") at++;
      to = at + 1;
    } else if (char === "," && depth === 1) {
      places.push([from, to]);
      from = -1;
    } else if (char === "]" || char === "}") {
      depth--;
      to = depth === 0 ? to : at + 1;
    } else if (char === "[" || char === "{") {
      if (depth === 1 && from < 0) from = at;
      depth++;
    } else if (char !== " " && char !== "\t" && char !== "\n" && char !== "\r") {
      if (depth === 1 && from < 0) from = at;
      to = at + 1;
    }
  }
  if (from >= 0) places.push([from, to]);
  return places;
}
