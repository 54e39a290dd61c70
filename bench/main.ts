/**
 * `npm run bench [-- --files FOLDER]`: what a run costs, as ratios within this run, so that the machine's speed of the
 * day drops out.
 *
 * - start-up: CPU time (user + system) of the built command line on one Dockerfile, beside `node -e 0`; once more with
 *   ShellCheck where it is installed, which has seen the file before
 * - per file: CPU time of linting a folder (the fixtures when there is no corpus), warm, beside reading it into trees
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { findProgram } from "../src/shellcheck/program.ts";
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

process.stdout.write([...startUp(), ...(await perFile()), ""].join("\n"));

function startUp(): string[] {
  const cli = join(root, "dist/cli.js");
  const file = join(root, "fixtures/node-app/Dockerfile");
  const commands: Record<string, readonly string[]> = {
    "node -e 0": ["-e", "0"],
    "stratalint --version": [cli, "--version"],
    "stratalint fixtures/node-app/Dockerfile": [cli, "--shellcheck=off", file],
    "stratalint -f sarif fixtures/node-app/Dockerfile": [cli, "--shellcheck=off", "-f", "sarif", file],
  };
  if (findProgram("auto", process.env, root)) {
    const withShellcheck = [cli, file];
    childCpu(withShellcheck, 1);
    commands["the same as text, with ShellCheck's answers kept"] = withShellcheck;
  }
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

async function perFile(): Promise<string[]> {
  const kinds = { read: "read into a tree", recommended: "lint, preset recommended", strict: "lint, preset strict" };
  const folder = mkdtempSync(join(tmpdir(), "stratalint-bench-"));
  try {
    const script = await bundled(join(root, "bench/per-file.ts"), folder);
    const costs = Object.entries(kinds).map(([kind, title]) => ({ title, ...perFileCost(script, kind) }));
    const [{ cost: base, files, passes }] = costs as [PerFileCost & { title: string }];
    return [
      `per file, CPU ms (${files} files, median of ${passes} warm passes), ratio to reading`,
      ...costs.map(
        ({ title, cost }) => `  ${title.padEnd(50)} ${cost.toFixed(3).padStart(5)}  ${(cost / base).toFixed(2)}`,
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As the command line is. What tsx makes of a module names each function anew whenever it is made, which costs a quarter. */
async function bundled(script: string, folder: string): Promise<string> {
  const outfile = join(folder, "per-file.mjs");
  await build({
    entryPoints: [script],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "warning",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  return outfile;
}

function perFileCost(script: string, kind: string): PerFileCost {
  const corpus = existsSync(join(values.data, "corpus/dev.tar.gz"));
  const folder = values.files ?? (corpus ? undefined : join(root, "fixtures"));
  const args = [script, kind, values.data, ...(folder === undefined ? [] : [folder])];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as PerFileCost;
}
