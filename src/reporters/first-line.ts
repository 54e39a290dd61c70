/** Places cut down to one line, for the reports that can show only one. */
import type { SourceLocation } from "../syntax/nodes.ts";
import type { LineIndex } from "../syntax/positions.ts";

/** The last line that a place reaches into: one that ends at the very start of a line does not. */
export function lastLineOf({ start, end }: SourceLocation): number {
  return end.line > start.line && end.column === 1 ? end.line - 1 : end.line;
}

/** The part of a place on its first line, without the white space at the end of that line. */
export function firstLineOf(loc: SourceLocation, lines: LineIndex): SourceLocation {
  const { start, end } = loc;
  if (end.line === start.line) return loc;
  const endOfLine = lines.lineText(start.line).trimEnd().length + 1;
  return { start, end: { line: start.line, column: Math.max(start.column, endOfLine) } };
}
