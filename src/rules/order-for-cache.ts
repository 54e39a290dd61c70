import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { RuleTextEdit } from "../language/rule-types.ts";
import type { StageModel } from "../model/types.ts";
import { readPackageCall } from "../shell/package-call.ts";
import type { Instruction, Range, Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { namesFile, readContextCopy, unknownWorkdir, type ContextCopy } from "./shared/context-copies.ts";
import { readDependencyInstall, type DependencyInstall } from "./shared/dependency-installs.ts";
import { listWords } from "./shared/listing.ts";
import { isMounted } from "./shared/mounted-paths.ts";
import { isInside, joinPath } from "./shared/paths.ts";
import { shellValues } from "./shared/shell-values.ts";
import { wholeLines } from "./shared/source-ranges.ts";
import { instructionsOf, isContextCopy, isRun } from "./shared/stage-steps.ts";
import { costlyCommands, isFullyKnown, mayReadBelow } from "./shared/step-cost.ts";

/** A dependency install, and the COPY that makes it run again after every change. */
interface LateInstall {
  readonly copy: ContextCopy;
  readonly run: Run;
  readonly install: DependencyInstall;
  /** Absolute directory of the manifests. */
  readonly directory: string;
}

/** A costly step that reads nothing of what the COPY above it brings. */
interface UnrelatedStep {
  readonly run: Run;
  readonly name: string;
  readonly range: Range;
}

export default defineRule({
  id: "order-for-cache",
  type: "suggestion",
  docs: {
    description: "Put what changes least first: install before copying the sources",
    category: "cache",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    why: `The builder takes a step from its cache when nothing above it changed. \`COPY . .\` changes with every commit, so every
step below it runs again each time: an \`npm ci\` there downloads all packages although no dependency changed. With the manifests
copied first and the sources last, it runs again only when a manifest changes. The same holds for steps that read no file of the
build context at all, such as \`apt-get install\`: they belong above the COPY. Builder stages matter as much as shipped ones.`,
    examples: [
      {
        bad: "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n",
        good: "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n",
      },
      {
        bad: "FROM golang:1.24\nWORKDIR /src\nCOPY . .\nRUN go build -o /app ./cmd/app\n",
        good: "FROM golang:1.24\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o /app ./cmd/app\n",
        note: "A build that downloads its dependencies itself does so after every change.",
      },
      {
        bad: "FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN apt-get update && apt-get install -y libpq-dev && rm -rf /var/lib/apt/lists/*\n",
        good: "FROM python:3.13\nWORKDIR /app\nRUN apt-get update && apt-get install -y libpq-dev && rm -rf /var/lib/apt/lists/*\nCOPY . .\n",
        note: "A step that reads no file of the context goes above the COPY.",
      },
    ],
    whenNot: `Silent where the manifests were installed before the broad COPY, where the install mounts them (\`--mount=type=bind\`),
where a build step keeps its downloads in a cache mount, and where a step runs a program that might read the copied files. Where
installing runs scripts of the project (\`prepare\`, \`postinstall\`), copy what they need together with the manifests.`,
  },
  messages: {
    installAfterCopy: {
      what: '"{{install}}" runs again after every change in the build context, because "{{copy}}" stands above it',
      why: "It only needs {{manifests}}, which change far less often{{also}}",
      how: "Copy {{manifests}} first, install, and copy the rest after that",
    },
    downloadInBuild: {
      what: '"{{install}}" downloads its dependencies again after every change in the build context, because "{{copy}}" stands above it',
      why: "What it downloads depends only on {{manifests}}, which change far less often{{also}}",
      how: "{{advice}}",
    },
    unrelatedAfterCopy: {
      what: '{{steps}} again after every change in the build context, because "{{copy}}" stands above it',
      why: "It reads none of the files that are copied",
      how: "Move it above the COPY",
    },
    copyManifestsFirst:
      'Copy {{manifests}} and run "{{command}}" above "{{copy}}". Check that it reads nothing else of the project',
    moveAbove: 'Move "{{command}}" above "{{copy}}". Check that it needs nothing of what is copied',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;

    function report(stage: StageModel, copy: ContextCopy, installs: readonly LateInstall[]): void {
      const unrelated = copy.breadth === "context" ? unrelatedSteps(sourceCode, stage, copy) : [];
      const main = installs.find(({ install }) => install.kind === "fetch") ?? installs[0];
      const related = [...installs.map(whereInstalled), ...unrelated.map(whereUnrelated)];
      const moved = movedRuns(installs, unrelated);
      const before = runsAfter(stage, copy).length;
      const common = { node: copy.source, related, reruns: { before, after: before - moved.size } };
      const copyText = sourceCode.getText(copy.instruction).replace(/\s+/g, " ");
      if (!main) {
        if (unrelated.length === 0) return;
        context.report({
          ...common,
          messageId: "unrelatedAfterCopy",
          data: { steps: `${namesOf(unrelated)} ${unrelated.length === 1 ? "runs" : "run"}`, copy: copyText },
          suggest: suggestions(stage, copy, null, unrelated, copyText),
        });
        return;
      }
      const also = unrelated.length === 0 ? "" : `, and ${namesOf(unrelated)} below it reads nothing of the context`;
      const manifests = listWords(manifestNames(main));
      context.report({
        ...common,
        messageId: main.install.kind === "fetch" ? "installAfterCopy" : "downloadInBuild",
        data: { install: main.install.name, copy: copyText, manifests, also, advice: adviceFor(main, manifests) },
        suggest: suggestions(stage, copy, main, unrelated, copyText),
      });
    }

    function suggestions(
      stage: StageModel,
      copy: ContextCopy,
      main: LateInstall | null,
      unrelated: readonly UnrelatedStep[],
      copyText: string,
    ): { messageId: "copyManifestsFirst" | "moveAbove"; data: Record<string, string>; fix: () => RuleTextEdit[] }[] {
      if (!stage.node.body.includes(copy.instruction)) return [];
      const edit = main ? installFirst(sourceCode, stage, main) : moveAbove(sourceCode, stage, copy, unrelated[0]?.run);
      if (!edit) return [];
      const data = {
        copy: copyText,
        command: edit.command,
        manifests: main ? listWords(manifestNames(main)) : "",
      };
      return [{ messageId: main ? "copyManifestsFirst" : "moveAbove", data, fix: () => edit.edits }];
    }

    const reported = new Set<Instruction>();
    return {
      Stage(node) {
        const stage = sourceCode.model.stageOf(node);
        if (!stage) return;
        const copies = instructionsOf(stage)
          .filter(isContextCopy)
          .flatMap((instruction) => readContextCopy(sourceCode.model, instruction) ?? []);
        if (copies.length === 0) return;
        const late = lateInstalls(sourceCode, stage, copies);
        for (const copy of copies) {
          if (reported.has(copy.instruction)) continue;
          const installs = late.filter((one) => one.copy === copy);
          if (installs.length === 0 && copy !== copies.find(({ breadth }) => breadth === "context")) continue;
          if (installs.length > 0) reported.add(copy.instruction);
          if (installs.length > 0 || stage.node.body.includes(copy.instruction)) report(stage, copy, installs);
        }
      },
    };
  },
});

/** Installs of the stage that run below the COPY that brings their manifests. */
function lateInstalls(
  sourceCode: DockerfileSourceCode,
  stage: StageModel,
  copies: readonly ContextCopy[],
): LateInstall[] {
  const { model } = sourceCode;
  const all = instructionsOf(stage);
  const found: LateInstall[] = [];
  const installed = new Set<string>();
  for (const run of all.filter(isRun)) {
    for (const install of run.commands.flatMap((command) => readDependencyInstall(command) ?? [])) {
      const { manager } = install.installer;
      if (installed.has(manager)) continue;
      installed.add(manager);
      // An install that only runs when a manifest happens to be there cannot copy it first.
      if (install.command.conditional) continue;
      if (!stage.node.body.includes(run) || isExempt(sourceCode, run, install)) continue;
      const directory = manifestDirectory(sourceCode, run, install);
      if (directory === null) continue;
      const above = copies.filter(({ instruction }) => instruction.range[0] < run.range[0]);
      const files = manifestNames({ install });
      const named = all
        .filter(isContextCopy)
        .some((one) => one.range[0] < run.range[0] && namesFile(model, one, files, directory));
      const copy = above.find((one) => isInTheWay(one, directory, named));
      if (!copy || (install.kind === "build" && isPrepared(all, copy, install))) continue;
      found.push({ copy, run, install, directory });
    }
  }
  return found;
}

/** True when the same program ran above the COPY, with whatever verb: it has fetched something there. */
function isPrepared(all: readonly Instruction[], copy: ContextCopy, { installer }: DependencyInstall): boolean {
  return all.some(
    (one) =>
      isRun(one) &&
      one.range[0] < copy.instruction.range[0] &&
      one.commands.some(({ name }) => name !== null && installer.programs.includes(name)),
  );
}

/** With the manifests copied by name, only sources are in the way; else whatever may have brought the manifests. */
function isInTheWay(copy: ContextCopy, directory: string, manifestsNamed: boolean): boolean {
  if (copy.breadth === "context") return manifestsNamed || isInside(directory, copy.destination);
  if (copy.breadth === "sources") return manifestsNamed || copy.destination === directory;
  return !manifestsNamed && copy.destination === directory;
}

function isExempt({ model }: DockerfileSourceCode, run: Run, install: DependencyInstall): boolean {
  if (run.mounts.some(({ kind, from }) => kind === "bind" && from === null)) return true;
  const { caches, manager } = install.installer;
  if (install.kind === "build" && caches.some((cache) => isMounted(model, run, cache))) return true;
  if (manager !== "go") return false;
  const env = model.stageOf(run)?.stateBefore(run).env;
  return env?.get("GO111MODULE") === "off" || /-mod=vendor/.test(env?.get("GOFLAGS") ?? "");
}

/** Below GOPATH, Go code of the time before modules keeps its dependencies in the repository. */
const belowGopath = /^\/go\/src(?:\/|$)|\/src\/[a-z0-9-]+\.[a-z]+\//;

/** Where the manifests are; null when that is not known, or when there are none by the look of it. */
function manifestDirectory({ model }: DockerfileSourceCode, run: Run, install: DependencyInstall): string | null {
  const values = shellValues(model, run, unknownWorkdir);
  const [named] = install.named;
  if (named) {
    const path = values.path(install.command, named);
    return path === null || path.startsWith("~") ? null : joinPath("/", path.slice(0, path.lastIndexOf("/")));
  }
  const directory = install.directory
    ? values.path(install.command, install.directory)
    : values.directoryOf(install.command);
  if (install.installer.manager === "go" && install.kind === "build" && directory && belowGopath.test(directory))
    return null;
  return directory;
}

function manifestNames({ install }: Pick<LateInstall, "install">): readonly string[] {
  if (install.named.length > 0) return install.named.map(({ value }) => value.replace(/^\.\//, ""));
  return install.installer.manager === "pip" ? ["pyproject.toml"] : install.installer.manifests;
}

function adviceFor({ install }: LateInstall, manifests: string): string {
  const { fetchCommand, manager, caches } = install.installer;
  if (fetchCommand) return `Copy ${manifests} and run "${fetchCommand}" first, and copy the rest after that`;
  if (manager === "pip")
    return "Install the dependencies from a requirements or lock file first, and copy the rest after that";
  return `Keep the downloads in a cache mount, for example --mount=type=cache,target=${(caches[0] ?? "").replace("~", "/root")}`;
}

/** Costly steps below the COPY that certainly read none of its files, up to the first step whose doings are not known. */
function unrelatedSteps({ model }: DockerfileSourceCode, stage: StageModel, copy: ContextCopy): UnrelatedStep[] {
  // Files copied over the whole file system may be the package manager's own configuration.
  if (isInside("/etc/apt", copy.destination) || copy.destination === unknownWorkdir) return [];
  const steps: UnrelatedStep[] = [];
  for (const run of runsAfter(stage, copy)) {
    if (!mayReadBelow(model, run, copy.destination)) {
      const costly = costlyCommands(run).find(({ kind }) => kind !== "build");
      if (costly) steps.push({ run, name: costly.name, range: costly.command.nameWord?.range ?? run.keywordRange });
    } else if (!isFullyKnown(run) && !run.commands.every((command) => readDependencyInstall(command))) {
      break;
    }
  }
  return steps;
}

function runsAfter(stage: StageModel, copy: ContextCopy): readonly Run[] {
  return stage.node.body.filter(isRun).filter(({ range }) => range[0] > copy.instruction.range[0]);
}

/** The steps that the advice takes out of the way of every change. */
function movedRuns(installs: readonly LateInstall[], unrelated: readonly UnrelatedStep[]): ReadonlySet<Run> {
  const pure = installs.filter(({ install, run }) => install.kind === "fetch" && isPure(run) && !keepsStep(install));
  return new Set([...pure.map(({ run }) => run), ...unrelated.map(({ run }) => run)]);
}

/** True when the RUN does nothing but install dependencies and tidy up after that. */
function isPure(run: Run): boolean {
  return run.commands.every((command) => {
    const install = readDependencyInstall(command);
    if (install) return install.kind === "fetch";
    const call = readPackageCall(command);
    if (call) return call.action !== "other" || /^(?:cache|check|config|list)$/.test(call.verb?.value ?? "");
    return (
      command.name === "set" || (command.name === "rm" && command.args.every(({ value }) => /^[-/~$]/.test(value)))
    );
  });
}

/** Managers that also install the project itself run a second time when its files are there. */
function keepsStep({ installer, kind }: DependencyInstall): boolean {
  return kind === "build" || installer.withoutSources !== undefined;
}

/** Each name once: `"apt-get install" and "curl"`. */
function namesOf(steps: readonly UnrelatedStep[]): string {
  return listWords([...new Set(steps.map(({ name }) => name))]);
}

function whereInstalled({ install }: LateInstall): { message: string; range: Range } {
  return { message: `"${install.name}" runs again`, range: install.command.nameWord?.range ?? install.command.range };
}

function whereUnrelated({ name, range }: UnrelatedStep): { message: string; range: Range } {
  return { message: `"${name}" reads none of the copied files and runs again`, range };
}

/** Instructions that a moved RUN does not depend on. */
const stateless = new Set(["Label", "Expose", "Cmd", "Entrypoint", "Healthcheck", "Stopsignal"]);

interface MoveEdit {
  readonly command: string;
  readonly edits: RuleTextEdit[];
}

/** `COPY manifests`, then the install, both above the broad COPY; null where something between them may matter. */
function installFirst(sourceCode: DockerfileSourceCode, stage: StageModel, late: LateInstall): MoveEdit | null {
  const { copy, run, install, directory } = late;
  const words = copyWords(late);
  if (copy.breadth !== "context" || !words || !isReachedDirectly(stage, copy.instruction, run)) return null;
  if (install.kind === "build" && !install.installer.fetchCommand) return null;
  if (install.kind === "fetch" && (!isPure(run) || run.form !== "shell")) return null;
  const lineEnd = sourceCode.text.includes("\r\n") ? "\r\n" : "\n";
  const keyword = copy.instruction.keywordText === copy.instruction.keywordText.toLowerCase() ? "copy" : "COPY";
  const at = lineStart(sourceCode, copy.instruction);
  const manifestLine = `${keyword} ${words}${lineEnd}`;
  const workdir = stage.stateBefore(copy.instruction).workdir ?? unknownWorkdir;
  if (install.kind === "build") {
    // The command that only fetches runs in the working directory.
    if (directory !== workdir) return null;
    const command = install.installer.fetchCommand ?? "";
    return { command, edits: [{ range: [at, at], text: `${manifestLine}${run.keywordText} ${command}${lineEnd}` }] };
  }
  const lines = stepLines(sourceCode, run);
  const script = sourceCode.text.slice(...lines);
  const { withoutSources } = install.installer;
  if (withoutSources === undefined) {
    return {
      command: install.name,
      edits: [
        { range: [at, at], text: `${manifestLine}${script}` },
        { range: lines, text: "" },
      ],
    };
  }
  const verbEnd = install.command.args.find(({ value }) => !value.startsWith("-"))?.range[1];
  if (verbEnd === undefined || script.includes(withoutSources)) return null;
  const offset = verbEnd - lines[0];
  const first = `${script.slice(0, offset)} ${withoutSources}${script.slice(offset)}`;
  return {
    command: `${install.name} ${withoutSources}`,
    edits: [{ range: [at, at], text: `${manifestLine}${first.endsWith("\n") ? first : first + lineEnd}` }],
  };
}

/** `package*.json ./`, with the path that the files have in the context; null when they do not come from it. */
function copyWords({ copy, install, directory }: LateInstall): string | null {
  const { destination } = copy;
  if (!isInside(directory, destination)) return null;
  const below =
    directory === destination ? "" : `${directory.slice(destination === "/" ? 1 : destination.length + 1)}/`;
  const files =
    install.named.length > 0
      ? install.named.map(({ value }) => value.slice(value.lastIndexOf("/") + 1))
      : manifestNames({ install });
  if (install.named.some(({ value }) => /[$~]/.test(value))) return null;
  const target = copy.instruction.destination?.value ?? ".";
  const place = target === "." || target === "./" ? `./${below}` : `${target.replace(/\/*$/, "/")}${below}`;
  return `${files.map((file) => below + file).join(" ")} ${place}`;
}

function moveAbove(
  sourceCode: DockerfileSourceCode,
  stage: StageModel,
  copy: ContextCopy,
  run: Run | undefined,
): MoveEdit | null {
  if (!run || !isReachedDirectly(stage, copy.instruction, run)) return null;
  const at = lineStart(sourceCode, copy.instruction);
  const lines = stepLines(sourceCode, run);
  const script = sourceCode.text.slice(...lines);
  if (!script.endsWith("\n")) return null;
  return {
    command: costlyCommands(run)[0]?.name ?? "RUN",
    edits: [
      { range: [at, at], text: script },
      { range: lines, text: "" },
    ],
  };
}

/** True when nothing between the two sets what the later one might depend on. */
function isReachedDirectly(stage: StageModel, copy: Instruction, run: Run): boolean {
  const { body } = stage.node;
  const between = body.slice(body.indexOf(copy) + 1, body.indexOf(run));
  return between.every(({ type }) => stateless.has(type));
}

/** The lines of a step with the comments right above it, which belong to it. */
function stepLines(sourceCode: DockerfileSourceCode, run: Run): [number, number] {
  const [start, end] = wholeLines(sourceCode, run);
  const [comment] = run.leadingComments;
  return [comment ? sourceCode.getIndexFromLoc({ line: comment.line, column: 1 }) : start, end];
}

function lineStart(sourceCode: DockerfileSourceCode, instruction: Instruction): number {
  const line = instruction.leadingComments[0]?.line ?? instruction.lines[0];
  return sourceCode.getIndexFromLoc({ line, column: 1 });
}
