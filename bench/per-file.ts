/**
 * `per-file KIND DATA [FOLDER]`: what one kind of work costs per file when all is warm, as JSON; for the corpus of the data
 * unless a folder is given. `main.ts` bundles it, as the command line is, and starts a process for each kind: V8 compiles
 * a function for all that it has been called with, so one preset would slow down the other.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { lintText } from "../src/engine/lint-text.ts";
import { createCatalogue } from "../src/engine/rule-catalogue.ts";
import type { Rule } from "../src/rules/define-rule.ts";
import { rules } from "../src/rules/index.ts";
import { parseDockerfile } from "../src/syntax/parse.ts";
import { readCorpus } from "../tools/conformance/corpus.ts";
import { median } from "./median.ts";

export interface PerFileCost {
  /** CPU milliseconds, user and system, of all threads: the median of the passes. */
  readonly cost: number;
  readonly files: number;
  readonly passes: number;
}

/** Files read before anything is measured (V8 still compiles until then), and then: a small folder is read more often. */
const warmUpFiles = 20_000;
const measuredFiles = 16_000;

const [kind = "", data = "", folder] = process.argv.slice(2);
const work: Readonly<Record<string, (text: string) => unknown>> = {
  read: (text) => parseDockerfile(text),
  recommended: linter(rules.filter(({ meta }) => meta.docs.recommended)),
  strict: linter(rules),
};
const run = work[kind];
if (!run) throw new Error(`no kind of work is called '${kind}'`);
process.stdout.write(JSON.stringify(measure(run, await readTexts())));

function linter(chosen: readonly Rule[]): (text: string) => unknown {
  const catalogue = createCatalogue(rules);
  const configured = chosen.map((rule) => ({ rule, severity: rule.meta.docs.severity, options: [] }));
  return (text) => lintText(text, { path: "Dockerfile", rules: configured, catalogue, history: false });
}

function measure(action: (text: string) => unknown, texts: readonly string[]): PerFileCost {
  const warmUp = Math.ceil(warmUpFiles / texts.length);
  const passes = Math.ceil(measuredFiles / texts.length);
  const costs: number[] = [];
  for (let pass = 0; pass < warmUp + passes; pass++) {
    const before = process.cpuUsage();
    for (const text of texts) action(text);
    const { user, system } = process.cpuUsage(before);
    if (pass >= warmUp) costs.push((user + system) / 1000 / texts.length);
  }
  return { cost: median(costs), files: texts.length, passes };
}

async function readTexts(): Promise<readonly string[]> {
  if (folder !== undefined) return dockerfilesIn(folder);
  return (await readCorpus(data)).map(({ text }) => text);
}

function dockerfilesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => /dockerfile/i.test(name) && statSync(join(directory, name)).isFile())
    .map((name) => readFileSync(join(directory, name), "utf8"));
}
