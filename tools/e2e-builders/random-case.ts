/** Random builds: a context, a Dockerfile that uses it, an ignore file, a command line. */
import { baseReference } from "./base-image.ts";
import type { BuildCase } from "./build-case.ts";
import type { ArchiveFormat, ContextEntry } from "./context-entries.ts";
import { randomContext, type RandomContext } from "./random-context.ts";
import { addArchive, copyFromContext, copyFromStage, copyHeredocs } from "./random-copy.ts";
import { randomMetadata, randomWorkdir } from "./random-metadata.ts";
import { randomRun } from "./random-run.ts";
import { Random } from "./random.ts";
import { RandomStage } from "./random-stage.ts";

/**
 * The case of a seed.
 *
 * @param formats the kinds of archives that can be made
 */
export function randomCase(seed: number, formats: readonly ArchiveFormat[]): BuildCase {
  const random = new Random(seed);
  const context = randomContext(random, formats);
  const hasGlobalArg = random.chance(0.2);
  const stages: RandomStage[] = [];
  const count = random.weighted([
    [5, 1],
    [3, 2],
    [2, 3],
    [1, 4],
  ] as const);
  for (let index = 0; index < count; index++) stages.push(randomStage(random, context, stages, hasGlobalArg));
  const lines = [...(hasGlobalArg ? ["ARG TAG=1"] : []), ...stages.flatMap((stage) => stage.lines)];
  // By number no BuildKit finds a stage.
  const { name } = random.pick(stages);
  return {
    name: `seed ${seed}`,
    seed,
    dockerfile: lineEnds(random, `${decorate(random, lines).join("\n")}\n`),
    context: [...context.entries, ...ignoreFile(random, context, lines)],
    ...(random.chance(0.2) && name !== null ? { target: name } : {}),
    ...(random.chance(0.2) ? { buildArgs: { ONE: "given", UNUSED: "x" } } : {}),
  };
}

function randomStage(
  random: Random,
  context: RandomContext,
  earlier: readonly RandomStage[],
  hasGlobalArg: boolean,
): RandomStage {
  const named = earlier.filter((stage) => stage.name !== null);
  const parent = named.length > 0 && random.chance(0.35) ? random.pick(named) : null;
  const fromScratch = parent === null && random.chance(0.35);
  const index = earlier.length;
  const name = random.chance(0.6) ? `${random.pick(["build", "Deps", "stage-x", "final"])}${index}` : null;
  const stage = new RandomStage(index, name, parent?.hasShell ?? !fromScratch, parent);
  const image = hasGlobalArg && random.chance(0.7) ? baseReference.replace(":1", ":${TAG}") : baseReference;
  // FROM finds a name only in small letters; --from does not mind.
  const base = parent?.name?.toLowerCase() ?? (fromScratch ? "scratch" : image);
  stage.lines.push(`FROM ${base}${name === null ? "" : ` AS ${name}`}`);
  // An image without any layer is nothing that a builder exports.
  stage.lines.push(copyFromContext(random, stage, context));
  for (let left = random.between(0, 9); left > 0; left--) {
    const line = randomInstruction(random, stage, context, earlier);
    if (line !== null) stage.lines.push(line);
  }
  return stage;
}

function randomInstruction(
  random: Random,
  stage: RandomStage,
  context: RandomContext,
  earlier: readonly RandomStage[],
): string | null {
  return random.weighted<() => string | null>([
    [6, () => copyFromContext(random, stage, context)],
    [1, () => [...stage.lines].reverse().find((line) => /^(?:COPY|ADD) [^<]*$/.test(line)) ?? null],
    [2, () => addArchive(random, stage, context)],
    [3, () => copyFromStage(random, stage, earlier)],
    [1, () => copyHeredocs(random, stage)],
    [5, () => randomRun(random, stage, context)],
    [2, () => randomWorkdir(random, stage)],
    [5, () => randomMetadata(random, stage)],
  ])();
}

/** Comments, blank lines, keywords in small letters. */
function decorate(random: Random, lines: readonly string[]): string[] {
  const isDecorated = random.chance(0.5);
  return lines.flatMap((line) => {
    if (!isDecorated) return [line];
    const between = random.weighted([
      [6, []],
      [1, [""]],
      [1, ["# a comment"]],
      [0.5, ["", "  # indented", ""]],
    ]);
    return [...between, random.chance(0.1) ? line.replace(/^[A-Z]+/, (keyword) => keyword.toLowerCase()) : line];
  });
}

/** Heredocs keep their carriage returns, and no command knows what to do with one. */
function lineEnds(random: Random, text: string): string {
  return random.chance(0.04) && !text.includes("<<") ? text.replaceAll("\n", "\r\n") : text;
}

/** Mostly leaves in what the Dockerfile names, so that most builds succeed. */
function ignoreFile(random: Random, context: RandomContext, lines: readonly string[]): ContextEntry[] {
  if (random.chance(0.55)) return [];
  const text = lines.join("\n");
  const paths = [...context.files, ...context.directories];
  const unnamed = paths.filter((path) => !text.includes(path.split("/")[0]!));
  const candidates = random.chance(0.97) ? unnamed : paths;
  const patterns = [
    ...random
      .sample(candidates, random.between(0, 3))
      .map((path) => random.pick([path, `/${path}`, `${path}/`, `**/${path.split("/").at(-1)}`])),
    ...random.sample(
      ["*.md", "**/*.bin", "# comment", "", "docs/*", "!docs/a.txt", "node_modules", ".git", "?ib", "[Mm]akefile"],
      random.between(0, 4),
    ),
  ];
  const named = paths.filter((path) => !unnamed.includes(path));
  const takenBack = random.chance(0.9) ? named.map((path) => `!${path}`) : [];
  const whole = random.chance(0.1) ? ["*", ...named.map((path) => `!${path}`)] : [];
  const textOfFile = [...whole, ...patterns, ...takenBack].join(random.chance(0.1) ? "\r\n" : "\n");
  const ofDockerfile: ContextEntry[] = random.chance(0.1)
    ? [{ kind: "file", path: "Dockerfile.dockerignore", text: random.pick(["*.txt", "**/*.md\n", ""]) }]
    : [];
  return [{ kind: "file", path: ".dockerignore", text: textOfFile }, ...ofDockerfile];
}
