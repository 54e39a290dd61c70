/** Escape sequences of quoted strings in JSON, HCL and YAML. */
import type { MappedTextBuilder } from "./mapped-text.ts";

const simple: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

const numeric = /^(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8}))/i;

/**
 * Decodes the sequence after a backslash. YAML's set holds those of JSON and HCL: whoever calls compares the outcome with
 * the parser's.
 *
 * @param at the offset of the backslash
 * @returns the offset after the sequence
 */
export function addEscape(builder: MappedTextBuilder, text: string, at: number): number {
  const digits = numeric.exec(text.slice(at + 1, at + 10));
  const code = digits?.[1] ?? digits?.[2] ?? digits?.[3];
  const end = at + 1 + (digits ? digits[0].length : 1);
  const point = code === undefined ? null : Number.parseInt(code, 16);
  const decoded = point === null ? simple[text.charAt(at + 1)] : point <= 0x10ffff ? String.fromCodePoint(point) : "";
  builder.addWhole(decoded ?? text.charAt(at + 1), [at, end]);
  return end;
}

/** Decodes a string in which only a backslash means something. */
export function addQuoted(builder: MappedTextBuilder, text: string, start: number, end: number): void {
  for (let at = start; at < end;) {
    const backslash = text.indexOf("\\", at);
    const stop = backslash < 0 || backslash > end ? end : backslash;
    builder.addVerbatim(text.slice(at, stop), at);
    at = stop < end ? addEscape(builder, text, stop) : end;
  }
}

/** As it stands between double quotes. */
export function escapeQuoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
