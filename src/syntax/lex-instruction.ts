/**
 * LOGICAL LINE -> TOKENS: keyword, flags, words (BuildKit: parser/split_command.go, parser/line_parsers.go).
 * All offsets are into the logical line.
 */
import { isSeparator, isSpace, skipSpace, trimEnd } from "./characters.ts";

export interface Token {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

interface FlagToken extends Token {
  /** Offset of the first `=`; -1 without a value. */
  readonly equals: number;
}

export interface SplitInstruction {
  readonly keywordStart: number;
  readonly keywordEnd: number;
  readonly flags: readonly FlagToken[];
  /** What stands behind the flags, trimmed. */
  readonly rest: Token;
}

/** Takes keyword, flags and the rest of an instruction apart. Every instruction may have flags here. */
export function splitInstruction(text: string): SplitInstruction {
  const start = skipSpace(text, 0, text.length);
  const end = trimEnd(text, start, text.length);
  let keywordEnd = start;
  while (keywordEnd < end && !isSeparator(text.charCodeAt(keywordEnd))) keywordEnd++;
  let argsStart = keywordEnd;
  while (argsStart < end && isSeparator(text.charCodeAt(argsStart))) argsStart++;
  let restStart = skipSpace(text, argsStart, end);
  let flags = noFlags;
  if (text.startsWith("--", restStart)) {
    const found = readFlags(text, restStart, end);
    restStart = skipSpace(text, found.end, end);
    flags = found.flags;
  }
  const rest: Token = { value: text.slice(restStart, end), start: restStart, end };
  return { keywordStart: start, keywordEnd, flags, rest };
}

const noFlags: readonly FlagToken[] = [];
const [doubleQuote, singleQuote, backslash, equalsSign] = [0x22, 0x27, 0x5c, 0x3d];

interface ReadFlag extends FlagToken {
  /** Whether a byte of the character at `end` has ended it. */
  readonly cut: boolean;
}

/**
 * Reads leading `--x` words and tells where they end. A bare `--` ends them and is dropped. Quotes group and vanish,
 * `\` (whatever the escape directive says) takes the next character literally. BuildKit goes byte by byte here, which
 * garbles non-ASCII values (`é` becomes `Ã©`) and splits at the bytes 0x85 and 0xA0: the same is done, as these are the
 * values a build gets.
 */
function readFlags(text: string, from: number, end: number): { readonly flags: FlagToken[]; readonly end: number } {
  let flags: FlagToken[] | null = null;
  let at = from;
  while (at < end && text.startsWith("--", at)) {
    const flag = readPlainFlag(text, at, end) ?? readQuotedFlag(text, at, end);
    at = flag.end;
    if (flag.value === "--") break;
    if (flags) flags.push(flag);
    else flags = [flag];
    at = skipSpace(text, flag.cut ? at + 1 : at, end);
  }
  return { flags: flags ?? [], end: at };
}

/** A flag without anything that needs a closer look, as nearly all are; null for others. */
function readPlainFlag(text: string, start: number, end: number): ReadFlag | null {
  let at = start;
  let equals = -1;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f || code === doubleQuote || code === singleQuote || code === backslash) return null;
    if (isSpace(code)) break;
    if (code === equalsSign && equals < 0) equals = at;
  }
  return { value: text.slice(start, at), start, end: at, equals, cut: false };
}

function readQuotedFlag(text: string, start: number, end: number): ReadFlag {
  let at = start;
  let value = "";
  let equals = -1;
  let quote = "";
  let cut = false;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) {
      const width = code >= 0xd800 && code < 0xdc00 ? 2 : 1;
      for (const byte of utf8.encode(text.slice(at, at + width))) {
        if (!quote && (byte === 0x85 || byte === 0xa0)) cut = true;
        else value += String.fromCharCode(byte);
      }
      at += width - 1;
      if (cut) break;
      continue;
    }
    const char = text[at] ?? "";
    if (quote ? char === quote : char === '"' || char === "'") {
      quote = quote ? "" : char;
      continue;
    }
    if (!quote && isSpace(code)) break;
    if (char === "\\") {
      if (at + 1 >= end) continue;
      at++;
    }
    if (equals < 0 && text[at] === "=") equals = at;
    value += text[at] ?? "";
  }
  return { value, start, end: at, equals, cut };
}

const utf8 = new TextEncoder();

/**
 * Words in which quotes and escapes protect white space; both are kept in the value (ENV, LABEL, ARG).
 * An escape character at the very end is dropped.
 */
export function splitQuotedWords(text: string, start: number, end: number, escape: string): Token[] {
  let words: Token[] | null = null;
  let at = skipSpace(text, start, end);
  while (at < end) {
    const from = at;
    let valueEnd = -1;
    let quote = "";
    for (; at < end; at++) {
      const char = text[at] ?? "";
      if (!quote && isSpace(text.charCodeAt(at))) break;
      if (quote) {
        if (char === quote) quote = "";
      } else if (char === "'" || char === '"') {
        quote = char;
      }
      if (char !== escape || quote === "'") continue;
      if (at + 1 >= end) valueEnd = at;
      else at++;
    }
    if (valueEnd < 0) valueEnd = at;
    if (valueEnd > from) {
      const word = { value: text.slice(from, valueEnd), start: from, end: at };
      // Mostly there is one word, and an array that begins empty takes room for seventeen.
      if (words) words.push(word);
      else words = [word];
    }
    at = skipSpace(text, at, end);
  }
  return words ?? [];
}

export interface PairToken {
  readonly key: Token;
  readonly value: Token | null;
}

/** `key=value` taken apart at its first `=`. */
export function splitPair(word: Token, text: string): PairToken {
  const equals = word.value.indexOf("=");
  if (equals < 0) return { key: word, value: null };
  const at = text.indexOf("=", word.start);
  return {
    key: { value: word.value.slice(0, equals), start: word.start, end: at },
    value: { value: word.value.slice(equals + 1), start: at + 1, end: word.end },
  };
}

/** The old form `KEY the rest`: null when there is no value. */
export function splitLegacyPair(text: string, start: number, end: number): PairToken | null {
  let keyEnd = start;
  while (keyEnd < end && !isSeparator(text.charCodeAt(keyEnd))) keyEnd++;
  if (keyEnd >= end) return null;
  let valueStart = keyEnd;
  while (valueStart < end && isSeparator(text.charCodeAt(valueStart))) valueStart++;
  return {
    key: { value: text.slice(start, keyEnd), start, end: keyEnd },
    value: { value: text.slice(valueStart, end), start: valueStart, end },
  };
}
