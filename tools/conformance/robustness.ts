/** Every real Dockerfile through the whole linter: no crash, no range outside its file, and how much is found. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { lintText } from "../../src/engine/lint-text.ts";
import { createCatalogue } from "../../src/engine/rule-catalogue.ts";
import type { FileResult, Finding } from "../../src/engine/types.ts";
import { rules } from "../../src/rules/index.ts";
import { readCorpus } from "./corpus.ts";
import type { DataSetResult } from "./result.ts";

const slowMilliseconds = 1000;

export async function runRobustness(
  directory: string,
): Promise<{ results: DataSetResult[]; notes: readonly string[] }> {
  if (!existsSync(join(directory, "corpus/dev.tar.gz"))) return { results: [], notes: [] };
  const files = await readCorpus(directory);
  const catalogue = createCatalogue(rules);
  const configured = rules
    .filter((rule) => rule.meta.docs.recommended)
    .map((rule) => ({ rule, severity: rule.meta.docs.severity, options: [] }));
  const everything = rules.map((rule) => ({ rule, severity: rule.meta.docs.severity, options: [] }));
  const disagreements: { case: string; why: string }[] = [];
  const found: Finding[] = [];
  let clean = 0;
  for (const { id, text } of files) {
    try {
      const started = performance.now();
      const strict = lintText(text, { path: id, rules: everything, catalogue });
      const elapsed = performance.now() - started;
      if (elapsed > slowMilliseconds) disagreements.push({ case: id, why: `took ${elapsed.toFixed(0)} ms` });
      const stray = outside(strict);
      if (stray)
        disagreements.push({ case: id, why: `${stray.ruleId} at ${stray.range.join("-")} of ${strict.text.length}` });
      const { findings } = lintText(text, { path: id, rules: configured, catalogue });
      found.push(...findings);
      if (findings.length === 0) clean++;
    } catch (error) {
      disagreements.push({ case: id, why: `crash: ${error instanceof Error ? error.message : String(error)}` });
    }
  }
  const result = {
    name: "corpus: linted with all rules",
    cases: files.length,
    agreeing: files.length - disagreements.length,
    disagreements,
    bound: 1,
  };
  return { results: [result], notes: noise(found, files.length, clean) };
}

/** A range that does not lie inside its file: of a finding, a related place, an edit. */
function outside(result: FileResult): Finding | undefined {
  const inside = ([start, end]: readonly [number, number]): boolean =>
    0 <= start && start <= end && end <= result.text.length;
  return [...result.findings, ...result.suppressed].find((finding) => {
    const changes = [...(finding.fix ? [finding.fix] : []), ...finding.suggestions].flatMap((change) => change.edits);
    return ![finding, ...finding.related, ...changes].every(({ range }) => inside(range));
  });
}

function noise(findings: readonly Finding[], files: number, clean: number): string[] {
  const counts = new Map<string, number>();
  for (const { ruleId } of findings) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
  const top = [...counts].sort(([, a], [, b]) => b - a).slice(0, 10);
  const share = (count: number): string => `${((100 * count) / Math.max(1, findings.length)).toFixed(1)} %`;
  return [
    "",
    `Preset recommended over ${files} real files: ${(findings.length / files).toFixed(2)} findings a file, ` +
      `${((100 * clean) / files).toFixed(1)} % of the files clean. Most frequent:`,
    ...top.map(([id, count]) => `  ${id.padEnd(32)} ${String(count).padStart(5)}  ${share(count)}`),
  ];
}
