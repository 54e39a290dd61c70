import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { RuleTextEdit } from "../language/rule-types.ts";
import type { ShellCommand, ShellWord } from "../shell/nodes.ts";
import type { Add, Copy, Instruction, Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { fileAt } from "./shared/context-bytes.ts";
import { contextSources } from "./shared/context-sources.ts";
import { covers, isSmallText, pathsCopied, pathsWritten, writerText, type WrittenPath } from "./shared/layer-files.ts";
import { hasGlob } from "./shared/paths.ts";
import { callsAny } from "./shared/programs.ts";
import { shellValues, type ShellValues } from "./shared/shell-values.ts";
import { wholeLines } from "./shared/source-ranges.ts";
import { instructionsOf, isContextCopy } from "./shared/stage-steps.ts";
import { bytesInWords } from "./shared/wasted-bytes.ts";

/** `chown` or `chmod` with what it sets and on what. */
interface Change {
  readonly command: ShellCommand;
  readonly kind: "chown" | "chmod";
  /** Owner or mode as written. */
  readonly value: ShellWord;
  readonly recursive: boolean;
  readonly operands: readonly { readonly word: ShellWord; readonly path: string }[];
}

export default defineRule({
  id: "no-later-chown",
  type: "suggestion",
  docs: {
    description: "Set owner and mode where files are copied, not in a later layer",
    category: "size",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    why: `A layer holds whole files. When a RUN changes the owner or the mode of a file that an earlier layer wrote, the file is stored again
with all its bytes: \`COPY . /app\` and \`RUN chown -R app /app\` ship the application twice. \`COPY --chown=app:app\` and
\`COPY --chmod=755\` write it once, and spare the layer. Only layers that are shipped matter.`,
    examples: [
      {
        bad: "FROM node:22\nCOPY . /app\nRUN chown -R node:node /app\n",
        good: "FROM node:22\nCOPY --chown=node:node . /app\n",
      },
      {
        bad: "FROM debian:12\nCOPY entrypoint.sh /\nRUN chmod 755 /entrypoint.sh\n",
        good: "FROM debian:12\nCOPY --chmod=755 entrypoint.sh /\n",
      },
    ],
    whenNot: `\`--chmod\` needs BuildKit, so with the builder \`docker-classic\` only owners are looked at. A script that is made executable by a RUN with other work in it
is not reported: that costs neither a layer nor bytes to speak of. A user that is made by the same RUN must be made above
the COPY first. BuildKit stores nothing again when the change changes nothing.`,
  },
  messages: {
    again: {
      what: '"{{command}}" stores again what {{writer}} in line {{line}} wrote',
      why: "A layer holds whole files, so a new {{property}} means {{bytes}} a second time",
      how: "{{advice}}",
    },
    useFlag: 'Write "{{flag}}" at the COPY and drop this RUN. Check that nothing between the two relies on the old one',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    if (!callsAny(sourceCode.ast, ["chown", "chmod"])) return {};
    const isClassic = context.languageOptions.builder === "docker-classic";

    function report(run: Run, change: Change, written: readonly WrittenPath[]): void {
      const found = writtenBefore(change, written).filter(({ one }) => change.recursive || !isFolder(sourceCode, one));
      const [first] = found;
      // A small file matters only where the layer goes with the RUN.
      if (!first || (found.every(({ one }) => isSmallText(one)) && !doesNothingElse(run))) return;
      const { instruction } = first.one;
      const property = change.kind === "chown" ? "owner" : "mode";
      const flag = flagFor(change);
      const isCopied = instruction.type !== "Run";
      const edits = isCopied && flag ? useFlag(sourceCode, run, change, instruction, found.length, flag) : null;
      context.report({
        node: first.word,
        messageId: "again",
        data: {
          command: textOf(change, first.word),
          writer: isCopied ? `"${writerText(instruction)}"` : "the RUN",
          line: sourceCode.getLoc({ range: instruction.keywordRange }).start.line,
          property,
          bytes: bytesInWords(
            sourceCode,
            found.map(({ one }) => one),
            "all their bytes",
          ),
          advice: isCopied
            ? `Write "${instruction.keyword} ${flag ?? `--${change.kind}=...`}" there instead`
            : `Change it at the end of the RUN that writes the files`,
        },
        related: found.map(({ one }) => ({ message: "Written here", range: one.range })),
        ...(edits
          ? { suggest: [{ messageId: "useFlag", data: { flag: flag ?? "", property }, fix: () => edits }] }
          : {}),
      });
    }

    return {
      Dockerfile() {
        const { target } = sourceCode.model;
        if (!target) return;
        const steps = instructionsOf(target);
        const last = steps.findLastIndex((step) => step.type === "Run" && step.commands.some(isChange));
        const written: WrittenPath[] = [];
        // What is written after the last change, nothing changes.
        for (const instruction of steps.slice(0, last + 1)) {
          if (instruction.type === "Copy" || instruction.type === "Add") {
            written.push(...pathsCopied(sourceCode.model, instruction));
          } else if (instruction.type === "Run") {
            for (const change of changesOf(sourceCode, instruction)) {
              if (change.kind === "chown" || !isClassic) report(instruction, change, written);
            }
            written.push(...pathsWritten(sourceCode.model, instruction));
          }
        }
      },
    };
  },
});

function changesOf({ model }: DockerfileSourceCode, run: Run): Change[] {
  const changes: Change[] = [];
  for (const command of run.commands) {
    const change = isChange(command) ? changeOf(command, shellValues(model, run)) : null;
    if (change) changes.push(change);
  }
  return changes;
}

function changeOf(command: ShellCommand, values: ShellValues): Change | null {
  const [value, ...rest] = command.args.filter((word) => !isFlag(word));
  if (!value) return null;
  const operands: Change["operands"][number][] = [];
  for (const word of rest) {
    const path = values.path(command, word);
    if (path?.startsWith("/")) operands.push({ word, path });
  }
  const recursive = command.args.some(
    (word) => word.value === "--recursive" || (isFlag(word) && /^-[a-zA-Z]*R/.test(word.value)),
  );
  return { command, kind: command.name === "chown" ? "chown" : "chmod", value, recursive, operands };
}

/** What the change stores again, with the operand that names it. */
function writtenBefore(
  change: Change,
  written: readonly WrittenPath[],
): { readonly word: ShellWord; readonly one: WrittenPath }[] {
  const found: { readonly word: ShellWord; readonly one: WrittenPath }[] = [];
  for (const { word, path } of change.operands) {
    for (const one of written) {
      if (covers(path, change.recursive, one) && !setsAlready(one, change)) found.push({ word, one });
    }
  }
  return found;
}

/** True when the build context tells that a directory was copied: alone, without `-R`, it has no bytes. */
function isFolder({ model, context }: DockerfileSourceCode, { kind, instruction, range }: WrittenPath): boolean {
  const files = context?.files;
  if (!files || kind !== "unknown") return false;
  const source = contextSources(model, instruction).find(({ word }) => word.range[0] === range[0]);
  return source !== undefined && fileAt(files, source.path)?.type === "directory";
}

function doesNothingElse(run: Run): boolean {
  return run.commands.every(isChange);
}

function isChange({ name }: ShellCommand): boolean {
  return name === "chown" || name === "chmod";
}

/** `-R`; not the mode `-x`. */
function isFlag({ value }: ShellWord): boolean {
  return value.startsWith("-") && /^-(?:-|[RfvchLHP]+$)/.test(value);
}

/** True when the COPY has set this very value, or may have: then nothing changes, and BuildKit stores nothing. */
function setsAlready({ instruction }: WrittenPath, change: Change): boolean {
  if (instruction.type === "Run") return false;
  const flag = instruction.flags.find(({ name }) => name === change.kind);
  if (change.kind === "chmod") return flag !== undefined;
  // What comes from the build context belongs to root; what comes from another image keeps its owner.
  if (!flag) return isContextCopy(instruction) && owner(change.value.value) === "0";
  return mayBeSame(owner(flag.value ?? ""), owner(change.value.value));
}

/** `app`, `app:` and `app:app` mean the same for most images, and `root` is 0. */
function owner(text: string): string {
  const [user = "", group = ""] = text.split(/[:.]/).map((name) => (name === "root" ? "0" : name));
  return group === "" || group === user ? user : `${user}:${group}`;
}

/** Only the image knows the numbers behind other names. */
function mayBeSame(one: string, other: string): boolean {
  if (one === other) return true;
  return one !== "0" && other !== "0" && /^\d/.test(one) !== /^\d/.test(other);
}

/** The flag of COPY that does the same; null for a mode that only changes some bits. */
function flagFor(change: Change): string | null {
  const { value, variables } = change.value;
  if (change.kind === "chown")
    return variables.length > 0 || /[`$]/.test(value) ? null : `--chown=${value.replace(/^(.*):$/, "$1:$1")}`;
  if (/^0?[0-7]{3,4}$/.test(value)) return `--chmod=${value}`;
  return /^(?:a|u|ugo)?\+r?x$/.test(value) && !change.recursive ? "--chmod=755" : null;
}

function textOf({ command, kind, value, recursive }: Change, word: ShellWord): string {
  return `${command.name ?? kind}${recursive ? " -R" : ""} ${value.text} ${word.text}`;
}

/** Adds the flag to the COPY and drops a RUN that does nothing else; null in any other case. */
function useFlag(
  sourceCode: DockerfileSourceCode,
  run: Run,
  { operands, recursive }: Change,
  copy: Copy | Add,
  count: number,
  flag: string,
): RuleTextEdit[] | null {
  if (run.commands.length !== 1 || operands.length !== 1 || count !== 1 || run.leadingComments.length > 0) return null;
  // A glob may take files that other steps wrote.
  if (operands.some(({ path }) => hasGlob(path))) return null;
  if (copy.sources.length + copy.heredocs.length !== 1 || copy.flags.some(({ name }) => flag.startsWith(`--${name}=`)))
    return null;
  // What steps in between wrote below the same directory would keep its owner.
  const body: readonly Instruction[] = sourceCode.model.stageOf(run)?.node.body ?? [];
  const between = body.slice(body.indexOf(copy) + 1, body.indexOf(run));
  if (!body.includes(copy) || (recursive && between.some(({ type }) => type === "Run"))) return null;
  const [start, end] = wholeLines(sourceCode, run);
  const at = copy.keywordRange[1];
  return [
    { range: [at, at], text: ` ${flag}` },
    { range: [start, end], text: "" },
  ];
}
