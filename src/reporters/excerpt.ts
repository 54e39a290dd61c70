/** The source line of a place, the place underlined. */
import type { SourceLocation } from "../syntax/nodes.ts";
import type { LineIndex } from "../syntax/positions.ts";
import { toCells } from "./cells.ts";
import type { Cell } from "./cells.ts";
import { firstLineOf, lastLineOf } from "./first-line.ts";
import type { Paint, Tone } from "./paint.ts";

interface ExcerptOptions {
  readonly paint: Paint;
  /** Tone of the underline. */
  readonly tone: Tone;
  /** Cells that a row may take, the gutter included. */
  readonly width: number;
  /** Shows the line above, too, for orientation. */
  readonly context: boolean;
}

/** What is seen of lines longer than the row, as in an editor that is scrolled sideways. All in cells. */
interface View {
  readonly first: number;
  readonly width: number;
}

const minimalWidth = 20;
const gutterSeparator = " | ";
const ellipsis = "…";

/**
 * The rows of an excerpt, without indentation. None when the line is blank or not there (a file that could not be
 * read). A line too long for the row is cut around the place, with an ellipsis at each cut.
 *
 * @param loc 1-based, UTF-16 columns, end exclusive; of several lines only the first is shown
 */
export function excerpt(lines: LineIndex, loc: SourceLocation, options: ExcerptOptions): string[] {
  const { line, column } = loc.start;
  const text = lines.lineText(line);
  if (text.trim() === "") return [];
  const gutterWidth = String(line).length;
  const width = Math.max(minimalWidth, options.width - gutterWidth - gutterSeparator.length);

  // Lines may be megabytes long: only what can come into view is measured.
  const skipped = Math.max(0, column - 1 - 2 * width);
  const measure = (source: string) => toCells(source.slice(skipped, skipped + 4 * width));
  const cells = measure(text);
  const endColumn = firstLineOf(loc, lines).end.column;
  const [start, end] = coveredCells(cells, column - 1 - skipped, endColumn - 1 - skipped);
  const view = placeView(Math.max(totalWidth(cells), end), start, end, width);

  const row = (label: string, content: string) =>
    options.paint("dim", label.padStart(gutterWidth) + gutterSeparator.trimEnd()) + (content && ` ${content}`);
  const above = options.context && line > 1 ? show(measure(lines.lineText(line - 1)), view) : "";
  return [
    ...(above === "" || above === ellipsis ? [] : [row(String(line - 1), above)]),
    row(String(line), show(cells, view)),
    row("", underline(cells, start, end, view, options)),
    ...(lastLineOf(loc) > line ? [row("", options.paint("dim", `... to line ${lastLineOf(loc)}`))] : []),
  ];
}

/** Where the underline starts and ends, in cells: at least one, also for an empty place or one at the line's end. */
function coveredCells(cells: readonly Cell[], from: number, to: number): [start: number, end: number] {
  const first = cells.find(({ offset, length }) => offset + length > from);
  const last = cells.findLast(({ offset }) => offset < to);
  const start = first ? first.at : totalWidth(cells);
  return [start, Math.max(start + 1, last ? last.at + last.width : 0)];
}

function totalWidth(cells: readonly Cell[]): number {
  const last = cells.at(-1);
  return last ? last.at + last.width : 0;
}

/** Keeps the place in the middle, and clear of the ellipses. */
function placeView(total: number, start: number, end: number, width: number): View {
  const placeWidth = Math.min(end - start, width - 2);
  const centred = start - Math.floor((width - placeWidth) / 2);
  return { first: Math.max(0, Math.min(centred, total - width)), width };
}

/** The cells in view that are not taken by an ellipsis. */
function visibleCells(cells: readonly Cell[], { first, width }: View): [from: number, to: number] {
  const cutLeft = first > 0;
  const cutRight = totalWidth(cells) > first + width;
  return [first + (cutLeft ? 1 : 0), first + width - (cutRight ? 1 : 0)];
}

function show(cells: readonly Cell[], view: View): string {
  const [from, to] = visibleCells(cells, view);
  let content = "";
  for (const { text, at, width } of cells) {
    const seen = Math.min(at + width, to) - Math.max(at, from);
    // Half a wide character cannot be shown: a space keeps its place.
    if (seen === width) content += text;
    else if (seen > 0) content += " ".repeat(seen);
  }
  const left = from > view.first ? ellipsis : "";
  const right = to < view.first + view.width ? ellipsis : "";
  return `${left}${content}${right}`.trimEnd();
}

function underline(
  cells: readonly Cell[],
  start: number,
  end: number,
  view: View,
  { paint, tone }: ExcerptOptions,
): string {
  const [from, to] = visibleCells(cells, view);
  const left = Math.max(start, from);
  const right = Math.max(left + 1, Math.min(end, to));
  return " ".repeat(left - view.first) + paint(tone, "^".repeat(right - left));
}
