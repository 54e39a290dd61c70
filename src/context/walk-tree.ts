/** What a copy of a directory takes along, entry by entry, without holding more than the way down to where it is. */
import { pathIn, type FileTree, type TreeFile } from "./file-tree.ts";
import { createMatcher, type PatternHits, type PatternMatcher } from "./pattern-matcher.ts";

/** Patterns of `--exclude` and `--parents`. */
export interface CopyFilter {
  /** Judges paths seen from the copied directory; null takes everything. */
  readonly include: PatternMatcher | null;
  /** Judges paths seen from where `excludesFrom` says. */
  readonly exclude: PatternMatcher | null;
  readonly excludesFrom: "directory" | "tree";
}

/**
 * @param include patterns of which one must fit; none takes everything
 * @param exclude patterns of what is left out, `!` takes back in
 * @param excludesFrom whether those look at paths seen from the copied directory or from the top of the tree
 * @throws PatternError for a bad class
 */
export function createCopyFilter(
  include: readonly string[],
  exclude: readonly string[],
  excludesFrom: CopyFilter["excludesFrom"] = "directory",
): CopyFilter | null {
  if (include.length === 0 && exclude.length === 0) return null;
  return {
    include: include.length === 0 ? null : createMatcher(include),
    exclude: exclude.length === 0 ? null : createMatcher(exclude),
    excludesFrom,
  };
}

/**
 * True when the filter takes a path; a directory comes along as well when something in it does.
 *
 * @param path seen from the copied directory
 * @param root the copied directory, seen from the top of the tree
 */
export function isTaken(filter: CopyFilter | null, path: string, root: string): boolean {
  if (filter === null || path === "") return true;
  const excluded = excludedPath(filter, root, path);
  return decide(filter, path, excluded, hitsAbove(filter.include, path), hitsAbove(filter.exclude, excluded));
}

/** The path that the patterns of `--exclude` look at. */
function excludedPath({ excludesFrom }: CopyFilter, root: string, path: string): string {
  if (excludesFrom === "directory") return path;
  return path === "" ? root : pathIn(root, path);
}

export interface WalkedFile {
  /** Seen from where the walk started. */
  readonly path: string;
  readonly file: TreeFile;
}

/** A directory that the walk is in. */
interface OpenDirectory {
  readonly path: string;
  /** Null where the walk starts. */
  readonly file: TreeFile | null;
  readonly children: Iterator<readonly [string, TreeFile]>;
  readonly include: PatternHits | null;
  readonly exclude: PatternHits | null;
  /** False until it is sure that it comes along. */
  yielded: boolean;
}

/**
 * Everything below a directory that the filter takes, directories before what is in them (fsutil/copy). A directory that
 * the filter leaves out comes along as soon as something in it does.
 *
 * @param root path of a directory in the tree; it is no part of what is yielded
 */
export function* walkTree(tree: FileTree, root: string, filter: CopyFilter | null): Generator<WalkedFile> {
  const open: OpenDirectory[] = [];
  const enter = (path: string, file: TreeFile | null, yielded: boolean): void => {
    const above = open.at(-1);
    const children = tree.children(path === "" ? root : pathIn(root, path))[Symbol.iterator]();
    const include = path === "" ? null : (filter?.include?.hitsOf(path, above?.include ?? null) ?? null);
    const exclude = filter === null ? null : excludeHits(filter, path, above?.exclude ?? null);
    open.push({ path, file, children, include, exclude, yielded });
  };

  function excludeHits(filter: CopyFilter, path: string, above: PatternHits | null): PatternHits | null {
    const { exclude } = filter;
    const excluded = excludedPath(filter, root, path);
    if (exclude === null || excluded === "") return null;
    return exclude.hitsOf(excluded, path === "" ? hitsAbove(exclude, excluded) : above);
  }

  enter("", null, true);
  for (let directory = open.at(-1); directory !== undefined; directory = open.at(-1)) {
    const next = directory.children.next();
    if (next.done === true) {
      open.pop();
      continue;
    }
    const [name, file] = next.value;
    const path = pathIn(directory.path, name);
    const taken =
      filter === null || decide(filter, path, excludedPath(filter, root, path), directory.include, directory.exclude);
    const isDirectory = file.type === "directory";
    if (taken && !file.implied) {
      if (!directory.yielded) yield* waiting(open);
      yield { path, file };
    }
    if (isDirectory && (taken || mayTakeBelow(filter))) enter(path, file, taken && !file.implied);
  }
}

/** The directories on the way down that have not come along yet. */
function* waiting(open: readonly OpenDirectory[]): Generator<WalkedFile> {
  for (const directory of open) {
    if (directory.yielded || directory.file === null) continue;
    directory.yielded = true;
    yield { path: directory.path, file: directory.file };
  }
}

function decide(
  { include, exclude }: CopyFilter,
  path: string,
  excluded: string,
  includeHits: PatternHits | null,
  excludeHits: PatternHits | null,
): boolean {
  return include?.matchesIn(path, includeHits) !== false && exclude?.matchesIn(excluded, excludeHits) !== true;
}

/** Whether something in a directory that is left out may be taken all the same. */
function mayTakeBelow(filter: CopyFilter | null): boolean {
  return (filter !== null && filter.include !== null) || filter?.exclude?.hasExceptions === true;
}

function hitsAbove(matcher: PatternMatcher | null, path: string): PatternHits | null {
  if (matcher === null) return null;
  let hits: PatternHits | null = null;
  for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
    hits = matcher.hitsOf(path.slice(0, end), hits);
  }
  return hits;
}
