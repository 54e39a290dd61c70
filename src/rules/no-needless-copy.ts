import type { ContextFiles } from "../context/context-files.ts";
import { pathIn } from "../context/file-tree.ts";
import { isTaken, type CopyFilter } from "../context/walk-tree.ts";
import { humanBytes } from "../layers/byte-units.ts";
import type { BuildModel } from "../model/types.ts";
import type { Add, Copy, Word } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { bytesBelow, excludeFilter, fileAt, matchesOf } from "./shared/context-bytes.ts";
import { contextSources } from "./shared/context-sources.ts";
import { isNeedless, needlessFolders, type CopiedFolder } from "./shared/needless-folders.ts";

/** Fewer bytes are no reason to change anything. */
const worthSaying = 100_000;

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
\`build\`, \`dist\`, \`node_modules\`) are reported only beside the file that says what they are, and when a command of the stage makes them anew
in the place that they are copied to. \`.git\` is not reported where \`git\`, \`make\` or \`go build\` runs, which read it, and no folder that a command, ENV or a later
COPY names. Less than 100 kB is no matter, but for \`.git\` in a stage that ships. Under ESLint, rules see no files,
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
          if (match.file.type !== "directory") continue;
          const copied = { copy: node, stage, folder: match.path };
          report(copied, word, findNeedless(sourceCode.model, files, copied, filter));
        }
      }
    }

    function report({ copy, stage, folder }: CopiedFolder, word: Word, found: readonly Found[]): void {
      if (found.length === 0) return;
      const names = found.map(({ name }) => `"${pathIn(folder, name)}"`);
      context.report({
        node: word,
        messageId: stage.ships ? "shipped" : "built",
        data: {
          keyword: copy.keyword,
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
function findNeedless(
  model: BuildModel,
  files: ContextFiles,
  copied: CopiedFolder,
  filter: CopyFilter | null,
): Found[] {
  const { folder, stage } = copied;
  return needlessFolders
    .flatMap((needless): Found[] => {
      const { name, delicate = false } = needless;
      const path = pathIn(folder, name);
      if (!isTaken(filter, name, folder) || fileAt(files, path)?.type !== "directory") return [];
      if (!isNeedless(model, files, copied, needless)) return [];
      const bytes = bytesBelow(files, path);
      return bytes >= worthSaying || (delicate && stage.ships) ? [{ name, bytes }] : [];
    })
    .sort((a, b) => b.bytes - a.bytes);
}

/** `a`, `a and b`, `a, b and c`. */
function inWords(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}
