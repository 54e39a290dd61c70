/** Folders that lie in projects and that an image does without, and what in a build says that it does. */
import type { ContextFiles } from "../../context/context-files.ts";
import { pathIn } from "../../context/file-tree.ts";
import type { BuildModel, StageModel } from "../../model/types.ts";
import type { ShellCommand } from "../../shell/nodes.ts";
import type { Add, Copy, Instruction, Run } from "../../syntax/nodes.ts";
import { fileAt } from "./context-bytes.ts";
import { destinationOf } from "./context-copies.ts";
import { baseName, isInside, unknownWorkdir } from "./paths.ts";
import { shellValues } from "./shell-values.ts";
import { instructionsOf } from "./stage-steps.ts";

export interface NeedlessFolder {
  /** In the folder that is copied. */
  readonly name: string;
  /** One of these lies beside it, which says what it is; none asks for nothing. */
  readonly besides?: readonly string[];
  /** A command, with its arguments, that makes the folder anew where it runs. */
  readonly madeBy?: RegExp;
  /** `madeBy` may also run in a directory below. */
  readonly madeFromBelow?: boolean;
  /** A command that reads it: where one runs, it is needed. */
  readonly readBy?: RegExp;
  /** Matters however small it is, where the stage ships: it holds everything there ever was. */
  readonly delicate?: true;
}

const elsewhere = String.raw`(?!.* (?:-g|--global|--location=global|--prefix\b|-C|--cwd\b|--dir\b|--version|-v|--help)(?:[ =]|$))`;
const nodeInstall = new RegExp(
  String.raw`^${elsewhere}(?:npm (?:.* )?(?:ci|i|install)\b|yarn(?: install\b| --|$)|(?:pnpm|bun) (?:.* )?(?:i|install)\b)`,
);
const nodeBuild =
  /^(?:(?:npm|pnpm|bun) run|yarn(?: run)?|next|vite|nuxt|nuxi|webpack|tsc) (?:.* )?build\b|^(?:npx )?tsc\b/;
const venv =
  /^(?:uv (?:sync|venv)|python[\d.]* -m venv|virtualenv|poetry install|pipenv (?:install|sync)|pdm (?:install|sync))\b/;
const python = ["requirements.txt", "pyproject.toml", "setup.py"];
const gradle = ["build.gradle", "build.gradle.kts"];
const dotnet = ["Program.cs", "Directory.Build.props"];

/** Go writes the commit into the program, and make asks git for it more often than not. */
const gitReaders = /^(?:git|goreleaser|g?make)\b|^go (?!.*-buildvcs=false)(?:build|install|run)\b/;

export const needlessFolders: readonly NeedlessFolder[] = [
  { name: ".git", readBy: gitReaders, delicate: true },
  { name: ".hg", readBy: /^hg\b/ },
  { name: ".svn", readBy: /^svn/ },
  { name: "node_modules", besides: ["package.json"], madeBy: nodeInstall },
  { name: ".next", besides: ["package.json"], madeBy: nodeBuild },
  { name: ".nuxt", besides: ["package.json"], madeBy: nodeBuild },
  { name: "dist", besides: ["package.json"], madeBy: nodeBuild },
  { name: ".parcel-cache" },
  { name: ".turbo" },
  { name: ".nyc_output" },
  { name: ".venv", madeBy: venv },
  { name: "venv", besides: python, madeBy: /^(?:pip3?|uv|poetry) .*/ },
  { name: "__pycache__" },
  { name: ".mypy_cache" },
  { name: ".pytest_cache" },
  { name: ".ruff_cache" },
  { name: ".tox" },
  { name: "target", besides: ["Cargo.toml"], madeBy: /^cargo (?:.* )?(?:build|install|test|b)\b/, madeFromBelow: true },
  { name: "target", besides: ["pom.xml"], madeBy: /^mvnw? / },
  { name: ".gradle", besides: gradle },
  { name: "build", besides: gradle, madeBy: /^gradlew? / },
  { name: "bin", besides: dotnet, madeBy: /^dotnet (?:build|publish)/ },
  { name: "obj", besides: dotnet, madeBy: /^dotnet (?:build|publish)/ },
  { name: ".terraform" },
  { name: ".idea" },
  { name: ".vs" },
];

/** A COPY of a folder of the build context, in the stage that it stands in. */
export interface CopiedFolder {
  readonly copy: Copy | Add;
  readonly stage: StageModel;
  /** In the context; empty for all of it. */
  readonly folder: string;
}

/** True when nothing speaks for the image needing what lies under this name in the folder. */
export function isNeedless(
  model: BuildModel,
  files: ContextFiles,
  { copy, stage, folder }: CopiedFolder,
  { name, besides, madeBy, madeFromBelow = false, readBy }: NeedlessFolder,
): boolean {
  if (besides && !besides.some((other) => fileAt(files, pathIn(folder, other)) !== null)) return false;
  const runs = instructionsOf(stage).filter((instruction) => instruction.type === "Run");
  if (readBy && runs.some(({ commands }) => commands.some((command) => isLike(command, readBy)))) return false;
  if (madeBy) {
    const destination = destinationOf(model, copy);
    if (takesOut(stage, name)) return true;
    if (runs.some((run) => makes(model, run, madeBy, destination, madeFromBelow))) return true;
    // Its name says little: only that it is made anew says that it is not needed.
    if (besides) return false;
  }
  return !model.stages.some((one) => takesOut(one, name)) && !instructionsOf(stage).some((one) => uses(one, name));
}

/** True when a command of the RUN makes the folder anew that is copied to `destination`. */
function makes(model: BuildModel, run: Run, madeBy: RegExp, destination: string | null, fromBelow: boolean): boolean {
  return run.commands.some((command) => {
    if (!isLike(command, madeBy)) return false;
    const directory = shellValues(model, run, unknownWorkdir).directoryOf(command);
    if (directory === null || destination === null) return true;
    return fromBelow ? isInside(directory, destination) : directory === destination;
  });
}

function isLike({ name, args }: ShellCommand, pattern: RegExp): boolean {
  return name !== null && pattern.test([baseName(name), ...args.map(({ value }) => value)].join(" "));
}

/** True when the stage copies a folder of this name out of another stage or image. */
function takesOut({ node }: StageModel, name: string): boolean {
  return node.body.some(
    (instruction) =>
      instruction.type === "Copy" &&
      instruction.flags.some((flag) => flag.name === "from") &&
      instruction.sources.some(({ value }) => baseName(value) === name),
  );
}

/** Commands that take notice of a folder and do not need what is in it. */
const careless = new Set(["rm", "chown", "chmod", "mkdir", "ls", "find"]);

/** True when the instruction says the name as part of a path. */
function uses(instruction: Instruction, name: string): boolean {
  const isPart = (text: string): boolean => text.split(/[/\s"':;=]+/).includes(name);
  switch (instruction.type) {
    case "Run":
    case "Cmd":
    case "Entrypoint":
    case "Healthcheck":
      return instruction.commands.some(
        (command) =>
          !careless.has(command.name ?? "") &&
          [command.nameWord, ...command.args].some((word) => word !== null && isPart(word.value)),
      );
    case "Env":
      return instruction.pairs.some(({ value }) => isPart(value?.value ?? ""));
    default:
      return false;
  }
}
