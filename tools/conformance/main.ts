/**
 * `npm run conformance [-- --data DIR] [--json]`: how far we agree with the real tools, data set by data set.
 * The data is no part of the project; without it the command says so and succeeds.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runDockerignore } from "./dockerignore.ts";
import { runChecks } from "./checks.ts";
import { runErrors } from "./errors.ts";
import { runExpansion } from "./expansion.ts";
import { runHadolint } from "./hadolint.ts";
import { runImageConfig } from "./image-config.ts";
import { runLayerBytes } from "./layer-bytes.ts";
import { run as runLayerTruth } from "./layer-truth.ts";
import { runOfficial } from "./official.ts";
import type { DataSetResult } from "./result.ts";
import { runRobustness } from "./robustness.ts";
import { runShellcheck } from "./shellcheck.ts";
import { runSyntax } from "./syntax.ts";

const shownDisagreements = 5;

const { values } = parseArgs({
  options: {
    data: { type: "string", default: join("..", "shared", "conformance") },
    json: { type: "boolean", default: false },
  },
});

if (!existsSync(values.data)) {
  process.stdout.write(`No conformance data at ${values.data}: nothing to compare. Give its folder with --data DIR.\n`);
} else {
  const { results, notes } = await runAll(values.data);
  process.stdout.write(values.json ? `${JSON.stringify({ results, notes }, null, 2)}\n` : table(results, notes));
  if (results.some((result) => isBelowBound(result))) process.exitCode = 1;
}

async function runAll(directory: string): Promise<{ results: DataSetResult[]; notes: readonly string[] }> {
  const official = await runOfficial(directory);
  const robustness = await runRobustness(directory);
  const shellcheck = await runShellcheck(directory);
  const results = [
    ...(await runSyntax(directory)),
    ...(await runErrors(directory)),
    ...(await runChecks(directory)),
    ...runHadolint(directory),
    ...runExpansion(directory),
    ...runDockerignore(directory),
    ...runLayerTruth(directory),
    ...runImageConfig(directory),
    ...official.results,
    ...(await runLayerBytes(directory)),
    ...shellcheck.results,
    ...robustness.results,
  ];
  return { results, notes: [...official.notes, ...shellcheck.notes, ...robustness.notes] };
}

function isBelowBound({ cases, agreeing, bound }: DataSetResult): boolean {
  return cases > 0 && agreeing < cases * bound;
}

function table(results: readonly DataSetResult[], notes: readonly string[]): string {
  const width = Math.max(...results.map((result) => result.name.length));
  const lines = results.flatMap((result) => {
    const { name, cases, agreeing, bound, disagreements } = result;
    const share = cases === 0 ? "    -" : `${((100 * agreeing) / cases).toFixed(1)} %`.padStart(7);
    const verdict = isBelowBound(result) ? `below ${100 * bound} %` : "ok";
    const row = `${name.padEnd(width)}  ${String(agreeing).padStart(5)} of ${String(cases).padStart(5)}  ${share}  ${verdict}`;
    const shown = disagreements.slice(0, shownDisagreements).map((one) => `    ${one.case}: ${one.why}`.slice(0, 300));
    const rest = disagreements.length - shown.length;
    return [row, ...shown, ...(rest > 0 ? [`    and ${rest} more`] : [])];
  });
  return [...lines, ...notes, ""].join("\n");
}
