/**
 * YAML SCALAR -> MAPPED TEXT. The value is the parser's; here its characters are found in the file, by YAML's rules for each
 * style (YAML 1.2.2, chapters 7.3 and 8.1). What does not come out equal to the value is not placed at all.
 */
import type { Scalar } from "yaml";
import type { Range } from "../syntax/nodes.ts";
import { addEscape, escapeQuoted } from "./escapes.ts";
import { indentLines, MappedTextBuilder, unplacedText } from "./mapped-text.ts";
import type { MappedText, Writer } from "./mapped-text.ts";

/** @param text the whole file */
export function placeYamlScalar(scalar: Scalar, value: string, text: string): MappedText {
  const [start, end] = scalar.range ?? [0, 0];
  const placed = placers[scalar.type ?? "PLAIN"]?.(text, [start, end], value);
  return placed?.text === value ? placed : unplacedText(value, [start, end]);
}

type Placer = (text: string, range: Range, value: string) => MappedText | null;

const placers: Readonly<Record<string, Placer>> = {
  BLOCK_LITERAL: placeBlock,
  BLOCK_FOLDED: placeBlock,
  QUOTE_DOUBLE: (text, [start, end]) => placeFlow(text, [start + 1, end - 1], "\\", escapeQuoted),
  QUOTE_SINGLE: (text, [start, end]) =>
    placeFlow(text, [start + 1, end - 1], "'", (added) => (/[\r\n]/.test(added) ? null : added.replaceAll("'", "''"))),
  PLAIN: (text, range) => placeFlow(text, range, "", () => null),
};

interface Line {
  /** Offset of the first character after the indentation. */
  readonly start: number;
  readonly content: string;
  /** Offset after the content, before the line end. */
  readonly end: number;
  /** Offset after the line end. */
  readonly next: number;
}

function placeBlock(text: string, [start, end]: Range, value: string): MappedText | null {
  const headerEnd = text.indexOf("\n", start) + 1;
  if (headerEnd === 0 || headerEnd > end) return null;
  const lines = linesOf(text, headerEnd, end);
  const first = lines.find(({ content }) => content.trim() !== "");
  if (!first) return null;
  const builder = new MappedTextBuilder();
  if (text[start] === ">") {
    const last = addFolded(builder, withoutIndent(lines, /^ */.exec(first.content)?.[0].length ?? 0), value);
    return builder.build(last, () => null);
  }
  // Behind an indentation indicator (`|2`) the first line may begin with spaces of its own.
  const indent = first.content.length - (value.split("\n").find((line) => line.trim() !== "") ?? "").length;
  const last = addLiteral(builder, withoutIndent(lines, indent), value);
  const eol = text[headerEnd - 2] === "\r" ? "\r\n" : "\n";
  return builder.build(last, blockWriter(" ".repeat(Math.max(0, indent)), eol));
}

function withoutIndent(lines: readonly Line[], indent: number): Line[] {
  return lines.map((line) => {
    const cut = Math.min(indent, line.content.length);
    return { ...line, start: line.start + cut, content: line.content.slice(cut) };
  });
}

/** @returns the offset after the last character */
function addLiteral(builder: MappedTextBuilder, lines: readonly Line[], value: string): number {
  let last = lines[0]?.start ?? 0;
  for (const { content, start, end, next } of lines) {
    if (builder.text.length >= value.length) break;
    builder.addVerbatim(content, start);
    last = end;
    if (builder.text.length >= value.length) break;
    builder.addWhole("\n", [end, next]);
    last = next;
  }
  return last;
}

/**
 * Line ends become a space, or fewer line ends; the value says which.
 *
 * @returns the offset after the last character
 */
function addFolded(builder: MappedTextBuilder, lines: readonly Line[], value: string): number {
  let last = lines[0]?.start ?? 0;
  for (const { content, start, end } of lines) {
    if (content === "") continue;
    addGap(builder, value, [last, start]);
    builder.addVerbatim(content, start);
    last = end;
  }
  addGap(builder, value, [last, lines.at(-1)?.next ?? last]);
  return last;
}

/** What the line ends between two lines became. */
function addGap(builder: MappedTextBuilder, value: string, outer: Range): void {
  const at = builder.text.length;
  const gap = at > 0 && value[at] === " " ? " " : (/^\n*/.exec(value.slice(at))?.[0] ?? "");
  builder.addWhole(gap, outer);
}

/** A text that begins with white space could change the indentation of the block. */
function blockWriter(margin: string, eol: string): Writer {
  return (text, place) => (place.lineStart && /^[ \t]/.test(text) ? null : indentLines(text, margin, eol, place));
}

/** Quoted and plain text: a line end with the white space around it is a space; blank lines stay. */
function placeFlow(text: string, [start, end]: Range, escape: string, write: Writer): MappedText {
  const builder = new MappedTextBuilder();
  let at = start;
  while (at < end) {
    const fold = /^[ \t]*\r?\n\s*/.exec(text.slice(at, end));
    if (fold) {
      const breaks = fold[0].split("\n").length - 1;
      builder.addWhole(breaks === 1 ? " " : "\n".repeat(breaks - 1), [at, at + fold[0].length]);
      at += fold[0].length;
    } else if (escape === "\\" && text[at] === "\\") {
      const joined = /^\\\r?\n\s*/.exec(text.slice(at, end));
      at = joined ? at + joined[0].length : addEscape(builder, text, at);
    } else if (escape === "'" && text.startsWith("''", at)) {
      builder.addWhole("'", [at, at + 2]);
      at += 2;
    } else {
      const stop = at + (/^[^\\'\s]+|^[^]/.exec(text.slice(at, end))?.[0].length ?? 1);
      builder.addVerbatim(text.slice(at, stop), at);
      at = stop;
    }
  }
  return builder.build(end, write);
}

function linesOf(text: string, start: number, end: number): Line[] {
  const lines: Line[] = [];
  for (let at = start; at < end;) {
    const lineFeed = text.indexOf("\n", at);
    const next = lineFeed < 0 || lineFeed >= end ? end : lineFeed + 1;
    const content = text.slice(at, next).replace(/\r?\n$/, "");
    lines.push({ start: at, content, end: at + content.length, next });
    at = next;
  }
  return lines;
}
