import type { ContextFiles } from "../context/context-files.ts";
import { humanBytes, parseBytes } from "../layers/byte-units.ts";
import type { BuildModel } from "../model/types.ts";
import type { Instruction, Range } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { bytesOption, bytesSchema } from "./shared/byte-budget.ts";
import { bytesBelow, fileAt, largestParts, matchesOf } from "./shared/context-bytes.ts";
import { contextSources } from "./shared/context-sources.ts";

const usual = "500MB";
/** Parts of the context that the message names. */
const namedParts = 3;

/** A path of the context that a step asks for. */
interface Wanted {
  /** Empty for the whole context. */
  readonly path: string;
  readonly range: Range;
}

export default defineRule({
  id: "max-context-bytes",
  type: "suggestion",
  docs: {
    description: "Keep the bytes that go to the builder within a budget",
    category: "size",
    severity: "warning",
    recommended: false,
    since: "0.1.0",
    why: `Before the first step that needs files, the client sends them to the builder, and a remote builder gets them over the network.
What is not sent costs nothing: BuildKit asks for the paths that COPY, ADD and bind mounts name, so \`COPY . .\` is
what sends everything that \`.dockerignore\` does not leave out. The classic builder gets the whole folder always.`,
    examples: [
      {
        bad: "FROM node:22\nCOPY . /app\n",
        good: "FROM node:22\nCOPY src /app/src\n",
        options: [{ max: "20MB" }],
        context: {
          files: ["src/index.js", "videos/a.mp4"],
          bytes: { "src/index.js": 9000, "videos/a.mp4": 900_000_000 },
        },
      },
    ],
    options: `\`max\` (default \`"${usual}"\`): the most bytes that may be sent. ${bytesOption}`,
    whenNot: `The rule needs a configured build context (\`context\`, or \`--context\` on the command line). It counts what a first build sends; later
ones send what has changed. Under ESLint, rules see no files, and this one is silent.`,
  },
  messages: {
    large: {
      what: "The build sends {{bytes}} to the builder; the limit is {{max}}",
      why: "{{parts}}",
      how: "Name in .dockerignore what the build does not need, or copy only the folders that it does",
    },
  },
  schema: [{ type: "object", properties: { max: bytesSchema }, additionalProperties: false }],
  defaultOptions: [{ max: usual }] as [{ max?: number | string }],
  create(context) {
    const { sourceCode, languageOptions } = context;
    const files = sourceCode.context?.files;
    if (!files) return {};
    const [{ max = usual }] = context.options;
    const most = parseBytes(max);

    return {
      Dockerfile(dockerfile) {
        if (!sourceCode.builds) return;
        const [from] = dockerfile.stages.map((stage) => stage.from);
        if (!from) return;
        const whole: Wanted = { path: "", range: from.keywordRange };
        const wanted = wantedPaths(sourceCode.model, files);
        const isClassic = languageOptions.builder === "docker-classic";
        const sent = isClassic ? [wanted.find(({ path }) => path === "") ?? whole] : withoutNested(wanted);
        const weighed = sent.map((one) => ({ ...one, bytes: bytesBelow(files, one.path) }));
        const bytes = weighed.reduce((sum, one) => sum + one.bytes, 0);
        const [heaviest] = weighed.sort((a, b) => b.bytes - a.bytes);
        if (bytes <= most || heaviest === undefined) return;
        context.report({
          node: { range: heaviest.range },
          messageId: "large",
          data: { bytes: humanBytes(bytes), max: humanBytes(most), parts: partsInWords(files, weighed) },
        });
      },
    };
  },
});

/** What the steps of the stages that are built ask for, in file order. */
function wantedPaths(model: BuildModel, files: ContextFiles): Wanted[] {
  return model.stages
    .filter(({ reachable }) => reachable)
    .flatMap(({ node, triggers }) => [...triggers, ...node.body])
    .flatMap((instruction) => [...copied(model, files, instruction), ...mounted(model, instruction)]);
}

function copied(model: BuildModel, files: ContextFiles, instruction: Instruction): Wanted[] {
  return contextSources(model, instruction).flatMap(({ word, path }) =>
    matchesOf(files, path).map((match) => ({ path: match.path, range: word.range })),
  );
}

/** Bind mounts without `from`: a folder of the context, or all of it. */
function mounted(model: BuildModel, instruction: Instruction): Wanted[] {
  if (instruction.type !== "Run") return [];
  return instruction.mounts.flatMap(({ kind, from, source, flag }) => {
    if (kind !== "bind" || from !== null) return [];
    const path = source === null ? "" : model.expand(instruction, source).value;
    return [
      {
        path: path
          .split("/")
          .filter((part) => part !== "" && part !== ".")
          .join("/"),
        range: flag.range,
      },
    ];
  });
}

/** A path that lies in another one is sent with it. */
function withoutNested(wanted: readonly Wanted[]): Wanted[] {
  const kept: Wanted[] = [];
  for (const one of [...wanted].sort((a, b) => a.path.length - b.path.length)) {
    const isSent = kept.some(({ path }) => path === "" || one.path === path || one.path.startsWith(`${path}/`));
    if (!isSent) kept.push(one);
  }
  return kept;
}

/** `node_modules (210 MB), .git (31 MB) and data (8 MB) weigh most`. */
function partsInWords(files: ContextFiles, sent: readonly (Wanted & { readonly bytes: number })[]): string {
  const [first] = sent;
  const parts =
    sent.length === 1 && first && fileAt(files, first.path)?.type === "directory"
      ? largestParts(files, first.path)
      : sent.map(({ path, bytes }) => ({ name: path, bytes }));
  const named = parts.slice(0, namedParts).map(({ name, bytes }) => `${name} (${humanBytes(bytes)})`);
  const last = named.pop() ?? "";
  return named.length === 0 ? `${last} weighs most` : `${named.join(", ")} and ${last} weigh most`;
}
