/** Text measured in terminal cells: how wide it is, what must not reach a terminal, where it wraps. */

/** One character as it is shown. */
export interface Cell {
  readonly text: string;
  /** 0 for a lone combining mark, 2 for a wide character, up to `tabWidth` for a tab. */
  readonly width: number;
  /** Offset of the character in its line, in UTF-16 units. */
  readonly offset: number;
  /** UTF-16 units. */
  readonly length: number;
  /** Cells before it. */
  readonly at: number;
}

const tabWidth = 4;

/** East Asian wide and fullwidth blocks (Unicode annex 11). */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;

/** The characters of one line (without its line end), tabs as spaces up to the next multiple of four cells. */
export function toCells(line: string): Cell[] {
  const cells: Cell[] = [];
  let offset = 0;
  let at = 0;
  const isSimple = isShownAsItIs(line);
  for (const character of characters(line)) {
    const text = isSimple ? character : shownCharacter(character, at);
    const width = isSimple ? 1 : characterWidth(text);
    cells.push({ text, width, offset, length: character.length, at });
    offset += character.length;
    at += width;
  }
  return cells;
}

/** @param at cells before it */
function shownCharacter(character: string, at: number): string {
  return character === "\t" ? " ".repeat(tabWidth - (at % tabWidth)) : printable(character);
}

/** Width in cells of a printable text. */
export function textWidth(text: string): number {
  if (isPlain(text)) return text.length;
  let width = 0;
  for (const character of characters(text)) width += characterWidth(character);
  return width;
}

/** What a reader takes for one character. */
function* characters(text: string): Iterable<string> {
  if (isPlain(text)) return yield* text;
  for (const { segment } of new Intl.Segmenter("en").segment(text)) yield segment;
}

/**
 * One cell a character, whatever stands beside it: Latin letters, typographic punctuation, arrows, lines. Told apart
 * first because the segmenter takes 10 ms to load.
 */
function isPlain(text: string): boolean {
  return /^[\x00-\x7f\u00a1-\u00a8\u00aa-\u00ac\u00af-\u02ff\u2010-\u2027\u2190-\u2193\u2500-\u257f]*$/.test(text);
}

// Expressions with classes of Unicode stand where they are used, behind a first look: V8 takes long to read them.

function characterWidth(character: string): number {
  if (isPlain(character)) return character.length;
  if (/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(character)) {
    return /\p{Emoji_Presentation}|\ufe0f/u.test(character) ? 2 : 1;
  }
  let width = 0;
  for (const codePoint of character) {
    const isZeroWidth = /[\p{Mn}\p{Me}\p{Cf}]/u.test(codePoint);
    width += wide.test(codePoint) ? 2 : isZeroWidth ? 0 : 1;
  }
  return width;
}

/**
 * The text with everything replaced that could disturb a terminal: control characters could drive it, and bidirectional
 * controls could show another order than the one that is built. Both become U+FFFD.
 */
export function printable(text: string): string {
  if (isShownAsItIs(text)) return text;
  // Of surrogates only lone ones match with the `u` flag.
  const unprintable = /[\p{Cc}\p{Surrogate}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
  return text.replace(unprintable, "\ufffd");
}

function isShownAsItIs(text: string): boolean {
  return isPlain(text) && !/[\x00-\x1f\x7f]/.test(text);
}

/**
 * Breaks a text at its spaces. A word that is longer than a line is kept whole, so that paths and addresses
 * can still be copied.
 *
 * @param text any white space counts as one space
 * @param width cells a line
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/[ \t\r\n]+/).map(printable)) {
    if (word === "") continue;
    if (line !== "" && textWidth(line) + 1 + textWidth(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  if (line !== "") lines.push(line);
  return lines;
}
