/** A text taken out of another one, that knows where each of its characters comes from. */
import type { TextEdit } from "../engine/types.ts";
import type { Range } from "../syntax/nodes.ts";

/** How the new text of an edit meets the lines around it, where lines are indented. */
export interface EditPlace {
  /** True when nothing stands in the line before it: its first line needs an indentation. */
  readonly indentFirst: boolean;
  /** True when the rest of a line follows: after a last line end that rest needs an indentation. */
  readonly indentLast: boolean;
  /** True at the beginning of a line. */
  readonly lineStart: boolean;
}

/** Writes a piece of text as it has to stand in the outer file; null when it cannot be written there as it is. */
export type Writer = (text: string, place: EditPlace) => string | null;

/** A part of a text that stands for something else. */
export interface Substitution {
  /** In the inner text. */
  readonly range: Range;
  /** False when only the builder knows the value: a variable of that name stands for it. */
  readonly known: boolean;
}

export class MappedText {
  readonly text: string;
  readonly substitutions: readonly Substitution[];
  readonly #starts: readonly number[];
  readonly #ends: readonly number[];
  readonly #end: number;
  readonly #write: Writer;

  /** Made by `MappedTextBuilder`. */
  constructor(
    text: string,
    places: { starts: readonly number[]; ends: readonly number[]; end: number },
    substitutions: readonly Substitution[],
    write: Writer,
  ) {
    this.text = text;
    this.substitutions = substitutions;
    this.#starts = places.starts;
    this.#ends = places.ends;
    this.#end = places.end;
    this.#write = write;
  }

  get write(): Writer {
    return this.#write;
  }

  /** Where a character of the inner text stands in the outer one. */
  placeOf(index: number): Range {
    return [this.#starts[index] ?? this.#end, this.#ends[index] ?? this.#end];
  }

  /** An offset in the inner text as an offset in the outer one. */
  outerOffset(offset: number): number {
    return this.#starts[offset] ?? this.#end;
  }

  /** A range of the inner text in the outer one: from its first character to its last. */
  outerRange([start, end]: Range): Range {
    const from = this.outerOffset(start);
    if (end <= start) return [from, from];
    return [from, Math.max(from, this.#ends[end - 1] ?? this.#end)];
  }

  /** An edit of the inner text as one of the outer text; null when the outer text has no such place. */
  outerEdit({ range: [start, end], text }: TextEdit): TextEdit | null {
    if (this.substitutions.some(({ range }) => start < range[1] && end > range[0])) return null;
    const lineStart = start === 0 || this.text[start - 1] === "\n";
    // An empty line has no indentation that could stay, nor has the place after the last line.
    const bare = start > 0 && lineStart && this.placeOf(start - 1)[1] === this.outerOffset(start);
    const takesLines = this.text[end - 1] === "\n" && end > start;
    if (bare && takesLines && text !== "" && !text.endsWith("\n")) return null;
    const last = end >= this.text.length;
    const indentLast = !last && !(bare && (takesLines || end === start));
    const written = text === "" ? "" : this.#write(text, { indentFirst: bare, indentLast, lineStart });
    if (written === null) return null;
    const from = text === "" && last && lineStart && start > 0 ? this.placeOf(start - 1)[1] : this.outerOffset(start);
    // The indentation of the next character goes in place of the one before the first.
    const to = end === start ? from : last || bare ? this.placeOf(end - 1)[1] : this.outerOffset(end);
    return { range: [from, Math.max(from, to)], text: written };
  }
}

/** Gives the lines of a text the indentation that they need; empty lines stay empty. */
export function indentLines(text: string, margin: string, eol: string, { indentFirst, indentLast }: EditPlace): string {
  const lines = text.split(/\r?\n/);
  const written = lines.map((line, index) => {
    if (index === 0) return indentFirst && line !== "" ? margin + line : line;
    const isRest = index === lines.length - 1;
    return (isRest ? line !== "" || indentLast : line !== "") ? margin + line : line;
  });
  return written.join(eol);
}

export class MappedTextBuilder {
  #text = "";
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #substitutions: Substitution[] = [];

  /** Adds text that stands in the outer text as it is. */
  addVerbatim(text: string, start: number): void {
    for (let index = 0; index < text.length; index++) {
      this.#starts.push(start + index);
      this.#ends.push(start + index + 1);
    }
    this.#text += text;
  }

  /** Adds text that a range of the outer text stands for as a whole: an escape sequence, a folded line end. */
  addWhole(text: string, [start, end]: Range): void {
    for (let index = 0; index < text.length; index++) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
    this.#text += text;
  }

  /** Adds characters of another text, with their places. */
  addFrom(source: MappedText, [start, end]: Range): void {
    for (let index = start; index < end; index++) {
      const [from, to] = source.placeOf(index);
      this.#starts.push(from);
      this.#ends.push(to);
    }
    this.#text += source.text.slice(start, end);
  }

  /** Adds, by `add`, what stands for something else. */
  addSubstitution(known: boolean, add: () => void): void {
    const start = this.#text.length;
    add();
    this.#substitutions.push({ range: [start, this.#text.length], known });
  }

  /** @param end the offset in the outer text after the last character */
  build(end: number, write: Writer): MappedText {
    return new MappedText(this.#text, { starts: this.#starts, ends: this.#ends, end }, this.#substitutions, write);
  }

  get text(): string {
    return this.#text;
  }
}

/**
 * The last resort for a text whose characters could not be placed: all of them are at `range`, and none can be edited.
 */
export function unplacedText(text: string, range: Range): MappedText {
  const builder = new MappedTextBuilder();
  builder.addSubstitution(true, () => {
    builder.addWhole(text, range);
  });
  return builder.build(range[1], () => null);
}
