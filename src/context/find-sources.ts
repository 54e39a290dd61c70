/** A SOURCE OF COPY OR ADD -> THE FILES IT NAMES, as BuildKit finds them (fsutil/copy `ResolveWildcards`). */
import { cleanPath } from "./clean-path.ts";
import { followLinks, pathIn, type FileTree, type TreeFile } from "./file-tree.ts";
import { compileGlob } from "./path-glob.ts";

/** One file or directory that a source names. */
export interface SourceMatch {
  /** Its name where it was found: what it is called when it is copied into a directory. */
  readonly name: string;
  /** Its path once links are followed, without leading slash; empty for the whole tree. */
  readonly path: string;
  readonly file: TreeFile;
}

export interface FoundSources {
  /** In the order in which they are copied. */
  readonly matches: readonly SourceMatch[];
  /** A path that is not there, or leads nowhere; a pattern may fit nothing without harm. */
  readonly missing: string | null;
  /** The path in front of the first wildcard; all of the source without one. */
  readonly directory: string;
}

/**
 * Finds what a source names. Links in the source itself are followed, also the last one; never out of the tree.
 *
 * @param source a path or a pattern, counted from the root of the tree also without a leading slash
 * @throws PatternError for a malformed pattern
 */
export function findSources(tree: FileTree, source: string): FoundSources {
  const parts = cleanPath(`/${source}`).slice(1).split("/");
  const first = parts.findIndex((part) => isPattern(part));
  const directory = (first < 0 ? parts : parts.slice(0, first)).join("/");
  if (first < 0) {
    const match = matchAt(tree, directory);
    return { matches: match ? [match] : [], missing: match ? null : directory, directory };
  }
  const start = followLinks(tree, directory);
  if (start === null || tree.find(start)?.type !== "directory") return { matches: [], missing: directory, directory };
  const matches: SourceMatch[] = [];
  let missing: string | null = null;
  for (const { path, name, file } of fitting(tree, start, parts.slice(first))) {
    const match = file.type === "symlink" || file.implied ? matchAt(tree, path) : { name, path, file };
    if (match !== null) matches.push(match);
    // A directory that only a `!` of the ignore file could fill is not there without it.
    else if (!file.implied) missing ??= path;
  }
  return { matches, missing, directory };
}

/** The plain files of one directory that a pattern fits, without a list of them: there may be a million. */
export interface FileListing {
  /** Path of the directory once links are followed, and what is there. */
  readonly path: string;
  readonly file: TreeFile;
  /** Judges a name in the directory; of what it fits only regular files and the like belong to the listing. */
  readonly fits: (name: string) => boolean;
}

/** A part of what a pattern names: the files between two directories or links, or one of these. */
export type ListedSource = { readonly listing: FileListing } | { readonly match: SourceMatch };

/**
 * What a pattern with a wildcard in nothing but its last part names, in the order in which it is copied.
 *
 * @returns null for any other source, and for one of which something is missing
 * @throws PatternError for a malformed pattern
 */
export function listSources(tree: FileTree, source: string): readonly ListedSource[] | null {
  const parts = cleanPath(`/${source}`).slice(1).split("/");
  const last = parts.pop() ?? "";
  if (!isPattern(last) || parts.some((part) => isPattern(part))) return null;
  const path = followLinks(tree, parts.join("/"));
  const file = path === null ? null : tree.find(path);
  if (path === null || file?.type !== "directory") return null;
  const fits = compileGlob(last);
  const others: [name: string, file: TreeFile][] = [];
  let hasFiles = false;
  for (const [name, child] of tree.children(path)) {
    if (!fits(name)) continue;
    if (isListed(child)) hasFiles = true;
    else others.push([name, child]);
  }
  const listed: ListedSource[] = [];
  let after: string | null = null;
  for (const [name, child] of others.sort(byName)) {
    const match = matchAt(tree, pathIn(path, name));
    if (match === null && child.implied) continue;
    if (match === null) return null;
    if (hasFiles) listed.push({ listing: { path, file, fits: between(fits, after, name) } });
    listed.push({ match });
    after = name;
  }
  if (hasFiles) listed.push({ listing: { path, file, fits: between(fits, after, null) } });
  return listed;
}

/** What a listing takes of what its pattern fits. */
export function isListed({ type }: TreeFile): boolean {
  return type !== "directory" && type !== "symlink";
}

function between(fits: FileListing["fits"], after: string | null, before: string | null): FileListing["fits"] {
  if (after === null && before === null) return fits;
  return (name) =>
    fits(name) && (after === null || byBytes(name, after) > 0) && (before === null || byBytes(name, before) < 0);
}

/** True for a part of a path with a wildcard that no backslash takes away. */
export function isPattern(part: string): boolean {
  return /[*?[]/.test(part.replace(/\\./g, ""));
}

function matchAt(tree: FileTree, path: string): SourceMatch | null {
  const followed = followLinks(tree, path);
  const file = followed === null ? null : tree.find(followed);
  if (followed === null || file === null || file.type === "symlink") return null;
  return { name: path.slice(path.lastIndexOf("/") + 1), path: followed, file };
}

/** What fits a pattern part by part, in the order of a walk: links are not followed on the way. */
function fitting(tree: FileTree, start: string, parts: readonly string[]): Iterable<SourceMatch> {
  const tests = parts.map((part) => (isPattern(part) ? compileGlob(part) : (name: string): boolean => name === part));

  function* below(directory: string, depth: number): Generator<SourceMatch> {
    const fits = tests[depth];
    const found: [name: string, file: TreeFile][] = [];
    for (const [name, file] of tree.children(directory)) if (fits?.(name)) found.push([name, file]);
    for (const [name, file] of found.sort(byName)) {
      const path = pathIn(directory, name);
      if (depth === tests.length - 1) yield { name, path, file };
      else if (file.type === "directory") yield* below(path, depth + 1);
    }
  }

  return below(start, 0);
}

/** As Go sorts strings, by their bytes: JavaScript's order is another one only for characters of two units. */
function byName([a]: readonly [string, TreeFile], [b]: readonly [string, TreeFile]): number {
  return byBytes(a, b);
}

function byBytes(a: string, b: string): number {
  if (twoUnits.test(a) || twoUnits.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

const twoUnits = /[\ud800-\udfff]/;
