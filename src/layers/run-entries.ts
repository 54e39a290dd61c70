/** WHAT COMMANDS DO TO FILES -> THE ENTRIES OF THEIR LAYER. */
import { pathBelow, pathIn, type TreeFile } from "../context/file-tree.ts";
import { walkTree } from "../context/walk-tree.ts";
import { changeOf, directoryEntries, type LayerEntry } from "./layer-entries.ts";
import type { RunAction } from "./run-actions.ts";
import { writeFile } from "./run-written-file.ts";
import { UnknownFilesError, type Effect, type StageFiles } from "./stage-files.ts";
import { madeDirectory } from "./stored-file.ts";
import type { BuilderName, LayerStore } from "./types.ts";

export interface RunOptions {
  readonly builder: BuilderName;
  readonly store: LayerStore;
}

/** One command of a RUN, with the files before and after it. */
interface RunStep {
  readonly action: RunAction;
  readonly effects: readonly Effect[];
  readonly before: StageFiles;
  readonly after: StageFiles;
}

/**
 * Follows the commands one by one.
 *
 * @throws UnknownFilesError when only the build can tell what one of them does
 */
export function stepsOf(actions: readonly RunAction[], below: StageFiles): RunStep[] {
  let before = below;
  return actions.map((action) => {
    const effects = effectsOf(action, before);
    const after = effects.reduce((files, effect) => files.after(effect), before);
    const step = { action, effects, before, after };
    before = after;
    return step;
  });
}

function effectsOf(action: RunAction, before: StageFiles): Effect[] {
  switch (action.kind) {
    case "remove":
      if (action.paths === null) throw new UnknownFilesError("the paths are found when the command runs");
      return [{ kind: "removal", paths: action.paths }];
    case "write":
      return [writeFile(action.paths[0], action.content, before)];
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
export function* runEntries(
  actions: readonly RunAction[],
  below: StageFiles,
  { store, builder }: RunOptions,
): Generator<LayerEntry> {
  const steps = stepsOf(actions, below);
  const after = steps.at(-1)?.after ?? below;
  const paths = new Set(
    steps.flatMap(({ effects }) => effects.flatMap((one) => (one.kind === "file" ? one.path : []))),
  );
  const directories = new Map<string, string | null>();
  const addAbove = (path: string, doubt: string | null): void => {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const directory = path.slice(0, end);
      if (directories.get(directory) !== null) directories.set(directory, doubt);
    }
  };

  for (const [index, step] of steps.entries()) {
    const later = actions.slice(index + 1);
    for (const { path, file, doubt } of touched(step, below, after, store)) {
      if (paths.has(path) || later.some((one) => isRepeated(one, step.action, path))) continue;
      addAbove(path, doubt);
      if (file.type === "directory") {
        if (directories.get(path) !== null) directories.set(path, doubt);
      } else {
        yield { path, file, linkTo: null, doubt };
      }
    }
  }
  for (const { path, file, doubt } of written(paths, after)) {
    addAbove(path, doubt);
    yield { path, file, linkTo: null, doubt };
  }
  // On a graph driver the builder leaves the directory that it puts resolv.conf into while the command runs.
  if (store === "overlay2" && builder === "buildkit") directories.set("etc", null);
  for (const [path, doubt] of directories) yield { path, file: madeDirectory(0o755, "0:0"), linkTo: null, doubt };
}

/** Whether a later action leaves nothing of what an earlier one did to a path, or tells of the path itself. */
function isRepeated(later: RunAction, earlier: RunAction, path: string): boolean {
  switch (later.kind) {
    case "remove":
      return later.paths?.some((one) => pathBelow(one, path) !== null) ?? false;
    case "make":
    case "write":
      return false;
    default:
      return (earlier.kind === "mode" || earlier.kind === "owner") && concerns(later, path);
  }
}

interface Touched {
  readonly path: string;
  readonly file: TreeFile;
  readonly doubt: string | null;
}

function* touched(step: RunStep, below: StageFiles, after: StageFiles, store: LayerStore): Generator<Touched> {
  const { action, before } = step;
  if (action.kind === "write") return;
  for (const path of action.paths ?? []) {
    if (action.kind === "remove") yield* replaced(path, after) ? [] : removed(path, below);
    else if (action.kind === "make") yield* directoryEntries(path, madeDirectory(0o755, "0:0"), below);
    else yield* reset(path, action, { below, before, after }, store);
  }
}

/** Files that are written, as they are in the end. They have new times, and so are stored whatever was there before. */
function* written(paths: ReadonlySet<string>, after: StageFiles): Generator<Touched> {
  for (const path of paths) {
    const { file } = after.lookup(path);
    // What is made and taken away again leaves its directory behind on some graph drivers.
    if (file === null) throw new UnknownFilesError(`/${path} is written and removed again`);
    yield { path, file, doubt: null };
  }
}

/**
 * Whether there is a file in place of what was removed: it stands for the mark too.
 *
 * @throws UnknownFilesError for a directory, which brings marks of its own, one for each file that was in the old one
 */
function replaced(path: string, after: StageFiles): boolean {
  const { file } = after.lookup(path);
  if (file?.type === "directory") throw new UnknownFilesError(`/${path} is removed and made again`);
  return file !== null;
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
  { below, before, after }: Record<"below" | "before" | "after", StageFiles>,
  store: LayerStore,
): Generator<Touched> {
  const top = before.find(path);
  if (top === null || top.type === "symlink" || isSpecial(top)) throw new UnknownFilesError(`/${path} is not known`);
  const paths = recursive && top.type === "directory" ? walkTree(before, path, null) : [];
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
