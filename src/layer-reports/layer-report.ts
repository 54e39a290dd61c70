/** What a reporter of this room takes, and gives. */
import { shareLayers } from "../layers/shared-layers.ts";
import { version } from "../version.ts";
import { reportComparison, type ComparisonReport } from "./comparison-report.ts";
import { reportImage, type ImageReport, type ReportedBuild } from "./image-report.ts";

export interface LayerReport {
  readonly tool: { readonly name: "stratalint"; readonly version: string };
  /** One image, or the two that are compared. */
  readonly images: readonly ImageReport[];
  /** Null for one image. */
  readonly comparison: ComparisonReport | null;
}

export interface LayerReportOptions {
  readonly color: boolean;
  /** Cells a line. */
  readonly width: number;
  /** True to draw a bar for each layer, which a terminal shows and a pipe does not. */
  readonly bars: boolean;
  /** False to write bytes in full. */
  readonly human: boolean;
  /** False to show the history texts in full. */
  readonly truncate: boolean;
}

/** Turns a report into a document that ends in one newline. */
export type LayerReporter = (report: LayerReport, options: LayerReportOptions) => string;

/** The report on one image, or on two and what they share. */
export function createLayerReport(first: ReportedBuild, second?: ReportedBuild): LayerReport {
  const tool = { name: "stratalint", version } as const;
  const image = reportImage(first);
  if (second === undefined) return { tool, images: [image], comparison: null };
  const other = reportImage(second);
  const [rows, otherRows] = [
    { plan: first.plan, rows: image.rows },
    { plan: second.plan, rows: other.rows },
  ];
  const comparison = reportComparison(shareLayers(first, second), rows, otherRows);
  return { tool, images: [image, other], comparison };
}
