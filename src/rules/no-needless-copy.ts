import type { ContextFiles } from "../context/context-files.ts";
import { pathIn } from "../context/file-tree.ts";
import { isTaken, type CopyFilter } from "../context/walk-tree.ts";
import { humanBytes } from "../layers/byte-units.ts";
import type { StageModel } from "../model/types.ts";
import type { ShellCommand } from "../shell/nodes.ts";
import type { Add, Copy, Word } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { bytesBelow, excludeFilter, fileAt, matchesOf } from "./shared/context-bytes.ts";
import { contextSources } from "./shared/context-sources.ts";
import { baseName } from "./shared/paths.ts";

/** Fewer bytes are no reason to change anything. */
const worthSaying = 100_000;

/** Something that lies in project folders and that an image does without. */
interface Needless {
  /** In the folder that is copied. */
  readonly name: string;
  /** One of these lies beside it, which says what it is; none asks for nothing. */
  readonly besides?: readonly string[];
  /** A command, with its arguments, that makes the thing anew: one must run in the stage. */
  readonly madeBy?: RegExp;
  /** A command that reads it: where one runs, it is needed. */
  readonly readBy?: RegExp;
  /** Matters however small it is, where the stage ships: it holds everything there ever was. */
  readonly delicate?: true;
}

const nodeInstall = /^(?:npm (?:.* )?(?:ci|i|install)\b|yarn(?: install| --|$)|(?:pnpm|bun) (?:.* )?(?:i|install)\b)/;
const gradle = ["build.gradle", "build.gradle.kts"];
const dotnet = ["Program.cs", "Directory.Build.props"];

const needless: readonly Needless[] = [
  { name: ".git", readBy: /^git\b/, delicate: true },
  { name: ".hg", readBy: /^hg\b/ },
  { name: ".svn", readBy: /^svn/ },
  { name: "node_modules", besides: ["package.json"], madeBy: nodeInstall },
  { name: ".next", besides: ["package.json"], madeBy: /^(?:(?:npm|pnpm|bun) run|yarn(?: run)?|next) build/ },
  { name: ".venv" },
  { name: "venv", besides: ["requirements.txt", "pyproject.toml", "setup.py"], madeBy: /^(?:pip3?|uv|poetry) .*/ },
  { name: "__pycache__" },
  { name: ".mypy_cache" },
  { name: ".pytest_cache" },
  { name: ".ruff_cache" },
  { name: ".tox" },
  { name: "target", besides: ["Cargo.toml"], madeBy: /^cargo (?:.* )?(?:build|install|test|b)\b/ },
  { name: "target", besides: ["pom.xml"], madeBy: /^mvnw? / },
  { name: ".gradle", besides: gradle },
  { name: "build", besides: gradle, madeBy: /^gradlew? / },
  { name: "bin", besides: dotnet, madeBy: /^dotnet (?:build|publish)/ },
  { name: "obj", besides: dotnet, madeBy: /^dotnet (?:build|publish)/ },
  { name: ".terraform" },
  { name: ".idea" },
  { name: ".vs" },
];

interface Found {
  readonly name: string;
  readonly bytes: number;
}

export default defineRule({
  id: "no-needless-copy",
  type: "suggestion",
  docs: {
    description: "Copy no folders that nobody needs in the image",
    category: "size",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    why: `\`COPY . .\` takes everything along that \`.dockerignore\` does not name: the whole history of the repository in \`.git\` (with every secret
that was ever in it), \`node_modules\` that were made for another system and are installed anew one step later, the outputs of builds on the
host. All of it is sent to the builder, and whatever changes in it reruns the step and those after it; in a stage that ships, it is stored
in the image as well. The rule looks into the configured build context and says how many bytes it is about.`,
    examples: [
      {
        bad: "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n",
        good: "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nCOPY src src/\nRUN npm ci\n",
        context: {
          files: ["package.json", "src/index.js", "node_modules/left-pad/index.js", ".git/objects/pack/a.pack"],
          bytes: { "node_modules/left-pad/index.js": 2_000_000, ".git/objects/pack/a.pack": 31_000_000 },
        },
        note: "A `.dockerignore` with the two names does the same.",
      },
    ],
    whenNot: `The rule needs a configured build context (\`context\`, or \`--context\` on the command line). Folders whose name says little (\`target\`,
\`build\`, \`node_modules\`) are reported only beside the file that says what they are, and when a command of the stage makes them anew; \`.git\` is
not where a command of the stage is \`git\`. Less than 100 kB is no matter, but for \`.git\` in a stage that ships. Under ESLint, rules see no files,
and this one is silent.`,
  },
  messages: {
    shipped: {
      what: '"{{keyword}} {{source}}" takes along what the image does not need: {{found}}',
      why: "It is stored in the image and pulled with it, and every change in it reruns this step",
      how: "{{advice}} in .dockerignore",
    },
    built: {
      what: '"{{keyword}} {{source}}" takes along what this stage does not need: {{found}}',
      why: "It is sent to the builder, and every change in it reruns this step and those after it",
      how: "{{advice}} in .dockerignore",
    },
  },
  create(context) {
    const { sourceCode } = context;
    const files = sourceCode.context?.files;
    if (!files) return {};

    function check(node: Copy | Add): void {
      const stage = sourceCode.model.stageOf(node);
      if (!files || !stage?.reachable || node.inOnbuild) return;
      const filter = excludeFilter(sourceCode.model, node);
      for (const { word, path } of contextSources(sourceCode.model, node)) {
        for (const match of matchesOf(files, path)) {
          if (match.file.type === "directory")
            report(node, word, stage, match.path, findNeedless(files, match.path, stage, filter));
        }
      }
    }

    function report(node: Copy | Add, word: Word, stage: StageModel, folder: string, found: readonly Found[]): void {
      if (found.length === 0) return;
      const names = found.map(({ name }) => `"${pathIn(folder, name)}"`);
      context.report({
        node: word,
        messageId: stage.ships ? "shipped" : "built",
        data: {
          keyword: node.keyword,
          source: word.value,
          found: inWords(found.map(({ name, bytes }) => `${name} (${humanBytes(bytes)})`)),
          advice: `Name ${inWords(names)}`,
        },
      });
    }

    return { Copy: check, Add: check };
  },
});

/** The largest first. */
function findNeedless(files: ContextFiles, folder: string, stage: StageModel, filter: CopyFilter | null): Found[] {
  return needless
    .flatMap((one): Found[] => {
      const path = pathIn(folder, one.name);
      if (!isTaken(filter, one.name) || fileAt(files, path)?.type !== "directory") return [];
      if (!isCertain(files, folder, stage, one)) return [];
      const bytes = bytesBelow(files, path);
      return bytes >= worthSaying || (one.delicate && stage.ships) ? [{ name: one.name, bytes }] : [];
    })
    .sort((a, b) => b.bytes - a.bytes);
}

function isCertain(files: ContextFiles, folder: string, stage: StageModel, one: Needless): boolean {
  const { name, besides, madeBy, readBy } = one;
  if (besides && !besides.some((other) => fileAt(files, pathIn(folder, other)) !== null)) return false;
  if (madeBy && !runs(stage, madeBy) && !takesFromStage(stage, name)) return false;
  return !readBy || !runs(stage, readBy);
}

/** True when a RUN of the stage, or of one that it is FROM, has a command like this. */
function runs(stage: StageModel, pattern: RegExp): boolean {
  return stage.chain.some(({ node }) =>
    node.body.some((instruction) => instruction.type === "Run" && instruction.commands.some(isLike)),
  );

  function isLike({ name, args }: ShellCommand): boolean {
    return name !== null && pattern.test([baseName(name), ...args.map(({ value }) => value)].join(" "));
  }
}

/** True when the stage copies a folder of this name out of another stage or image: it was made there. */
function takesFromStage({ node }: StageModel, name: string): boolean {
  return node.body.some(
    (instruction) =>
      instruction.type === "Copy" &&
      instruction.flags.some((flag) => flag.name === "from") &&
      instruction.sources.some(({ value }) => baseName(value) === name),
  );
}

/** `a`, `a and b`, `a, b and c`. */
function inWords(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}
