/** The JSON report, version 1. Others script against it: `schema/report.schema.json` fixes its shape. */
import type {
  FileResult,
  Finding,
  Fix,
  ImageSummary,
  Impact,
  RelatedLocation,
  Reporter,
  RunResult,
  Severity,
  Size,
} from "../engine/types.ts";

import type { SourceLocation } from "../syntax/nodes.ts";
import { LineIndex } from "../syntax/positions.ts";
import { countFindings, shownFindings } from "./totals.ts";

/** 1-based lines and UTF-16 columns; the end is exclusive. */
interface JsonRegion {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

interface JsonFinding extends JsonRegion {
  ruleId: string;
  codes: readonly string[];
  severity: Severity;
  message: string;
  stage?: string;
  impact?: Impact;
  fix?: { edits: (JsonRegion & { text: string })[] };
  related?: (JsonRegion & { message: string })[];
}

interface JsonHistoryEntry {
  line: number;
  instruction: string;
  createdBy: string;
  empty: boolean;
  layer?: number;
  bytes?: Size;
}

interface JsonImage {
  source?: string;
  target: string;
  builder: string;
  baseImage: string | null;
  baseLayers: number | null;
  layers: number;
  history: JsonHistoryEntry[];
}

export interface JsonReport {
  version: 1;
  tool: { name: string; version: string };
  files: { path: string; findings: JsonFinding[]; images: JsonImage[] }[];
  summary: { files: number; errors: number; warnings: number; infos: number; styles: number; fixable: number };
}

export const jsonReporter: Reporter = (run, options) => {
  const shown = run.files.map((file) => shownFindings(file, options));
  return `${JSON.stringify(report(run, shown), null, 2)}\n`;
};

/** Keys are written out one by one: their order is part of the report, and nothing else may slip in. */
function report(run: RunResult, shown: readonly (readonly Finding[])[]): JsonReport {
  const { bySeverity, fixable } = countFindings(shown.flat());
  return {
    version: 1,
    tool: { name: run.tool.name, version: run.tool.version },
    files: run.files.map((file, index) => ({
      path: file.path,
      findings: describeFindings(file, shown[index] ?? []),
      images: file.images.map(describeImage),
    })),
    summary: {
      files: run.files.length,
      errors: bySeverity.error,
      warnings: bySeverity.warning,
      infos: bySeverity.info,
      styles: bySeverity.style,
      fixable,
    },
  };
}

function describeFindings(file: FileResult, findings: readonly Finding[]): JsonFinding[] {
  if (findings.length === 0) return [];
  const lines = new LineIndex(file.text);
  return findings.map((finding) => ({
    ruleId: finding.ruleId,
    codes: finding.codes,
    severity: finding.severity,
    message: finding.message,
    ...region(finding.loc),
    ...(finding.stage === undefined ? {} : { stage: finding.stage }),
    ...(finding.impact ? { impact: describeImpact(finding.impact) } : {}),
    ...(finding.fix ? { fix: describeFix(finding.fix, lines) } : {}),
    ...(finding.related.length > 0 ? { related: finding.related.map(describeRelated) } : {}),
  }));
}

function describeImpact({ layers, bytes, reruns, layer }: Impact): Impact {
  return {
    layers: { before: layers.before, ...(layers.after === undefined ? {} : { after: layers.after }) },
    ...(bytes ? { bytes: { before: bytes.before, after: bytes.after } } : {}),
    ...(reruns ? { reruns: { before: reruns.before, after: reruns.after } } : {}),
    ...(layer === undefined ? {} : { layer }),
  };
}

function describeFix(fix: Fix, lines: LineIndex): { edits: (JsonRegion & { text: string })[] } {
  return { edits: fix.edits.map((edit) => ({ ...region(lines.locateRange(edit.range)), text: edit.text })) };
}

function describeRelated(related: RelatedLocation): JsonRegion & { message: string } {
  return { message: related.message, ...region(related.loc) };
}

function describeImage(image: ImageSummary): JsonImage {
  return {
    ...(image.source === undefined ? {} : { source: image.source }),
    target: image.target,
    builder: image.builder,
    baseImage: image.baseImage,
    baseLayers: image.baseLayers,
    layers: image.layers,
    history: image.history.map((entry) => ({
      line: entry.line,
      instruction: entry.instruction,
      createdBy: entry.createdBy,
      empty: entry.empty,
      ...(entry.layer === undefined ? {} : { layer: entry.layer }),
      ...(entry.bytes ? { bytes: entry.bytes } : {}),
    })),
  };
}

function region({ start, end }: SourceLocation): JsonRegion {
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}
