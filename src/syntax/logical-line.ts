/** An instruction's text as BuildKit joins it from physical lines, with the map back to the file. */
import type { LogicalLine, Range } from "./nodes.ts";

export class JoinedLine implements LogicalLine {
  readonly text: string;
  /** Starts of the joined pieces: in `text`, and in the file. Both ascend. */
  readonly #joined: readonly number[];
  readonly #source: readonly number[];

  constructor(text: string, joinedStarts: readonly number[], sourceStarts: readonly number[]) {
    this.text = text;
    this.#joined = joinedStarts;
    this.#source = sourceStarts;
  }

  toSource(offset: number): number {
    if (offset >= this.text.length && offset > 0) return this.toSource(this.text.length - 1) + 1;
    const piece = this.#pieceAt(offset);
    return (this.#source[piece] ?? 0) + offset - (this.#joined[piece] ?? 0);
  }

  toRange(start: number, end: number): Range {
    if (end <= start) {
      const at = this.toSource(start);
      return [at, at];
    }
    return [this.toSource(start), this.toSource(end - 1) + 1];
  }

  /** The part `[start, end)` as a line of its own: the trigger of an ONBUILD. */
  slice(start: number, end: number): JoinedLine {
    const first = this.#pieceAt(start);
    const joined = [0];
    const source = [this.toSource(start)];
    for (let piece = first + 1; piece < this.#joined.length && (this.#joined[piece] ?? 0) < end; piece++) {
      joined.push((this.#joined[piece] ?? 0) - start);
      source.push(this.#source[piece] ?? 0);
    }
    return new JoinedLine(this.text.slice(start, end), joined, source);
  }

  /** The last piece that starts at or before `offset`; empty pieces are passed over. */
  #pieceAt(offset: number): number {
    let low = 0;
    let high = this.#joined.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#joined[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
