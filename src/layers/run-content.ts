/** What can be told of a RUN without running it: little, and never more than is certain. */
import type { Run } from "../syntax/nodes.ts";
import type { BaseFiles } from "./base-files.ts";
import type { LayerEntry } from "./layer-entries.ts";
import { sumOf, withDirectories, type LayerSizes } from "./layer-sizes.ts";
import { readRunActions, type RunAction } from "./run-actions.ts";
import { runEntries, stepsOf, type RunOptions } from "./run-entries.ts";
import type { Scope } from "./scope.ts";
import { exactly, unknownSize } from "./size.ts";
import { UnknownFilesError, type Effect, type StageFiles } from "./stage-files.ts";
import type { StepContent } from "./step-content.ts";

const unknownWrites = "depends on what the command writes";

/** What a RUN leaves, as far as its words tell. */
export function runContent(run: Run, scope: Scope, below: StageFiles, options: RunOptions): StepContent {
  const read = readRunActions(run, scope.before.workdir);
  // Other builders keep nothing of what is written to a volume.
  const isKnown = read?.every(({ kind }) => kind !== "write" || options.builder === "buildkit") === true;
  if (read === null || !isKnown || options.builder === "buildah") {
    return { effects: [opaqueEffect(run)], entries: unknownEntries, sizes: () => unknownLayer };
  }
  const missing = missingWorkdir(scope.before.workdir ?? "/", below);
  const actions: RunAction[] = missing.length === 0 ? [...read] : [{ kind: "make", paths: missing }, ...read];
  const entries = (): Iterable<LayerEntry> => runEntries(actions, below, options);
  return {
    effects: effectsOn(below, actions) ?? [opaqueEffect(run)],
    entries,
    sizes: () => measure(entries, actions, below),
  };
}

/** Null when only the build can tell. */
function effectsOn(below: StageFiles, actions: readonly RunAction[]): Effect[] | null {
  try {
    return stepsOf(actions, below).flatMap(({ effects }) => effects);
  } catch (error) {
    if (error instanceof UnknownFilesError) return null;
    throw error;
  }
}

/**
 * The working directory is made before the command runs (runc, `finalizeNamespace`), and all that it goes through: of
 * `/a/b/../c`, which BuildKit keeps as it is written, also `/a/b`.
 *
 * @returns those that are not there
 */
function missingWorkdir(workdir: string, below: StageFiles): string[] {
  const parts: string[] = [];
  const through = workdir.split("/").map((part) => {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
    return parts.join("/");
  });
  return through.filter((path) => {
    const inBase = below.base.hasDirectory(path);
    return path !== "" && below.lookup(path).file === null && (inBase === "no" || inBase === "unlikely");
  });
}

const unknownLayer: LayerSizes = { bytes: unknownSize(unknownWrites), tarBytes: unknownSize(unknownWrites) };

function unknownEntries(): never {
  throw new UnknownFilesError(unknownWrites);
}

function measure(entries: () => Iterable<LayerEntry>, actions: readonly RunAction[], { base }: StageFiles): LayerSizes {
  try {
    const made = actions.flatMap((action) => (action.kind === "make" || action.kind === "write" ? action.paths : []));
    return throughLinks(sumOf(entries()), made, base);
  } catch (error) {
    if (!(error instanceof UnknownFilesError)) throw error;
    // Directories and marks of removal are no files, whatever they are.
    const writesFiles = actions.some((action) => !/^(?:make|remove)$/.test(action.kind) && !isLink(action));
    const why = unknownSize(error.message);
    return { bytes: writesFiles ? why : exactly(0), tarBytes: why };
  }
}

/** Directories on the way to what is made may be links in the base image, each to another place. */
function throughLinks(sizes: LayerSizes, paths: readonly string[], base: BaseFiles): LayerSizes {
  const linked = new Map(paths.map((path) => [path.split("/", 2).join("/"), base.linkedDirectories(path)]));
  return [...linked].reduce(
    (sum, [directory, difference]) => withDirectories(sum, difference, `whether /${directory} is behind a link`),
    sizes,
  );
}

function isLink(action: RunAction): boolean {
  return action.kind === "write" && action.content.kind === "symlink";
}

function opaqueEffect(run: Run): Effect {
  const text = [...run.args, ...run.heredocs.map(({ content }) => ({ value: content }))]
    .map(({ value }) => value)
    .join(" ");
  return {
    kind: "run",
    why: `the RUN in line ${run.lines[0]} may change it`,
    mentions: (path) => hasWord(text, path.slice(path.lastIndexOf("/") + 1)),
  };
}

/** Whether a name stands in a text, and not as a part of another one. */
function hasWord(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const around = text.charAt(at - 1) + text.charAt(at + name.length);
    if (!/[\w.-]/.test(around)) return true;
  }
  return false;
}
