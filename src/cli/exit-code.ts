/** RUN -> EXIT CODE. */
import type { ProjectRun } from "../project/lint-files.ts";

export const exitCodes = { clean: 0, findings: 1, error: 2 } as const;

export interface ExitRules {
  /** More warnings than this fail the run, and then only their number counts. */
  readonly maxWarnings?: number | undefined;
  readonly exitZero: boolean;
  readonly errorOnUnmatched: boolean;
}

export function exitCode(run: ProjectRun, rules: ExitRules): number {
  if (hasErrors(run, rules.errorOnUnmatched)) return exitCodes.error;
  if (rules.exitZero) return exitCodes.clean;
  return run.syntaxErrors || hasFailingFindings(run, rules) ? exitCodes.findings : exitCodes.clean;
}

/** True when something that was asked for could not be looked at. */
export function hasErrors({ errors, unmatched }: ProjectRun, errorOnUnmatched: boolean): boolean {
  return errors.length > 0 || (unmatched.length > 0 && errorOnUnmatched);
}

function hasFailingFindings(run: ProjectRun, { maxWarnings }: ExitRules): boolean {
  const { error, warning, info, style } = run.failing;
  const tooManyWarnings = maxWarnings === undefined ? warning > 0 : exceedsMaxWarnings(run, maxWarnings);
  return error + info + style > 0 || tooManyWarnings;
}

/** A negative number sets no limit. */
export function exceedsMaxWarnings(run: ProjectRun, maxWarnings: number): boolean {
  return maxWarnings >= 0 && countWarnings(run) > maxWarnings;
}

export function countWarnings({ files }: ProjectRun): number {
  return files.flatMap(({ findings }) => findings).filter(({ severity }) => severity === "warning").length;
}
