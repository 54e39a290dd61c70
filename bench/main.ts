/**
 * `npm run bench [-- --files FOLDER]`: what a run costs, as ratios within this run, so that the machine's speed of the
 * day drops out.
 *
 * - start-up: CPU time (user + system) of the built command line on one Dockerfile, beside `node -e 0`
 * - per file: CPU time of linting a folder, warm, beside reading it into trees
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { lintText } from "../src/engine/lint-text.ts";
import { createCatalogue } from "../src/engine/rule-catalogue.ts";
import { rules } from "../src/rules/index.ts";
import { parseDockerfile } from "../src/syntax/parse.ts";
import { readCorpus } from "../tools/conformance/corpus.ts";
import { childCpu } from "./child-cpu.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const rounds = 9;
const runsPerRound = 4;
/** Files read before anything is measured, and then: a small folder is gone through more often. */
const warmUpFiles = 10_000;
const measuredFiles = 9_000;

const { values } = parseArgs({
  options: {
    files: { type: "string" },
    data: { type: "string", default: join(root, "..", "shared", "conformance") },
  },
});

const texts = await readTexts();
process.stdout.write([...startUp(), ...perFile(texts), ""].join("\n"));

async function readTexts(): Promise<string[]> {
  if (values.files !== undefined) return dockerfilesIn(values.files);
  if (existsSync(join(values.data, "corpus/dev.tar.gz")))
    return (await readCorpus(values.data)).map((file) => file.text);
  return dockerfilesIn(join(root, "fixtures"));
}

function dockerfilesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /dockerfile/i.test(name) && statSync(join(folder, name)).isFile())
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

function startUp(): string[] {
  const cli = join(root, "dist/cli.js");
  const file = join(root, "fixtures/node-app/Dockerfile");
  const commands: Record<string, readonly string[]> = {
    "node -e 0": ["-e", "0"],
    "stratalint --version": [cli, "--version"],
    "stratalint fixtures/node-app/Dockerfile": [cli, "--shellcheck=off", file],
    "stratalint -f sarif fixtures/node-app/Dockerfile": [cli, "--shellcheck=off", "-f", "sarif", file],
  };
  const samples = new Map<string, number[]>(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, args] of Object.entries(commands)) samples.get(name)?.push(childCpu(args, runsPerRound));
  }
  const base = samples.get("node -e 0") ?? [];
  return [
    `start-up, CPU ms a run (${rounds} rounds of ${runsPerRound}; median, and median of the ratios to node -e 0 round by round)`,
    ...[...samples].map(([name, list]) => {
      const ratio = median(list.map((cost, round) => cost / (base[round] ?? cost)));
      return `  ${name.padEnd(50)} ${median(list).toFixed(0).padStart(5)}  ${ratio.toFixed(2)}`;
    }),
    "",
  ];
}

function perFile(all: readonly string[]): string[] {
  const catalogue = createCatalogue(rules);
  const configured = rules
    .filter((rule) => rule.meta.docs.recommended)
    .map((rule) => ({ rule, severity: rule.meta.docs.severity, options: [] }));
  const everything = rules.map((rule) => ({ rule, severity: rule.meta.docs.severity, options: [] }));
  const work: Record<string, (text: string) => unknown> = {
    "read into a tree": (text) => parseDockerfile(text),
    "lint, preset recommended": (text) =>
      lintText(text, { path: "Dockerfile", rules: configured, catalogue, history: false }),
    "lint, preset strict": (text) =>
      lintText(text, { path: "Dockerfile", rules: everything, catalogue, history: false }),
  };
  const costs = new Map<string, number[]>(Object.keys(work).map((name) => [name, []]));
  const warmUp = Math.ceil(warmUpFiles / all.length);
  const measured = Math.ceil(measuredFiles / all.length);
  // The first passes warm up; the passes take turns, so that a slow moment hits all alike.
  for (let pass = 0; pass < warmUp + measured; pass++) {
    for (const [name, run] of Object.entries(work)) {
      const before = process.cpuUsage();
      for (const text of all) run(text);
      const used = process.cpuUsage(before);
      if (pass >= warmUp) costs.get(name)?.push((used.user + used.system) / 1000 / all.length);
    }
  }
  const base = median(costs.get("read into a tree") ?? []);
  return [
    `per file, CPU ms (${all.length} files, median of ${measured} warm passes), ratio to reading`,
    ...[...costs].map(
      ([name, list]) =>
        `  ${name.padEnd(50)} ${median(list).toFixed(3).padStart(5)}  ${(median(list) / base).toFixed(2)}`,
    ),
  ];
}

function median(list: readonly number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
