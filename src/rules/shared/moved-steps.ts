/** Edits that move a broad COPY below a step that need not wait for it. */
import type { DockerfileSourceCode } from "../../language/dockerfile-source-code.ts";
import type { RuleTextEdit } from "../../language/rule-types.ts";
import type { Instruction, Run, Stage } from "../../syntax/nodes.ts";
import type { ContextCopy } from "./context-copies.ts";
import { inCaseOf } from "./keyword-case.ts";
import { isPure, manifestNames, type LateInstall, type UnrelatedStep } from "./late-installs.ts";
import { isInside } from "./paths.ts";
import { sourceText, wholeLines } from "./source-ranges.ts";

export interface MovedCopy {
  /** The command that then runs above the COPY. */
  readonly command: string;
  readonly edits: RuleTextEdit[];
}

/**
 * Copies the manifests where the broad COPY stands, and the rest after the install. Null where the order of what lies
 * between the two matters, or where the install does more than install.
 */
export function installFirst(sourceCode: DockerfileSourceCode, stage: Stage, late: LateInstall): MovedCopy | null {
  const { copy, run } = late;
  const words = manifestWords(late);
  if (copy.breadth !== "context" || words === null || !canPass(stage, copy, run, [])) return null;
  const copyLines = wholeLines(sourceCode, copy.instruction);
  const broadCopy = sourceText(sourceCode, copyLines);
  const lineEnd = broadCopy.endsWith("\r\n") ? "\r\n" : "\n";
  const { flags, keywordText } = copy.instruction;
  const start = [inCaseOf("COPY", keywordText), ...flags.map((flag) => sourceCode.getText(flag))].join(" ");
  const manifests: RuleTextEdit = { range: [copyLines[0], copyLines[1]], text: `${start} ${words}${lineEnd}` };
  const rest =
    late.install.kind === "fetch"
      ? afterInstall(sourceCode, late, broadCopy)
      : beforeBuild(sourceCode, late, broadCopy);
  return rest && { command: rest.command, edits: [manifests, ...rest.edits] };
}

/** Moves the COPY below the steps right under it that read nothing of it; null where what lies between matters. */
export function copyLast(
  sourceCode: DockerfileSourceCode,
  stage: Stage,
  copy: ContextCopy,
  steps: readonly UnrelatedStep[],
): MovedCopy | null {
  const runs = steps.map(({ run }) => run);
  const passed = steps.filter(({ run }) => canPass(stage, copy, run, runs));
  const last = passed.at(-1);
  const copyLines = wholeLines(sourceCode, copy.instruction);
  const text = sourceText(sourceCode, copyLines);
  const after = last ? endOfLines(sourceCode, last.run) : null;
  if (!last || after === null) return null;
  const edits: RuleTextEdit[] = [
    { range: [copyLines[0], copyLines[1]], text: "" },
    { range: [after, after], text },
  ];
  return { command: passed.map(({ name }) => name).join('" and "'), edits };
}

/** The COPY goes below the install; managers that install the project too run a second time below it. */
function afterInstall(
  sourceCode: DockerfileSourceCode,
  { run, install }: LateInstall,
  broadCopy: string,
): MovedCopy | null {
  if (!isPure(run) || run.form !== "shell") return null;
  const end = endOfLines(sourceCode, run);
  if (end === null) return null;
  const { withoutSources } = install.installer;
  if (withoutSources === undefined) return { command: install.name, edits: [{ range: [end, end], text: broadCopy }] };
  const lines = wholeLines(sourceCode, run);
  const script = sourceText(sourceCode, lines);
  const verbEnd = install.command.args.find(({ value }) => !value.startsWith("-"))?.range[1];
  if (verbEnd === undefined || withoutSources.split(" ").some((flag) => script.includes(flag))) return null;
  return {
    command: `${install.name} ${withoutSources}`,
    edits: [
      { range: [verbEnd, verbEnd], text: ` ${withoutSources}` },
      { range: [end, end], text: `${broadCopy}${script}` },
    ],
  };
}

/** The command that only fetches, and the COPY, go above the build. */
function beforeBuild(
  sourceCode: DockerfileSourceCode,
  { run, install }: LateInstall,
  broadCopy: string,
): MovedCopy | null {
  const command = install.installer.fetchCommand;
  const changesDirectory =
    run.commands.some(({ name }) => name === "cd" || name === "pushd") || install.directory !== null;
  if (command === null || changesDirectory || install.named.length > 0) return null;
  const [start] = wholeLines(sourceCode, run);
  const at = Math.min(start, run.leadingComments[0]?.range[0] ?? start);
  const lineEnd = broadCopy.endsWith("\r\n") ? "\r\n" : "\n";
  const mounts = run.flags.map((flag) => `${sourceCode.getText(flag)} `).join("");
  return {
    command,
    edits: [{ range: [at, at], text: `${run.keywordText} ${mounts}${command}${lineEnd}${broadCopy}` }],
  };
}

/** `package*.json ./`, with the paths that the files have in the context; null when they do not come from it. */
function manifestWords({ copy, install, directory }: LateInstall): string | null {
  const { destination } = copy;
  if (!isInside(directory, destination) || install.named.some(({ value }) => /[$~]/.test(value))) return null;
  const below =
    directory === destination ? "" : `${directory.slice(destination === "/" ? 1 : destination.length + 1)}/`;
  const files =
    install.named.length > 0
      ? install.named.map(({ value }) => value.slice(value.lastIndexOf("/") + 1))
      : manifestNames({ install });
  const target = copy.instruction.destination?.value ?? ".";
  const place = target === "." || target === "./" ? `./${below}` : `${target.replace(/\/*$/, "/")}${below}`;
  return `${files.map((file) => below + file).join(" ")} ${place}`;
}

/**
 * True when the COPY may move below `run`: what lies between writes no files that it might replace, and does not change
 * what its words stand for.
 *
 * @param harmless steps in between that read nothing of what is copied
 */
function canPass(stage: Stage, { instruction: copy }: ContextCopy, run: Run, harmless: readonly Run[]): boolean {
  const start = stage.body.indexOf(copy);
  if (start < 0 || copy.heredocs.length > 0) return false;
  const between = stage.body.slice(start + 1, stage.body.indexOf(run));
  const text = copy.logical.text;
  return between.every((one) => {
    if (one.type === "Run") return harmless.includes(one);
    if (one.type === "Workdir") return copy.destination?.value.startsWith("/") ?? false;
    if (one.type === "Env" || one.type === "Arg") return !text.includes("$");
    return stateless.has(one.type);
  });
}

const stateless: ReadonlySet<Instruction["type"]> = new Set<Instruction["type"]>([
  "Label",
  "Expose",
  "Cmd",
  "Entrypoint",
  "Healthcheck",
  "Stopsignal",
  "User",
  "Maintainer",
]);

/** Where the line after an instruction starts; null when it ends the file without a line end. */
function endOfLines(sourceCode: DockerfileSourceCode, run: Run): number | null {
  const [, end] = wholeLines(sourceCode, run);
  return sourceCode.text[end - 1] === "\n" ? end : null;
}
