/** What can be told of a RUN without running it: little, and never more than is certain. */
import { pathBelow, pathIn, type TreeFile } from "../context/file-tree.ts";
import { walkTree } from "../context/walk-tree.ts";
import type { Run } from "../syntax/nodes.ts";
import { changeOf, directoryEntries, type LayerEntry } from "./layer-entries.ts";
import { sumOf, type LayerSizes } from "./layer-sizes.ts";
import { readRunActions, type RunAction } from "./run-actions.ts";
import type { Scope } from "./scope.ts";
import { exactly, unknownSize } from "./size.ts";
import { UnknownFilesError, type Effect, type StageFiles } from "./stage-files.ts";
import type { StepContent } from "./step-content.ts";
import { madeDirectory } from "./stored-file.ts";
import type { BuilderName, LayerStore } from "./types.ts";

export interface RunOptions {
  readonly builder: BuilderName;
  readonly store: LayerStore;
}

const unknownWrites = "depends on what the command writes";

/** What a RUN leaves, as far as its words tell. */
export function runContent(run: Run, scope: Scope, below: StageFiles, options: RunOptions): StepContent {
  const read = readRunActions(run, scope.before.workdir);
  if (read === null || options.builder === "buildah") {
    return { effects: [opaqueEffect(run)], entries: unknownEntries, sizes: () => unknownLayer };
  }
  const missing = missingWorkdir(scope.before.workdir ?? "/", below);
  const actions: RunAction[] = missing.length === 0 ? [...read] : [{ kind: "make", paths: missing }, ...read];
  const known = actions.every((action) => action.paths !== null);
  const effects = known ? actions.flatMap(effectsOf) : [opaqueEffect(run)];
  const entries = (): Iterable<LayerEntry> => runEntries(actions, below, options);
  return { effects, entries, sizes: () => measure(entries, actions) };
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

function measure(entries: () => Iterable<LayerEntry>, actions: readonly RunAction[]): LayerSizes {
  try {
    return sumOf(entries());
  } catch (error) {
    if (!(error instanceof UnknownFilesError)) throw error;
    // Directories and marks of removal are no files, whatever they are.
    const writesFiles = actions.some(({ kind }) => kind === "mode" || kind === "owner");
    const why = unknownSize(error.message);
    return { bytes: writesFiles ? why : exactly(0), tarBytes: why };
  }
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

function effectsOf(action: RunAction): Effect[] {
  switch (action.kind) {
    case "remove":
      return [{ kind: "removal", paths: action.paths ?? [] }];
    case "make":
      return action.paths.map((path) => ({ kind: "directory", path, file: madeDirectory(0o755, "0:0") }));
    default:
      return [{ kind: "change", change: (path, file) => (concerns(action, path) ? changed(action, file) : file) }];
  }
}

type AttributeAction = Extract<RunAction, { kind: "mode" | "owner" }>;

function concerns({ paths, recursive }: AttributeAction, path: string): boolean {
  return paths.some((one) => one === path || (recursive && pathBelow(one, path) !== null));
}

/** A changed file has left its other names behind. */
function changed(action: AttributeAction, file: TreeFile): TreeFile {
  if (action.kind === "owner") {
    return { ...plain(file), owner: action.owner(file.owner), mode: modeAfterChown(file), inode: null };
  }
  return file.type === "symlink" ? file : { ...plain(file), mode: action.mode(file.mode, file.type), inode: null };
}

/** Linux takes the set-user-id and set-group-id bits off a file that changes hands, also when it stays in the same. */
function modeAfterChown({ type, mode }: TreeFile): number {
  if (type !== "file") return mode;
  return mode & ~((mode & 0o2010) === 0o2010 ? 0o6000 : 0o4000);
}

function plain({ type, size, mode, owner, mtime, inode, implied, origin }: TreeFile): TreeFile {
  return { type, size, mode, owner, mtime, inode, implied, origin };
}

/** The entries of the layer, each once: what a later action changes again is left to that one. */
function* runEntries(
  actions: readonly RunAction[],
  below: StageFiles,
  { store, builder }: RunOptions,
): Generator<LayerEntry> {
  const after = actions.flatMap(effectsOf).reduce((files, effect) => files.after(effect), below);
  const directories = new Map<string, string | null>();
  const addAbove = (path: string, doubt: string | null): void => {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const directory = path.slice(0, end);
      if (directories.get(directory) !== null) directories.set(directory, doubt);
    }
  };

  for (const [index, action] of actions.entries()) {
    const later = actions.slice(index + 1);
    for (const { path, file, doubt } of touched(action, below, after, store)) {
      if (later.some((one) => isRepeated(one, path))) continue;
      addAbove(path, doubt);
      if (file.type === "directory") {
        if (directories.get(path) !== null) directories.set(path, doubt);
      } else {
        yield { path, file, linkTo: null, doubt };
      }
    }
  }
  // On a graph driver the builder leaves the directory that it puts resolv.conf into while the command runs.
  if (store === "overlay2" && builder === "buildkit") directories.set("etc", null);
  for (const [path, doubt] of directories) yield { path, file: madeDirectory(0o755, "0:0"), linkTo: null, doubt };
}

function isRepeated(action: RunAction, path: string): boolean {
  if (action.kind === "remove") return action.paths?.some((one) => pathBelow(one, path) !== null) ?? false;
  return action.kind !== "make" && concerns(action, path);
}

interface Touched {
  readonly path: string;
  readonly file: TreeFile;
  readonly doubt: string | null;
}

function* touched(action: RunAction, below: StageFiles, after: StageFiles, store: LayerStore): Generator<Touched> {
  if (action.paths === null) throw new UnknownFilesError("the paths are found when the command runs");
  for (const path of action.paths) {
    if (action.kind === "remove") yield* removed(path, below);
    else if (action.kind === "make") yield* directoryEntries(path, madeDirectory(0o755, "0:0"), below);
    else yield* reset(path, action, below, after, store);
  }
}

/** A removed file or directory leaves one mark beside the others in its directory. */
function* removed(path: string, below: StageFiles): Generator<Touched> {
  const { file, doubt } = below.lookup(path);
  const inBase = below.base.hasDirectory(path);
  if (file === null && doubt === null && inBase === "no") return;
  const slash = path.lastIndexOf("/") + 1;
  const mark = `${path.slice(0, slash)}.wh.${path.slice(slash)}`;
  const isCertain = file !== null && doubt === null;
  yield { path: mark, file: emptyFile, doubt: isCertain ? null : (doubt ?? `whether /${path} is there before`) };
}

/** Files with another mode or owner are stored again, with all their bytes. */
function* reset(
  path: string,
  { recursive }: AttributeAction,
  below: StageFiles,
  after: StageFiles,
  store: LayerStore,
): Generator<Touched> {
  const top = below.find(path);
  if (top === null || top.type === "symlink" || isSpecial(top)) throw new UnknownFilesError(`/${path} is not known`);
  const paths = recursive && top.type === "directory" ? walkTree(below, path, null) : [];
  yield* again(path, below, after, store);
  for (const walked of paths) {
    // chown follows links in some systems and not in others; chmod leaves such bits of directories alone in some.
    if (walked.file.type === "symlink") throw new UnknownFilesError(`/${path} holds links`);
    if (isSpecial(walked.file)) throw new UnknownFilesError(`/${path} holds directories with a set-group-id bit`);
    yield* again(pathIn(path, walked.path), below, after, store);
  }
}

function isSpecial({ type, mode }: TreeFile): boolean {
  return type === "directory" && (mode & 0o6000) !== 0;
}

function* again(path: string, below: StageFiles, after: StageFiles, store: LayerStore): Generator<Touched> {
  const old = below.lookup(path);
  const file = after.lookup(path).file;
  if (old.file === null || file === null) return;
  const change = store === "overlay2" ? { doubt: old.doubt } : changeOf(file, old.file, old.doubt);
  if (change !== null) yield { path, file, doubt: change.doubt };
}

const emptyFile: TreeFile = { ...madeDirectory(0, "0:0"), type: "other" };
