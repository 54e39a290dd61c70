/** The report for people: the history as a table like that of `docker history`, then the totals and what is not known. */
import type { Size } from "../layers/types.ts";
import { printable, wrap } from "../reporters/cells.ts";
import { createPaint, type Paint } from "../reporters/paint.ts";
import { bar, largestOf } from "./bar.ts";
import { aboutText, humanBytes, rangeText, sizeText, wholeBytes, type ByteFormat } from "./byte-text.ts";
import type { ComparisonReport } from "./comparison-report.ts";
import type { ImageReport, ReportRow } from "./image-report.ts";
import type { LayerReport, LayerReporter, LayerReportOptions } from "./layer-report.ts";
import {
  baseSentence,
  footnotesOf,
  reasonOf,
  sharedBaseSentence,
  stagesSentence,
  storedSentence,
  totalsSentence,
  type Footnote,
} from "./sentences.ts";
import { textTable, type Column, type TableRow } from "./text-table.ts";

/** Columns when the terminal does not say (it may even say 0). */
const defaultWidth = 80;
const minimalWidth = 40;
const barWidth = 10;
/** A narrower table needs the room for the instructions. */
const minimalWidthOfBars = 76;

interface Page {
  readonly paint: Paint;
  /** Cells a line. */
  readonly width: number;
  readonly format: ByteFormat;
  readonly truncate: boolean;
  readonly bars: boolean;
}

export const textLayerReporter: LayerReporter = (report, options) => {
  const page = createPage(options);
  const blocks = report.comparison
    ? comparisonBlocks(report, report.comparison, page)
    : report.images.flatMap((image) => imageBlocks(image, page));
  const shown = blocks.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join("\n")).join("\n\n")}\n`;
};

function createPage({ color, width, bars, human, truncate }: LayerReportOptions): Page {
  return {
    paint: createPaint(color),
    width: Math.max(minimalWidth, width || defaultWidth),
    format: human ? humanBytes : wholeBytes,
    truncate,
    bars,
  };
}

function imageBlocks(image: ImageReport, page: Page): string[][] {
  const notes = footnotesOf(image.rows);
  return [
    heading(image, page),
    image.rows.length === 0 ? ["The image has no history of its own."] : historyTable(image, notes, page),
    [...paragraph(totals(image, page), page, "bold"), ...paragraph(stagesSentence(image.stages), page)],
    footnoteLines(notes, page),
    problemLines(image, page),
  ];
}

/** `Dockerfile → runtime  linux/amd64, buildkit`, and the base below. */
function heading(image: ImageReport, page: Page): string[] {
  const facts = baseSentence(image.base, page.format);
  const base = image.base.name === null ? `FROM an image that is not known: ${facts}` : `FROM ${image.base.name}`;
  const sentence = image.base.name === null || facts === "" ? base : `${base}: ${facts}`;
  return [
    `${page.paint("bold", nameOf(image))}  ${page.paint("dim", `${image.platform}, ${image.builder}`)}`,
    ...paragraph(sentence, page),
  ];
}

function nameOf({ path, targetLabel }: ImageReport): string {
  return printable(targetLabel === null ? path : `${path} → ${targetLabel}`);
}

function totals(image: ImageReport, { format }: Page): string {
  return `${totalsSentence(image, format)}.`;
}

const historyColumns: readonly Column[] = [
  { title: "LINE", align: "right" },
  { title: "LAYER", align: "right" },
  { title: "INSTRUCTION", align: "left", flexible: true },
  { title: "BYTES", align: "right" },
  { title: "TOTAL", align: "right" },
];

const compressedColumn: Column = { title: "GZIP", align: "right" };
const barColumn: Column = { title: "", align: "left" };

function historyTable({ rows, compressed }: ImageReport, notes: readonly Footnote[], page: Page): string[] {
  const largest =
    page.bars && page.width >= minimalWidthOfBars ? largestOf(rows.flatMap(({ layer }) => layer?.size ?? [])) : 0;
  const columns = [...historyColumns, compressed ? compressedColumn : [], largest > 0 ? barColumn : []].flat();
  const lines = rows.map((row): TableRow => {
    const cells = [String(row.line), row.layer ? String(row.layer.index + 1) : "", instructionText(row, page)];
    if (row.layer === null) return { cells, tone: "dim" };
    const { size } = row.layer;
    cells.push(markedSize(size, notes, page), rangeText(row.total, page.format));
    if (compressed) cells.push(aboutText(row.layer.compressed, page.format));
    const barTone: TableRow["tones"] = largest > 0 ? { [cells.length]: "cyan" } : {};
    if (largest > 0) cells.push(bar(size, largest, barWidth));
    return { cells, tones: { 3: size.kind === "exact" ? "bold" : "yellow", ...barTone } };
  });
  return textTable(columns, lines, page);
}

function instructionText(row: ReportRow, { truncate }: Page): string {
  return printable((row.onbuild ? "ONBUILD " : "") + (truncate ? row.text : row.createdBy.replace(/\s+/g, " ")));
}

/** The size, and behind it the number of the reason why it is not exact. All numbers end in the same column. */
function markedSize(size: Size, notes: readonly Footnote[], { format }: Page): string {
  if (notes.length === 0) return sizeText(size, format);
  const why = reasonOf(size);
  const note = notes.find((one) => one.why === why);
  const width = ` [${notes.length}]`.length;
  return sizeText(size, format) + (note ? ` [${note.number}]` : "").padEnd(width);
}

function footnoteLines(notes: readonly Footnote[], page: Page): string[] {
  return notes.flatMap(({ number, why, lines }) => {
    const places = `${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")}`;
    return hanging(`[${number}] `, `${printable(why)} (${places})`, page);
  });
}

function problemLines({ path, problems }: ImageReport, page: Page): string[] {
  return problems.flatMap(({ line, column, message, fails }) => {
    const text = hanging("", `${path}:${line}:${column}: ${message}`, page);
    return fails ? text.map((one) => page.paint("red", one)) : text;
  });
}

function comparisonBlocks({ images }: LayerReport, comparison: ComparisonReport, page: Page): string[][] {
  const [first, second] = images;
  if (!first || !second) return [];
  const rows = [first, second].flatMap((image) => image.rows);
  const notes = footnotesOf(rows);
  return [
    [...imageLine("A", first, page), ...imageLine("B", second, page)],
    paragraph(sharedBaseSentence(comparison.base, first.base.name), page),
    comparisonTable(comparison, notes, { ...page, compressed: first.compressed !== null }),
    paragraph(storedSentence(comparison, page.format), page, "bold"),
    comparison.notes.flatMap((note) => paragraph(note, page)),
    notes.flatMap(({ number, why }) => hanging(`[${number}] `, printable(why), page)),
    [...problemLines(first, page), ...problemLines(second, page)],
  ];
}

function imageLine(letter: string, image: ImageReport, page: Page): string[] {
  return hanging(`${letter}  `, `${nameOf(image)}: ${totals(image, page)}`, page);
}

const comparisonColumns: readonly Column[] = [
  { title: "A", align: "right" },
  { title: "B", align: "right" },
  { title: "INSTRUCTION", align: "left", flexible: true },
  { title: "BYTES", align: "right" },
];
const storedColumn: Column = { title: "STORED", align: "left" };

function comparisonTable(
  { cached, alike, own }: ComparisonReport,
  notes: readonly Footnote[],
  page: Page & { readonly compressed: boolean },
): string[] {
  const line = (a: ReportRow | null, b: ReportRow | null, stored: string): TableRow => {
    const row = a ?? b;
    const size = row?.layer?.size;
    return {
      cells: [
        a ? String(a.line) : "",
        b ? String(b.line) : "",
        row ? instructionText(row, page) : "",
        size ? markedSize(size, notes, page) : "",
        ...(page.compressed ? [aboutText(row?.layer?.compressed ?? null, page.format)] : []),
        stored,
      ],
      tones: {
        3: size?.kind === "exact" ? "bold" : "yellow",
        [page.compressed ? 5 : 4]: a && b ? "cyan" : "dim",
      },
    };
  };
  return textTable(
    [...comparisonColumns, page.compressed ? compressedColumn : [], storedColumn].flat(),
    [
      ...cached.map(({ first, second }) => line(first, second, "once, by one cache")),
      ...alike.map(({ first, second }) => line(first, second, "once or twice")),
      ...own[0].filter(({ layer }) => layer).map((row) => line(row, null, "in A")),
      ...own[1].filter(({ layer }) => layer).map((row) => line(null, row, "in B")),
    ],
    page,
  );
}

function paragraph(text: string, { paint, width }: Page, tone?: "bold"): string[] {
  const lines = wrap(text, width);
  return tone === undefined ? lines : lines.map((line) => paint(tone, line));
}

/** Continuation lines stand under the text of the first. */
function hanging(lead: string, text: string, { width }: Page): string[] {
  const indent = lead === "" ? "  " : " ".repeat(lead.length);
  return wrap(text, width - indent.length).map((line, index) => (index === 0 ? lead : indent) + line);
}
