/** Offsets <-> lines and columns. A line ends at `\n` only, as in BuildKit: a lone `\r` is white space. */
import type { Position, Range, SourceLocation } from "./nodes.ts";

export class LineIndex {
  readonly #text: string;
  readonly #starts: number[];

  /** @param text the file text without byte order mark */
  constructor(text: string) {
    this.#text = text;
    this.#starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }

  /** A text that ends in a line end has an empty last line. */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** 1-based line and UTF-16 column of an offset; offsets outside the text are clamped. */
  locate(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (this.#starts[low] ?? 0) + 1 };
  }

  locateRange(range: Range): SourceLocation {
    return { start: this.locate(range[0]), end: this.locate(range[1]) };
  }

  /** The inverse of `locate`. @throws RangeError for a position outside the text */
  offsetOf(position: Position): number {
    const start = this.#starts[position.line - 1];
    const offset = (start ?? 0) + position.column - 1;
    const limit = this.#starts[position.line] ?? this.#text.length + 1;
    if (start === undefined || position.column < 1 || offset >= limit) {
      throw new RangeError(`No line ${position.line}, column ${position.column} in this file`);
    }
    return offset;
  }

  /** Offset of the first character of a 1-based line. */
  lineStart(line: number): number {
    return this.#starts[line - 1] ?? this.#text.length;
  }

  /** A 1-based line without its line end (`\n` or `\r\n`). */
  lineText(line: number): string {
    const next = this.#starts[line];
    const text = this.#text.slice(this.lineStart(line), next === undefined ? undefined : next - 1);
    return text.endsWith("\r") ? text.slice(0, -1) : text;
  }
}
