/** BUILD CONTEXT -> FILES. What COPY and ADD find there, and what .dockerignore keeps from them; read when asked for. */
import { contextPath } from "./clean-path.ts";
import { createContextFiles, type ContextFileReader, type ContextFiles } from "./context-files.ts";
import { mayFitBelow } from "./exception-paths.ts";
import { readIgnoreFile, type IgnoreFileContent, type IgnorePattern } from "./ignore-file.ts";
import { PatternError } from "./pattern-error.ts";
import { createMatcher, type PatternMatcher } from "./pattern-matcher.ts";
import { compileGlob, hasWildcard } from "./path-glob.ts";

/** The file system, as far as a build context needs it. Paths are absolute, with `/` below the root of the context. */
export interface ContextReader {
  /** True for anything of that name: also a symbolic link that leads nowhere. */
  exists(path: string): boolean;
  isDirectory(path: string): boolean;
  /** The names in a directory; empty when it cannot be read. */
  list(path: string): readonly string[];
  /** @throws Error with a message for people when the file cannot be read */
  readText(path: string): string;
}

export interface IgnoreFile extends IgnoreFileContent {
  /** As the reader takes it. */
  readonly path: string;
  /** Without its folders. */
  readonly name: string;
  readonly text: string;
}

export interface BuildContext {
  /** Null when only the ignore file is known and not the folder that it speaks of. */
  readonly root: string | null;
  /** True when the user named the folder; else it is the one that lies near. */
  readonly configured: boolean;
  /** `<Dockerfile>.dockerignore` next to the Dockerfile, else `.dockerignore` in the context; null without one. */
  readonly ignoreFile: IgnoreFile | null;
  /**
   * True when something in the folder fits a source, ignored or not; true as well when that cannot be told.
   *
   * @param source of COPY or ADD: a path or a pattern, counted from the context also with a leading slash
   */
  has(source: string): boolean;
  /** True when all that fits a source is left out by the ignore file, so that the builder finds nothing. */
  isIgnored(source: string): boolean;
  /** The pattern that `isIgnored` goes back to; null when something is left to copy. */
  ignoredBy(source: string): IgnorePattern | null;
  /** The names in a directory of the context, ignored ones too. */
  list(directory: string): readonly string[];
  /** What a build gets of the folder, for measuring; null unless the user named the folder. */
  readonly files: ContextFiles | null;
}

export interface BuildContextOptions {
  /** Absolute path of the folder; null when it is not known. */
  readonly root: string | null;
  /** Absolute; decides which ignore file holds. Null for a Dockerfile that is no file. */
  readonly dockerfilePath: string | null;
  /** True when the user named the folder. */
  readonly configured?: boolean | undefined;
  /** Reads what `files` measures. */
  readonly fileReader?: ContextFileReader | undefined;
}

/** More entries than this are not looked through for one that a `!` pattern takes back in. */
const searchLimit = 10_000;

/** These patterns alone, BuildKit takes for leaving out the whole context. */
const wholeContext = new Set(["*", "**", "**/*"]);

/**
 * Looks at a build context. Only the ignore file is read at once.
 *
 * @throws what the reader throws when there is an ignore file that cannot be read
 */
export function createBuildContext(
  reader: ContextReader,
  { root, dockerfilePath, configured = false, fileReader }: BuildContextOptions,
): BuildContext {
  const ignoreFile = findIgnoreFile(reader, root, dockerfilePath);
  const patterns = ignoreFile && ignoreFile.problems.length === 0 ? ignoreFile.patterns : [];
  const exclusions = patterns.filter(({ negated }) => negated);
  let matcher: PatternMatcher | undefined;
  let files: ContextFiles | undefined;

  const place = (path: string): string => (path === "." ? (root ?? "") : `${root ?? ""}/${path}`);
  const isThere = (path: string): boolean => root !== null && reader.exists(place(path));

  function list(directory: string): readonly string[] {
    return root === null ? [] : reader.list(place(contextPath(directory)));
  }

  /** The paths in the folder that a source names; null when that cannot be told. */
  function find(path: string): string[] | null {
    if (root === null) return null;
    if (!hasWildcard(path)) return isThere(path) ? [path] : [];
    let found = [""];
    for (const part of path.split("/")) {
      const fits = hasWildcard(part) ? globOf(part) : null;
      if (fits === undefined) return null;
      found = found.flatMap((parent) => {
        const at = (name: string): string => (parent === "" ? name : `${parent}/${name}`);
        if (fits === null) return isThere(at(part)) ? [at(part)] : [];
        return list(parent).filter(fits).map(at);
      });
    }
    return found;
  }

  function decide(path: string): IgnorePattern | null {
    matcher ??= createMatcher(patterns.map(({ pattern }) => pattern));
    const index = matcher.decide(path);
    return index === null ? null : (patterns[index] ?? null);
  }

  /** True when something below an ignored path may be taken back in by a `!` pattern. */
  function keepsSomethingBelow(path: string): boolean {
    if (!exclusions.some(({ pattern }) => mayFitBelow(pattern.slice(1), path))) return false;
    if (!isThere(path)) return true;
    const open = [path];
    for (let seen = 0; seen < searchLimit; seen++) {
      const next = open.pop();
      if (next === undefined) return false;
      if (decide(next) === null) return true;
      if (reader.isDirectory(place(next))) open.push(...list(next).map((name) => `${next}/${name}`));
    }
    return true;
  }

  function ignoredBy(source: string): IgnorePattern | null {
    if (patterns.length === 0) return null;
    const path = contextPath(source);
    if (path === ".") {
      const all = patterns.find(({ pattern }) => wholeContext.has(pattern));
      return exclusions.length === 0 ? (all ?? null) : null;
    }
    const found = find(path) ?? [];
    if (found.length === 0 && hasWildcard(path) && exclusions.length > 0) return null;
    let first: IgnorePattern | null = null;
    // What is not there is judged by its name, as BuildKit does with all sources.
    for (const candidate of found.length > 0 ? found : [path]) {
      const pattern = decide(candidate);
      if (pattern === null || keepsSomethingBelow(candidate)) return null;
      first ??= pattern;
    }
    return first;
  }

  return {
    root,
    configured,
    ignoreFile,
    has(source) {
      const path = contextPath(source);
      return path === "." || find(path)?.length !== 0;
    },
    isIgnored: (source) => ignoredBy(source) !== null,
    ignoredBy,
    list,
    get files() {
      if (root === null || !configured || fileReader === undefined) return null;
      return (files ??= createContextFiles(fileReader, { root, ignoreFile }));
    },
  };
}

/** Undefined for a malformed pattern: that is not for the context to judge. */
function globOf(pattern: string): ((name: string) => boolean) | undefined {
  try {
    return compileGlob(pattern);
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
}

/** After BuildKit's dockerui: the file named after the Dockerfile replaces the other one wholly. */
function findIgnoreFile(reader: ContextReader, root: string | null, dockerfilePath: string | null): IgnoreFile | null {
  const paths = [
    ...(dockerfilePath === null ? [] : [`${dockerfilePath}.dockerignore`]),
    ...(root === null ? [] : [`${root}/.dockerignore`]),
  ];
  const path = paths.find((one) => reader.exists(one) && !reader.isDirectory(one));
  if (path === undefined) return null;
  const text = reader.readText(path);
  return {
    path,
    name: path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1),
    text,
    ...readIgnoreFile(text),
  };
}
