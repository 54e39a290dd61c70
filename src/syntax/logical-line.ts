/** An instruction's text as BuildKit joins it from physical lines, with the map back to the file. */
import type { LogicalLine, Range } from "./nodes.ts";

export class JoinedLine implements LogicalLine {
  readonly text: string;
  /** Where the first piece starts in the file. */
  readonly #start: number;
  /** Two numbers for each piece: where it starts in `text`, and in the file. Both ascend. Null for a single piece. */
  readonly #pieces: readonly number[] | null;

  /** @param pieces null when nothing is joined: most instructions stand on one line */
  constructor(text: string, start: number, pieces: readonly number[] | null) {
    this.text = text;
    this.#start = start;
    this.#pieces = pieces;
  }

  toSource(offset: number): number {
    if (this.#pieces === null) return this.#start + Math.min(offset, this.text.length);
    if (offset >= this.text.length && offset > 0) return this.toSource(this.text.length - 1) + 1;
    return sourceIn(this.#pieces, offset);
  }

  toRange(start: number, end: number): Range {
    const at = this.toSource(start);
    return [at, end <= start ? at : this.toSource(end - 1) + 1];
  }

  continuedLines(): readonly number[] {
    return this.#pieces === null ? [] : this.#pieces.filter((_, index) => index > 0 && index % 2 === 0);
  }

  /** The part `[start, end)` as a line of its own: the trigger of an ONBUILD. */
  slice(start: number, end: number): JoinedLine {
    const text = this.text.slice(start, end);
    const source = this.toSource(start);
    if (this.#pieces === null) return new JoinedLine(text, source, null);
    const pieces = [0, source];
    for (let at = 2 * pieceAt(this.#pieces, start) + 2; (this.#pieces[at] ?? end) < end; at += 2) {
      pieces.push((this.#pieces[at] ?? 0) - start, this.#pieces[at + 1] ?? 0);
    }
    return new JoinedLine(text, source, pieces);
  }
}

function sourceIn(pieces: readonly number[], offset: number): number {
  const at = 2 * pieceAt(pieces, offset);
  return (pieces[at + 1] ?? 0) + offset - (pieces[at] ?? 0);
}

/** The last piece that starts at or before `offset`; empty pieces are passed over. */
function pieceAt(pieces: readonly number[], offset: number): number {
  let low = 0;
  let high = pieces.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[2 * middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
