/**
 * The patterns of `${x#p}`, `${x%p}` and `${x/p/r}`: `*`, `?` and escapes, no brackets (BuildKit: shell/lex.go).
 *
 * BuildKit turns a pattern into a Go regular expression, which matches in linear time; JavaScript's would not. So the
 * pattern is cut at its `*` into segments, and each segment is placed at its first (or last) possible place.
 */

export type PatternResult = { readonly text: string } | { readonly error: string };

const anyRun = -1;
const anyCharacter = -2;
const newline = 10;

/** What stands between the `*` of a pattern: code points, or `anyCharacter`. */
type Segment = readonly number[];

/**
 * `${value#word}` and `${value%word}`; a doubled operator, whose second character starts `word`, takes the longest match.
 *
 * @returns the value without the prefix or suffix; the value itself when nothing matches
 */
export function trimPattern(value: string, word: string, operator: "#" | "%"): PatternResult {
  const longest = word.startsWith(operator);
  const pattern = longest ? word.slice(1) : word;
  if (operator === "#") return trimPrefix(codePoints(value), codePoints(pattern), longest);
  const trimmed = trimPrefix(codePoints(value).reverse(), reversePattern(codePoints(pattern)), longest);
  return "error" in trimmed ? trimmed : { text: fromCodePoints(codePoints(trimmed.text).reverse()) };
}

/** `${value/pattern/replacement}`, or `//` for all matches. The match is the leftmost and there the longest. */
export function replacePattern(value: string, pattern: string, replacement: string, all: boolean): PatternResult {
  const segments = parsePattern(codePoints(pattern));
  if (typeof segments === "string") return { error: segments };
  const text = codePoints(value);
  if (all) return { text: replaceAll(text, segments, replacement) };
  const match = findMatch(text, segments, 0);
  if (!match) return { text: value };
  const [start, end] = match;
  return { text: fromCodePoints(text.slice(0, start)) + replacement + fromCodePoints(text.slice(end)) };
}

function trimPrefix(text: number[], pattern: readonly number[], longest: boolean): PatternResult {
  const segments = parsePattern(pattern);
  if (typeof segments === "string") return { error: segments };
  const [first = []] = segments;
  const end = matchesAt(text, first, 0) ? matchRest(text, segments, first.length, longest) : null;
  return { text: fromCodePoints(end === null ? text : text.slice(end)) };
}

/** As Go's `ReplaceAllString`: an empty match next to the one before it is left out. */
function replaceAll(text: readonly number[], segments: readonly Segment[], replacement: string): string {
  let result = "";
  let lastEnd = 0;
  for (let from = 0; from <= text.length;) {
    const match = findMatch(text, segments, from);
    if (!match) break;
    const [start, end] = match;
    result += fromCodePoints(text.slice(lastEnd, start));
    if (end > lastEnd || start === 0) result += fillTemplate(replacement, fromCodePoints(text.slice(start, end)));
    lastEnd = end;
    from = Math.max(end, from + 1);
  }
  return result + fromCodePoints(text.slice(lastEnd));
}

/** Go fills `$0` and `${0}` with the match, other `$name` with nothing, `$$` with a dollar; so BuildKit does, for `//` alone. */
function fillTemplate(template: string, match: string): string {
  if (!template.includes("$")) return template;
  return template.replace(/\$(?:(\$)|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu, (_, dollar, bare, braced) => {
    if (dollar) return "$";
    return (bare ?? braced) === "0" ? match : "";
  });
}

/** The leftmost match from `from` on. */
function findMatch(
  text: readonly number[],
  segments: readonly Segment[],
  from: number,
): readonly [start: number, end: number] | null {
  const [first = []] = segments;
  for (let at = from; at <= text.length;) {
    const start = findForward(text, first, at, text.length);
    if (start === null) return null;
    const end = matchRest(text, segments, start + first.length, true);
    if (end !== null) return [start, end];
    // What does not follow this start does not follow a later one on the same line either.
    at = lineEnd(text, start + first.length) + 1;
  }
  return null;
}

/**
 * Places the segments behind the first one.
 *
 * @param from where the first segment ends
 * @returns where the match ends; null when it does not match
 */
function matchRest(
  text: readonly number[],
  segments: readonly Segment[],
  from: number,
  longest: boolean,
): number | null {
  let at = from;
  let limit = -1;
  for (let index = 1; index < segments.length; index++) {
    const segment = segments[index] ?? [];
    // A `*` does not cross a line end, as `.` does not in Go.
    if (at > limit) limit = lineEnd(text, at);
    const last = index === segments.length - 1;
    const place = last && longest ? findBackward(text, segment, at, limit) : findForward(text, segment, at, limit);
    if (place === null) return null;
    at = place + segment.length;
  }
  return at;
}

function findForward(text: readonly number[], segment: Segment, from: number, limit: number): number | null {
  for (let at = from; at <= limit; at++) if (matchesAt(text, segment, at)) return at;
  return null;
}

function findBackward(text: readonly number[], segment: Segment, from: number, limit: number): number | null {
  for (let at = Math.min(limit, text.length - segment.length); at >= from; at--) {
    if (matchesAt(text, segment, at)) return at;
  }
  return null;
}

function matchesAt(text: readonly number[], segment: Segment, at: number): boolean {
  if (at + segment.length > text.length) return false;
  return segment.every((wanted, index) => {
    const found = text[at + index];
    return wanted === anyCharacter ? found !== newline : found === wanted;
  });
}

function lineEnd(text: readonly number[], from: number): number {
  const found = text.indexOf(newline, from);
  return found < 0 ? text.length : found;
}

/** @returns the segments between the `*`, or BuildKit's error */
function parsePattern(pattern: readonly number[]): Segment[] | string {
  const segments: number[][] = [[]];
  for (let at = 0; at < pattern.length; at++) {
    const token = readToken(pattern, at);
    if (token === null) {
      const escaped = pattern[at + 1];
      const shown = escaped === undefined ? "\uFFFD" : String.fromCodePoint(escaped);
      return `invalid pattern (${fromCodePoints(pattern)}) in substitution: invalid escape '\\${shown}'`;
    }
    if (token === anyRun) segments.push([]);
    else segments.at(-1)?.push(token);
    if (pattern[at] === backslash) at++;
  }
  return segments;
}

const backslash = 92;
const star = 42;
const question = 63;
const slash = 47;
const closingBrace = 125;

/** The token at `at`, escape included; null for an escape that patterns do not know. */
function readToken(pattern: readonly number[], at: number): number | null {
  const code = pattern[at] ?? 0;
  if (code === star) return anyRun;
  if (code === question) return anyCharacter;
  if (code !== backslash) return code;
  const escaped = pattern[at + 1];
  const known = [star, question, backslash, slash, closingBrace];
  return escaped !== undefined && known.includes(escaped) ? escaped : null;
}

/** Back to front, each escape staying before what it escapes. */
function reversePattern(pattern: readonly number[]): number[] {
  const reversed: number[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const code = pattern[at] ?? 0;
    const escaped = code === backslash ? pattern[at + 1] : undefined;
    if (escaped === undefined) {
      reversed.push(code);
    } else {
      // The whole list is turned round below.
      reversed.push(escaped, code);
      at++;
    }
  }
  return reversed.reverse();
}

function codePoints(text: string): number[] {
  return Array.from(text, (char) => char.codePointAt(0) ?? 0);
}

function fromCodePoints(codes: readonly number[]): string {
  let text = "";
  for (const code of codes) text += String.fromCodePoint(code);
  return text;
}
