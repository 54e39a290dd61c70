/** SCRIPTS -> REMARKS, in one process for all of them: starting one takes as long as two or three scripts. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { describeSystemError } from "../config/system-error.ts";
import { ProgramError } from "./program.ts";
import type { Program } from "./program.ts";
import { readReport, ReportError } from "./read-report.ts";
import type { Remark, ShellScript } from "./types.ts";

/**
 * So many take ten seconds, and more than that is shared out among the processors (docs/shellcheck.md has figures). No
 * process gets more: what a hang or a crash costs stays bounded, and so does the list of arguments (32 kB on Windows).
 */
const scriptsPerProcess = 1000;

export interface BatchResult {
  /** By the keys given; of scripts in a process that failed there is nothing. */
  readonly remarks: ReadonlyMap<string, readonly Remark[]>;
  /** What went wrong: sentences whose subject is the program, without full stop. */
  readonly failures: readonly string[];
}

/**
 * @param scripts by any key
 * @param processors how many processes may run at a time
 */
export async function checkBatch(
  program: Program,
  scripts: ReadonlyMap<string, Pick<ShellScript, "preamble" | "text">>,
  processors: number = availableParallelism(),
): Promise<BatchResult> {
  const remarks = new Map<string, readonly Remark[]>();
  const failures = new Set<string>();
  const waiting = sharedOut([...scripts], processors);
  const work = async (): Promise<void> => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      try {
        const found = await checkPart(
          program,
          part.map(([, script]) => script),
        );
        for (const [index, [key]] of part.entries()) remarks.set(key, found[index] ?? []);
      } catch (error) {
        failures.add(describe(error));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(waiting.length, processors) }, work));
  return { remarks, failures: [...failures] };
}

/** Equal parts. Dealt out like cards: the long scripts of one file would make one part last. */
function sharedOut<T>(list: readonly T[], processors: number): T[][] {
  const fewest = Math.ceil(list.length / scriptsPerProcess);
  const count = fewest > 1 ? Math.max(fewest, processors) : fewest;
  const parts = Array.from({ length: count }, (): T[] => []);
  for (const [index, one] of list.entries()) parts[index % count]?.push(one);
  return parts;
}

async function checkPart(
  program: Program,
  scripts: readonly Pick<ShellScript, "preamble" | "text">[],
): Promise<Remark[][]> {
  // Only the user may look into it: scripts hold what Dockerfiles hold.
  const folder = mkdtempSync(join(tmpdir(), "stratalint-shellcheck-"));
  try {
    const names = scripts.map((_, index) => String(index));
    for (const [index, { preamble, text }] of scripts.entries()) {
      writeFileSync(join(folder, String(index)), `${preamble}${text}\n`);
    }
    const report = readReport(await program.check(folder, names), scripts.length);
    return report.map((remarks, index) => withoutPreamble(remarks, scripts[index]?.preamble ?? ""));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Remarks on our own lines are none of the user's business. */
function withoutPreamble(remarks: readonly Remark[], preamble: string): Remark[] {
  const lines = preamble.split("\n").length - 1;
  const moved = <T extends Pick<Remark, "start" | "end">>(stretch: T): T => ({
    ...stretch,
    start: { ...stretch.start, line: stretch.start.line - lines },
    end: { ...stretch.end, line: stretch.end.line - lines },
  });
  return remarks
    .filter(({ start }) => start.line > lines)
    .map((remark) => ({ ...moved(remark), replacements: remark.replacements.map(moved) }));
}

function describe(error: unknown): string {
  if (error instanceof ProgramError) return error.message;
  if (error instanceof ReportError) return `printed something that cannot be understood: ${error.message}`;
  if (typeof (error as NodeJS.ErrnoException).code === "string") {
    return `could not be given the scripts: ${describeSystemError(error)}`;
  }
  throw error;
}
