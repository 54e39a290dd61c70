/**
 * `npm run bench [-- --files FOLDER]`: what a run costs, as ratios within this run, so that the machine's speed of the
 * day drops out.
 *
 * - start-up: CPU time (user + system) of the built command line on one Dockerfile, beside `node -e 0`
 * - per file: CPU time of linting a folder, warm, beside reading it into trees; each kind of work in a process of its
 *   own, as a user runs it
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { childCpu } from "./child-cpu.ts";
import { median } from "./median.ts";
import type { PerFileCost } from "./per-file.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const rounds = 9;
const runsPerRound = 4;

const { values } = parseArgs({
  options: {
    files: { type: "string" },
    data: { type: "string", default: join(root, "..", "shared", "conformance") },
  },
});

process.stdout.write([...startUp(), ...perFile(), ""].join("\n"));

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

function perFile(): string[] {
  const kinds = { read: "read into a tree", recommended: "lint, preset recommended", strict: "lint, preset strict" };
  const costs = Object.entries(kinds).map(([kind, title]) => ({ title, ...perFileCost(kind) }));
  const [{ cost: base, files, passes }] = costs as [PerFileCost & { title: string }];
  return [
    `per file, CPU ms (${files} files, median of ${passes} warm passes), ratio to reading`,
    ...costs.map(
      ({ title, cost }) => `  ${title.padEnd(50)} ${cost.toFixed(3).padStart(5)}  ${(cost / base).toFixed(2)}`,
    ),
  ];
}

function perFileCost(kind: string): PerFileCost {
  const script = fileURLToPath(new URL("per-file.ts", import.meta.url));
  const args = [...process.execArgv, script, kind, values.data, ...(values.files === undefined ? [] : [values.files])];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as PerFileCost;
}
