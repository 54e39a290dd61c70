/** The files of a build context as the builder gets them: without those that the ignore file leaves out. Nothing is kept. */
import { openArchive } from "./archive.ts";
import type { BuildContext } from "./build-context.ts";
import { mayFitBelow } from "./exception-paths.ts";
import { pathIn, type FileOrigin, type FileTree, type FileType, type TreeFile } from "./file-tree.ts";
import { createMatcher, type PatternHits, type PatternMatcher } from "./pattern-matcher.ts";

/** What the file system says of a file; Node's `Stats` is one. */
export interface FileStatus {
  /** Type and permission bits as POSIX has them. */
  readonly mode: number;
  /** Bytes. */
  readonly size: number;
  /** Names that the file has. */
  readonly nlink: number;
  readonly ino: number;
  /** Milliseconds since 1970. */
  readonly mtimeMs: number;
}

/** The file system, as far as measuring a context needs it. Paths are absolute. */
export interface ContextFileReader {
  /** Without following a link; null when there is nothing that can be looked up. */
  status(path: string): FileStatus | null;
  /**
   * The names in a directory, one after the other; none when it cannot be read. Sorted, as builders walk: it decides which
   * of several hard links is the file. Only where sorting would need too much memory they come as they are.
   */
  names(path: string): Iterable<string>;
  /** @throws UnreadableFileError when it is no link any more */
  readLink(path: string): string;
  /** @throws UnreadableFileError when the file cannot be read */
  chunks(path: string): Iterable<Uint8Array>;
  /** Modification time in nanoseconds since 1970. @throws UnreadableFileError when it is not there any more */
  nanoseconds(path: string): bigint;
}

export interface ContextFiles extends FileTree {
  /** The files in an archive as ADD unpacks it; null for a file that is no archive. */
  openArchive(file: TreeFile): FileTree | null;
  /** True when something of that name is in the folder, left out by the ignore file or not. */
  exists(path: string): boolean;
}

export interface ContextFilesOptions {
  /** Called now and then with the number of files looked at so far. */
  readonly onProgress?: ((files: number) => void) | undefined;
}

/** Files between two calls of `onProgress`. */
const progressStep = 1_000;

/**
 * Opens a build context for measuring.
 *
 * @param context its root must be known
 * @throws PatternError for a bad class in the ignore file that shows only now, when a file is judged
 */
export function createContextFiles(
  reader: ContextFileReader,
  { root, ignoreFile }: Pick<BuildContext, "root" | "ignoreFile">,
  options: ContextFilesOptions = {},
): ContextFiles {
  if (root === null) throw new RangeError("the folder of the build context is not known");
  const patterns = ignoreFile?.problems.length === 0 ? ignoreFile.patterns.map(({ pattern }) => pattern) : [];
  return new IgnoringTree(reader, root, patterns, options.onProgress);
}

const typeMask = 0o170000;
const types: Readonly<Record<number, FileType>> = { 0o040000: "directory", 0o100000: "file", 0o120000: "symlink" };
const socket = 0o140000;

/** Keeps the few numbers of a status that are asked for: a wildcard may name a million files. */
class ContextFile implements TreeFile, FileOrigin {
  readonly tree: IgnoringTree;
  readonly path: string;
  readonly implied: boolean;
  readonly type: FileType;
  readonly size: number;
  readonly mode: number;
  readonly mtime: number;
  readonly inode: number | null;

  constructor(tree: IgnoringTree, path: string, { mode, size, mtimeMs, nlink, ino }: FileStatus, implied: boolean) {
    const type = types[mode & typeMask] ?? "other";
    this.tree = tree;
    this.path = path;
    this.implied = implied;
    this.type = type;
    this.size = type === "file" || type === "symlink" ? size : 0;
    this.mode = mode & 0o7777;
    this.mtime = mtimeMs;
    this.inode = nlink > 1 && type === "file" ? ino : null;
  }

  /** Clients send all files as root's. */
  get owner(): string {
    return "0:0";
  }

  get origin(): FileOrigin {
    return this;
  }

  readLink(): string {
    return this.tree.reader.readLink(this.tree.place(this.path));
  }

  chunks(): Iterable<Uint8Array> {
    return this.tree.reader.chunks(this.tree.place(this.path));
  }

  nanoseconds(): bigint {
    return this.tree.reader.nanoseconds(this.tree.place(this.path));
  }
}

/** A directory with what the patterns say of it. */
interface JudgedDirectory {
  readonly path: string;
  readonly hits: PatternHits;
}

class IgnoringTree implements ContextFiles {
  readonly reader: ContextFileReader;
  readonly #root: string;
  readonly #matcher: PatternMatcher | null;
  /** The `!` patterns, without their mark. */
  readonly #exceptions: readonly string[];
  readonly #onProgress: ((files: number) => void) | undefined;
  /** The directories on the way to the last one asked for: a walk asks for neighbours. */
  readonly #judged: JudgedDirectory[] = [];
  /** One that is known to be a directory without links on the way to it. */
  #lastDirectory = "";
  /** Archives that were opened: one that is unpacked twice is the same both times. */
  readonly #archives = new Map<string, FileTree | null>();
  #seen = 0;

  constructor(
    reader: ContextFileReader,
    root: string,
    patterns: readonly string[],
    onProgress: ((files: number) => void) | undefined,
  ) {
    this.reader = reader;
    this.#root = root.endsWith("/") ? root.slice(0, -1) : root;
    this.#matcher = patterns.length === 0 ? null : createMatcher(patterns);
    this.#exceptions = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1));
    this.#onProgress = onProgress;
  }

  place(path: string): string {
    return path === "" ? this.#root || "/" : `${this.#root}/${path}`;
  }

  openArchive(file: TreeFile): FileTree | null {
    const { path } = file.origin;
    let archive = this.#archives.get(path);
    if (archive === undefined) this.#archives.set(path, (archive = openArchive(file.origin)));
    return archive;
  }

  exists(path: string): boolean {
    return !this.#goesThroughLink(path) && this.reader.status(this.place(path)) !== null;
  }

  find(path: string): TreeFile | null {
    if (this.#goesThroughLink(path)) return null;
    const file = this.#look(path, path.slice(0, Math.max(path.lastIndexOf("/"), 0)));
    return file?.implied === true && !this.#keepsSomething(path) ? null : file;
  }

  *children(directory: string): Iterable<readonly [string, TreeFile]> {
    for (const name of this.reader.names(this.place(directory))) {
      const file = this.#look(pathIn(directory, name), directory);
      if (file !== null) yield [name, file];
    }
  }

  /** Null for what is not there or left out; implied for a directory that only a `!` pattern can fill. */
  #look(path: string, directory: string): ContextFile | null {
    const ignored = path !== "" && this.#isIgnored(path, directory);
    if (ignored && !this.#mayKeepBelow(path)) return null;
    const status = this.reader.status(this.place(path));
    if (status === null || (status.mode & typeMask) === socket) return null;
    if (++this.#seen % progressStep === 0) this.#onProgress?.(this.#seen);
    const file = new ContextFile(this, path, status, ignored);
    return ignored && file.type !== "directory" ? null : file;
  }

  #isIgnored(path: string, directory: string): boolean {
    return this.#matcher !== null && this.#matcher.matchesIn(path, this.#hits(directory, this.#matcher));
  }

  #hits(directory: string, matcher: PatternMatcher): PatternHits | null {
    if (directory === "") return null;
    const judged = this.#judged;
    while (judged.length > 0 && !isAtOrBelow(directory, judged.at(-1)?.path ?? "")) judged.pop();
    let path = judged.at(-1)?.path ?? "";
    while (path !== directory) {
      const slash = directory.indexOf("/", path === "" ? 0 : path.length + 1);
      path = slash < 0 ? directory : directory.slice(0, slash);
      const parent = judged.at(-1)?.hits ?? null;
      judged.push({ path, hits: matcher.hitsOf(path, parent) });
    }
    return judged.at(-1)?.hits ?? null;
  }

  #mayKeepBelow(path: string): boolean {
    return this.#exceptions.some((pattern) => mayFitBelow(pattern, path));
  }

  /** True when something below an ignored directory is taken back in. */
  #keepsSomething(directory: string): boolean {
    const open = [directory];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const [name, file] of this.children(next)) {
        if (!file.implied) return true;
        open.push(pathIn(next, name));
      }
    }
    return false;
  }

  /** True when a part of the path but the last is a link or a file: then nothing lies there. */
  #goesThroughLink(path: string): boolean {
    const directory = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
    if (directory === "" || directory === this.#lastDirectory) return false;
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) {
      const status = this.reader.status(this.place(path.slice(0, end)));
      if (status === null || types[status.mode & typeMask] !== "directory") return true;
    }
    this.#lastDirectory = directory;
    return false;
  }
}

function isAtOrBelow(path: string, directory: string): boolean {
  return path === directory || (path.startsWith(directory) && path[directory.length] === "/");
}
