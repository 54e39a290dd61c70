/** The report for people: every finding with its source line, why it matters and what it costs; then the totals. */
import type { FileResult, Finding, Impact, Reporter, Severity, Size } from "../engine/types.ts";
import { humanBytes } from "../layers/byte-units.ts";
import { LineIndex } from "../syntax/positions.ts";
import { printable, textWidth, wrap } from "./cells.ts";
import { excerpt } from "./excerpt.ts";
import { createPaint } from "./paint.ts";
import type { Tone } from "./paint.ts";
import { summarise } from "./text-summary.ts";
import type { Page } from "./text-summary.ts";
import { plural, shownFindings } from "./totals.ts";

/** Columns when the terminal does not say (it may even say 0). */
const defaultWidth = 80;
const minimalWidth = 40;

const indent = "  ";

interface ShownFile {
  readonly file: FileResult;
  readonly findings: readonly Finding[];
}

export const textReporter: Reporter = (run, options) => {
  const page: Page = {
    paint: createPaint(options.color),
    width: Math.max(minimalWidth, options.width || defaultWidth),
  };
  const shown = run.files
    .map((file) => ({ file, findings: shownFindings(file, options) }))
    .filter(({ findings }) => findings.length > 0);
  const blocks = shown.flatMap((entry) => fileBlocks(entry, shown.length > 1, page));
  blocks.push(...summarise(run, options, page));
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
};

/** One block a finding, under the name of the file when there are several files. */
function fileBlocks({ file, findings }: ShownFile, withHeading: boolean, page: Page): string[][] {
  const lines = new LineIndex(file.text);
  const blocks = findings.map((finding) => findingBlock(file, finding, lines, page));
  if (!withHeading) return blocks;
  const count = page.paint("dim", `(${plural(findings.length, "finding")})`);
  return [[`${page.paint("bold", printable(file.path))} ${count}`], ...blocks];
}

function findingBlock(file: FileResult, finding: Finding, lines: LineIndex, page: Page): string[] {
  const { paint } = page;
  const tone = tones[finding.severity];
  const excerptOptions = { paint, tone, width: page.width - 2 * indent.length, context: true };
  return [
    ...heading(file, finding, page),
    ...wrap(finding.message, page.width - indent.length).map((line) => indent + line),
    ...excerpt(lines, finding.loc, excerptOptions).map((row) => indent + indent + row),
    ...finding.related.flatMap(({ message, loc }) => [
      ...labelled("see", `${position(file, loc.start)} ${message}`, page),
      ...excerpt(lines, loc, { ...excerptOptions, tone: "dim", context: false }).map((row) => indent + indent + row),
    ]),
    ...labelled("effect", describeImpact(finding.impact), page),
    ...fixLines(finding, page),
  ];
}

const tones: Readonly<Record<Severity, Tone>> = { error: "red", warning: "yellow", info: "cyan", style: "dim" };

/** `path:line:column  severity  rule (code)`, in two lines when it is too long for one. */
function heading(file: FileResult, finding: Finding, { paint, width }: Page): string[] {
  const place = position(file, finding.loc.start);
  const [code] = finding.codes;
  const plain = `${finding.severity}  ${finding.ruleId}${code ? ` (${code})` : ""}`;
  const painted =
    `${paint(tones[finding.severity], finding.severity)}  ${finding.ruleId}` +
    (code ? ` ${paint("dim", `(${code})`)}` : "");
  return textWidth(place) + 2 + textWidth(plain) <= width
    ? [`${paint("bold", place)}  ${painted}`]
    : [paint("bold", place), indent + painted];
}

function position(file: FileResult, { line, column }: { line: number; column: number }): string {
  return `${printable(file.path)}:${line}:${column}`;
}

/** A row such as `  effect  layers 7 → 6`, its continuation lines under the text. */
function labelled(label: string, text: string, { paint, width }: Page): string[] {
  const column = label.padEnd(9);
  return wrap(text, width - indent.length - column.length).map(
    (line, index) => indent + (index === 0 ? paint("dim", column) : " ".repeat(column.length)) + line,
  );
}

/** What the advice changes; when it changes no count, the layer that the finding sits in. */
function describeImpact(impact: Impact | undefined): string {
  if (!impact) return "";
  const { layers, bytes, reruns, layer } = impact;
  const parts: string[] = [];
  if (layers.after !== undefined && layers.after !== layers.before) {
    parts.push(`layers ${layers.before} → ${layers.after}`);
  } else if (layer !== undefined) {
    parts.push(`layer ${layer + 1} of ${layers.before}`);
  } else if (layers.after !== undefined) {
    parts.push(`layers ${layers.before}, unchanged`);
  }
  if (bytes) parts.push(`files ${sizeInWords(bytes.before)} → ${sizeInWords(bytes.after)}`);
  if (reruns && reruns.after !== reruns.before) parts.push(`reruns ${plural(reruns.before, "step")} → ${reruns.after}`);
  return parts.join(", ");
}

/** `12.3 kB`, or between which sizes it lies. */
function sizeInWords(size: Size): string {
  if (size.kind === "unknown") return "unknown";
  return size.kind === "exact" ? humanBytes(size.bytes) : `${humanBytes(size.lo)}..${humanBytes(size.hi)}`;
}

function fixLines(finding: Finding, page: Page): string[] {
  if (finding.fix) return labelled("fix", "available with --fix", page);
  return finding.suggestions.flatMap((suggestion) => labelled("suggest", suggestion.message, page));
}
