/** Steps that run again for nothing, because a broad COPY stands above them. */
import type { BuildModel, StageModel } from "../../model/types.ts";
import type { Instruction, Range, Run } from "../../syntax/nodes.ts";
import { namesFile, type ContextCopy } from "./context-copies.ts";
import { readDependencyInstall, type DependencyInstall } from "./dependency-installs.ts";
import { isMounted } from "./mounted-paths.ts";
import { packageCall } from "./package-calls.ts";
import { isInside, joinPath, unknownWorkdir } from "./paths.ts";
import { shellValues } from "./shell-values.ts";
import { instructionsOf, isContextCopy, isRun } from "./stage-steps.ts";
import { costlyCommands, isFullyKnown, mayReadBelow } from "./step-cost.ts";

/** A dependency install, and the COPY that makes it run again after every change. */
export interface LateInstall {
  readonly copy: ContextCopy;
  readonly run: Run;
  readonly install: DependencyInstall;
  /** Absolute directory of the manifests. */
  readonly directory: string;
}

/** A costly step that reads nothing of what the COPY above it brings. */
export interface UnrelatedStep {
  readonly run: Run;
  readonly name: string;
  readonly range: Range;
}

/** Installs of the stage that run below the COPY that brings their manifests. */
export function lateInstalls(model: BuildModel, stage: StageModel, copies: readonly ContextCopy[]): LateInstall[] {
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
      if (!stage.node.body.includes(run) || isExempt(model, run, install)) continue;
      const directory = manifestDirectory(model, run, install);
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

function isExempt(model: BuildModel, run: Run, install: DependencyInstall): boolean {
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
function manifestDirectory(model: BuildModel, run: Run, install: DependencyInstall): string | null {
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

/** The manifests as messages name them, and as a COPY may. */
export function manifestNames({ install }: Pick<LateInstall, "install">): readonly string[] {
  if (install.named.length > 0) return install.named.map(({ value }) => value.replace(/^\.\//, ""));
  return install.installer.manager === "pip" ? ["pyproject.toml"] : install.installer.manifests;
}

/** Costly steps below the COPY that certainly read none of its files, up to the first step whose doings are not known. */
export function unrelatedSteps(model: BuildModel, stage: StageModel, copy: ContextCopy): UnrelatedStep[] {
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

/** The RUN instructions of the stage below the COPY. */
export function runsAfter(stage: StageModel, copy: ContextCopy): readonly Run[] {
  return stage.node.body.filter(isRun).filter(({ range }) => range[0] > copy.instruction.range[0]);
}

/** The steps that the advice takes out of the way of every change. */
export function movedRuns(installs: readonly LateInstall[], unrelated: readonly UnrelatedStep[]): ReadonlySet<Run> {
  const pure = installs.filter(({ install, run }) => install.kind === "fetch" && isPure(run) && !keepsStep(install));
  return new Set([...pure.map(({ run }) => run), ...unrelated.map(({ run }) => run)]);
}

/** True when the RUN does nothing but install dependencies and tidy up after that. */
export function isPure(run: Run): boolean {
  return run.commands.every((command) => {
    const install = readDependencyInstall(command);
    if (install) return install.kind === "fetch";
    const call = packageCall(command);
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
