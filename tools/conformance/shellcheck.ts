/**
 * The ShellCheck cases of hadolint's behaviour, with the ShellCheck that is installed: whether it finds something in the
 * RUNs of a file or nothing. Without one there is nothing to compare.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createCatalogue } from "../../src/engine/rule-catalogue.ts";
import { lintText } from "../../src/engine/lint-text.ts";
import { findProgram } from "../../src/shellcheck/program.ts";
import { Shellcheck } from "../../src/shellcheck/shellcheck.ts";
import type { DataSetResult } from "./result.ts";

interface Case {
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly dockerfile: string;
  readonly dockerfileOnbuild?: string;
  readonly onbuild: boolean;
  readonly count: number;
  readonly countMode: "exact" | "atLeast";
}

/** Where we find something else on purpose, by what the case is about. */
const deliberate: readonly { readonly applies: (one: Case) => boolean; readonly reason: string }[] = [
  {
    applies: ({ dockerfileOnbuild, onbuild }) =>
      onbuild && /^SHELL\b[^\n]*\bbash\b[^]*^ONBUILD RUN/m.test(stageOfLastRun(dockerfileOnbuild ?? "")),
    reason: "SHELL is part of the image, so the builds that run an ONBUILD RUN run it in that shell",
  },
];

/** @param directory the conformance data */
export async function runShellcheck(
  directory: string,
): Promise<{ results: DataSetResult[]; notes: readonly string[] }> {
  const path = join(directory, "hadolint/cases.json");
  if (!existsSync(path)) return { results: [], notes: [] };
  const name = "shellcheck: hadolint cases";
  const program = findProgram("auto", process.env, process.cwd());
  if (!program) return { results: [], notes: ["", `${name}: skipped, ShellCheck is not installed`] };

  const cases = (JSON.parse(readFileSync(path, "utf8")) as Case[]).filter(({ rule }) => rule.startsWith("SC"));
  const excused = cases.flatMap((one) => {
    const difference = deliberate.find(({ applies }) => applies(one));
    return difference ? [{ one, reason: difference.reason }] : [];
  });
  const compared = cases.filter((one) => !excused.some((known) => known.one === one));
  const counts = await countFindings(compared.map(textOf));
  const disagreements = compared.flatMap((one, index) => {
    const found = counts[index] ?? 0;
    const agrees = one.countMode === "exact" ? found === one.count : found >= one.count;
    return agrees
      ? []
      : [{ case: one.id, why: `${one.title}: ${found} found, ${one.countMode} ${one.count} expected` }];
  });
  const agreeing = compared.length - disagreements.length;
  return {
    results: [{ name, cases: compared.length, agreeing, disagreements, bound: 1 }],
    notes: [
      "",
      `ShellCheck ${program.version()}; on purpose different from hadolint:`,
      ...excused.map(({ one, reason }) => `  ${one.id}: ${reason}`),
    ],
  };
}

function textOf({ onbuild, dockerfile, dockerfileOnbuild }: Case): string {
  return onbuild ? (dockerfileOnbuild ?? dockerfile) : dockerfile;
}

function stageOfLastRun(text: string): string {
  return text.slice(Math.max(0, text.lastIndexOf("\nFROM ")));
}

/** All texts in one process, as in a run over files. */
async function countFindings(texts: readonly string[]): Promise<number[]> {
  const shellcheck = new Shellcheck({ env: process.env, cwd: process.cwd() });
  const catalogue = createCatalogue([]);
  const lint = (text: string): number => {
    const { findingsIn } = shellcheck.fileCheck({ program: "auto", level: "style", rules: new Map() });
    return lintText(text, { path: "Dockerfile", rules: [], catalogue, others: findingsIn }).findings.length;
  };
  for (const text of texts) lint(text);
  await shellcheck.run();
  return texts.map(lint);
}
