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
  const matches = fitting(tree, start, parts.slice(first)).map((path) => ({ path, match: matchAt(tree, path) }));
  const missing = matches.find(({ match }) => match === null)?.path ?? null;
  return { matches: matches.flatMap(({ match }) => match ?? []), missing, directory };
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

/** The paths that fit a pattern part by part, in the order of a walk. */
function fitting(tree: FileTree, start: string, parts: readonly string[]): string[] {
  let found = [start];
  for (const part of parts) {
    const fits = isPattern(part) ? compileGlob(part) : (name: string): boolean => name === part;
    found = found.flatMap((directory) => {
      const names: string[] = [];
      for (const [name] of tree.children(directory)) if (fits(name)) names.push(name);
      return names.sort(byBytes).map((name) => pathIn(directory, name));
    });
  }
  return found;
}

/** As Go sorts strings. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
