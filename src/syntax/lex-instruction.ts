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
  readonly keyword: Token;
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
  const flags: FlagToken[] = [];
  const flagsEnd = text.startsWith("--", skipSpace(text, argsStart, end))
    ? readFlags(text, argsStart, end, flags)
    : argsStart;
  const restStart = skipSpace(text, flagsEnd, end);
  return {
    keyword: { value: text.slice(start, keywordEnd), start, end: keywordEnd },
    flags,
    rest: { value: text.slice(restStart, end), start: restStart, end },
  };
}

/**
 * Reads leading `--x` words and returns where they end. A bare `--` ends them and is dropped. Quotes group and vanish,
 * `\` (whatever the escape directive says) takes the next character literally. BuildKit goes byte by byte here, which
 * garbles non-ASCII values (`é` becomes `Ã©`) and splits at the bytes 0x85 and 0xA0: the same is done, as these are the
 * values a build gets.
 */
function readFlags(text: string, from: number, end: number, flags: FlagToken[]): number {
  let at = from;
  for (;;) {
    at = skipSpace(text, at, end);
    if (at >= end || !text.startsWith("--", at)) return at;
    const start = at;
    let value = "";
    let equals = -1;
    let quote = "";
    let split = false;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code > 0x7f) {
        const width = code >= 0xd800 && code < 0xdc00 ? 2 : 1;
        for (const byte of utf8.encode(text.slice(at, at + width))) {
          if (!quote && (byte === 0x85 || byte === 0xa0)) split = true;
          else value += String.fromCharCode(byte);
        }
        at += width - 1;
        if (split) break;
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
    if (value === "--") return at;
    flags.push({ value, start, end: at, equals });
    if (split) at++;
  }
}

const utf8 = new TextEncoder();

/** A list of words with white space between them; quotes mean nothing. */
export function splitWords(text: string, start: number, end: number): Token[] {
  const words: Token[] = [];
  let at = start;
  while (at < end) {
    const from = at;
    while (at < end && !isSeparator(text.charCodeAt(at))) at++;
    words.push({ value: text.slice(from, at), start: from, end: at });
    while (at < end && isSeparator(text.charCodeAt(at))) at++;
  }
  return words;
}

/**
 * Words in which quotes and escapes protect white space; both are kept in the value (ENV, LABEL, ARG).
 * An escape character at the very end is dropped.
 */
export function splitQuotedWords(text: string, start: number, end: number, escape: string): Token[] {
  const words: Token[] = [];
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
    if (valueEnd > from) words.push({ value: text.slice(from, valueEnd), start: from, end: at });
    at = skipSpace(text, at, end);
  }
  return words;
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
