/** The end of the report for people: totals, and the images that the files are predicted to make. */
import type { FileResult, ImageSummary, ReporterOptions, RunResult } from "../engine/types.ts";
import { printable, wrap } from "./cells.ts";
import type { Paint } from "./paint.ts";
import { countFindings, plural, shownFindings } from "./totals.ts";

export interface Page {
  readonly paint: Paint;
  /** Cells a line. */
  readonly width: number;
}

/** More than these would push the findings off the screen; the JSON report has them all. */
const shownImages = 20;

/** The blocks of lines that close the report. */
export function summarise(run: RunResult, options: ReporterOptions, page: Page): string[][] {
  if (run.files.length === 0) return [["No Dockerfile was checked."]];
  const total = totalSentence(run, options);
  const images = run.files.flatMap((file) => file.images.map((image) => ({ file, image })));
  const [only] = images;
  if (!only) return [paintTotal(total, page)];
  if (run.files.length === 1 && images.length === 1 && run.files[0]?.findings.length === 0) {
    return [paintTotal(`${total} Predicted image: ${predictedLayers(only.image)}.`, page)];
  }
  const predictions = images.slice(0, shownImages).map(({ file, image }) => prediction(file, image));
  const left = images.length - predictions.length;
  if (left > 0) predictions.push(`and ${plural(left, "more image")}: --format json lists them all`);
  return [
    paintTotal(total, page),
    [page.paint("bold", "Predicted images"), ...predictions.flatMap((text) => hanging(text, page.width))],
  ];
}

function paintTotal(sentence: string, { paint, width }: Page): string[] {
  return wrap(sentence, width).map((line) => paint("bold", line));
}

function totalSentence(run: RunResult, options: ReporterOptions): string {
  const files = run.files.map((file) => shownFindings(file, options));
  const withFindings = files.filter((findings) => findings.length > 0).length;
  const { bySeverity, fixable } = countFindings(files.flat());
  const hidden = run.files.reduce((sum, file) => sum + file.findings.length, 0) - files.flat().length;
  const rest = hidden > 0 ? ` (${plural(hidden, "less severe finding")} not shown)` : "";
  if (withFindings === 0) {
    const [only] = run.files;
    const subject = only && run.files.length === 1 ? printable(only.path) : plural(run.files.length, "file");
    return `No ${options.quiet ? "errors" : "findings"} in ${subject}${rest}.`;
  }
  const counts = [
    [bySeverity.error, plural(bySeverity.error, "error")],
    [bySeverity.warning, plural(bySeverity.warning, "warning")],
    [bySeverity.info, `${bySeverity.info} info`],
    [bySeverity.style, `${bySeverity.style} style`],
  ] as const;
  const bySeverityText = counts.flatMap(([count, text]) => (count > 0 ? [text] : [])).join(", ");
  const where =
    withFindings === run.files.length
      ? plural(withFindings, "file")
      : `${withFindings} of ${plural(run.files.length, "file")}`;
  return `${bySeverityText} in ${where}${rest}${fixable > 0 ? `; ${fixable} fixable with --fix` : ""}.`;
}

/** `Dockerfile → app: 9 layers above node:20 (8)`. */
function prediction(file: FileResult, image: ImageSummary): string {
  const builder = image.builder === "buildkit" ? "" : `, built by ${image.builder}`;
  const source = image.source === undefined ? "" : ` (${printable(image.source)})`;
  return `${printable(file.path)}${source}${targetSuffix(file, image)}: ${predictedLayers(image)}${builder}`;
}

/** A stage without a name is only worth naming when the file could mean another one. */
function targetSuffix(file: FileResult, { source, target }: ImageSummary): string {
  if (!/^\d+$/.test(target)) return ` → ${printable(target)}`;
  return target === "0" && (file.images.length === 1 || source !== undefined) ? "" : ` → stage ${target}`;
}

function predictedLayers({ layers, baseImage, baseLayers }: ImageSummary): string {
  const own = plural(layers, "layer");
  if (baseImage === "scratch") return `${own} from scratch`;
  const base = baseImage === null ? "" : ` ${printable(baseImage)}`;
  return baseLayers === null ? `${own} + base${base}` : `${own} above${base || " the base"} (${baseLayers})`;
}

/** Continuation lines stand further in than the first. */
function hanging(text: string, width: number): string[] {
  return wrap(text, width - 4).map((line, index) => (index === 0 ? "  " : "    ") + line);
}
