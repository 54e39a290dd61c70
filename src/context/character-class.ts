/** Bracket expressions and escapes of Go's regexp syntax. */
import { badPattern, PatternError } from "./pattern-error.ts";

export type CharacterTest = (codePoint: number) => boolean;

const classEscapes: Readonly<Record<string, RegExp>> = {
  d: /^[0-9]$/,
  D: /^[^0-9]$/u,
  w: /^[0-9A-Za-z_]$/,
  W: /^[^0-9A-Za-z_]$/u,
  s: /^[\t\n\f\r ]$/,
  S: /^[^\t\n\f\r ]$/u,
};

const controls: Readonly<Record<string, string>> = { a: "\x07", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

const namedClasses: Readonly<Record<string, RegExp>> = {
  alnum: /^[0-9A-Za-z]$/,
  alpha: /^[A-Za-z]$/,
  ascii: /^[\x00-\x9f]$/,
  blank: /^[\t ]$/,
  digit: /^[0-9]$/,
  graph: /^[!-~]$/,
  lower: /^[a-z]$/,
  print: /^[ -~]$/,
  punct: /^[!-/:-@[-`{-~]$/,
  space: /^[\t\n\v\f\r ]$/,
  upper: /^[A-Z]$/,
  word: /^[0-9A-Za-z_]$/,
  xdigit: /^[0-9A-Fa-f]$/,
};

/** The characters that `\` and a character stand for: `\d`, `\n`, `\.`. @throws PatternError */
export function readEscape(character: string | undefined): CharacterTest {
  const escape = character === undefined ? undefined : classEscapes[character];
  if (escape) return fits(escape);
  const wanted = escapedCharacter(character);
  return (found) => found === wanted;
}

function escapedCharacter(character: string | undefined): number {
  const control = character === undefined ? undefined : controls[character];
  if (control !== undefined) return control.charCodeAt(0);
  if (character === undefined || !/^[\0-\x7f]$/.test(character) || /^[0-9A-Za-z]$/.test(character)) {
    throw new PatternError(badPattern);
  }
  return character.charCodeAt(0);
}

function fits(expression: RegExp): CharacterTest {
  return (found) => expression.test(String.fromCodePoint(found));
}

/**
 * Reads `[...]`.
 *
 * @param at index of the opening bracket
 * @throws PatternError for a class without an end, a range from high to low, an unknown name or escape
 */
export function readCharacterClass(source: readonly string[], at: number): { test: CharacterTest; end: number } {
  const negated = source[at + 1] === "^";
  const first = at + (negated ? 2 : 1);
  const tests: CharacterTest[] = [];
  let next = first;
  while (source[next] !== "]" || next === first) {
    const item = readNamedClass(source, next) ?? readClassEscape(source, next) ?? readRange(source, next);
    tests.push(item.test);
    next = item.end;
  }
  const test: CharacterTest = (found) => tests.some((one) => one(found)) !== negated;
  return { test, end: next + 1 };
}

interface ClassItem {
  readonly test: CharacterTest;
  readonly end: number;
}

/** `[:alpha:]` or `[:^alpha:]`. */
function readNamedClass(source: readonly string[], at: number): ClassItem | null {
  if (source[at] !== "[" || source[at + 1] !== ":") return null;
  const close = source.findIndex((one, index) => index > at + 1 && one === ":" && source[index + 1] === "]");
  if (close < 0) return null;
  const name = source.slice(at + 2, close).join("");
  const expression = namedClasses[name.replace(/^\^/, "")];
  if (!expression) throw new PatternError(badPattern);
  const test = fits(expression);
  return { test: name.startsWith("^") ? (found) => !test(found) : test, end: close + 2 };
}

function readClassEscape(source: readonly string[], at: number): ClassItem | null {
  const expression = source[at] === "\\" ? classEscapes[source[at + 1] ?? ""] : undefined;
  return expression ? { test: fits(expression), end: at + 2 } : null;
}

/** `a` or `a-z`. */
function readRange(source: readonly string[], at: number): ClassItem {
  const low = readClassCharacter(source, at);
  if (source[low.end] !== "-" || source[low.end + 1] === "]" || source[low.end + 1] === undefined) {
    return { test: (found) => found === low.character, end: low.end };
  }
  const high = readClassCharacter(source, low.end + 1);
  if (high.character < low.character) throw new PatternError(badPattern);
  return { test: (found) => found >= low.character && found <= high.character, end: high.end };
}

function readClassCharacter(source: readonly string[], at: number): { character: number; end: number } {
  if (source[at] === "\\") return { character: escapedCharacter(source[at + 1]), end: at + 2 };
  const character = source[at]?.codePointAt(0);
  if (character === undefined) throw new PatternError(badPattern);
  return { character, end: at + 1 };
}
