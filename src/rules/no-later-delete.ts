import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { ShellCommand, ShellWord } from "../shell/nodes.ts";
import type { PackageCall } from "../shell/package-call.ts";
import type { Instruction, Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { isTarArchive, unpackedOperand } from "./shared/archives.ts";
import { deletions, isDeleting } from "./shared/deleted-paths.ts";
import { covers, isSmallText, pathsCopied, pathsWritten, writerText, type WrittenPath } from "./shared/layer-files.ts";
import { packageCalls } from "./shared/package-calls.ts";
import { baseName } from "./shared/paths.ts";
import { shellValues } from "./shared/shell-values.ts";
import { instructionsOf } from "./shared/stage-steps.ts";
import { bytesInWords } from "./shared/wasted-bytes.ts";

/** One operand of `rm`, `mv` or a package removal, and what it takes. */
interface Removal {
  readonly command: ShellCommand;
  readonly word: ShellWord;
  readonly isMove: boolean;
  readonly takes: (written: WrittenPath) => boolean;
}

interface InstalledPackage {
  readonly run: Run;
  readonly word: { readonly range: readonly [number, number] };
}

export default defineRule({
  id: "no-later-delete",
  type: "suggestion",
  docs: {
    description: "Delete files in the layer that wrote them, or do not write them",
    category: "size",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    why: `A layer only adds to the image. \`rm\` in a later RUN hides the files of an earlier layer behind a marker; their bytes are
still stored, pulled and pushed, and anybody can read them. \`mv\` is worse: the bytes are stored twice. The same goes for packages
that a later RUN removes. What is needed for one step only can be mounted into it, fetched and deleted within one RUN, or left behind in a
builder stage. Only layers that are shipped matter.`,
    examples: [
      {
        bad: "FROM debian:12\nCOPY tool.deb /tmp/\nRUN dpkg -i /tmp/tool.deb && rm /tmp/tool.deb\n",
        good: "FROM debian:12\nRUN --mount=type=bind,source=tool.deb,target=/tmp/tool.deb dpkg -i /tmp/tool.deb\n",
      },
      {
        bad: "FROM alpine:3.21\nRUN apk add --no-cache gcc musl-dev\nCOPY hello.c /\nRUN gcc -o /bin/hello /hello.c\nRUN apk del gcc musl-dev\n",
        good: "FROM alpine:3.21 AS build\nRUN apk add --no-cache gcc musl-dev\nCOPY hello.c /\nRUN gcc -static -o /bin/hello /hello.c\nFROM alpine:3.21\nCOPY --from=build /bin/hello /bin/\n",
      },
    ],
    whenNot: `Only paths that are plain to see are followed: what COPY and ADD write, downloads, clones, unpacked archives and redirections.
A single script or text file is too small to matter. Package caches are left to the rules about them, archives that are copied and unpacked to \`prefer-add-archive\`.`,
  },
  messages: {
    deleted: {
      what: '"{{command}}" deletes what {{writer}} in line {{line}} wrote{{more}}',
      why: "That is another layer: {{bytes}} stay in the image, hidden but stored and pulled",
      how: "{{advice}}",
    },
    moved: {
      what: '"{{command}}" moves what {{writer}} in line {{line}} wrote{{more}}',
      why: "That is another layer: the image stores {{bytes}} twice, once for each place",
      how: "Write it to its final place at once",
    },
    packages: {
      what: '"{{command}}" removes packages that line {{line}} installed: {{packages}}',
      why: "That is another layer: the packages stay in the image, hidden but stored and pulled",
      how: "Install, use and remove them in one RUN, or use them in a builder stage and copy the result",
    },
  },
  create(context) {
    const { sourceCode } = context;

    function lineOf(node: Instruction): number {
      return sourceCode.getLoc({ range: node.keywordRange }).start.line;
    }

    function reportFiles(removal: Removal, taken: readonly WrittenPath[]): void {
      const [first] = taken;
      if (!first || taken.every(isSmallText)) return;
      const isCopied = first.instruction.type !== "Run";
      context.report({
        node: removal.word,
        messageId: removal.isMove ? "moved" : "deleted",
        data: {
          command: textOf(removal),
          writer: isCopied ? `"${writerText(first.instruction)}"` : "the RUN",
          line: lineOf(first.instruction),
          bytes: bytesInWords(sourceCode, taken, "the bytes"),
          more: taken.length > 1 ? ` (and ${taken.length - 1} more)` : "",
          advice: isCopied
            ? "Mount it into the step that needs it with RUN --mount=type=bind, leave it out of the build context, or copy it in a builder stage"
            : "Delete it at the end of the RUN that writes it, or write it in a builder stage",
        },
        related: taken.map(({ range }) => ({ message: "Written here", range })),
      });
    }

    function followFiles(run: Run, present: WrittenPath[]): WrittenPath[] {
      const written = pathsWritten(sourceCode.model, run);
      // Nothing is there that could be taken away.
      const removals = present.length + written.length > 0 ? removalsOf(sourceCode, run) : [];
      if (removals.length === 0) {
        present.push(...written);
        return present;
      }
      const unpacked = (path: WrittenPath): boolean =>
        path.instruction.type === "Copy" &&
        isTarArchive(path.path) &&
        run.commands.some((command) => unpackedOperand(command, baseName(path.path)) !== null);
      const steps = [...written, ...removals].sort((a, b) => a.command.range[0] - b.command.range[0]);
      const found = new Map<ShellCommand, { removal: Removal; taken: WrittenPath[] }>();
      for (const step of steps) {
        if (!("takes" in step)) {
          present.push(step);
          continue;
        }
        const gone = present.filter((path) => step.takes(path));
        const written = new Set(gone.filter(({ instruction }) => instruction === run).map(({ path }) => path));
        // What this RUN wrote anew hides that an earlier layer had it too: the author replaces it.
        const earlier = gone.filter((path) => path.instruction !== run && !written.has(path.path) && !unpacked(path));
        if (earlier.length > 0) {
          const known = found.get(step.command);
          if (known) known.taken.push(...earlier);
          else found.set(step.command, { removal: step, taken: [...earlier] });
        }
        present = present.filter((path) => !gone.includes(path));
      }
      for (const { removal, taken } of found.values()) reportFiles(removal, taken);
      return present;
    }

    function followPackages(run: Run, installed: Map<string, InstalledPackage>): void {
      for (const call of packageCalls(run)) {
        if (call.action === "install")
          for (const [name, word] of packageNames(call)) installed.set(name, { run, word });
        if (call.action !== "remove") continue;
        const taken = call.packages.flatMap((word) => {
          const known = installed.get(keyOf(call, word.value));
          return known && known.run !== run ? [{ ...known, removed: word }] : [];
        });
        const [first] = taken;
        if (!first) continue;
        for (const { removed } of taken) installed.delete(keyOf(call, removed.value));
        context.report({
          node: first.removed,
          messageId: "packages",
          data: {
            command: `${call.program} ${call.verb?.value ?? ""}`.trim(),
            line: lineOf(first.run),
            packages: taken.map(({ removed }) => removed.value).join(", "),
          },
          related: taken.map(({ word }) => ({ message: "Installed here", range: word.range })),
        });
      }
    }

    return {
      Dockerfile() {
        const { target } = sourceCode.model;
        if (!target) return;
        const steps = instructionsOf(target);
        let present: WrittenPath[] = [];
        for (const instruction of upToLast(steps, removesFiles)) {
          if (instruction.type === "Copy" || instruction.type === "Add") {
            present.push(...pathsCopied(sourceCode.model, instruction));
          } else if (instruction.type === "Run") {
            present = followFiles(instruction, present);
          }
        }
        const installed = new Map<string, InstalledPackage>();
        for (const instruction of upToLast(steps, removesPackages)) {
          if (instruction.type === "Run") followPackages(instruction, installed);
        }
      },
    };
  },
});

/** The command with its flags and the one operand: `rm -rf /app`. */
function textOf({ command, word }: Removal): string {
  const flags = command.args.filter(({ value }) => value.startsWith("-"));
  return [command.name ?? "rm", ...flags.map(({ text }) => text), word.text].join(" ");
}

/** Up to the last RUN that removes something: what is written after that, nothing takes away. */
function upToLast(steps: readonly Instruction[], removes: (run: Run) => boolean): readonly Instruction[] {
  const last = steps.findLastIndex((step) => step.type === "Run" && removes(step));
  return steps.slice(0, last + 1);
}

function removesFiles({ commands }: Run): boolean {
  return commands.some((command) => command.name === "mv" || isDeleting(command));
}

function removesPackages(run: Run): boolean {
  return packageCalls(run).some(({ action }) => action === "remove");
}

function removalsOf({ model }: DockerfileSourceCode, run: Run): Removal[] {
  const deleted = deletions(model, run).map(({ command, word, path, recursive }): Removal => ({
    command,
    word,
    isMove: false,
    // `find` has tests that decide what goes.
    takes: (written) => command.name !== "find" && covers(path, recursive, written),
  }));
  const moves = run.commands.filter(({ name }) => name === "mv");
  if (moves.length === 0) return deleted;
  const values = shellValues(model, run);
  const moved = moves.flatMap((command) => {
    const operands = command.args.filter(({ value }) => !value.startsWith("-"));
    return operands.slice(0, -1).flatMap((word): Removal[] => {
      const path = values.path(command, word);
      return path === null ? [] : [{ command, word, isMove: true, takes: (written) => covers(path, true, written) }];
    });
  });
  return [...deleted, ...moved];
}

function packageNames(call: PackageCall): [name: string, word: { readonly range: readonly [number, number] }][] {
  const virtual = call.flags.find(({ name }) => name === "-t" || name === "--virtual");
  const virtualName = typeof virtual?.value === "string" ? virtual.value : virtual?.value?.value;
  const names = call.packages.map((word): [string, ShellWord] => [keyOf(call, word.value), word]);
  if (call.manager !== "apk" || !virtual || !virtualName) return names;
  return [[keyOf(call, virtualName), virtual.word]];
}

/** Manager and package name without version and architecture. */
function keyOf({ manager }: PackageCall, name: string): string {
  return `${manager} ${name.replace(/[=<>~:@].*$/, "")}`;
}
