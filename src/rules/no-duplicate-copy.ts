import { humanBytes } from "../layers/byte-units.ts";
import type { Copy, Instruction, Word } from "../syntax/nodes.ts";
import type { StageModel } from "../model/types.ts";
import { defineRule } from "./define-rule.ts";
import { bytesBelow, matchesOf } from "./shared/context-bytes.ts";
import { destinationOf } from "./shared/context-copies.ts";
import { contextSources } from "./shared/context-sources.ts";
import { baseName, hasGlob, isInside, joinPath } from "./shared/paths.ts";
import { holdsComment, wholeLines } from "./shared/source-ranges.ts";
import { instructionsOf } from "./shared/stage-steps.ts";

/** Fewer bytes in two places are no reason to change anything. */
const worthSaying = 100_000;

/** A path of the build context, and where it stands in the image. */
interface CopiedPath {
  readonly instruction: Copy;
  readonly word: Word;
  /** In the context, as an absolute path; `/` is the whole of it. */
  readonly source: string;
  /** In the image, absolute. */
  readonly target: string;
  /** Owner, mode and the like: copies that differ in them are not the same. */
  readonly flags: string;
}

export default defineRule({
  id: "no-duplicate-copy",
  type: "suggestion",
  docs: {
    description: "Copy nothing twice",
    category: "size",
    severity: "warning",
    recommended: false,
    since: "0.1.0",
    why: `A COPY of files that an earlier COPY has put to the same place brings nothing new. BuildKit's own store and Docker's containerd
store leave such files out and keep an empty layer; graph drivers (overlay2, the default of Docker for years) store all of their
bytes again. The same files in two places are stored twice by every store. Only stages that ship are looked at, and only
paths for which no RUN in between could have changed anything.`,
    examples: [
      {
        bad: "FROM nginx:1.27\nCOPY . /srv/app/\nCOPY assets /srv/app/assets\n",
        good: "FROM nginx:1.27\nCOPY . /srv/app/\n",
      },
      {
        bad: "FROM eclipse-temurin:21\nCOPY app.jar /opt/app.jar\nCOPY app.jar /usr/local/lib/app.jar\n",
        good: "FROM eclipse-temurin:21\nCOPY app.jar /opt/app.jar\nRUN ln -s /opt/app.jar /usr/local/lib/app.jar\n",
        context: { files: ["app.jar"], bytes: { "app.jar": 48_000_000 } },
        note: "Two places: with a build context that says how much it is.",
      },
    ],
    whenNot: `Files that are copied early for the sake of the cache (\`COPY package.json ./\` above \`COPY . .\`) are no duplicates: it is the later,
wider COPY that brings them again, and they are small. Copies in two places are reported from 100 kB on, when the build context is configured.`,
  },
  messages: {
    again: {
      what: '"{{source}}" has been at {{target}} since line {{line}}: this COPY brings nothing new',
      why: "{{cost}}",
      how: "Remove it",
    },
    twice: {
      what: '"{{source}}" is copied to {{target}}, and in line {{line}} to {{other}}',
      why: "The image stores its {{bytes}} twice",
      how: "Copy it once, and link to it or configure the other place",
    },
    remove: "Remove the COPY that brings nothing new",
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    const files = sourceCode.context?.files ?? null;

    function lineOf(node: Instruction): number {
      return sourceCode.getLoc({ range: node.keywordRange }).start.line;
    }

    function reportAgain(copied: readonly CopiedPath[], earlier: CopiedPath): void {
      const [first] = copied;
      if (!first) return;
      const { instruction, word, target } = first;
      const isRemovable = !holdsComment(sourceCode, instruction.range) && instruction.leadingComments.length === 0;
      context.report({
        node: word,
        messageId: "again",
        data: { source: word.value, target, line: lineOf(earlier.instruction), cost: costInWords(copied) },
        related: [{ message: "Copied here", range: earlier.word.range }],
        suggest: isRemovable
          ? [{ messageId: "remove", fix: (fixer) => fixer.removeRange(wholeLines(sourceCode, instruction)) }]
          : [],
      });
    }

    /** What the second copy costs: it depends on where the builder keeps its layers. */
    function costInWords(copied: readonly CopiedPath[]): string {
      const bytes = files === null ? 0 : copied.reduce((sum, { source }) => sum + bytesOf(source), 0);
      const again = bytes === 0 ? "its files" : `its ${humanBytes(bytes)}`;
      return `The containerd store keeps an empty layer for it, and a graph driver such as overlay2 stores ${again} again`;
    }

    function bytesOf(source: string): number {
      return files === null ? 0 : bytesBelow(files, source.slice(1));
    }

    function reportTwice({ word, source, target }: CopiedPath, earlier: CopiedPath): void {
      const bytes = bytesOf(source);
      if (bytes < worthSaying) return;
      context.report({
        node: word,
        messageId: "twice",
        data: {
          source: word.value,
          target,
          line: lineOf(earlier.instruction),
          other: earlier.target,
          bytes: humanBytes(bytes),
        },
        related: [{ message: "Copied here", range: earlier.word.range }],
      });
    }

    /** Where each source of a COPY of context files goes; null when that cannot be told of all of them. */
    function pathsOf(stage: StageModel, instruction: Copy): CopiedPath[] | null {
      const destination = destinationOf(sourceCode.model, instruction);
      const sources = contextSources(sourceCode.model, instruction);
      const isWhole = sources.length === instruction.sources.length && instruction.heredocs.length === 0;
      if (destination === null || destination.startsWith("/(") || !isWhole || sources.length === 0) return null;
      if (instruction.flags.some(({ name }) => name === "exclude" || name === "parents")) return null;
      const flags = flagsInWords(stage, instruction);
      const endsInSlash = /(?:^|\/)\.?$/.test(instruction.destination?.value ?? "");
      const paths = sources.map(({ word, path, exact }): CopiedPath | null => {
        if (!exact || hasGlob(path) || path.includes("..")) return null;
        const source = joinPath("/", path);
        const target = targetOf(path, source, destination, endsInSlash || sources.length > 1);
        return target === null ? null : { instruction, word, source, target, flags };
      });
      return paths.every((path) => path !== null) ? paths : null;
    }

    /** A directory gives its content to the destination; a file goes into a directory under its name. */
    function targetOf(path: string, source: string, destination: string, intoDirectory: boolean): string | null {
      if (source === "/" || /\/\.?$/.test(path)) return destination;
      if (!intoDirectory) return destination;
      const kind = files === null ? null : (matchesOf(files, path)[0]?.file.type ?? null);
      if (kind === "directory") return destination;
      return kind === "file" || looksLikeFile(path) ? joinPath(destination, baseName(path)) : null;
    }

    function follow(stage: StageModel): void {
      /** Since the last step that could have changed files. */
      let unchanged: CopiedPath[] = [];
      const all: CopiedPath[] = [];
      for (const instruction of instructionsOf(stage)) {
        if (instruction.type === "Run" || instruction.type === "Add") unchanged = [];
        if (instruction.type !== "Copy") continue;
        const paths = pathsOf(stage, instruction);
        if (paths === null) {
          if (instruction.destination) unchanged = [];
          continue;
        }
        const known = paths.map((path) => unchanged.findLast((earlier) => brings(earlier, path)));
        const [first] = known;
        if (first && known.every((one) => one !== undefined)) reportAgain(paths, first);
        else for (const path of paths) checkTwice(path, all);
        unchanged = [...unchanged.filter((earlier) => paths.every((path) => isKept(earlier, path))), ...paths];
        all.push(...paths);
      }
    }

    function checkTwice(path: CopiedPath, all: readonly CopiedPath[]): void {
      if (files === null) return;
      const other = all.find((one) => one.source === path.source && one.target !== path.target);
      if (other) reportTwice(path, other);
    }

    return {
      Dockerfile() {
        const { target } = sourceCode.model;
        if (target && sourceCode.builds && !isFlat(target)) follow(target);
      },
    };
  },
});

/** Fewer than two copies: nothing can be there twice. */
function isFlat(stage: StageModel): boolean {
  return instructionsOf(stage).filter(({ type }) => type === "Copy").length < 2;
}

/** True when the earlier copy has put the very same files there. */
function brings(earlier: CopiedPath, path: CopiedPath): boolean {
  if (earlier.flags !== path.flags || !isInside(path.source, earlier.source)) return false;
  const below = path.source.slice(earlier.source === "/" ? 0 : earlier.source.length);
  return joinPath("/", `${earlier.target}/${below}`) === path.target;
}

/** True when a later copy leaves the files of an earlier one as they are. */
function isKept(earlier: CopiedPath, later: CopiedPath): boolean {
  const overlap = isInside(earlier.target, later.target) || isInside(later.target, earlier.target);
  return !overlap || brings(earlier, later) || brings(later, earlier);
}

/** What decides how the files look in the image. `--link` does not. */
function flagsInWords(stage: StageModel, instruction: Copy): string {
  return instruction.flags
    .filter(({ name }) => name !== "link")
    .map(({ name, value }) => `${name}=${value === null ? "" : stage.expand(instruction, value).value}`)
    .sort()
    .join(" ");
}

function looksLikeFile(path: string): boolean {
  return /[^/.][^/]*\.[A-Za-z0-9]{1,10}$/.test(path);
}
