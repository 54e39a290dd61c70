/**
 * `npx tsx tools/noise.ts [--data DIR] [--check]`: how much the preset `recommended` says about real Dockerfiles, rule by rule, written to
 * docs/noise.md. With `--check` nothing is written, and a difference fails: a change of noise is to be seen in review.
 *
 * The files are no part of the project; without them the command says so and succeeds.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { isInPreset, presetOptions, presetSeverity } from "../src/config/presets.ts";
import { lintText } from "../src/engine/lint-text.ts";
import { createCatalogue } from "../src/engine/rule-catalogue.ts";
import { rules } from "../src/rules/index.ts";
import { readCorpus, type CorpusFile } from "./conformance/corpus.ts";

const page = fileURLToPath(new URL("../docs/noise.md", import.meta.url));
/** What is asked of the preset. */
const bounds = { findingsPerFile: 5, shareOfOneRule: 0.15, shareOfCleanFiles: 0.15 };

interface Noise {
  readonly files: number;
  readonly clean: number;
  readonly findings: number;
  /** By rule, the most frequent first. */
  readonly rules: readonly { readonly id: string; readonly findings: number; readonly files: number }[];
}

const { values } = parseArgs({
  options: {
    data: { type: "string", default: join("..", "shared", "conformance") },
    check: { type: "boolean", default: false },
  },
});

if (!existsSync(join(values.data, "corpus/dev.tar.gz"))) {
  process.stdout.write(
    `No real Dockerfiles at ${values.data}/corpus: nothing to count. Give the folder with --data DIR.\n`,
  );
} else {
  const noise = measure(await readCorpus(values.data));
  await publish(noise, values.check);
  for (const problem of exceeded(noise)) fail(problem);
}

function measure(files: readonly CorpusFile[]): Noise {
  const catalogue = createCatalogue(rules);
  const configured = rules
    .filter((rule) => isInPreset(rule, "recommended"))
    .map((rule) => ({
      rule,
      severity: presetSeverity(rule, "recommended"),
      options: presetOptions(rule, "recommended"),
    }));
  const counts = new Map(configured.map(({ rule }) => [rule.id, { findings: 0, files: 0 }]));
  let clean = 0;
  let total = 0;
  for (const { id, text } of files) {
    const { findings } = lintText(text, { path: id, rules: configured, catalogue });
    if (findings.length === 0) clean++;
    total += findings.length;
    const ids = findings.map(({ ruleId }) => ruleId);
    for (const ruleId of new Set(ids)) {
      const count = counts.get(ruleId);
      if (!count) continue;
      count.files++;
      count.findings += ids.filter((one) => one === ruleId).length;
    }
  }
  const sorted = [...counts]
    .map(([id, count]) => ({ id, ...count }))
    .sort((a, b) => b.findings - a.findings || (a.id < b.id ? -1 : 1));
  return { files: files.length, clean, findings: total, rules: sorted };
}

function exceeded({ files, clean, findings, rules: counts }: Noise): string[] {
  const loudest = counts[0];
  return [
    ...(findings / files > bounds.findingsPerFile ? [`more than ${bounds.findingsPerFile} findings a file`] : []),
    ...(clean / files < bounds.shareOfCleanFiles
      ? [`fewer than ${percent(bounds.shareOfCleanFiles)} clean files`]
      : []),
    ...(loudest && loudest.findings / findings > bounds.shareOfOneRule
      ? [`${loudest.id} makes more than ${percent(bounds.shareOfOneRule)} of the findings`]
      : []),
  ];
}

async function publish(noise: Noise, isCheck: boolean): Promise<void> {
  const text = await format(markdown(noise), { ...(await resolveConfig(page)), filepath: page });
  if (existsSync(page) && readFileSync(page, "utf8") === text) return;
  if (isCheck) {
    fail("docs/noise.md is not up to date: run npx tsx tools/noise.ts");
    return;
  }
  writeFileSync(page, text);
  process.stdout.write("wrote docs/noise.md\n");
}

function markdown({ files, clean, findings, rules: counts }: Noise): string {
  const rows = counts.map(
    (one) =>
      `| [${one.id}](rules/${one.id}.md) | ${one.findings} | ${percent(one.findings / findings)} | ${one.files} |`,
  );
  return `# Noise

What the preset \`recommended\` says about ${files} Dockerfiles of 125 public repositories and Docker Hub builds, which are no part of this
project. \`npx tsx tools/noise.ts\` counts anew.

- ${(findings / files).toFixed(2)} findings a file; at most ${bounds.findingsPerFile} are wanted.
- ${percent(clean / files)} of the files are clean; at least ${percent(bounds.shareOfCleanFiles)} are wanted.
- No rule may make more than ${percent(bounds.shareOfOneRule)} of the findings.

| Rule | Findings | Share | Files |
| --- | ---: | ---: | ---: |
${rows.join("\n")}
`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function fail(problem: string): void {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
