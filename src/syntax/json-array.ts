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
  if (text[start] !== "[") return none;
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
