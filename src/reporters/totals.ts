/** Which findings a report shows, and how many of each kind. */
import type { Finding, FileResult, ReporterOptions, Severity } from "../engine/types.ts";

/** The findings of a file that the options let through, in their order. */
export function shownFindings(file: FileResult, options: ReporterOptions): readonly Finding[] {
  return options.quiet ? file.findings.filter((finding) => finding.severity === "error") : file.findings;
}

interface Totals {
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Findings with a fix that keeps the meaning. */
  readonly fixable: number;
}

export function countFindings(findings: readonly Finding[]): Totals {
  const bySeverity = { error: 0, warning: 0, info: 0, style: 0 };
  let fixable = 0;
  for (const finding of findings) {
    bySeverity[finding.severity]++;
    if (finding.fix) fixable++;
  }
  return { bySeverity, fixable };
}

/** `1 file`, `2 files`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
