/** Heredoc markers of a logical line (BuildKit: parser/parser.go, heredocsFromLine and ParseHeredoc). */
import { expandWord } from "./expand-word.ts";

export interface HeredocMarker {
  readonly name: string;
  readonly expand: boolean;
  readonly chomp: boolean;
  readonly fd: number;
  /** Offsets of the marker word in the line. */
  readonly start: number;
  readonly end: number;
}

const markerPattern = /^(\d*)<<(-?)[\t\n\f\r ]*([^<]*)$/;
const noVariables = { get: () => undefined };

/**
 * The heredocs that a line opens. BuildKit splits the whole line into shell words first, always with `\` as escape
 * character; when that fails (an unbalanced quote, `${x^}`) it silently sees no heredoc at all.
 *
 * @throws Error with BuildKit's text when a marker itself cannot be read
 */
export function findHeredocs(line: string): HeredocMarker[] {
  if (!line.includes("<<")) return [];
  const split = expandWord(line, noVariables, { escape: "\\", rawQuotes: true, rawEscapes: true, skipUnset: true });
  if (split.error !== null) return [];
  const markers: HeredocMarker[] = [];
  let from = 0;
  let open: { readonly text: string; readonly start: number } | null = null;
  for (const word of split.words) {
    const found = line.indexOf(word, from);
    const start = found < 0 ? from : found;
    from = start + word.length;
    if (/^\d*<<$/.test(word)) {
      // Blanks may follow `<<`: the lexer takes the next word as the name.
      open = { text: word, start };
      continue;
    }
    const marker = readMarker((open?.text ?? "") + word);
    if (marker) markers.push({ start: open?.start ?? start, end: from, ...marker });
    open = null;
  }
  return markers;
}

/** Reads one word as a heredoc marker; null when it is none. @throws Error as `findHeredocs` */
export function readMarker(word: string): Omit<HeredocMarker, "start" | "end"> | null {
  const match = markerPattern.exec(word);
  const name = match?.[3] ?? "";
  if (!match || name === "") return null;
  const plain = expandWord(name, noVariables, { escape: "\\", skipUnset: true });
  if (plain.error !== null) throw new Error(plain.error);
  if (plain.words.length !== 1) return null;
  const raw = expandWord(name, noVariables, { escape: "\\", rawQuotes: true, skipUnset: true });
  const unquoted = plain.words[0] ?? "";
  return {
    name: unquoted,
    expand: countQuotes(unquoted) === countQuotes(raw.words[0] ?? ""),
    chomp: match[2] === "-",
    fd: Number(match[1] || 0),
  };
}

/** Whether a word of COPY or ADD stands for a heredoc; one that cannot be read is a path (parser.MustParseHeredoc). */
export function isMarker(word: string): boolean {
  if (!word.includes("<<")) return false;
  try {
    return readMarker(word) !== null;
  } catch {
    // BuildKit ignores this error as well.
    return false;
  }
}

function countQuotes(text: string): number {
  return text.split(/['"]/).length - 1;
}
