/** A table in a line of limited width: one column takes what the others leave. */
import { textWidth, toCells, wrap } from "../reporters/cells.ts";
import type { Paint, Tone } from "../reporters/paint.ts";

export interface Column {
  readonly title: string;
  readonly align: "left" | "right";
  /** The column that gives way when the line is too long. */
  readonly flexible?: true;
}

export interface TableRow {
  readonly cells: readonly string[];
  /** Tones of single cells, by their index. */
  readonly tones?: Readonly<Record<number, Tone>>;
  /** The tone of the whole row. */
  readonly tone?: Tone;
}

export interface TableOptions {
  readonly paint: Paint;
  /** Cells a line. */
  readonly width: number;
  /** Shorten what is too long for the flexible column; else it goes on in the next line. */
  readonly truncate: boolean;
}

const gap = "  ";
const narrowest = 12;

/** The lines of the table, the titles first. Cells hold no control characters. */
export function textTable(columns: readonly Column[], rows: readonly TableRow[], options: TableOptions): string[] {
  const widths = columnWidths(columns, rows, options.width);
  const head: TableRow = { cells: columns.map(({ title }) => title), tone: "bold" };
  return [head, ...rows].flatMap((row) => rowLines(row, columns, widths, options));
}

function columnWidths(columns: readonly Column[], rows: readonly TableRow[], width: number): number[] {
  const natural = columns.map(({ title }, index) =>
    rows.reduce((widest, { cells }) => Math.max(widest, textWidth(cells[index] ?? "")), textWidth(title)),
  );
  const all = natural.reduce((sum, one) => sum + one, gap.length * (columns.length - 1));
  return natural.map((one, index) =>
    columns[index]?.flexible ? Math.min(one, Math.max(narrowest, one + width - all)) : one,
  );
}

function rowLines(
  row: TableRow,
  columns: readonly Column[],
  widths: readonly number[],
  options: TableOptions,
): string[] {
  const flexible = columns.findIndex((column) => column.flexible);
  const width = widths[flexible] ?? 0;
  const text = row.cells[flexible] ?? "";
  const [first = "", ...more] = options.truncate ? [shortened(text, width)] : wrap(text, width);
  const before = widths.slice(0, flexible).reduce((sum, one) => sum + one + gap.length, 0);
  const cells = row.cells.map((cell, index) => (index === flexible ? first : cell));
  return [
    paintRow(cells, row, columns, widths, options.paint),
    ...more.map((line) => toned(options.paint, row.tone, " ".repeat(before) + line)),
  ];
}

function paintRow(
  cells: readonly string[],
  { tone, tones }: TableRow,
  columns: readonly Column[],
  widths: readonly number[],
  paint: Paint,
): string {
  const last = cells.findLastIndex((cell) => cell !== "");
  const line = cells.slice(0, last + 1).map((cell, index) => {
    const space = " ".repeat(Math.max(0, (widths[index] ?? 0) - textWidth(cell)));
    const painted = toned(paint, tones?.[index], cell);
    if (columns[index]?.align === "right") return space + painted;
    return index === last ? painted : painted + space;
  });
  return toned(paint, tone, line.join(gap));
}

function toned(paint: Paint, tone: Tone | undefined, text: string): string {
  return tone === undefined ? text : paint(tone, text);
}

/** Cut at a character, with an ellipsis, when it does not fit. */
export function shortened(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const cells = toCells(text);
  const kept = cells.filter((cell) => cell.at + cell.width < width);
  return `${kept
    .map((cell) => cell.text)
    .join("")
    .trimEnd()}…`;
}
