/** The layer report as Markdown: for job summaries, pull requests and documents. */
import { printable } from "../reporters/cells.ts";
import { aboutText, humanBytes, rangeText, sizeText, wholeBytes, type ByteFormat } from "./byte-text.ts";
import type { ComparisonReport } from "./comparison-report.ts";
import type { ImageReport, ReportRow } from "./image-report.ts";
import type { LayerReport, LayerReporter } from "./layer-report.ts";
import {
  baseSentence,
  certaintyText,
  footnotesOf,
  sharedBaseSentence,
  stagesSentence,
  storedSentence,
  totalsSentence,
  type Footnote,
} from "./sentences.ts";
import { shortened } from "./text-table.ts";

interface Page {
  readonly format: ByteFormat;
  readonly truncate: boolean;
}

/** Longer texts make a table that nobody can read; `--no-trunc` keeps them. */
const longestText = 80;

export const markdownLayerReporter: LayerReporter = (report, { human, truncate }) => {
  const page: Page = { format: human ? humanBytes : wholeBytes, truncate };
  const blocks = report.images.flatMap((image) => imageBlocks(image, page));
  if (report.comparison) blocks.unshift(...comparisonBlocks(report, report.comparison, page));
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
};

function imageBlocks(image: ImageReport, page: Page): string[] {
  const notes = footnotesOf(image.rows);
  const more = image.compressed ? [compressedTitle] : [];
  return [
    `## ${heading(image)}`,
    `**${escaped(totalsSentence(image, page.format))}.**`,
    baseParagraph(image, page),
    image.rows.length === 0
      ? "The image has no history of its own."
      : table(
          ["Line", "Layer", "Instruction", "Bytes", "Total", "Certainty", ...more],
          ["right", "right", "left", "right", "right", "left", ...more.map(() => "right" as const)],
          image.rows.map((row) => [...historyCells(row, notes, page), ...more.map(() => compressedCell(row, page))]),
        ),
    notes.map(({ number, why, lines }) => `${number}. ${escaped(why)} (line ${lines.join(", ")})`).join("\n"),
    escaped(stagesSentence(image.stages)),
    image.problems.map(({ line, message }) => `- line ${line}: ${escaped(message)}`).join("\n"),
  ];
}

function heading({ path, targetLabel, platform, builder }: ImageReport): string {
  const target = targetLabel === null ? "" : ` → ${escaped(targetLabel)}`;
  return `${escaped(path)}${target} (${escaped(platform)}, ${builder})`;
}

function baseParagraph({ base }: ImageReport, { format }: Page): string {
  const facts = baseSentence(base, format);
  return base.name === null || facts === "" ? "" : `Base image ${code(base.name)}: ${facts}.`;
}

const compressedTitle = "Compressed (about)";

function compressedCell({ layer }: ReportRow, { format }: Page): string {
  return layer ? aboutText(layer.compressed, format).replace("~", "\\~") : "";
}

function historyCells(row: ReportRow, notes: readonly Footnote[], page: Page): string[] {
  const { layer } = row;
  const cells = [String(row.line), layer ? String(layer.index + 1) : "", code(instructionText(row, page))];
  if (layer === null) return [...cells, "", "", ""];
  return [
    ...cells,
    sizeText(layer.size, page.format),
    rangeText(row.total, page.format),
    certaintyText(layer.size, notes),
  ];
}

function instructionText({ text, createdBy, onbuild }: ReportRow, { truncate }: Page): string {
  const shown = (onbuild ? "ONBUILD " : "") + (truncate ? text : createdBy.replace(/\s+/g, " "));
  return truncate ? shortened(shown, longestText) : shown;
}

function comparisonBlocks({ images }: LayerReport, comparison: ComparisonReport, page: Page): string[] {
  const [first, second] = images;
  if (!first || !second) return [];
  const more = first.compressed ? [compressedTitle] : [];
  const line = (a: ReportRow | null, b: ReportRow | null, stored: string): string[] => {
    const row = a ?? b;
    const size = row?.layer ? sizeText(row.layer.size, page.format) : "";
    return [
      a ? String(a.line) : "",
      b ? String(b.line) : "",
      row ? code(instructionText(row, page)) : "",
      size,
      stored,
      ...(row ? more.map(() => compressedCell(row, page)) : []),
    ];
  };
  const { cached, alike, own } = comparison;
  const rows = [
    ...cached.map((row) => line(row.first, row.second, "once, by one cache")),
    ...alike.map((row) => line(row.first, row.second, "once or twice")),
    ...own[0].map((row) => line(row, null, "in A")),
    ...own[1].map((row) => line(null, row, "in B")),
  ];
  return [
    `## What ${escaped(first.path)} (A) and ${escaped(second.path)} (B) share`,
    escaped(sharedBaseSentence(comparison.base, first.base.name)),
    rows.length === 0
      ? ""
      : table(
          ["A", "B", "Instruction", "Bytes", "Stored", ...more],
          ["right", "right", "left", "right", "left", ...more.map(() => "right" as const)],
          rows,
        ),
    `**${escaped(storedSentence(comparison, page.format))}**`,
    ...comparison.notes.map(escaped),
  ];
}

function table(head: readonly string[], aligns: readonly ("left" | "right")[], rows: readonly string[][]): string {
  const rule = aligns.map((align) => (align === "right" ? "---:" : "---"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** As text: nothing in it is read as markup. */
function escaped(text: string): string {
  return plain(text).replace(/[\\`*_[\]<>#|~&]/g, (character) =>
    /[<>&]/.test(character) ? `&#${character.charCodeAt(0)};` : `\\${character}`,
  );
}

/** As code in a cell of a table, which ends at a `|` that is not escaped even there. */
function code(text: string): string {
  const body = plain(text).replaceAll("|", "\\|");
  const longest = Math.max(0, ...Array.from(body.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = body.startsWith("`") || body.endsWith("`") ? " " : "";
  return body === "" ? "" : `${fence}${space}${body}${space}${fence}`;
}

/** In one line, and in the order in which it is written. */
function plain(text: string): string {
  return printable(text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, " ")).trim();
}
