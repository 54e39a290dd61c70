/** The script in the quoted argument of `sh -c`, `su -c`, `eval`, with the way back to where it is written. */
import type { Word, WordPart } from "./bash-tree.ts";
import type { Range } from "./nodes.ts";
import { variablesIn } from "./words.ts";
import type { FilledStretch } from "./words.ts";

export interface EmbeddedScript {
  /** Quotes and escapes of the outer shell removed; its expansions as written. */
  readonly text: string;
  readonly toRange: (start: number, end: number) => Range;
  readonly filled: readonly FilledStretch[];
}

interface Piece {
  readonly text: string;
  /** Where `text` is written, character by character; null when escapes make it differ. */
  readonly pos: number | null;
  /** Set for what the outer shell expands: the variables it reads. */
  readonly variables: readonly string[] | null;
}

/**
 * @param words the arguments that make the script, joined by single spaces
 * @param skip characters of the first word's value that do not belong to it (`--command=`)
 * @param toRange from offsets of the outer text to the file
 * @returns null when the outer shell makes the whole of it (`sh -c "$CMD"`): then nothing is known
 */
export function embeddedScript(
  words: readonly Word[],
  skip: number,
  toRange: (start: number, end: number) => Range,
): EmbeddedScript | null {
  const first = words[0];
  const last = words.at(-1);
  if (!first || !last) return null;
  const pieces = words.flatMap((word, index) => {
    const own = piecesOfWord(word);
    return index === 0 ? own : [{ text: " ", pos: word.pos - 1, variables: null }, ...own];
  });
  const written = pieces.filter((piece) => piece.variables === null).map((piece) => piece.text);
  if (written.join("").slice(skip).trim() === "") return null;
  const starts: number[] = [];
  const filled: FilledStretch[] = [];
  let text = "";
  for (const piece of pieces) {
    const start = text.length - skip;
    starts.push(start);
    text += piece.text;
    if (piece.variables) filled.push({ start, end: text.length - skip, variables: piece.variables });
  }
  const exact = pieces.every((piece) => piece.pos !== null);
  const toOuter = (offset: number): number => {
    const index = lastAtOrBefore(starts, offset);
    return (pieces[index]?.pos ?? 0) + offset - (starts[index] ?? 0);
  };
  return {
    text: text.slice(skip),
    toRange: exact
      ? (start, end) => toRange(toOuter(start), end > start ? toOuter(end - 1) + 1 : toOuter(start))
      : () => toRange(first.pos, last.end),
    filled,
  };
}

/** Index of the last of the ascending `starts` that is not above `offset`; 0 when all are. */
function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function piecesOfWord(word: Word): Piece[] {
  if (word.parts) return word.parts.flatMap(piecesOfPart);
  return [plain(word.value, word.value === word.text ? word.pos : null)];
}

function piecesOfPart(part: WordPart): Piece[] {
  switch (part.type) {
    case "Literal":
      return [plain(part.value, part.value === part.text ? part.pos : null)];
    case "SingleQuoted":
      return [plain(part.value, part.pos + 1)];
    case "AnsiCQuoted":
      return [plain(part.value, part.text.slice(2, -1) === part.value ? part.pos + 2 : null)];
    case "DoubleQuoted":
    case "LocaleString":
      return part.parts.flatMap(piecesOfPart);
    case "Glob":
    case "ExtendedGlob":
    case "BraceExpansion":
      return [plain(part.text, part.pos)];
    default:
      return [{ text: part.text, pos: part.pos, variables: variablesIn(part) }];
  }
}

function plain(text: string, pos: number | null): Piece {
  return { text, pos, variables: null };
}
